"""The form of the search, with the filters that may also stand in its words."""

from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from papers.search.search_query import LONGEST_QUERY, LONGEST_VALUE

FILTER_FIELDS = ("tag", "year", "person", "cites")


class SearchForm(forms.Form):
    """Whatever is sent is a search: ``papers.search.search_query`` says what of it is ignored."""

    tag = forms.CharField(label=_("Tag"), required=False)
    year = forms.CharField(label=_("Year, or 2017-2019"), required=False)
    person = forms.CharField(label=_("Author"), required=False)
    cites = forms.CharField(label=_("Cites the paper (its key or DOI)"), required=False)

    @property
    def typed(self) -> str:
        return self.data.get("q", "")

    @property
    def kind(self) -> str:
        return self.data.get("kind", "")

    @property
    def filters(self) -> dict[str, str]:
        """What was chosen beside the words."""
        values = {name: self.data.get(name, "").strip() for name in FILTER_FIELDS}
        return {name: value for name, value in values.items() if value}

    @property
    def is_empty(self) -> bool:
        return not self.typed.strip() and not self.filters

    def query_for(self, kind: str) -> str:
        """The query of the address of the same search in one kind, or in all."""
        cut = {name: value[:LONGEST_VALUE] for name, value in self.filters.items()}
        values = {"q": self.typed[:LONGEST_QUERY], **cut, "kind": kind}
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def query(self) -> str:
        return self.query_for("")
