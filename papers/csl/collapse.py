"""Cites of one citation put together: grouping, collapsing, delimiters.

CSL 1.0.2, "Cite Grouping", "Cite Collapsing", "Range Delimiters".
"""

from dataclasses import dataclass
from itertools import pairwise

from papers.csl.context import Context
from papers.csl.output import Node, Out, find, plain_output, replaced
from papers.csl.positions import Cite
from papers.csl.richtext import parse_rich
from papers.csl.textcase import apply_case


@dataclass
class CitePiece:
    """One cite rendered, with what grouping and collapsing look at."""

    cite: Cite
    ctx: Context
    out: Out
    group: str = ""
    year: str = ""
    number: int = 0
    joint: str | None = None
    is_collapsed: bool = False

    @property
    def is_bare(self) -> bool:
        return not (self.cite.locator or self.cite.prefix or self.cite.suffix)


@dataclass(frozen=True)
class CollapseRules:
    """The options of <citation> that concern several cites."""

    collapse: str
    delimiter: str
    group_delimiter: str | None
    suffix_delimiter: str
    after_delimiter: str | None
    is_note: bool = False

    @property
    def groups(self) -> bool:
        return self.group_delimiter is not None or self.collapse.startswith("year")


def describe_cite(piece: CitePiece) -> None:
    """Fill in what the piece's output shows of names, year and number."""
    names = find(piece.out, "names")
    piece.group = plain_output(names) if names is not None else ""
    number = find(piece.out, "citation-number")
    piece.number = piece.ctx.number if number is not None else 0
    year = find(piece.out, "year")
    if year is not None:
        text, suffix = plain_output(year), plain_output(find(year, "year-suffix"))
        piece.year = text[: len(text) - len(suffix)] if suffix else text


def grouped(pieces: list[CitePiece]) -> list[CitePiece]:
    """Cites with the same names moved to the first of them."""
    rows: dict[object, list[CitePiece]] = {}
    for index, piece in enumerate(pieces):
        rows.setdefault(piece.group or index, []).append(piece)
    return [piece for row in rows.values() for piece in row]


def assemble(pieces: list[CitePiece], rules: CollapseRules, without_names: object) -> Out:
    """All cites of a citation joined; `without_names` renders a cite again without its names."""
    for piece in pieces:
        describe_cite(piece)
    if rules.groups:
        pieces = grouped(pieces)
    if rules.collapse == "citation-number":
        return _numbers(pieces, rules)
    if rules.collapse.startswith("year"):
        _years(pieces, rules, without_names)
    return _joined(pieces, rules)


def _entry(piece: CitePiece) -> Out:
    """The cite under its key; what stands before and behind it belongs to the sentence."""
    cite, entry = piece.cite, Node("entry", piece.cite.key, (piece.out,))
    if not (cite.prefix or cite.suffix):
        return entry
    prefix, suffix = cite.prefix, cite.suffix
    if prefix and not prefix[-1].isspace() and prefix[-1] not in "([{/\u2019'":
        prefix += " "
    if suffix and (suffix[0].isalnum() or suffix[0] in "([{"):
        suffix = " " + suffix
    return (
        Node("affix", None, (parse_rich(prefix, False),)) if prefix else "",
        entry,
        Node("affix", None, (parse_rich(suffix, False),)) if suffix else "",
    )


def capitalize_terms(pieces: list[CitePiece]) -> None:
    """A term that begins a note, or a sentence in it, begins with a capital. "Citation"."""
    for index, piece in enumerate(pieces):
        prefix = piece.cite.prefix.rstrip(" \"'”’")
        if (prefix.endswith((".", "!", "?")) and " " in prefix) or (not index and not prefix):
            node = _leading_term(piece.out)
            if node is not None:
                new = Node("term", None, (apply_case(node.kids, "capitalize-first", True),))
                piece.out = replaced(piece.out, node, new)


def _leading_term(out: Out) -> Node | None:
    while not isinstance(out, str):
        if isinstance(out, Node) and out.kind == "term":
            return out
        kids = out if isinstance(out, tuple) else out.kids
        out = next((kid for kid in kids if plain_output(kid)), "")
    return None


def _joined(pieces: list[CitePiece], rules: CollapseRules) -> Out:
    parts: list[Out] = []
    for index, piece in enumerate(pieces):
        if index:
            parts.append(_delimiter(pieces[index - 1], piece, rules))
        parts.append(_entry(piece))
    return tuple(parts)


def _delimiter(left: CitePiece, right: CitePiece, rules: CollapseRules) -> str:
    if right.cite.prefix[:1] in (",", ".", ";", ":"):
        return ""
    if left.cite.suffix.endswith(","):
        return " "
    if right.joint is not None:
        return right.joint
    after = rules.delimiter if rules.after_delimiter is None else rules.after_delimiter
    if left.group and left.group == right.group and rules.groups:
        if right.is_collapsed and left.cite.locator and rules.after_delimiter is not None:
            return after
        if rules.group_delimiter is not None:
            return rules.group_delimiter
        return rules.delimiter if rules.is_note else ", "
    return after if left.is_collapsed else rules.delimiter


def _years(pieces: list[CitePiece], rules: CollapseRules, without_names: object) -> None:
    by_suffix = rules.collapse.startswith("year-suffix")
    run: list[CitePiece] = []
    for left, right in pairwise(pieces):
        if left.group != right.group or right.cite.mode or right.cite.prefix:
            run = []
            continue
        suffix = find(right.out, "year-suffix")
        same_year = (
            by_suffix
            and suffix is not None
            and left.year == right.year
            and find(left.out, "year-suffix") is not None
            and not left.cite.locator
            and not right.cite.locator
            and not left.cite.suffix
        )
        right.is_collapsed = bool(right.group) or same_year
        if same_year:
            right.out = suffix
            right.joint = rules.suffix_delimiter
            run = [*(run or [left]), right]
            if rules.collapse == "year-suffix-ranged":
                _range_suffixes(run)
        else:
            run = []
            if right.group:
                out = without_names(right)
                if out is None:
                    right.joint = "\0"
                else:
                    right.out = out
    pieces[:] = [piece for piece in pieces if piece.joint != "\0"]


def _number_of(piece: CitePiece) -> int:
    number = 0
    for letter in piece.ctx.choices.suffix:
        number = number * 26 + ord(letter) - 96
    return number


def _range_suffixes(run: list[CitePiece]) -> None:
    """Mark the middle of a run of three or more consecutive letters for leaving out."""
    if len(run) < 3:
        return
    first, middle, last = run[-3:]
    if _number_of(middle) == _number_of(first) + 1 and _number_of(last) == _number_of(middle) + 1:
        middle.joint = "\0"
        last.joint = "–"


def _numbers(pieces: list[CitePiece], rules: CollapseRules) -> Out:
    parts: list[Out] = []
    index = 0
    collapsed = False
    while index < len(pieces):
        end = index
        while (
            end + 1 < len(pieces)
            and pieces[end].is_bare
            and pieces[end + 1].is_bare
            and pieces[end].number
            and pieces[end + 1].number == pieces[end].number + 1
        ):
            end += 1
        if parts:
            after = rules.after_delimiter if collapsed else None
            parts.append(rules.delimiter if after is None else after)
        parts.append(_entry(pieces[index]))
        collapsed = end - index >= 2
        if collapsed:
            parts += ["–", _entry(pieces[end])]
            index = end + 1
        else:
            index += 1
    return tuple(parts)
