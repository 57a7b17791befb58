"""Formulas that have a name, `$$…$$ {#eq-a}` or `\\label{eq:a}`, and those that name another.

Numbers are known once the whole text is read: a formula shows a mark in their place, which
`blog.markup.page.cross_references` replaces. Source: LaTeX's amsmath, "Equation numbering".
"""

import re
import xml.etree.ElementTree as ET

from blog.markup.document.place_names import id_of_place
from blog.markup.document.state import REFERENCE, Document, EquationLabel
from blog.markup.document.tex_macros import (
    COMMAND,
    MAX_TEX,
    TexError,
    expand_macros,
    take_definitions,
)
from blog.markup.formulas.finding_formulas import formula_element
from blog.markup.formulas.tex import COMMENT

FIRST, LAST = "\ufdd2", "\ufdd3"  # of a mark; noncharacters, which no text brings along
LABELLED = re.compile(r"\\label\s*\{([^{}\\]{1,100})\}")
TAG = re.compile(r"\\tag(\*?)\s*\{([^{}\\$]{1,40})\}")
REFERRED = re.compile(r"\\(eq)?ref\s*\{([^{}\\]{1,100})\}")
ROW_END = re.compile(r"(\\\\(?![a-zA-Z]))")
END = re.compile(r"\\end\s*\{[^{}]*\}\s*$")


def equation_element(
    document: Document, tex: str, *, display: bool, name: str = "", tag: str = "div"
) -> ET.Element:
    """The element that shows a formula; one that has a name stands in another, with its number.

    `name` is one that stands outside of its TeX; `tag` is that of the other element.
    """
    if not document.has_places:
        return formula_element(document, tex, display=display)
    written, tex = tex, with_defined_names(document, tex)
    if lone := REFERRED.fullmatch(tex.strip()):
        form = "eqref" if lone[1] else "ref"
        return ET.Element(
            REFERENCE, {"form": form, "name": id_of_place(lone[2]), "source": written.strip()}
        )
    rows = ROW_END.split(tex)
    found = [label for row in rows for label in _labels(row)]
    if len(found) > 1:
        shown, labels = _tagged_rows(document, rows)
    else:
        shown, labels = tex, found
        if name and not found:
            labels = [EquationLabel(name, *_tag(tex))]
    element = formula_element(
        document, _with_marks(document, shown), display=display, written=written
    )
    if not labels:
        return element
    holder = ET.Element(tag, {"class": "equation", "id": name or labels[0].name})
    for place, label in enumerate(labels):
        if place or label.name != holder.get("id"):
            ET.SubElement(holder, "span", {"id": label.name})
    holder.append(element)
    document.equations[holder] = tuple(labels)
    return holder


def with_defined_names(document: Document, tex: str) -> str:
    """TeX without its comments and definitions, in which the author's own commands that name
    places, or mean them, are written out."""
    macros = document.macros
    if len(tex) > MAX_TEX:
        return tex
    tex = COMMENT.sub(r"\1", tex) if "%" in tex else tex
    try:
        tex = take_definitions(tex, macros)
        is_naming = not macros.naming.isdisjoint(COMMAND.findall(tex))
        return expand_macros(tex, macros, macros.naming) if is_naming else tex
    except TexError:
        return tex  # of which the reader of formulas says why


def marked_place(document: Document, name: str) -> str:
    """The mark for the number of a place."""
    document.formula_places.append(name)
    return f"{FIRST}{len(document.formula_places) - 1}{LAST}"


def _tag(tex: str) -> tuple[str, bool]:
    """The number that an author wrote, and whether there is one, which the formula shows."""
    match = TAG.search(tex)
    return (match[2].strip(), True) if match else ("", False)


def _labels(row: str) -> list[EquationLabel]:
    names = (id_of_place(match[1]) for match in LABELLED.finditer(row))
    return [EquationLabel(name, *_tag(row)) for name in names if name]


def _tagged_rows(document: Document, rows: list[str]) -> tuple[str, list[EquationLabel]]:
    """The TeX in which each row that has a name ends with a mark for its number."""
    shown, labels = [], []
    for row in rows:
        found = _labels(row)
        mark = None
        if found and not found[0].tag:
            mark = len(document.formula_places)
            end = END.search(row)
            place = end.start() if end else len(row)
            number = f" \\tag{{{marked_place(document, found[0].name)}}}"
            row = LABELLED.sub("", row[:place].rstrip()) + number + row[place:]
        labels += [EquationLabel(label.name, label.tag, True, mark) for label in found]
        shown.append(row)
    return "".join(shown), labels


def _with_marks(document: Document, tex: str) -> str:
    """TeX in which `\\ref` and `\\eqref` are words with marks for the numbers."""

    def words(match: re.Match[str]) -> str:
        mark = marked_place(document, id_of_place(match[2]))
        return f"\\text{{({mark})}}" if match[1] else f"\\text{{{mark}}}"

    return REFERRED.sub(words, tex) if "ref" in tex else tex
