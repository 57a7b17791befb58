"""The filters and the order of the library's list: a plain GET form.

Each filter has its own index in each order (``papers.models.papers.filtered_indexes``), so a page
costs the same at 100 and at 100,000 papers. A paper's tags are those of the listed posts that cite
it: nobody files a paper twice, and the tags of an imported blog serve at once.
"""

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from papers.choices import TYPES, Standing
from papers.models import Authorship, CitedWork, Contributor, Paper
from papers.notice_words import SHOWN_NOTICES
from papers.queries.capped_counts import COUNT_CAP
from papers.queries.paging import Page, page_by_number, page_by_pk
from papers.records.address_forms import bounded_slug, slugify
from papers.records.record import Record

ANY = [("", _("any"))]
ORDERS = [
    ("", _("year of publication")),
    ("discussed", _("most discussed")),
    ("added", _("newest in the library")),
]
NAMESAKES = 50
LONGEST_NAME = 100  # characters of a file's
MOST_IN_FILE = 2000  # papers of a narrowed list: a request writes about 5,000 a second
COLUMNS = {
    "year": "sort_year",
    "type": "type",
    "check": "standing",
    "notice": "notice",
    "venue": "container_title",
}


class PaperFilterForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), required=False, min_value=-3000, max_value=3000)
    type = forms.ChoiceField(label=_("Type"), required=False, choices=ANY + TYPES)
    check = forms.ChoiceField(label=_("Check"), required=False, choices=ANY + Standing.choices)
    notice = forms.ChoiceField(label=_("Notice"), required=False, choices=ANY + SHOWN_NOTICES)
    venue = forms.CharField(
        label=_("Journal or proceedings"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"list": "venues"}),
    )
    tag = forms.CharField(
        label=_("Tag of the posts"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"list": "tags"}),
    )
    person = forms.CharField(label=_("Author or editor"), required=False, max_length=200)
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=ORDERS)

    @property
    def chosen(self) -> dict[str, Any]:
        """What narrows the list, by field."""
        values = self.cleaned_data if self.is_valid() else {}
        return {name: value for name, value in values.items() if value not in ("", None)}

    @property
    def query(self) -> str:
        """The chosen values as the query of an address, without the cursor."""
        return urlencode(self.chosen)

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves less than the whole library, if it is filled in rightly or not."""
        return bool(self.errors or self.chosen.keys() - {"sort"})

    @property
    def file_name(self) -> str:
        """What a file of the list is called: ``papers-2017-neurips``."""
        said = [str(value) for name, value in self.chosen.items() if name != "sort"]
        return bounded_slug(" ".join(["papers", *said]), LONGEST_NAME)

    def records(self) -> list[Record]:
        """Those of the papers that the filters leave, the newest first; not all of a long list."""
        rows = self.papers().newest()[:MOST_IN_FILE]
        return list(rows.values_list("record", flat=True))

    @property
    def is_by_year(self) -> bool:
        """Whether the list is in the order of years, and can stand under them."""
        return not self.chosen.get("sort")

    def papers(self) -> QuerySet:
        """The papers that the filters leave; none where a value makes no sense."""
        if not self.is_valid():
            return Paper.objects.none()
        papers = Paper.objects.listed().defer("abstract", "note", "note_html")
        chosen = self.chosen.items()
        papers = with_values(
            papers, {COLUMNS[name]: value for name, value in chosen if name in COLUMNS}
        )
        if person := self.chosen.get("person"):
            papers = papers.filter(pk__in=works_of(person))
        if tag := self.chosen.get("tag"):
            papers = under_tag(papers, tag)
        return papers

    def page(self, cursor: str) -> Page:
        papers, size = self.papers(), settings.PAPERS_PER_PAGE
        leads_back = not {"person", "tag"} & self.chosen.keys()
        match self.chosen.get("sort"):
            case "added":
                return page_by_pk(papers, cursor, size)
            case "discussed":
                return page_by_number(
                    papers, cursor, size, "discussions_count", leads_back=leads_back
                )
        return page_by_number(papers, cursor, size, "sort_year", leads_back=leads_back)


def filter_fields(form: PaperFilterForm) -> str:
    """The fields of the form; those that nobody has filled in are made once for each language."""
    is_empty = not any(form.data.get(name) for name in form.fields)
    return empty_fields(get_language()) if is_empty else fields_html(form)


@lru_cache(maxsize=8)
def empty_fields(_language: str) -> str:
    return fields_html(PaperFilterForm({}))


def fields_html(form: PaperFilterForm) -> str:
    return render_to_string("papers/_filter_fields.html", {"form": form})


def with_values(papers: QuerySet, wanted: dict[str, Any]) -> QuerySet:
    """Those whose columns have these values.

    An index leads to the papers with one of them; where few have it, they are gathered and looked
    through here, since the database may begin with the value that half of the library has.
    """
    for column, value in wanted.items() if len(wanted) > 1 else ():
        having = Paper.objects.listed().filter(**{column: value}).order_by()
        few = list(having.values_list("pk", *wanted)[: COUNT_CAP + 1])
        if len(few) <= COUNT_CAP:
            values = tuple(wanted.values())
            return papers.filter(pk__in=[pk for pk, *found in few if tuple(found) == values])
    return papers.filter(**wanted)


def works_of(name: str) -> QuerySet:
    """The papers of everybody with this slug, whole name or family name, as ids."""
    same = Q(slug=slugify(name)) | Q(family__in={name, name.title()})
    people = Contributor.objects.filter(same).order_by("pk").values_list("pk", flat=True)
    return Authorship.objects.filter(contributor__in=list(people[:NAMESAKES])).values("paper")


def under_tag(papers: QuerySet, name: str) -> QuerySet:
    """Those that listed posts with the tag cite.

    Of a small tag the papers are gathered and sorted; those of a tag with more are so frequent
    that a list finds a page full of them on its way.
    """
    works = CitedWork.objects.published()
    works = works.filter(post__tagged_posts__tag__slug__in={name, slugify(name)}).order_by()
    few = list(works.values_list("paper_id", flat=True)[: COUNT_CAP + 1])
    if len(few) <= COUNT_CAP:
        return papers.filter(pk__in=set(few))
    # Not Exists, which PostgreSQL turns into a join of all the tag's papers with a sort behind it.
    one = Subquery(works.filter(paper=OuterRef("pk")).values("pk")[:1])
    return papers.alias(tagged=one).filter(tagged__isnull=False)
