"""Says that papers changed or came, so that what shows them is rendered again."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from papers.models import Key, UnresolvedKey
from papers.queries.batches import batches


def papers_changed(paper_ids: Iterable[int]) -> None:
    """Queues the making anew of what shows these papers, with the transaction it is called in.
    ``PAPERS_CHANGED_TASK`` names the job, because this app knows no posts."""
    for some in batches(sorted(set(paper_ids))):
        import_string(settings.PAPERS_CHANGED_TASK).enqueue(some)


def papers_came(paper_ids: Iterable[int]) -> None:
    """The same for papers that a text added: it is written with them, so that only those texts are
    made anew that named their keys before."""
    for some in batches(sorted(set(paper_ids))):
        import_string(settings.PAPERS_CHANGED_TASK).enqueue(some, are_new=True)


def waited_for(paper_ids: Iterable[int]) -> QuerySet:
    """The keys of these papers that texts name as leading nowhere."""
    missed = UnresolvedKey.objects.order_by().values("value")
    return Key.objects.filter(paper__in=set(paper_ids), value__in=missed).order_by("value")
