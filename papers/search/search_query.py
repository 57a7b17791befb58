"""What somebody looks for, read from what was typed: any text is a query. No Django here.

``deep "hidden layer" trans* -bias tag:theory year:2017-2019 person:vaswani cites:key in:posts``
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from papers.search.search_words import is_pair, words

LONGEST_QUERY = 300  # characters
MOST_WORDS = 12
SHORTEST_PREFIX = 2
LONGEST_VALUE = 150  # characters of a filter
KIND = "kind"
FILTERS = {
    "tag": "tag",
    "year": "year",
    "person": "person",
    "author": "person",
    "cites": "cites",
    "in": KIND,
    "kind": KIND,
}
"""What may stand before a colon, and the filter that it means."""

QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"'))
CHUNK = re.compile(r'(-?)(?:([A-Za-z]{2,8}):)?(?:"([^"]*)"?|([^\s"]+))')
YEARS = re.compile(r"(\d{4})(?:(?:-|–|\.\.)(\d{4}))?\Z", re.ASCII)


@dataclass(frozen=True)
class SearchTerm:
    """A word, or with ``is_prefix`` all that begin as it."""

    word: str
    is_prefix: bool = False


@dataclass(frozen=True)
class SearchQuery:
    """A text is found that has one term of each of ``wanted`` and all ``phrases`` (tuples of
    neighbouring words), and none of ``unwanted`` and ``unwanted_phrases``, among what ``filters``
    leave, of one ``kind`` alone where it is given. ``ignored`` says what of the typed text is not
    looked for, as (code, words)."""

    wanted: tuple[tuple[SearchTerm, ...], ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    unwanted: tuple[SearchTerm, ...] = ()
    unwanted_phrases: tuple[tuple[str, ...], ...] = ()
    filters: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    ignored: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.wanted and not self.filters

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and the last year that the filter names."""
        found = YEARS.match(self.filters.get("year", ""))
        return (int(found[1]), int(found[2] or found[1])) if found else None

    def marked(self) -> tuple[SearchTerm, ...]:
        """The terms that passages mark."""
        return tuple(term for choice in self.wanted for term in choice)

    def with_words(self, others: Mapping[str, str]) -> "SearchQuery":
        """The same with other words in place of some."""
        changed = tuple(
            tuple(replace(term, word=others.get(term.word, term.word)) for term in choice)
            for choice in self.wanted
        )
        phrases = tuple(tuple(others.get(word, word) for word in one) for one in self.phrases)
        return replace(self, wanted=changed, phrases=phrases)


class QueryReader:
    def __init__(self, filters: Mapping[str, str]) -> None:
        self.wanted: list[tuple[SearchTerm, ...]] = []
        self.phrases: list[tuple[str, ...]] = []
        self.unwanted: list[SearchTerm] = []
        self.unwanted_phrases: list[tuple[str, ...]] = []
        self.filters: dict[str, str] = {}
        self.ignored: list[tuple[str, str]] = []
        self.count = 0
        for name, value in filters.items():
            self.read_filter("", name, value)

    def read(self, typed: str, *, is_being_typed: bool) -> SearchQuery:
        text = typed[:LONGEST_QUERY].translate(QUOTES)
        if len(typed) > LONGEST_QUERY:
            self.ignored.append(("long", str(LONGEST_QUERY)))
        for found in CHUNK.finditer(text):
            sign, name, quoted, bare = found.groups()
            chunk = quoted if quoted is not None else bare
            if name and name.lower() in FILTERS:
                self.read_filter(sign, FILTERS[name.lower()], chunk)
                continue
            if name:  # no filter of ours: its words are looked for like others
                chunk = f"{name}:{chunk}"
            is_last = is_being_typed and found.end() == len(text) and not quoted
            self.read_words(sign, chunk, is_open=quoted is None and is_last)
        kind = self.filters.pop(KIND, "")
        if self.unwanted and not self.wanted and not self.filters:
            self.ignored.append(("only_unwanted", ""))
        return SearchQuery(
            tuple(self.wanted),
            tuple(self.phrases),
            tuple(self.unwanted),
            tuple(self.unwanted_phrases),
            self.filters,
            kind,
            tuple(self.ignored),
        )

    def read_filter(self, sign: str, name: str, value: str) -> None:
        value = value.strip().lstrip("@#")[:LONGEST_VALUE]
        is_year = name != "year" or YEARS.match(value)
        is_other = self.filters.get(name, value) != value
        if sign or is_other or not value or not is_year:
            self.ignored.append(("filter", f"{sign}{name}:{value}"))
        else:
            self.filters[name] = value

    def read_words(self, sign: str, chunk: str, *, is_open: bool) -> None:
        found = words(chunk)
        room = MOST_WORDS - self.count
        if not found:
            self.ignored += [("no_words", chunk.strip())] if chunk.strip() else []
            return
        if len(found) > room:
            found = found[:room]
            self.ignore_once("many", str(MOST_WORDS))
        if not found:
            return
        self.count += len(found)
        is_prefix = is_open or chunk.endswith("*")
        if is_prefix and len(found[-1]) < SHORTEST_PREFIX and not is_open:
            self.ignored.append(("short_prefix", chunk))
        last = self.last_choice(chunk, found[-1], is_prefix=is_prefix)
        choices = [*((SearchTerm(word),) for word in found[:-1]), last]
        is_phrase = len(found) > 1 and len(last) == 1 and not last[0].is_prefix
        is_phrase = is_phrase and len({is_pair(word) for word in found}) == 1
        if sign:
            if is_phrase:
                self.unwanted_phrases.append(tuple(found))
            else:
                self.unwanted += [term for choice in choices for term in choice]
            return
        self.wanted += choices
        if is_phrase:
            self.phrases.append(tuple(found))

    def last_choice(self, chunk: str, word: str, *, is_prefix: bool) -> tuple[SearchTerm, ...]:
        """The last word of a chunk: itself, or what begins so. Its ``s`` may be no plural's."""
        if not is_prefix or is_pair(word) or len(word) < SHORTEST_PREFIX:
            return (SearchTerm(word),)
        is_stemmed = not chunk.rstrip("*").lower().endswith(word) and word.isascii()
        if is_stemmed:
            return (SearchTerm(word), SearchTerm(f"{word}s", is_prefix=True))
        return (SearchTerm(word, is_prefix=True),)

    def ignore_once(self, code: str, said: str) -> None:
        if (code, said) not in self.ignored:
            self.ignored.append((code, said))


def read_query(
    typed: str, filters: Mapping[str, str] | None = None, *, is_being_typed: bool = False
) -> SearchQuery:
    """Reads any text. ``filters`` are chosen beside it, and come before those in it. Of a text that
    ``is_being_typed`` the last word may go on."""
    return QueryReader(filters or {}).read(typed, is_being_typed=is_being_typed)
