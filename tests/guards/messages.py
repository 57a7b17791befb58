"""Every sentence that the code can show, and the catalogues of its translations.

``python -m tests.guards.messages`` (``make messages``) brings the catalogues in ``locale/`` up to
the code: sentences that are new enter untranslated, those that are gone leave, the ``.mo`` files
that the site reads are made anew; then it lists what is missing.
"""

import ast
import importlib.util
import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

from tests.guards.sources import ROOT, nodes, python_files

LOCALES = ROOT / "locale"
PACKAGE = "django.utils.translation"
PLURALS = {"de": "nplurals=2; plural=(n != 1);", "ko": "nplurals=1; plural=0;"}
FOREIGN = ("django_tasks.base", "django_tasks_db.models")
"""Modules of others that the admin shows and that bring no catalogues into these languages."""
SHAPES = {  # what each function's first arguments are
    "gettext": ("text",),
    "ngettext": ("text", "plural"),
    "pgettext": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
}
LITERAL = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(n?p?gettext|_)\(({LITERAL}(?:\s*,\s*{LITERAL})*)")


class Message(NamedTuple):
    text: str
    plural: str = ""
    context: str | None = None


def shape_of(function: str) -> tuple[str, ...] | None:
    return SHAPES.get(function.removesuffix("_lazy"))


def in_template(path: str) -> Iterator[Message]:
    """Django makes of a template what looks like calls of gettext, and blots out the rest."""
    for match in CALL.finditer(templatize((ROOT / path).read_text(), origin=path)):
        shape = SHAPES["gettext" if match[1] == "_" else match[1]]
        texts = [ast.literal_eval(text) for text in re.findall(LITERAL, match[2])]
        yield Message(**dict(zip(shape, texts, strict=False)))


def in_module(path: str) -> Iterator[Message]:
    """Calls of gettext's functions, whatever names the module imports them by, with literals."""
    if PACKAGE not in (ROOT / path).read_text():
        return  # most modules: parsing them all would take a second
    names = {}
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module == PACKAGE:
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
    calls = [node for node in nodes(path) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        shape = shape_of(names.get(getattr(call.func, "id", ""), ""))
        texts = [getattr(argument, "value", None) for argument in call.args]
        if shape and all(isinstance(text, str) for text in texts[: len(shape)]):
            yield Message(**dict(zip(shape, texts, strict=False)))


@cache
def messages() -> dict[Message, list[str]]:
    """Each with the files that say it: readers' pages first, then the admin's, then Python."""
    templates = [path.relative_to(ROOT).as_posix() for path in (ROOT / "templates").rglob("*.*")]
    templates.sort(key=lambda path: ("/admin/" in path, path))
    modules = [path for path in python_files() if path.startswith(("blog/", "papers/", "config/"))]
    modules += [importlib.util.find_spec(name).origin for name in FOREIGN]
    found: dict[Message, list[str]] = {}
    for paths, read in ((templates, in_template), (modules, in_module)):
        for path in paths:
            for message in read(path):
                places = found.setdefault(message, [])
                place = path.partition("/site-packages/")[2] or path
                places += [place] if place not in places else []
    return found


def message_of(entry: polib.POEntry) -> Message:
    return Message(entry.msgid, entry.msgid_plural, entry.msgctxt)


@cache
def catalogue(language: str) -> polib.POFile:
    path = LOCALES / language / "LC_MESSAGES" / "django.po"
    return polib.pofile(path.read_text(), wrapwidth=98)


def untranslated(language: str) -> list[str]:
    """What the code says and the catalogue does not."""
    known = {message_of(one) for one in catalogue(language) if one.translated()}
    new = {message: paths for message, paths in messages().items() if message not in known}
    return [f"{message.text!r} in {', '.join(paths)}" for message, paths in new.items()]


def renew(language: str) -> None:
    """Brings one language's two files up to the code."""
    old = {message_of(entry): entry for entry in catalogue(language)}
    new = polib.POFile(wrapwidth=98)
    new.header = catalogue(language).header
    new.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    for message, paths in messages().items():
        entry = old.get(message) or polib.POEntry(msgid=message.text, msgctxt=message.context)
        if message.plural and not entry.msgid_plural:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = dict.fromkeys(range(int(PLURALS[language][9])), "")
        entry.occurrences = [(path, "") for path in paths]
        new.append(entry)
    folder = LOCALES / language / "LC_MESSAGES"
    (folder / "django.po").write_text(f"{new}")
    (folder / "django.mo").write_bytes(new.to_binary())
    for message in old.keys() - messages().keys():
        print(f"{language} said, and nobody asks any more: {message.text!r}")
    catalogue.cache_clear()


if __name__ == "__main__":
    for tongue in PLURALS:
        renew(tongue)
        missing = untranslated(tongue)
        print(*missing, f"{tongue}: {len(missing)} of {len(messages())} untranslated", sep="\n")
    sys.exit(any(untranslated(tongue) for tongue in PLURALS))
