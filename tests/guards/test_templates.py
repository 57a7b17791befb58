"""Templates compile, keep the Content-Security-Policy, escape, and can be translated."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType
from django.template.loader import get_template

from tests.guards.sources import ROOT, python_files

FOLDERS = [ROOT / "templates", ROOT / "blog/templates", ROOT / "papers/templates"]
# Data in a script element does not run, so the policy lets it through.
DATA_TYPES = ("application/ld+json", "application/json")
BREACHES = [
    ("a style attribute", re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE)),
    ("a style element", re.compile(r"<style\b", re.IGNORECASE)),
    ("an event attribute", re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE)),
    ("a javascript: address", re.compile(r"javascript:", re.IGNORECASE)),
]
# A file that says mark_safe or the like, and why its text is safe. Everything else escapes.
MAY_MARK_SAFE = {
    "papers/records/json_ld_element.py": "JSON with every sign escaped that could end the element",
}
# Text that is the same in every language.
UNTRANSLATED = {"ORCID", "DOI", "BibTeX", "RIS", "CSL", "JSON", "Atom", "RSS", "Markdown", "arXiv"}
WORDS = re.compile(r"[^\W\d_]{2,}")
# Shown when anything may be broken, so Django does not render it as a template of ours.
PLAIN = {"500.html"}
SPOKEN_ATTRIBUTES = ("alt", "title", "placeholder", "aria-label", "aria-description")


def template_files() -> Iterator[tuple[str, Path]]:
    for folder in FOLDERS:
        for path in sorted(folder.rglob("*.*")):
            yield path.relative_to(folder).as_posix(), path


def pages() -> Iterator[tuple[str, str]]:
    """Every HTML template with its text."""
    return ((name, path.read_text()) for name, path in template_files() if path.suffix == ".html")


def test_every_template_compiles():
    for name, _path in template_files():
        get_template(name)


def test_templates_have_no_inline_script_or_style():
    wrong = []
    for name, text in pages():
        wrong += [f"{name} has {what}" for what, pattern in BREACHES if pattern.search(text)]
        for tag in re.findall(r"<script\b[^>]*>", text, re.IGNORECASE):
            if "src=" not in tag and not any(kind in tag for kind in DATA_TYPES):
                wrong.append(f"{name} has {tag}")
    assert not wrong


def test_only_stored_html_goes_unescaped():
    """``|safe`` stands directly on a name that ends in ``_html`` (style.md, rule 8)."""
    wrong = []
    for name, text in pages():
        for expression in re.findall(r"\{[{%]([^{}]*)\|\s*safe(?:seq)?\b", text):
            if not re.fullmatch(r"(.*\s|)[\w.]*_html", expression):
                wrong.append(f"{name}: {expression.strip()}|safe")
        if re.search(r"\{%\s*autoescape\s+off", text):
            wrong.append(f"{name}: autoescape off")
    assert not wrong


def test_only_listed_modules_mark_text_as_safe():
    pattern = re.compile(r"\b(mark_safe|SafeString|SafeText|html_safe)\b|__html__")
    found = {
        path
        for path in python_files()
        if not path.startswith("tests/") and pattern.search((ROOT / path).read_text())
    }
    assert found == set(MAY_MARK_SAFE)


class SpokenText(HTMLParser):
    """Collects what a reader would see or hear of a template's own text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.verbatim = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.verbatim += tag in ("code", "script")
        self.found += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self.verbatim -= tag in ("code", "script")

    def handle_data(self, data: str) -> None:
        if not self.verbatim:
            self.found.append(data)


def text_outside_translation(source: str) -> str:
    """The template's own HTML; a variable or a tag leaves a 0, a translated block nothing."""
    parts, inside = [], 0
    for token in Lexer(source).tokenize():
        tag = token.contents.split()[0] if token.token_type == TokenType.BLOCK else ""
        if tag in ("blocktranslate", "blocktrans", "comment"):
            inside += 1
        elif tag in ("endblocktranslate", "endblocktrans", "endcomment"):
            inside -= 1
        elif not inside and token.token_type == TokenType.TEXT:
            parts.append(token.contents)
        elif token.token_type != TokenType.COMMENT:
            parts.append("0")
    return "".join(parts)


def test_text_in_templates_can_be_translated():
    wrong = []
    for name, source in pages():
        parser = SpokenText()
        parser.feed(text_outside_translation(source))
        for text in parser.found:
            if name not in PLAIN and set(WORDS.findall(text)) - UNTRANSLATED:
                wrong.append(f"{name}: {' '.join(text.split())}")
    assert not wrong


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>{% translate 'Hello' %}</p>", []),
        ("<p>{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}</p>", []),
        ("<p>Hello {{ name }}</p>", ["Hello 0"]),
        ('<img alt="A picture">', ["A picture"]),
    ],
)
def test_this_guard_finds_untranslated_text(source: str, expected: list[str]):
    parser = SpokenText()
    parser.feed(text_outside_translation(source))
    assert [text for text in parser.found if WORDS.search(text)] == expected
