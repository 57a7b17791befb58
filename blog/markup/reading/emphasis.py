"""Pair the marks of emphasis, strong emphasis and strikethrough.

The stack is CommonMark's; what may open or close is kramdown's, which asks only for blanks beside
`*` (so `**굵은(bold)**은` is strong) and for a word's edge beside `_`.
"""

import xml.etree.ElementTree as ET
from dataclasses import dataclass

from blog.markup.document.state import RAW
from papers.records.tex_formulas import formula_signs

TAGS = {("*", 1): "em", ("*", 2): "strong", ("_", 1): "em", ("_", 2): "strong", ("~", 2): "del"}
LOOK_BACK = 16  # openers tried for one closer; bounds the time on hostile text


@dataclass
class Delimiter:
    """A run of marks that may still open or close something; brackets only keep their place."""

    char: str
    count: int
    opens: bool
    closes: bool

    @classmethod
    def bracket(cls) -> "Delimiter":
        """A bracket, which takes no part in emphasis."""
        return cls("", 0, opens=False, closes=False)


@dataclass
class SpanNode:
    """A piece of text or an element, with the depth of what the element holds."""

    text: str | None = None
    element: ET.Element | None = None
    depth: int = 0
    delimiter: Delimiter | None = None

    @property
    def mark(self) -> Delimiter:
        """The delimiter of a node that has one."""
        return self.delimiter or Delimiter.bracket()

    def unlink(self) -> None:
        """Turn a link that was found by itself back into text: it stands in another link."""
        if self.element is not None and self.element.get("class") in ("autolink", "hashtag"):
            self.text, self.element = self.element.text or "", None


def emphasis_run_at(text: str, position: int) -> tuple[Delimiter | None, int]:
    """The run of marks at `position` (None when it is only text) and where it ends."""
    char = text[position]
    end = position + 1
    while text[end : end + 1] == char:
        end += 1
    count = end - position
    before, after = text[position - 1 : position] or " ", text[end : end + 1] or " "
    opens, closes = not after.isspace(), not before.isspace()
    if char == "_":
        opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
    if not (opens or closes) or (char == "~" and count != 2):
        return None, end
    return Delimiter(char, count, opens, closes), end


def pair_delimiters(nodes: list[SpanNode], limit: int) -> list[SpanNode]:
    """Make elements of paired marks; marks without a partner, or deeper than `limit`, stay text."""
    out: list[SpanNode] = []
    stacks: dict[str, list[int]] = {"*": [], "_": [], "~": []}
    for node in nodes:
        mark = node.delimiter
        if mark is None or not mark.char:
            out.append(node)
            continue
        count = mark.count
        while mark.closes and count:
            place = _opener(out, stacks[mark.char], mark, count)
            if place is None or (used := _wrap(out, stacks, place, count, limit)) == 0:
                break
            count -= used
        if count:
            if mark.opens:
                stacks[mark.char].append(len(out))
            rest = Delimiter(mark.char, count, mark.opens, mark.closes)
            out.append(SpanNode(text=mark.char * count, delimiter=rest))
    return out


def _opener(out: list[SpanNode], stack: list[int], closer: Delimiter, count: int) -> int | None:
    """The nearest opener that fits, by CommonMark's rule of three."""
    for place in stack[: -LOOK_BACK - 1 : -1]:
        opener = out[place].mark
        both = opener.closes or closer.opens
        if not (both and (opener.count + count) % 3 == 0 and (opener.count % 3 or count % 3)):
            return place
    return None


def _wrap(
    out: list[SpanNode], stacks: dict[str, list[int]], place: int, count: int, limit: int
) -> int:
    """Wrap what stands behind the opener at `place`; answers with how many marks that used."""
    opener = out[place].mark
    used = 2 if count >= 2 and opener.count >= 2 else 1
    inside = out[place + 1 :]
    depth = max((node.depth for node in inside), default=0) + 1
    if depth > limit or not inside:
        return 0
    element = ET.Element(TAGS[opener.char, used])
    fill_element(element, inside)
    del out[place + 1 :]
    for stack in stacks.values():
        while stack and stack[-1] > place:
            stack.pop()
    opener.count -= used
    if opener.count:
        out[place].text = opener.char * opener.count
    else:
        out.pop()
        stacks[opener.char].pop()
    out.append(SpanNode(element=element, depth=depth))
    return used


def plain_words(nodes: list[SpanNode]) -> str:
    """The text of nodes, for an image's alternative text: formulas in signs, no markup."""
    return "".join(
        words_of(node.element) if node.element is not None else node.text or "" for node in nodes
    )


def words_of(element: ET.Element) -> str:
    """The text of an element, without the markup of raw ones; formulas in signs where they have
    them."""
    if element.tag == RAW:
        tex = element.get("words", "")
        return formula_signs(tex) or tex
    inside = "".join(words_of(child) + (child.tail or "") for child in element)
    return (element.text or "") + inside


def fill_element(element: ET.Element, nodes: list[SpanNode]) -> int:
    """Put nodes in front of an element's children; answers with how deep they are nested."""
    children: list[ET.Element] = []
    words: list[list[str]] = [[]]
    for node in nodes:
        if node.element is not None:
            children.append(node.element)
            words.append([])
        else:
            words[-1].append(node.text or "")
    element.text = "".join(words[0])
    for child, behind in zip(children, words[1:], strict=True):
        child.tail = "".join(behind)
    element[:0] = children
    return max((node.depth for node in nodes), default=0)
