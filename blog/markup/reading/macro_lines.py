"""Paragraphs that define TeX commands and show nothing: bare, or in formulas of their own.

They are read with the blocks, so that formulas in lines of their own know them too. Source:
Pandoc's manual, "latex_macros"; MathJax, "Defining TeX macros".
"""

import re
import xml.etree.ElementTree as ET

from blog.markup.document.tex_macros import MAX_TEX, Macros, TexError, take_definitions
from blog.markup.formulas.tex import COMMENT
from blog.markup.reading.reader import BlockReader

BEGINS = re.compile(
    r" {0,3}(?:\$\$?|\\\\?[(\[])?[ \t]*+"
    r"\\(?:(?:re|provide)?newcommand|[gex]?def|let|DeclareMathOperator|definecolor)(?![a-zA-Z])"
)
NOTHING = re.compile(r"(?:\$|\\\\?[()\[\]]|\s)*+")


def read_macro_lines(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """`\\newcommand{\\R}{\\mathbb{R}}` and the like, up to a blank line; with other words around
    them they are a text about TeX."""
    if not BEGINS.match(lines[index]):
        return None
    end = index
    while end < len(lines) and lines[end].strip():
        end += 1
    tex = COMMENT.sub(r"\1", "\n".join(lines[index:end]))
    try:
        rest = take_definitions(tex, Macros()) if len(tex) <= MAX_TEX else tex
    except TexError:
        return None
    if not NOTHING.fullmatch(rest):
        return None
    take_definitions(tex, reader.document.macros)
    return end
