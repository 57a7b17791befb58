"""One name, and a list of names with its delimiters and et al.

CSL 1.0.2, "Name", "Name-part Order", "Name-part Formatting", "Et-al".
"""

from dataclasses import dataclass, field, replace
from functools import cached_property

from papers.csl.context import SUBSEQUENT, Context
from papers.csl.nameparts import CslName, marked_initials, name_initials
from papers.csl.output import Node, Out, formatted, joined, plain_output
from papers.csl.richtext import parse_rich
from papers.csl.textcase import apply_case


@dataclass(frozen=True)
class PartStyle:
    """Formatting, case and affixes of a <name-part>."""

    formats: tuple[tuple[str, str], ...] = ()
    case: str = ""
    prefix: str = ""
    suffix: str = ""

    def apply(self, text: str) -> Out:
        out: Out = parse_rich(text) if "<" in text else text
        if self.case:
            out = apply_case(out, self.case, True)
        return formatted(out, self.formats)


@dataclass(frozen=True)
class NameStyle:
    """Everything that <name>, <et-al> and the options around them say."""

    conjunction: str = ""
    delimiter: str = ", "
    precedes_et_al: str = "contextual"
    precedes_last: str = "contextual"
    et_al_min: int = 0
    et_al_first: int = -1
    subsequent_min: int = 0
    subsequent_first: int = 0
    et_al_last: bool = False
    form: str = "long"
    initialize: bool = True
    mark: str | None = None
    sort_order: str = ""
    sort_separator: str = ", "
    hyphen: bool = True
    demote: str = "display-and-sort"
    et_al: Out = "et al."
    is_spaced: bool = False
    prefix: str = ""
    suffix: str = ""
    formats: tuple[tuple[str, str], ...] = ()
    given: PartStyle = field(default_factory=PartStyle)
    family: PartStyle = field(default_factory=PartStyle)

    @cached_property
    def is_plain(self) -> bool:
        """Whether names are nothing but text: no part has a look of its own."""
        return self.given == PartStyle() and self.family == PartStyle()

    def for_sorting(self) -> "NameStyle":
        demote = "never" if self.demote == "never" else "display-and-sort"
        return replace(self, sort_order="all", conjunction="", demote=demote, is_spaced=True)


def glue(*parts: Out) -> Out:
    """Name parts with a space between, none after a particle that ends in ’ or -."""
    pieces: list[Out] = []
    tight = True
    for part in parts:
        if part == "" or part == ():
            continue
        if not tight:
            pieces.append(" ")
        pieces.append(part)
        tight = _last_char(part) in "’'-\u00a0 "
    return pieces[0] if len(pieces) == 1 else tuple(pieces)


def _last_char(out: Out) -> str:
    while not isinstance(out, str):
        kids = out if isinstance(out, tuple) else out.kids
        if not kids:
            return " "
        out = kids[-1]
    return out[-1:] or " "


def _given(name: CslName, style: NameStyle, level: int) -> str:
    if style.mark is None or not name.given:
        return name.given
    if not style.initialize:
        return marked_initials(name.given, style.mark)
    return name.given if level > 1 else name_initials(name.given, style.mark, style.hyphen)


def format_name(name: CslName, style: NameStyle, inverted: bool, level: int) -> Out:
    """One name as it is displayed. `level`: 0 as the style asks, 1 initials, 2 in full."""
    if name.literal:
        out = style.family.apply(name.literal)
        return _affixed(out, style.family) if style.family.prefix else out
    family, given = style.family, style.given
    if style.form == "short" and level == 0:
        if name.is_asian:
            return family.apply(name.family)
        return _affixed(_family_group(name, family, style.is_spaced), family)
    text = _given(name, style, level)
    parts = name.is_asian or name.dropping or name.demotable or name.suffix
    if style.is_plain and not parts and "<" not in text and "<" not in name.family:
        return _plain_name(name.family, text, style, inverted)
    if name.is_asian:
        return _asian(name, style, text)
    first = given.apply(text) if text else ""
    dropping = given.apply(name.dropping) if name.dropping else ""
    if not inverted:
        joint = (", " if name.comma_suffix else " ") if name.suffix else ""
        last = glue(dropping, _family_group(name, family))
        if name.suffix:
            last = (last, joint, name.suffix)
        return glue(_affixed(glue(first), given), _affixed(last, family))
    demoted: Out = ""
    if style.demote == "display-and-sort":
        last = family.apply(name.family)
        demoted = family.apply(name.demotable) if name.demotable else ""
    else:
        last = _family_group(name, family, style.is_spaced)
    pieces = [_affixed(last, family)]
    rest = glue(first, dropping, demoted)
    if rest != ():
        pieces.append(_affixed(rest, given))
    if name.suffix:
        pieces.append(name.suffix)
    return joined(pieces, style.sort_separator) or ""


def _plain_name(family: str, given: str, style: NameStyle, inverted: bool) -> str:
    if not given:
        return family
    if inverted:
        return f"{family}{style.sort_separator}{given}"
    return f"{given}{family}" if given[-1] in "’'-\u00a0" else f"{given} {family}"


def _asian(name: CslName, style: NameStyle, given: str) -> Out:
    given = name.given if _has_asian(name.given) else given
    if given and not _has_asian(given):
        return glue(style.family.apply(name.family), style.given.apply(given))
    return (style.family.apply(name.family), style.given.apply(given))


def _has_asian(text: str) -> bool:
    return any(c >= "\u1100" for c in text)


def _family_group(name: CslName, part: PartStyle, is_spaced: bool = False) -> Out:
    if not name.demotable:
        return part.apply(name.family)
    if is_spaced:
        return (name.demotable, " ", name.family)
    return glue(part.apply(name.demotable), part.apply(name.family))


def _affixed(out: Out, part: PartStyle) -> Out:
    if not (part.prefix or part.suffix) or out in ("", ()):
        return out
    return (part.prefix, out, part.suffix)


def limits(ctx: Context, style: NameStyle) -> tuple[int, int, bool]:
    """(min, first, use last) in force at this place. CSL 1.0.2, "Name" and "Sorting"."""
    least, first = style.et_al_min, style.et_al_first
    if ctx.position >= SUBSEQUENT and not ctx.in_bibliography:
        least = style.subsequent_min or least
        first = style.subsequent_first or first
    if ctx.names_min is not None:
        least = ctx.names_min
    if ctx.names_first is not None:
        first = ctx.names_first
    last = style.et_al_last if ctx.names_last is None else ctx.names_last
    return least, first, last


def shown_count(ctx: Context, style: NameStyle, total: int) -> int:
    """How many of the names are shown before et al."""
    least, first, _ = limits(ctx, style)
    if not least or first < 0 or total < least or first >= total:
        return total
    return min(total, max(first, ctx.choices.shown))


def format_list(variable: str, names: tuple[CslName, ...], style: NameStyle, ctx: Context) -> Out:
    """The names of one variable."""
    total = len(names)
    if has_more := names[-1].stands_for_more:
        names = names[:-1]
    shown = min(shown_count(ctx, style, total), len(names))
    ctx.name_log.append((variable, shown, total))
    levels = ctx.choices.levels
    pieces: list[Out] = []
    inverted: list[bool] = []
    for index in range(shown):
        turned = style.sort_order == "all" or (style.sort_order == "first" and index == 0)
        level = levels.get((variable, index), 0) if levels else 0
        pieces.append(_one(names[index], style, turned, level))
        inverted.append(turned and not names[index].literal)
    if shown == total:
        return _with_conjunction(pieces, inverted, style)
    if shown == 0:
        return ()
    if ctx.sorting:
        if limits(ctx, style)[2] and not has_more:
            pieces.append(_one(names[-1], style, True, 0))
        return joined(pieces, style.delimiter) or ()
    if limits(ctx, style)[2] and total - shown > 1 and not has_more:
        turned = style.sort_order == "all"
        last = _one(names[-1], style, turned, levels.get((variable, total - 1), 0))
        return (joined(pieces, style.delimiter), style.delimiter, "… ", last)
    return _with_et_al(pieces, inverted, style)


def _one(name: CslName, style: NameStyle, inverted: bool, level: int) -> Out:
    out = formatted(format_name(name, style, inverted, level), style.formats)
    out = Node("name", None, (out,))
    if style.prefix or style.suffix:
        return (style.prefix, out, style.suffix)
    return out


def _precedes(rule: str, count: int, at_least: int, inverted: bool) -> bool:
    if rule == "always":
        return True
    if rule == "never":
        return False
    if rule == "after-inverted-name":
        return inverted
    return count >= at_least


def _with_conjunction(pieces: list[Out], inverted: list[bool], style: NameStyle) -> Out:
    if len(pieces) < 2 or not style.conjunction:
        return joined(pieces, style.delimiter) or ()
    head = joined(pieces[:-1], style.delimiter)
    if _precedes(style.precedes_last, len(pieces), 3, inverted[-2]):
        joint = style.delimiter + style.conjunction.lstrip()
    else:
        joint = style.conjunction
    return (head, joint, pieces[-1])


def _with_et_al(pieces: list[Out], inverted: list[bool], style: NameStyle) -> Out:
    head = joined(pieces, style.delimiter) or ()
    if style.et_al == "":
        return head
    if _precedes(style.precedes_et_al, len(pieces), 2, inverted[-1]):
        return (head, style.delimiter, style.et_al)
    return (head, "" if _has_asian(plain_output(style.et_al)[:1]) else " ", style.et_al)
