"""Colour code on the server: Pygments' classes only, and never a guess at the language."""

import re
import xml.etree.ElementTree as ET
from functools import lru_cache

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from blog.markup.document.html_writing import escape_attribute, escape_text
from blog.markup.document.state import Document, raw_element

FORMATTER = HtmlFormatter(nowrap=True)
MAX_LINE = 500  # characters; longer lines make some lexers crawl
MAX_TOTAL = 60_000  # characters of one text; beyond, code stays plain
LANGUAGE = re.compile(r"[\w+#.-]{1,40}")
ALIASES = {
    "jsonc": "json",
    "golang": "go",
    "vue": "html",
    "shell-session": "console",
    "plaintext": "text",
}


@lru_cache(maxsize=256)
def lexer_class(language: str) -> type[Lexer] | None:
    """The lexer that goes by a name, or None; to look through all of Pygments' takes long."""
    try:
        return type(get_lexer_by_name(ALIASES.get(language, language)))
    except ClassNotFound:
        return None


def find_lexer(language: str) -> Lexer | None:
    """A new lexer of a language by its own name, or None; some keep state, so none is kept."""
    found = lexer_class(language)
    return found(stripnl=False, ensurenl=False) if found else None


def language_of(info: str) -> tuple[str, dict[str, str]]:
    """Read a fence's information, as `python {linenos}` or `{.python .numberLines #id}`.

    Answers with the language ("" for none) and the attributes: `linenos`, `id`, `hl_lines`.
    """
    info = info.strip()
    attributes: dict[str, str] = {}
    words = re.findall(r'[\w-]+="[^"]*"|[^\s{},=]+=[^\s{},]+|[^\s{},]+', info)
    language = ""
    for word in words:
        name, _, value = word.partition("=")
        name, value = name.lower(), value.strip("\"'")
        if name in ("linenos", ".numberlines", "numberlines", "linenums"):
            if value.lower() not in ("false", "off", "0"):
                attributes["linenos"] = "true"
        elif name.startswith("#") and len(name) > 1 and not language.endswith("#"):
            attributes["id"] = word[1:]
        elif name == "hl_lines" or value:
            attributes[name] = value
        elif not language:
            language = word.lstrip(".").split("?")[0]
    return (language if LANGUAGE.fullmatch(language) else ""), attributes


def code_block(
    document: Document, code: str, language: str, attributes: dict[str, str]
) -> ET.Element:
    """Code with coloured spans, or plain where the language is not known."""
    lexer = find_lexer(language.lower()) if language else None
    quick = document.policy.languages
    if lexer and quick is not None and quick.isdisjoint(lexer.aliases):
        lexer = None
    document.highlighted += len(code) if lexer else 0
    too_much = document.highlighted > MAX_TOTAL
    if too_much:
        document.report("The text holds so much code that some of it is shown without colours.")
    if lexer is None or too_much or any(len(line) > MAX_LINE for line in code.split("\n")):
        inside = escape_text(code)
    else:
        inside = highlight(code, lexer, FORMATTER)
        if not code.endswith("\n"):
            inside = inside.removesuffix("\n")
    lines = attributes.get("linenos")
    if lines:
        inside = (
            "\n".join(
                f'<span class="line">{line}</span>' for line in inside.rstrip("\n").split("\n")
            )
            + "\n"
        )
    name = f' class="language-{escape_attribute(language.lower())}"' if language else ""
    identity = f' id="{escape_attribute(attributes["id"])}"' if "id" in attributes else ""
    classes = "highlight linenos" if lines else "highlight"
    return raw_element(
        f'<div class="{classes}"{identity}><pre><code{name}>{inside}</code></pre></div>\n'
    )
