"""How far the words of each model's rows are stored as today's code reads them."""

from collections.abc import Callable, Iterable

from django.db import connection, models, transaction

from papers.search.search_tables import mend_search_index
from papers.search.searchable import AT_ONCE, Searchable, store_words, word_rows_of

VERSION = 1
"""Of the reading of words: to be raised with any change of ``search_words`` or of what
``search_entry`` of a model says. The words of before are made anew then, by the job process."""


class IndexState(models.Model):
    """The words of a model's rows up to ``done`` (a primary key) are of ``version``; ``is_whole``
    when all are."""

    model = models.CharField(max_length=100, unique=True)
    version = models.PositiveSmallIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    is_whole = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.model}: {self.done}"


def fill_search(
    models: Iterable[type[Searchable]],
    *,
    anew: bool = False,
    tell: Callable[[], None] = lambda: None,
) -> dict[str, tuple[int, int]]:
    """Makes the words of all rows that are not made as today's code reads them; of each model how
    many rows were looked at and how many had other words.

    Some at a time, each with their words in one transaction: cut short, it goes on from there.
    ``anew`` looks at all of them, unless another run ``anew`` was cut short. ``tell`` is called
    for each row.
    """
    return {model._meta.label: fill_model(model, anew=anew, tell=tell) for model in models}


def fill_model(model: type[Searchable], *, anew: bool, tell: Callable[[], None]) -> tuple[int, int]:
    state, _is_new = IndexState.objects.get_or_create(model=model._meta.label_lower)
    is_old = state.version != VERSION
    if is_old or (anew and state.is_whole):
        state.version, state.done, state.is_whole = VERSION, 0, False
        mend_search_index(connection, word_rows_of(model)._meta.db_table)
    looked_at = changed = 0
    while not state.is_whole:
        with transaction.atomic():
            rows = model._base_manager.filter(pk__gt=state.done).order_by("pk")
            some = list(rows.select_for_update().only("pk", *model.SEARCHED)[:AT_ONCE])
            changed += store_words(some)
            state.done = some[-1].pk if some else state.done
            state.is_whole = len(some) < AT_ONCE
            state.save()
        looked_at += len(some)
        for _one in some:
            tell()
    return looked_at, changed
