"""Titles as registries hold them - HTML, JATS and MathML, escaped once or three times, with words
that lost the blank beside a tag - as HTML that ``papers.records.rich_text`` knows."""

import html
import re

LONGEST = 5_000
_FORMULA = re.compile(r"<((?:\w+:)?)math\b[^<>]*>(.*?)</\1math\s*>", re.S | re.I)
_DROPPED = re.compile(
    r"<((?:\w+:)?)(annotation|annotation-xml|tex-math|xref|fn|title-note)\b[^<>]*>.*?</\1\2\s*>",
    re.S | re.I,
)
_MATH_TAG = re.compile(r"<(?P<end>/?)(?:\w+:)?(?P<name>m\w+|semantics)\b[^<>]*?(?P<empty>/?)>")
_OTHER_TAG = re.compile(
    r"</?(?:p|br|div|title|inf|sup|tt|roman|monospace|named-content|styled-content|inline-formula"
    r"|alternatives|uri|a|ext-link|font|center|sec|bold|overline|strike|small|big)\b[^<>]*>",
    re.I,
)
_GLUED_BEFORE = re.compile(r"(?<=[a-z,;:])(?=<(?:i|em|italic)>[A-Z])")
_GLUED_AFTER = re.compile(r"([a-z]</(?:i|em|italic)>)(?=[A-Z][a-z])")
_BLANK_BEFORE = re.compile(r"\s+([.,])(?=\s|$)")


def html_of_title(text: str) -> str:
    """Italics, small capitals and letters set high or low as HTML, everything else as words."""
    text = text[:LONGEST]
    for _round in range(3):
        if (plain := html.unescape(text)) == text:
            break
        text = plain
    if "<" in text:
        text = _FORMULA.sub(_letters, _DROPPED.sub("", text))
        text = text.replace("<inf>", "<sub>").replace("</inf>", "</sub>")
        text = _OTHER_TAG.sub(_kept_or_blank, text)
        text = _GLUED_AFTER.sub(r"\1 ", _GLUED_BEFORE.sub(" ", text))
    return _BLANK_BEFORE.sub(r"\1", " ".join(text.replace("\xa0", " ").split()))


def _kept_or_blank(match: re.Match[str]) -> str:
    tag = match[0].lower()
    if re.match(r"</?(?:sup|bold)\b", tag):
        return match[0]
    return " " if re.match(r"</?(?:p|br|div|title|sec)\b", tag) else ""


def _letters(match: re.Match[str]) -> str:
    """A formula's letters, indices and powers set low and high; a blank where a word went before
    without one."""
    written = _written_formula(match[2])
    before = match.string[: match.start()][-1:]
    first = re.sub(r"<[^>]*>", "", written)[:1]
    return (" " if before.islower() and first.isalnum() else "") + written


def _written_formula(text: str) -> str:
    """MathML's text, ``msub`` and ``msup`` as ``<sub>`` and ``<sup>`` of their second child."""
    parts: list[str] = []
    frames: list[dict[str, object]] = []
    position = 0
    for tag in _MATH_TAG.finditer(text):
        parts.append("".join(text[position : tag.start()].split()))
        position = tag.end()
        name = tag["name"].lower()
        if tag["empty"]:
            continue
        if not tag["end"]:
            if frames and frames[-1]["children"] == 1 and frames[-1]["name"] in ("msub", "msup"):
                parts.append(f"<{str(frames[-1]['name'])[1:]}>")
            frames.append({"name": name, "children": 0})
        elif frames:
            frames.pop()
            if frames:
                parent = frames[-1]
                parent["children"] = int(str(parent["children"])) + 1
                if parent["children"] == 2 and parent["name"] in ("msub", "msup"):
                    parts.append(f"</{str(parent['name'])[1:]}>")
    return "".join([*parts, "".join(text[position:].split())])
