"""Text case over a tree of text: CSL 1.0.2, "Text-case", and its stop words."""

import re
from collections.abc import Iterator

from papers.csl.output import Node, Out

_STOP_WORDS = (
    "a about above according across afore after against ahead along alongside amid amidst among "
    "amongst an and anenst apropos apud around as aside astride at athwart atop barring before "
    "behind below beneath beside besides between beyond but by c circa d’ de despite down during "
    "except for forenenst from given in inside into lest like modulo near next nor "
    "notwithstanding of off on onto or out outside over per plus pro qua sans since so than the "
    "through thru throughout thruout till to toward towards under underneath until unto up upon "
    "v v. van versus via vis-à-vis von vs vs. with within without yet 'n' ’n’ 'n’ für über à"
)  # and three name particles, and words of German's and French's journals
STOP_WORDS = frozenset(_STOP_WORDS.split())
_WORD = re.compile(r"[^\s\-–—/:]+")


def _pieces(out: Out, shielded: bool, found: list[tuple[str, bool]]) -> None:
    if isinstance(out, str):
        found.append((out, shielded))
    elif isinstance(out, tuple):
        for kid in out:
            _pieces(kid, shielded, found)
    else:
        shield = (
            shielded
            or out.kind in ("nocase", "nodecor")
            or (out.kind == "flip" and out.value[0] in ("vertical-align", "font-variant"))
        )
        for kid in out.kids:
            _pieces(kid, shield, found)


def _rebuilt(out: Out, texts: Iterator[str]) -> Out:
    if isinstance(out, str):
        return next(texts)
    if isinstance(out, tuple):
        return tuple([_rebuilt(kid, texts) for kid in out])
    return Node(out.kind, out.value, tuple([_rebuilt(kid, texts) for kid in out.kids]))


def apply_case(out: Out, case: str, english: bool) -> Out:
    """The tree in that case; `nocase` spans keep theirs, and so does raised text."""
    if case == "title" and not english:
        return out
    if isinstance(out, str):
        return "".join(_cased(out, [False] * len(out), case))
    pieces: list[tuple[str, bool]] = []
    _pieces(out, False, pieces)
    whole = "".join(text for text, _ in pieces)
    shield = [flag for text, flag in pieces for _ in text]
    chars = _cased(whole, shield, case)
    texts = []
    at = 0
    for text, _ in pieces:
        texts.append("".join(chars[at : at + len(text)]))
        at += len(text)
    return _rebuilt(out, iter(texts))


def _cased(text: str, shield: list[bool], case: str) -> list[str]:
    """One string per character of `text`."""
    chars = list(text)
    if case == "lowercase":
        return [c if s else c.lower() for c, s in zip(chars, shield, strict=True)]
    if case == "uppercase":
        return [c if s else c.upper() for c, s in zip(chars, shield, strict=True)]
    if case == "capitalize-first":
        _capitalize(chars, shield, text, 0, len(text))
        return chars
    if case == "capitalize-all":
        for match in re.finditer(r"\S+", text):
            _capitalize(chars, shield, text, match.start(), match.end())
        return chars
    if case == "sentence":
        return _sentence(text, chars, shield)
    if case == "title":
        return _title(text, chars, shield)
    return chars


def _first_letter(text: str, start: int, end: int) -> int | None:
    return next((at for at in range(start, end) if text[at].isalnum()), None)


def _capitalize(chars: list[str], shield: list[bool], text: str, start: int, end: int) -> None:
    """Capitalize the word that starts there if it is in lower case."""
    at = _first_letter(text, start, end)
    if at is None or shield[at]:
        return
    word = re.match(r"\S+", text[at:end])
    if word and (word.group() == word.group().lower()):
        chars[at] = chars[at].upper()


def _is_upper(text: str, shield: list[bool]) -> bool:
    letters = [c for c, s in zip(text, shield, strict=True) if c.isalpha() and not s]
    return bool(letters) and all(not c.islower() for c in letters)


def _sentence(text: str, chars: list[str], shield: list[bool]) -> list[str]:
    """CSL 1.0.2, "Sentence Case Conversion"; capitalized words are made small."""
    upper = _is_upper(text, shield)
    for match in _WORD.finditer(text):
        word = match.group()
        if upper or word[1:] == word[1:].lower():
            for at in range(match.start(), match.end()):
                if not shield[at]:
                    chars[at] = text[at].lower()
    at = _first_letter(text, 0, len(text))
    if at is not None and not shield[at]:
        chars[at] = text[at] if not text[at].islower() else _raised(text[at])
    return chars


def _raised(letter: str) -> str:
    return letter.upper() if ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x1F00 else letter


def _is_edge(text: str, number: int, count: int, start: int) -> bool:
    """First or last word, or after a mark that begins a sentence."""
    lead = text[max(0, start - 12) : start].rstrip(" \"'“”‘’(")
    return (
        number in (0, count - 1)
        or lead[-1:] in (":", "?", "!")
        or (
            lead.endswith(".")
            and not lead.endswith("..")
            and text[start - 1 : start].isspace()
            and len(lead) > 2
            and lead[-3:-2].isalpha()
        )
    )


def _title(text: str, chars: list[str], shield: list[bool]) -> list[str]:
    """CSL 1.0.2, "Title Case Conversion"."""
    words = list(_WORD.finditer(text))
    for number, match in enumerate(words):
        start, end = match.span()
        at = _first_letter(text, start, end)
        if at is None or shield[at]:
            continue
        word = match.group()
        core = word.strip("\"'“”‘’.,;!?()[]{}«»")
        edge = _is_edge(text, number, len(words), start)
        after_hyphen = text[start - 1 : start] == "-"
        if after_hyphen and len(core) == 1:
            continue
        stop = (core.lower() in STOP_WORDS or word.lower() in STOP_WORDS) and (
            after_hyphen or text[end : end + 1] != "-"
        )
        if core == core.lower() and (edge or not stop):
            chars[at] = _raised(chars[at])
    return chars
