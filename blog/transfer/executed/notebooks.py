"""Jupyter notebooks as posts: their cells as Markdown, their own results with it. No Django here.

The header is the first cell if it begins with `---`, else the notebook's metadata. Pictures are
held in the file itself and are given beside the text, by the address that they have in it.

Source: nbformat 4; nbconvert's and Quarto's tags and comments for what is not shown.
"""

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

from blog.transfer.executed.cell_writing import CellOutput, passive_html, write_cell
from blog.transfer.executed.code_cells import (
    CellOptions,
    cell_options,
    document_options,
    read_options,
    split_options,
)
from blog.transfer.pictures.embedded_pictures import PICTURES, EmbeddedPictures, decoded
from blog.transfer.source.front_matter import Malformed, plain_values
from blog.transfer.source.import_values import Value
from blog.transfer.source.yaml_reader import Hostile

MOST_CELLS = 5_000
HIDDEN = {
    "include": {"remove-cell", "remove_cell", "hide-cell", "hide_cell", "hide", "exclude"},
    "echo": {"remove-input", "remove_input", "hide-input", "hide_input"},
    "output": {"remove-output", "remove_output", "hide-output", "hide_output"},
}
"""Tags, and comments on a cell's first line, for what a reader is not to see."""
COMMENT = re.compile(
    r"\s*#\s*+(?:\|\s*+)?(hide(?:[_-](?:input|output|cell))?"
    r"|(?:exports?|default_exp)(?:[ \t]+[\w.]+)?)\s*$"
)
"""A line that says so and nothing else: `# hide the axes` is a comment like others."""
FASTPAGES = re.compile(
    r"#[ \t]+(\S[^\n]*)\n(?:\s*>([^\n]*)\n)?((?:\s*^[ \t]*-[ \t][^\n]*$)+)\Z",
    re.M,
)
FASTPAGES_KEY = re.compile(r"^\s*-[ \t]*(?:toc|categories|author|badges)\s*:", re.M)
ACTIVE_KIND = re.compile(r"text/html|application/(?:javascript|vnd\.)")
ATTACHED = re.compile(r"\battachment:([^\s\"')>]+)")


class NoNotebook(ValueError):
    """JSON that is no notebook, or none at all."""


@dataclass
class Notebook:
    """Markdown with its header, and what of the results cannot be shown."""

    pictures: EmbeddedPictures
    values: dict[str, Value] = field(default_factory=dict)
    header: str = ""
    body: str = ""
    left_out: list[str] = field(default_factory=list)


def read_notebook(text: str, pictures: EmbeddedPictures) -> Notebook:
    """Its pictures are put with ``pictures``. Raises ``NoNotebook``."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NoNotebook("it is no JSON") from error
    cells = whole.get("cells") if isinstance(whole, dict) else None
    if not isinstance(cells, list):
        raise NoNotebook("it is no Jupyter notebook of version 4")
    cells = [cell for cell in cells[:MOST_CELLS] if isinstance(cell, dict)]
    metadata = whole.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    notebook = Notebook(pictures, values=_metadata_values(metadata))
    cells = _take_header(notebook, cells)
    language = _language(metadata)
    document = document_options(read_options(notebook.header) or notebook.values, "")
    parts = [_cell(notebook, cell, language, document) for cell in cells]
    notebook.body = "\n\n".join(part for part in parts if part.strip())
    return notebook


def _metadata_values(metadata: dict[str, Any]) -> dict[str, Value]:
    """What Nikola, Pelican's plugins and people write there."""
    known = [metadata.get(name) for name in ("nikola", "front-matter", "front_matter", "blog")]
    tables = [table for table in known if isinstance(table, dict)]
    names = ("title", "date", "tags", "author", "authors", "description", "slug", "categories")
    tables.append({name: metadata[name] for name in names if metadata.get(name)})
    found: dict[str, Value] = {}
    for table in tables:
        try:
            values = plain_values(table)
        except (Hostile, Malformed):
            continue
        found |= values if isinstance(values, dict) else {}
    if isinstance(found.get("authors"), list):  # JupyterLab's `[{"name": …}]` too
        found["author"] = found.pop("authors")
    return found


def _take_header(notebook: Notebook, cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for number, cell in enumerate(cells[:3]):
        text = _source(cell).strip()
        if not text:
            continue
        found = re.match(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", text, re.S)
        if cell.get("cell_type") in ("raw", "markdown") and found:
            notebook.header = found[1]
            rest = {**cell, "cell_type": "markdown", "source": text[found.end() :]}
            return [rest, *cells[number + 1 :]]
        if cell.get("cell_type") == "markdown" and (quick := _fastpages(text)):
            notebook.header = quick
            return cells[number + 1 :]
        break
    return cells


def _fastpages(text: str) -> str:
    """`# Title`, `> summary`, `- toc: true` in a first cell, as fastpages has it."""
    title = FASTPAGES.match(text)
    if title is None or not FASTPAGES_KEY.search(title[3]):
        return ""
    lines = [f"title: {json.dumps(title[1].strip(), ensure_ascii=False)}"]
    summary = (title[2] or "").strip().removeprefix('"').removesuffix('"').strip()
    if summary:
        lines.append(f"description: {json.dumps(summary, ensure_ascii=False)}")
    lines += [line.strip().lstrip("- ") for line in title[3].split("\n") if ":" in line]
    return "\n".join(lines)


def _language(metadata: dict[str, Any]) -> str:
    for table, name in (("language_info", "name"), ("kernelspec", "language")):
        found = metadata.get(table)
        found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, str) and re.fullmatch(r"[\w+#.-]{1,30}", found):
            return found.lower()
    return "python"


def _source(cell: dict[str, Any]) -> str:
    return _joined(cell.get("source"))


def _joined(value: Any) -> str:
    if isinstance(value, list):
        return "".join(one for one in value if isinstance(one, str))
    return value if isinstance(value, str) else ""


def _cell(
    notebook: Notebook, cell: dict[str, Any], language: str, document: dict[str, Value]
) -> str:
    kind, text = cell.get("cell_type"), _source(cell)
    if kind == "markdown":
        return _markdown(notebook, cell, text)
    if kind != "code":
        return ""
    code, values = split_options(text.split("\n"))
    options = _with_tags(cell_options(document, values), cell, code)
    code = "\n".join(line for line in code.split("\n") if not COMMENT.match(line)).strip("\n")
    outputs = cell.get("outputs")
    outputs = [one for one in outputs if isinstance(one, dict)] if isinstance(outputs, list) else []
    magic = re.match(r"%%(bash|sh|javascript|js|html|latex|R|julia|ruby|perl|sql)\b", code)
    language = magic[1].lower() if magic else language
    return write_cell(code, language, options, _outputs(notebook, outputs))


def _with_tags(options: CellOptions, cell: dict[str, Any], code: str) -> CellOptions:
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    tags = metadata.get("tags")
    said = {one for one in tags if isinstance(one, str)} if isinstance(tags, list) else set()
    first = COMMENT.match(code.partition("\n")[0])
    said |= {first[1]} if first else set()
    jupyter = metadata.get("jupyter")
    jupyter = jupyter if isinstance(jupyter, dict) else {}
    is_folded = jupyter.get("source_hidden") is True or metadata.get("hide_input") is True
    has_output = options.output and jupyter.get("outputs_hidden") is not True
    return replace(
        options,
        include=options.include and not said & HIDDEN["include"],
        echo=options.echo and not said & HIDDEN["echo"] and not is_folded,
        output=has_output and not said & HIDDEN["output"],
    )


def _markdown(notebook: Notebook, cell: dict[str, Any], text: str) -> str:
    attached = cell.get("attachments")
    attached = attached if isinstance(attached, dict) else {}

    def address(match: re.Match[str]) -> str:
        bundle = attached.get(match[1]) or attached.get(match[1].replace("%20", " "))
        for kind, ending in PICTURES.items() if isinstance(bundle, dict) else ():
            if kept := notebook.pictures.keep(decoded(_joined(bundle.get(kind))), ending):
                return kept
        return match[0]

    return notebook.pictures.take_out(ATTACHED.sub(address, text)).strip("\n")


def _outputs(notebook: Notebook, outputs: list[dict[str, Any]]) -> list[CellOutput]:
    found: list[CellOutput] = []
    for output in outputs:
        kind = output.get("output_type")
        if kind == "stream":
            name = "warning" if output.get("name") == "stderr" else "text"
            text = _joined(output.get("text"))
            if found and found[-1].kind == name:
                text = found.pop().value + text
            found.append(CellOutput(name, text))
        elif kind == "error":
            lines = output.get("traceback")
            lines = lines if isinstance(lines, list) else []
            told = "\n".join(one for one in lines if isinstance(one, str))
            found.append(CellOutput("text", told))
        elif kind in ("execute_result", "display_data"):
            data = output.get("data")
            shown = _richest(notebook, data) if isinstance(data, dict) else None
            found += [shown] if shown else []
    return [one for one in found if one.value.strip()]


def _richest(notebook: Notebook, data: dict[str, Any]) -> CellOutput | None:
    """The form of a result that says the most without a program."""
    plain = _joined(data.get("text/plain"))
    if markup := passive_html(_joined(data.get("text/html"))):
        return CellOutput("html", notebook.pictures.take_out(markup))
    for kind, ending in PICTURES.items():
        if address := notebook.pictures.keep(decoded(_joined(data.get(kind))), ending):
            return CellOutput("figure", address)
    if drawing := _joined(data.get("image/svg+xml")):
        address = notebook.pictures.keep(drawing.encode(), "svg")
        return CellOutput("figure", address) if address else None
    if words := _joined(data.get("text/markdown")):
        return CellOutput("markdown", words)
    if formula := _joined(data.get("text/latex")).strip():
        return CellOutput("markdown", _formula(formula))
    if any(ACTIVE_KIND.match(name) for name in data):
        notebook.left_out.append("an interactive result needs its program to be seen: left out")
        return None
    return CellOutput("text", plain)


def _formula(written: str) -> str:
    """A block of its own, as notebooks show it; a table or the like stays as it is written."""
    inner = written
    for mark in ("$$", "$", r"\[", r"\displaystyle"):
        inner = inner.removeprefix(mark).strip()
    for mark in ("$$", "$", r"\]"):
        inner = inner.removesuffix(mark).strip()
    return f"$$\n{inner}\n$$"
