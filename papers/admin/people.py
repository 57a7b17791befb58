"""People in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from papers.admin.concurrent_edits import SeenAdmin
from papers.admin.duplicates import ProposingDuplicates
from papers.admin.merges import Merging
from papers.admin.splits import Splitting
from papers.admin.word_search import FindingByWords
from papers.library.duplicates import call_distinct
from papers.library.merging import merge_people
from papers.library.paper_rows import rebuild_records_of
from papers.library.similar_people import similar_people
from papers.models import Contributor


@admin.register(Contributor)
class ContributorAdmin(FindingByWords, ProposingDuplicates, Splitting, Merging, SeenAdmin):
    merge = merge_people
    proposals = similar_people
    decisions = (("distinct", _("Two people"), call_distinct),)
    change_list_template = "admin/papers/contributor/change_list.html"
    change_form_template = "admin/papers/contributor/change_form.html"
    list_display = ["__str__", "orcid"]
    search_fields = ["family", "given", "literal", "orcid"]

    def named_by(self, search_term: str) -> list[int]:
        return list(Contributor.objects.filter(orcid=search_term).values_list("pk", flat=True))

    def save_model(self, request: HttpRequest, obj: Contributor, form: Any, change: bool) -> None:
        """A name that was corrected is so in the papers' references too."""
        super().save_model(request, obj, form, change)
        if change and form.changed_data:
            rebuild_records_of(obj)

    def merge_weight(self, row: Contributor) -> int:
        return row.papers.count()

    def merge_facts(self, row: Contributor) -> list[tuple[str, str]]:
        works = row.papers.distinct()
        return [
            ("ORCID", row.orcid or ""),
            (_("papers"), str(works.count())),
            (_("among them"), "; ".join(str(work) for work in works.newest()[:3])),
        ]
