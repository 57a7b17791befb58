"""Two people of one name are taken apart: some papers go to the other one."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from papers.library.changes import papers_changed
from papers.library.duplicates import call_distinct
from papers.library.people import NAME_PARTS
from papers.models import Authorship, Contributor
from papers.queries.turns import LIBRARY, take_turn


class CannotSplitError(Exception):
    """Why these papers do not go to another person, in words for an editor."""


@transaction.atomic
def split_person(
    person: Contributor, papers: Collection[int], orcid: str | None = None
) -> Contributor:
    """Gives papers of a person, by their numbers, to a new one of the same name, who is returned.
    They are two for good; merging them undoes it.

    `orcid`, in normal form, is the new one's. Raises ``CannotSplitError`` where one of the two
    would have no papers, and where somebody has the ORCID.
    """
    take_turn(LIBRARY)
    person = Contributor.objects.select_for_update().get(pk=person.pk)
    rows = Authorship.objects.filter(contributor=person)
    moving = list(rows.filter(paper__in=papers).order_by("pk"))
    if not moving:
        raise CannotSplitError(_("Choose the papers that are by the other one."))
    if len(moving) == rows.count():
        raise CannotSplitError(_("Leave at least one paper to the first of the two."))
    taken = Contributor.objects.filter(orcid=orcid).first() if orcid else None
    if taken is not None:
        said = _("%(orcid)s is the ORCID of %(person)s already.")
        raise CannotSplitError(said % {"orcid": orcid, "person": taken})
    parts = {part: getattr(person, part) for part in NAME_PARTS.values()}
    other = Contributor.objects.create(**parts, orcid=orcid)
    Authorship.objects.filter(pk__in=[row.pk for row in moving]).update(contributor=other)
    call_distinct(person, other)
    papers_changed(row.paper_id for row in moving)
    return other
