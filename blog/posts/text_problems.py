"""What its author is told of a text that was rendered and cited."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from blog.markup import Problem, Rendered
from blog.models import Post
from papers.citing.citation_marks import MOST_CITED
from papers.citing.cited_text import CitedText
from papers.citing.work_lookup import nearest_keys

TOO_MANY_CITATIONS = f"Only the first {MOST_CITED:,} citations of the text are read."
MOST_TOLD = 100  # unresolved keys of one text
MOST_COMPARED = 10  # of them, each with the library's keys, which takes a while
UNRESOLVED = "The citation key"
WAITS = "is not in the library yet: it waits to be looked up, and there may be no such work."


def text_problems(post: Post, rendered: Rendered, cited: CitedText) -> list[Problem]:
    """What its author is told of a text that was rendered and cited."""
    problems = [*rendered.problems, *unresolved_problems(post.source, cited.unresolved)]
    problems += waiting_problems(post.source, cited.waiting)
    problems += linked_problems(post.source, cited.linked)
    problems += (Problem(None, failure) for failure in cited.shown.failures)
    return [*problems, Problem(None, TOO_MANY_CITATIONS)] if cited.is_cut else problems


def unresolved_problems(source: str, keys: Iterable[str]) -> Iterator[Problem]:
    """A problem for each citation key that leads to no paper, at its line."""
    told = list(islice(keys, MOST_TOLD))
    nearest = nearest_keys(told[:MOST_COMPARED])
    for key in told:
        line = line_of_key(source, key)
        near = ", ".join(f"@{one}" for one in nearest.get(key, ()))
        hint = f" Nearest: {near}." if near else ""
        yield Problem(line, f"{UNRESOLVED} “{key}” leads to no paper of the library.{hint}")


def waiting_problems(source: str, keys: Iterable[str]) -> Iterator[Problem]:
    """A problem for each key of a paper of which nothing is known but what names it."""
    for key in islice(keys, MOST_TOLD):
        yield Problem(line_of_key(source, key), f"“{key}” {WAITS}")


def linked_problems(source: str, keys: Iterable[str]) -> Iterator[Problem]:
    """A problem for each key of a work that stands in the words of a link."""
    for key in islice(keys, MOST_TOLD):
        yield Problem(
            line_of_key(source, key),
            f"“@{key}” in the words of a link is not read as a citation, which is a link itself. "
            "Write it before or behind the link.",
        )


def line_of_key(source: str, key: str) -> int | None:
    """The line where a key is cited, in Pandoc's syntax or in another system's."""
    for before in (r"@\{?", r"(?<!\w)"):
        if found := re.search(rf"{before}{re.escape(key)}(?!\w)", source):
            return source.count("\n", 0, found.start()) + 1
    return None
