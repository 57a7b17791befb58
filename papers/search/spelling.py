"""Words of titles and names that are spelt nearly as a given one: of the letters of both, one may
be left out (the symmetric deletion of Garbe, 2012), then they are compared.

A word stays when the last title that had it has gone, and those of hidden rows are there too: who
asks says which of the words lead to something that a visitor may see.
"""

import re
from collections.abc import Collection, Iterable
from itertools import chain

from django.db import connection, models

from papers.queries.batches import batches

SHORTEST = 4  # letters of a word that is looked for with an error
SHORTEST_FOR_TWO = 8  # errors
LONGEST = 30
MOST_AT_ONCE = 2_000  # rows of one statement
MOST_COMPARED = 200
LETTERS = re.compile(r"[^\W\d_]+\Z")


class Spelling(models.Model):
    """A word, and what it is with at most one letter left out."""

    variant = models.CharField(max_length=LONGEST)
    word = models.CharField(max_length=LONGEST)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["variant", "word"], name="spelling_once")]

    def __str__(self) -> str:
        return f"{self.variant}: {self.word}"


TABLE = Spelling._meta.db_table


def variants(word: str) -> set[str]:
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def is_spelt(word: str) -> bool:
    """Whether errors can be told in it: letters of an alphabet, and enough of them."""
    return SHORTEST <= len(word) <= LONGEST and LETTERS.match(word) is not None


def remember_words(words: Iterable[str]) -> None:
    """Stores those that are new."""
    wanted = {word for word in words if is_spelt(word)}
    if not wanted:
        return
    there = Spelling.objects.filter(variant__in=wanted, word=models.F("variant"))
    new = sorted(wanted.difference(there.values_list("word", flat=True)))
    add_spellings([(one, word) for word in new for one in sorted(variants(word))])


def add_spellings(pairs: Iterable[tuple[str, str]]) -> None:
    """Stores variants with their words, those that are new. They are most of the rows that new
    papers make, so they are written without an object for each: that took a quarter of an import's
    time."""
    names = [connection.ops.quote_name(name) for name in (TABLE, "variant", "word")]
    insert = "INSERT INTO {} ({}, {}) VALUES".format(*names)
    with connection.cursor() as cursor:
        for some in batches(pairs, MOST_AT_ONCE):
            values = ", ".join(["(%s, %s)"] * len(some))
            cursor.execute(f"{insert} {values} ON CONFLICT DO NOTHING", list(chain(*some)))


def near_words(words: Collection[str]) -> dict[str, list[str]]:
    """For each, other words of titles and names that are near it, the nearest first: with one
    error, or two in a long one."""
    forms = {word: variants(word) for word in words if is_spelt(word)}
    asked = {form for of_one in forms.values() for form in of_one}
    rows = Spelling.objects.filter(variant__in=asked).order_by("word", "variant")
    found: dict[str, set[str]] = {}
    for variant, word in rows.values_list("variant", "word")[: MOST_COMPARED * len(forms)]:
        found.setdefault(variant, set()).add(word)
    near = {}
    for word, of_one in forms.items():
        others = {other for form in of_one for other in found.get(form, ())} - {word}
        most = 2 if len(word) >= SHORTEST_FOR_TWO else 1
        errors = sorted((errors_between(word, other), other) for other in others)
        near[word] = [other for count, other in errors if count <= most]
    return near


def errors_between(one: str, other: str) -> int:
    """Letters put in, left out, taken for others, or swapped with their neighbour (Damerau,
    restricted)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        two_before, before, row = before, row, [i]
        for j, same in enumerate(other, start=1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != same))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == same:
                cost = min(cost, two_before[j - 2] + 1)
            row.append(cost)
    return row[-1]
