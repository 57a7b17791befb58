"""What rendering answers with: plain values and one error."""

from dataclasses import dataclass


class MarkupError(ValueError):
    """The text cannot be rendered: too long or too costly.

    The message is a sentence for the author.
    """


@dataclass(frozen=True)
class Heading:
    """One entry of the table of contents; `level` is 1 to 6 and `id` holds the scope already.
    `text` has formulas as TeX; `html` is the same with formulas as they are shown, '' without one.
    """

    level: int
    id: str
    text: str
    html: str = ""


@dataclass(frozen=True)
class Problem:
    """Something the author should look at; `line` counts from 1, or is None when not known."""

    line: int | None
    message: str


@dataclass(frozen=True)
class Rendered:
    """A rendered text.

    `html` is sanitized. `headings` are in the order of the page, without those marked `.no_toc`.
    `hashtags` are names without `#`, in their first spelling, in order, without repeats by case.
    `text` is plain text with a blank line between blocks, `prose` its first paragraphs outside of
    tables, boxes, lists and the like, as far as an excerpt needs. `pictures_elsewhere` are the
    addresses of pictures on other hosts that are shown as links.
    """

    html: str
    headings: tuple[Heading, ...]
    hashtags: tuple[str, ...]
    text: str
    problems: tuple[Problem, ...]
    prose: str
    pictures_elsewhere: tuple[str, ...] = ()
