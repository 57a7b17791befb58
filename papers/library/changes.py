"""Says that papers changed or came, so that what shows them is rendered again."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from papers.models import CitedWork, CommentCitation, Key, UnresolvedKey


def papers_changed(paper_ids: Iterable[int]) -> None:
    """Queues the rendering of everything that cites these papers, or names a key of theirs that
    led nowhere before, with the transaction it is called in. ``PAPERS_CHANGED_TASK`` names the
    job, because this app knows no posts."""
    ids: set[int] = set()
    changed = set(paper_ids)
    for model in (CitedWork, CommentCitation):
        cited = model.objects.filter(paper__in=changed).order_by("paper_id")
        ids.update(cited.values_list("paper_id", flat=True).distinct())
    ids.update(waited_for(changed).values_list("paper_id", flat=True))
    if ids:
        import_string(settings.PAPERS_CHANGED_TASK).enqueue(sorted(ids))


def waited_for(paper_ids: Iterable[int]) -> QuerySet:
    """The keys of these papers that texts name as leading nowhere."""
    missed = UnresolvedKey.objects.order_by().values("value")
    return Key.objects.filter(paper__in=set(paper_ids), value__in=missed).order_by("value")
