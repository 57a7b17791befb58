"""Rows that are found by their words. Whatever writes such a row writes its words too, in the same
transaction: ``save``, however it is called, and each writing method of its managers. A row that
is deleted takes its words along, by their foreign key.

A searchable model names in ``SEARCHED`` the columns that its words are made of, says the words in
``search_entry``, uses ``SearchableQuerySet`` in all of its managers (``base_manager_name`` too) and
has a ``SearchRow`` with a one-to-one key ``of``, whose related name is ``found_by``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from papers.queries.batches import batches
from papers.search.search_words import index_words
from papers.search.spelling import remember_words

AT_ONCE = 200
"""Rows whose words are made at once: their texts are in memory."""
PK_BITS = 32
FIRST_MOMENT = datetime(1, 1, 1, tzinfo=UTC)
LAST_ORDER = 2**31 - 1


def minute_of(moment: datetime | str) -> int:
    """A moment, as a column of a row that was just made has it, as the ``order`` of an entry."""
    moment = models.DateTimeField().get_prep_value(moment)
    return int((moment - FIRST_MOMENT).total_seconds() // 60)


def place_of(order: int, pk: int = 0) -> int:
    """Where a row stands among the others of its kind: the newest has the greatest number."""
    return min(max(order, 0), LAST_ORDER) << PK_BITS | pk


def pk_at(place: int) -> int:
    return place & (1 << PK_BITS) - 1


@dataclass(frozen=True)
class SearchEntry:
    """What a row is found by: its title or name, its texts, and its place among others, the
    greatest ``order`` first. Passages come from ``text``, where the row has no plain text."""

    head: str
    body: tuple[str, ...] = ()
    order: int = 0
    text: str = ""


class SearchRow(models.Model):
    """The words of one row (``papers.search.search_words``): of its head, and of all of it."""

    place = models.BigIntegerField(primary_key=True)
    head = models.TextField()
    words = models.TextField()
    text = models.TextField(blank=True)

    class Meta:
        abstract = True
        verbose_name = verbose_name_plural = _("words for the search")

    def __str__(self) -> str:
        return str(self.place)

    @classmethod
    def made_from(cls, row: "Searchable") -> "SearchRow | None":
        entry = row.search_entry()
        if entry is None:
            return None
        return cls(
            place=place_of(entry.order, row.pk),
            head=index_words([entry.head]),
            words=index_words([entry.head, *entry.body]),
            text=entry.text,
            of_id=row.pk,
        )


class SearchableQuerySet(models.QuerySet):
    @transaction.atomic(savepoint=False)
    def update(self, **values: Any) -> int:
        if self.model.SEARCHED.isdisjoint(values):
            return super().update(**values)
        pks = list(self.order_by().values_list("pk", flat=True))
        count = super().update(**values)
        store_words_of(self.model, pks)
        return count

    update.alters_data = True

    @transaction.atomic(savepoint=False)
    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Rows that are left out because of a conflict have no number, so that is not allowed."""
        if kwargs.get("ignore_conflicts"):
            raise ValueError(f"{self.model.__name__} is searchable: it takes no ignore_conflicts.")
        made = super().bulk_create(objs, *args, **kwargs)
        if kwargs.get("update_conflicts"):
            store_words_of(self.model, [row.pk for row in made])
        else:
            store_words(made, is_new=True)
        return made


class Searchable(models.Model):
    SEARCHED: ClassVar[frozenset[str]]

    class Meta:
        abstract = True

    def search_entry(self) -> SearchEntry | None:
        """What the row is found by; ``None`` for one that readers do not find."""
        raise NotImplementedError

    @transaction.atomic(savepoint=False)
    def _save_table(
        self,
        raw: bool = False,
        cls: Any = None,
        force_insert: bool = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> bool:
        """Where every way of saving comes to, fixtures and journals too."""
        is_new, names = self._state.adding, update_fields
        updated = super()._save_table(raw, cls, force_insert, force_update, using, names)
        if names is None or not self.SEARCHED.isdisjoint(names):
            store_words([self], is_new=is_new and not updated)
        return updated


def word_rows_of(model: type[Searchable]) -> type[SearchRow]:
    """The model of its words."""
    return model._meta.get_field("found_by").related_model


def store_words_of(model: type[Searchable], pks: Sequence[int]) -> None:
    for some in batches(pks, AT_ONCE):
        rows = model._base_manager.filter(pk__in=some).order_by().only("pk", *model.SEARCHED)
        store_words(list(rows))


def store_words(rows: Sequence[Searchable], *, is_new: bool = False) -> int:
    """Makes the words of rows of one model what their texts say; how many were others. Rows that
    ``is_new`` have none yet."""
    if not rows:
        return 0
    model = word_rows_of(type(rows[0]))
    stored = {}
    if not is_new:
        stored = {one.of_id: one for one in model.objects.filter(of__in=[row.pk for row in rows])}
    fresh = {row.pk: model.made_from(row) for row in rows}
    changed = [pk for pk in fresh if content_of(stored.get(pk)) != content_of(fresh[pk])]
    old = [stored[pk].place for pk in changed if pk in stored]
    new = [fresh[pk] for pk in changed if fresh[pk]]
    if old:
        model.objects.filter(pk__in=old).delete()
    model.objects.bulk_create(new)
    remember_words({word for row in new for word in row.head.split()})
    return len(changed)


def content_of(row: SearchRow | None) -> tuple[int, str, str, str] | None:
    return row and (row.place, row.head, row.words, row.text)
