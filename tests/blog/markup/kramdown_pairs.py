"""Comparing our HTML with another renderer's: the same but for classes and white space.

Also kramdown's test pairs: a `.text`, the `.html` it becomes and perhaps `.options`.
"""

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import yaml

from blog.markup import render

KEPT = frozenset({"href", "src", "title", "start", "id"})
EDGE = (
    r"\s*(</?(?:p|div|[uo]l|li|table|thead|tbody|tfoot|tr|t[dh]|h\d|blockquote|d[ldt]|pre|hr)\b"
    r"[^>]*>)\s*"
)


def canonical(markup: str) -> str:
    """A text that two pages share when they say the same; formulas as TeX."""
    tree = html5lib.parseFragment(markup, namespaceHTMLElements=False)
    text = re.sub(EDGE, r"\1", "".join(describe(tree)))
    text = re.sub(r" +", " ", text)
    return re.sub(r"\\[(\[](.+?)\\[)\]]", lambda m: formula(m[1]), text, flags=re.S).strip()


def formula(tex: str) -> str:
    return "TEX:" + re.sub(r"\s+", "", tex)


def describe(element: Element) -> list[str]:
    tag = element.tag if isinstance(element.tag, str) else "comment"
    if tag.endswith("}math"):
        return [
            formula(
                "".join(e.text or "" for e in element.iter() if str(e.tag).endswith("}annotation"))
            )
        ]
    classes = set((element.get("class") or "").split())
    hidden = tag in ("DOCUMENT_FRAGMENT", "section", "comment") or bool(
        classes & {"highlight", "footnotes"}
    )
    kept = " ".join(f"{key}={element.get(key)}" for key in sorted(KEPT & set(element.attrib)))
    if tag == "a" and kept.startswith("href=#"):
        kept = kept.split()[0]
    parts = [] if hidden else [f"<{tag} {kept}>"]
    if tag != "comment":
        parts.append(
            element.text or "" if tag == "code" else re.sub(r"\s+", " ", element.text or "")
        )
    for child in element:
        parts += describe(child)
        parts.append(re.sub(r"\s+", " ", child.tail or ""))
    return parts if hidden else [*parts, f"</{tag}>"]


def options_of(path: Path) -> str:
    """A pair's options as the line that says them in a text; kramdown's tests turn ids off."""
    values = {"auto_ids": "false"}
    options = path.with_suffix(".options")
    if options.exists():
        written = re.sub(r"(?m)^:|(?<= ):(?=\w)", "", options.read_text(encoding="utf-8"))
        values |= {
            key: str(value).lower() if isinstance(value, bool) else str(value)
            for key, value in (yaml.safe_load(written) or {}).items()
        }
    said = " ".join(f'{key}="{value}"' for key, value in values.items())
    return f"{{::options {said} /}}\n\n"


def matches(path: Path) -> bool:
    """Whether we make of a pair's text what kramdown makes of it."""
    return canonical(ours(path)) == canonical(path.with_suffix(".html").read_text("utf-8"))


def ours(path: Path) -> str:
    return render(options_of(path) + path.read_text(encoding="utf-8")).html
