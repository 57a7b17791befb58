"""Tags whose names differ in what few readers see: a hyphen, an accent, a plural's ending. They are
two tags all the same; an author is asked which is meant."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from blog.models import Tag
from blog.text.slugs import SPOKEN, tag_key
from papers.search.search_words import fold_run, stem

MOST_READ = 20_000
"""Tags of a site whose names are compared."""
LOOKED_AT = 40
"""Of those that a beginning of a name finds, how many are counted."""


@dataclass(frozen=True)
class CountedTag:
    """A tag's name with how many posts lists show under it, capped."""

    name: str
    posts: int


@lru_cache(maxsize=1 << 15)
def near_key(name: str) -> str:
    """What names have in common that are nearly one; ``C``, ``C++`` and ``C#`` are not."""
    spoken = "".join(SPOKEN.get(letter, letter) for letter in name)
    return "".join(singular(word) for word in fold_run(spoken.replace("_", " ")).split())


def singular(word: str) -> str:
    return f"{word[:-3]}y" if len(word) > 4 and word.endswith("ies") else stem(word)


def known_names() -> list[tuple[int, str, str]]:
    return list(Tag.objects.order_by("pk").values_list("pk", "name", "key")[:MOST_READ])


def counted_tags(pks: Iterable[int]) -> dict[int, CountedTag]:
    rows = Tag.objects.filter(pk__in=list(pks)).with_counts()
    return {row.pk: CountedTag(row.name, row.posts_count) for row in rows}


def near_tags(names: Iterable[str]) -> dict[str, CountedTag]:
    """For each name that is nearly another tag's, which has no fewer posts, that tag; in two
    queries."""
    wanted = {name: (tag_key(name), near_key(name)) for name in names}
    keys = {near for _key, near in wanted.values()} - {""}
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for pk, name, key in known_names() if keys else ():
        if (near := near_key(name)) in keys:
            groups[near].append((pk, key))
    doubtful = {
        name: near
        for name, (key, near) in wanted.items()
        if any(other != key for _pk, other in groups[near])
    }
    pks = {pk for near in doubtful.values() for pk, _key in groups[near]}
    counts = counted_tags(pks) if pks else {}
    found = {}
    for name, near in doubtful.items():
        key = wanted[name][0]
        own = max((counts[pk].posts for pk, other in groups[near] if other == key), default=0)
        others = [counts[pk] for pk, other in groups[near] if other != key]
        best = max(others, key=lambda one: one.posts)
        if best.posts >= own:
            found[name] = best
    return found


def tags_being_typed(typed: str, most: int) -> list[CountedTag]:
    """Tags that begin with what was typed or hold it, the most used of each first."""
    wanted = near_key(typed)
    if not wanted:
        return []
    found = sorted(
        (not key.startswith(wanted), len(key), pk)
        for pk, name, _key in known_names()
        if wanted in (key := near_key(name))
    )
    places = {pk: is_within for is_within, _length, pk in found[:LOOKED_AT]}
    rows = sorted(
        counted_tags(places).items(), key=lambda one: (places[one[0]], -one[1].posts, one[0])
    )
    return [tag for _pk, tag in rows[:most]]
