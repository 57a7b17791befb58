"""TeX commands that a site defines once for all of its posts, in its pages or scripts.

MathJax's `macros: { R: '\\\\mathbb{R}', norm: ['\\\\lVert #1 \\\\rVert', 1] }` (2: `Macros`),
KaTeX's `macros: { "\\\\R": "\\\\mathbb{R}" }`, and `\\newcommand`s in a hidden formula. No program
is run.
"""

import re
from functools import lru_cache
from pathlib import Path

from blog.markup.document.tex_macros import (
    COMMAND,
    PLACE,
    Macro,
    Macros,
    TexError,
    take_definitions,
)
from blog.transfer.source.encoding import decode
from blog.transfer.source.site_files import NotRead, is_inside, read_capped

FOLDERS = ("_includes", "_layouts", "layouts", "partials", "assets", "static", "js", "_plugins")
FOLDERS += ("source/_layouts", "themes", "templates", "_extensions", "public", "content")
ENDINGS = frozenset({".html", ".liquid", ".js", ".mjs", ".njk", ".tex", ".jinja", ".yml"})
CONFIGURATIONS = (
    "_quarto.yml",
    "myst.yml",
    "_config.yml",
    "hugo.toml",
    "mathjax.html",
    "math.html",
)
MAX_FILES = 2_000
MAX_FILE = 200_000
"""Bytes; a bundled library is no configuration."""

TABLE = re.compile(r"[\"']?\bmacros[\"']?\s*[:=]\s*\{", re.I)
ENTRY = re.compile(
    r"""\s*(?P<name>[A-Za-z]+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*:\s*"""
    r"""(?:(?P<body>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)|\[\s*(?P<first>"""
    r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)\s*(?:,\s*(?P<count>[0-9])\s*)?"""
    r"""(?:,\s*(?P<default>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*)?,?\s*\])\s*,?"""
)
COMMENT = re.compile(r"\s*(?://[^\n]*\n|/\*.*?\*/)", re.S)
DEFINITIONS = re.compile(
    r"\\(?:(?:re|provide)?newcommand|DeclareMathOperator|[gx]?def)\b.{0,2000}?\}\s*(?=\$|\\\)|\\\]|<|\Z)",
    re.S,
)
ESCAPES = {"n": "\n", "t": "\t"}


@lru_cache(maxsize=4)
def site_macros(root: Path) -> Macros:
    """What the site below `root` defines; of two definitions of one name the first, by path."""
    found = Macros()
    for file in macro_files(root):
        try:
            data = read_capped(file, MAX_FILE)
        except NotRead:
            continue
        read = read_macros(decode(data)[0])
        found.commands = read.commands | found.commands
        found.colors = read.colors | found.colors
    return found


def macro_files(root: Path) -> list[Path]:
    """The files of a site that may configure its formulas, in the order of their paths."""
    files = [root / name for name in CONFIGURATIONS]
    for folder in FOLDERS:
        for number, file in enumerate((root / folder).rglob("*")):
            if number > MAX_FILES:
                break
            if file.suffix.lower() in ENDINGS:
                files.append(file)
    return sorted(file for file in files if file.is_file() and is_inside(file, root))


def read_macros(text: str) -> Macros:
    """The commands that a page or a script defines for formulas."""
    macros = Macros()
    for table in TABLE.finditer(text):
        position = table.end()
        while entry := ENTRY.match(text, position) or COMMENT.match(text, position):
            position = entry.end()
            if entry.re is ENTRY:
                add_entry(macros, entry)
    for match in DEFINITIONS.finditer(text):
        try:
            take_definitions(match[0], macros)
        except TexError:
            continue
    return macros


def add_entry(macros: Macros, entry: re.Match[str]) -> None:
    """Take one `name: body` of a table, where it is TeX's."""
    name = unquoted(entry["name"]).lstrip("\\")
    body = unquoted(entry["body"] or entry["first"])
    if not re.fullmatch(r"[A-Za-z]+", name):
        return
    places = [int(number) for number in PLACE.findall(body)]
    count = int(entry["count"] or max(places, default=0))
    default = unquoted(entry["default"]) if entry["default"] else None
    macros.commands[name] = Macro(count, body, default)


def unquoted(literal: str) -> str:
    """The value of a string of JavaScript."""
    if literal[:1] not in "\"'`":
        return literal
    return re.sub(r"\\(.)", lambda match: ESCAPES.get(match[1], match[1]), literal[1:-1])


def macros_used(text: str, macros: Macros) -> Macros:
    """Those of `macros` that a text uses, and those that these use."""
    used = Macros()
    waiting = {name for name in COMMAND.findall(text) if name in macros.commands}
    while waiting:
        name = waiting.pop()
        used.commands[name] = macros.commands[name]
        inner = COMMAND.findall(used.commands[name].body)
        waiting |= {one for one in inner if one in macros.commands and one not in used.commands}
    used.colors = {name: value for name, value in macros.colors.items() if name in text}
    return used


def definition_line(macros: Macros) -> str:
    """A formula that shows nothing and defines commands; "" without any."""
    parts = [
        f"\\newcommand{{\\{name}}}"
        + (f"[{one.count}]" if one.count else "")
        + (f"[{one.default}]" if one.default is not None else "")
        + f"{{{one.body}}}"
        for name, one in sorted(macros.commands.items())
    ]
    parts += [
        f"\\definecolor{{{name}}}{{HTML}}{{{value[1:].upper()}}}"
        for name, value in sorted(macros.colors.items())
    ]
    return f"$${''.join(parts)}$$" if parts else ""
