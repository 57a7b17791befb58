"""Says that papers changed, so that what shows them is rendered again."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.module_loading import import_string

from papers.models import CitedWork, CommentCitation


def papers_changed(paper_ids: Iterable[int]) -> None:
    """Queues the rendering of everything that cites these papers, with the transaction it is
    called in. ``PAPERS_CHANGED_TASK`` names the job, because this app knows no posts."""
    ids: set[int] = set()
    for model in (CitedWork, CommentCitation):
        cited = model.objects.filter(paper__in=set(paper_ids)).order_by("paper_id")
        ids.update(cited.values_list("paper_id", flat=True).distinct())
    if ids:
        import_string(settings.PAPERS_CHANGED_TASK).enqueue(sorted(ids))
