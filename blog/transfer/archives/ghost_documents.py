"""Ghost's editor documents (Lexical, and MobileDoc before) as HTML, where an export has no HTML.

Sources: Lexical's serialized state; MobileDoc 0.3's format, "mobiledoc-kit/MOBILEDOC.md".
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from blog.transfer.archives.ghost_cards import FORMS, card_html, text_in

MOST_NESTED = 60
MARKS = (
    (16, "code"),
    (1, "strong"),
    (2, "em"),
    (4, "s"),
    (8, "u"),
    (32, "sub"),
    (64, "sup"),
    (128, "mark"),
)
"""Lexical's bits of a text's format, the inner ones first."""
BLOCKS = {"paragraph": "p", "quote": "blockquote", "aside": "blockquote", "listitem": "li"}
MARKDOWN = ("markdown", "card-markdown")
LINKS = {"link", "autolink"}


@dataclass
class EditorText:
    """What an editor's document says: `text` is HTML, or Markdown where it has cards of Markdown.
    unknown and left are names of cards that nobody here knows, and that no page here can have."""

    text: str = ""
    has_markdown: bool = False
    is_gated: bool = False
    unknown: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def read_document(stored: str) -> dict[str, Any]:
    """The JSON of a document; {} for what is none."""
    try:
        value = json.loads(stored) if stored else {}
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def read_editor_text(lexical: str, mobiledoc: str) -> EditorText:
    """The text of whichever document there is."""
    made = EditorText()
    root = read_document(lexical).get("root")
    nodes = _inner(root) if isinstance(root, dict) else []
    made.text = "\n\n".join(filter(None, (_node(one, made, 1).strip() for one in nodes)))
    made.text = made.text or _mobiledoc(read_document(mobiledoc), made)
    return made


def markdown_alone(lexical: str, mobiledoc: str) -> str:
    """The Markdown of a text that is nothing but Markdown cards, else ''."""
    root = read_document(lexical).get("root")
    nodes = root.get("children") if isinstance(root, dict) else None
    if isinstance(nodes, list):
        filled = [one for one in nodes if isinstance(one, dict) and one.get("children") != []]
        cards = [(one.get("type"), one) for one in filled]
    else:
        cards = _cards_alone(read_document(mobiledoc))
    if any(kind not in MARKDOWN for kind, _ in cards):
        return ""
    return "\n\n".join(filter(None, (text_in(values, "markdown") for _, values in cards)))


def _cards_alone(document: Mapping[str, Any]) -> list[tuple[object, Mapping[str, Any]]]:
    """The cards of a MobileDoc in the places of its sections; one without a name for words."""
    sections = document.get("sections")
    rows = [one for one in sections if isinstance(one, list)] if isinstance(sections, list) else []
    found: list[tuple[object, Mapping[str, Any]]] = []
    for one in rows:
        if one[-1:] == [[]]:
            continue
        card = _at(document, "cards", one[1]) if one[:1] == [10] and len(one) > 1 else []
        is_card = len(card) == 2 and isinstance(card[1], dict)
        found.append((card[0], card[1]) if is_card else (None, {}))
    return found


def _nodes(node: Mapping[str, Any], made: EditorText, depth: int) -> str:
    inner = _inner(node) if depth < MOST_NESTED else []
    return "".join(_node(one, made, depth + 1) for one in inner)


def _inner(node: Mapping[str, Any]) -> list[dict[str, Any]]:
    inner = node.get("children")
    return [one for one in inner if isinstance(one, dict)] if isinstance(inner, list) else []


def _node(node: Mapping[str, Any], made: EditorText, depth: int) -> str:
    kind = str(node.get("type", "")).removeprefix("extended-")
    if kind == "text":
        return _marked(str(node.get("text", "")), node.get("format"))
    if kind in {"linebreak", "tab"}:
        return "<br>" if kind == "linebreak" else " "
    inner = _nodes(node, made, depth)
    if kind in BLOCKS:
        return f"<{BLOCKS[kind]}>{inner}</{BLOCKS[kind]}>"
    if kind == "heading":
        tag = str(node.get("tag"))
        tag = tag if tag in {"h1", "h2", "h3", "h4", "h5", "h6"} else "h2"
        return f"<{tag}>{inner}</{tag}>"
    if kind == "list":
        tag = "ol" if node.get("listType") == "number" else "ul"
        return f"<{tag}>{inner}</{tag}>"
    if kind in LINKS:
        return f'<a href="{escape(text_in(node, "url"))}">{inner}</a>'
    if "children" in node:
        return inner
    return _card(kind, node, made)


def _marked(text: str, bits: object) -> str:
    text = escape(text, quote=False)
    for bit, tag in MARKS:
        if isinstance(bits, int) and bits & bit:
            text = f"<{tag}>{text}</{tag}>"
    return text


def _card(kind: str, values: Mapping[str, Any], made: EditorText) -> str:
    if kind in MARKDOWN:
        made.has_markdown = True
        return f"\n\n{text_in(values, 'markdown')}\n\n"
    if not is_for_all(values):
        made.is_gated = True
        return ""
    shown = card_html(kind, values)
    if shown is None:
        made.unknown.append(kind)
    elif kind in FORMS:
        made.left.append(kind)
    return f"\n\n{shown}\n\n" if shown else ""


def is_for_all(values: Mapping[str, Any]) -> bool:
    """Whether a card was shown to visitors who are no members."""
    seen = values.get("visibility")
    web = seen.get("web") if isinstance(seen, dict) else None
    return not isinstance(web, dict) or web.get("nonMember") is not False


def _mobiledoc(document: Mapping[str, Any], made: EditorText) -> str:
    sections = document.get("sections")
    rows = [one for one in sections if isinstance(one, list)] if isinstance(sections, list) else []
    return "\n\n".join(filter(None, (_section(one, document, made).strip() for one in rows)))


def _section(section: list[Any], document: Mapping[str, Any], made: EditorText) -> str:
    kind, first, second = (*section, None, None, None)[:3]
    if kind == 1:
        inner = _markers(second, document)
        tag = first if first in {"h1", "h2", "h3", "h4", "h5", "h6", "blockquote"} else "p"
        return f"<{tag}>{inner}</{tag}>" if inner else ""
    if kind == 2:
        return f'<p><img src="{escape(str(first))}" alt=""></p>'
    if kind == 3 and isinstance(second, list):
        tag = "ol" if first == "ol" else "ul"
        rows = "".join(f"<li>{_markers(one, document)}</li>" for one in second)
        return f"<{tag}>{rows}</{tag}>"
    if kind == 10:
        card = _at(document, "cards", first)
        known = len(card) == 2 and isinstance(card[1], dict)
        return _card(str(card[0]), card[1], made) if known else ""
    return ""


def _at(document: Mapping[str, Any], table: str, index: object) -> list[Any]:
    rows = document.get(table)
    known = isinstance(rows, list) and isinstance(index, int) and 0 <= index < len(rows)
    row = rows[index] if known else []
    return row if isinstance(row, list) else []


def _markers(markers: object, document: Mapping[str, Any]) -> str:
    """Texts and atoms, each with the marks that it opens and how many it closes."""
    parts: list[str] = []
    opened: list[str] = []
    for marker in markers if isinstance(markers, list) else []:
        if not isinstance(marker, list) or len(marker) != 4:
            continue
        kind, opens, closes, value = marker
        for index in opens if isinstance(opens, list) else []:
            tag, attributes = (*_at(document, "markups", index), "span", [])[:2]
            tag = tag if tag in {"a", "strong", "em", "code", "s", "u", "sub", "sup"} else "span"
            opened.append(tag)
            pairs = attributes if tag == "a" and isinstance(attributes, list) else []
            href = next(
                (v for k, v in zip(pairs[::2], pairs[1::2], strict=False) if k == "href"), ""
            )
            parts.append(f'<a href="{escape(str(href))}">' if tag == "a" else f"<{tag}>")
        if kind == 0:
            parts.append(escape(str(value), quote=False))
        elif _at(document, "atoms", value)[:1] == ["soft-return"]:
            parts.append("<br>")
        else:
            parts.append(escape(str((*_at(document, "atoms", value), "", "")[1]), quote=False))
        for _ in range(closes if isinstance(closes, int) else 0):
            parts += [f"</{opened.pop()}>"] if opened else []
    return "".join(parts) + "".join(f"</{tag}>" for tag in reversed(opened))
