"""The results of the code of Quarto's and R Markdown's posts, which are kept beside them: what
Quarto froze, what knitr wrote, the pages of the site, figures in folders. No code is run. No Django
here.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import md5, sha256
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from blog.markup.document.text_policy import POST
from blog.text.size_limits import MAX_RESULT
from blog.transfer.executed.cell_writing import CellOutput, passive_html, raw_html, write_cell
from blog.transfer.executed.code_cells import (
    Cell,
    CellOptions,
    FencedBlock,
    cell_options,
    document_options,
    fenced_blocks,
    find_cells,
)
from blog.transfer.executed.rendered_cells import matched, rendered_cells
from blog.transfer.pictures.embedded_pictures import EmbeddedPictures
from blog.transfer.rewriting.code_ranges import replace_spans
from blog.transfer.source.encoding import decode
from blog.transfer.source.import_values import Found, Value
from blog.transfer.source.looked_files import note_look
from blog.transfer.source.site_files import NotRead, is_inside, read_capped

EXECUTED = frozenset({".qmd", ".rmd", ".rmarkdown"})
OUTPUT_FOLDERS = ("_site", "docs", "public", "_book", ".")
FIGURES = (".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp")
FIGURE_FOLDERS = ("figure", "figures", "figs", "fig", "assets/figure", "assets/figures")
RAW_FORMAT = re.compile(r"[ \t>]*[`~]{3,}[ \t]*\{=(\w+)\}[ \t]*$", re.M)
HEADER = re.compile(r"\A\s*---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
INLINE_CODE = re.compile(r"`r\s|`\{")
KNITTED = (".knit.md", ".utf8.md", ".md", ".markdown")
DIAGRAMS = frozenset({"mermaid", "dot"})
BROWSERS = DIAGRAMS | {"ojs"}
"""Cells that are not run before a reader's browser has them, so that no result is kept."""
TOO_LONG = "with the results of its code it is longer than a post may be: only their figures came"
NO_RESULTS = "the results of its code are not beside the post: _freeze, _site or _files has them"
SAME_TEXT = 0.8
"""The share of a text's paragraphs that stand in what was made of it."""


@dataclass(frozen=True)
class Results:
    """A text with its results; ``digest`` tells whether they are others the next time."""

    body: str
    digest: str = ""
    remarks: tuple[str, ...] = ()


def with_results(
    found: Found, values: Mapping[str, Value], body: str, source: bytes, pictures: EmbeddedPictures
) -> Results:
    """A post's text with what its code gave, as its cells' options ask for, and without those
    options; ``source`` are the bytes of its file."""
    if found.file.suffix.lower() not in EXECUTED:
        return Results(body)
    document = document_options(values, body)
    whole = pictures.take_out(_frozen(found, body, source) or _knitted(found, body))
    if whole and len(whole) <= POST.max_characters:
        cells = list(find_cells(whole))
        options = [_cell_options(document, cell) for cell in cells]
        written = raw_blocks(_with_cells(whole, cells, options, [[] for _ in cells]))
        told = lost_results(whole, cells, options)
        return Results(written, sha256(written.encode()).hexdigest(), told)
    cells = list(find_cells(body))
    if not cells:
        return Results(raw_blocks(body))
    options = [_cell_options(document, cell) for cell in cells]
    results = _from_page(found, cells, options) or _from_figures(found, document, cells)
    results = [[_taken(one, pictures) for one in some] for some in results]
    written = raw_blocks(_with_cells(body, cells, options, results))
    ran = [one for one, cell in zip(options, cells, strict=True) if cell.engine not in BROWSERS]
    is_missing = any(one.has_results for one in ran) and not any(results)
    told = (*(TOO_LONG,) * bool(whole), *(NO_RESULTS,) * (is_missing and not whole))
    told += lost_results(body, cells, options)
    return Results(written, sha256(written.encode()).hexdigest(), told)


def _cell_options(document: Mapping[str, Value], cell: Cell) -> CellOptions:
    """A cell's options; a diagram of which there is only the source is shown as that."""
    options = cell_options(document, cell.values)
    return replace(options, echo=True) if cell.engine in DIAGRAMS else options


def _with_cells(
    text: str,
    cells: Sequence[Cell],
    options: Sequence[CellOptions],
    results: Sequence[Sequence[CellOutput]],
) -> str:
    """A text in which each cell is what readers see of it."""
    spans = []
    for cell, option, outputs in zip(cells, options, results, strict=True):
        written = write_cell(cell.code, cell.engine.lower(), option, outputs)
        indented = written.replace("\n", f"\n{cell.indent}")
        spans.append((cell.start, cell.end, f"{cell.indent}{indented}" if written else ""))
    return replace_spans(text, spans)


def _taken(output: CellOutput, pictures: EmbeddedPictures) -> CellOutput:
    return CellOutput(output.kind, pictures.take_out(output.value), output.words)


def read_result(found: Found, file: Path) -> str:
    """The text of a file with results; '' for none, and for one outside of the site."""
    note_look(file)
    if not is_inside(file, found.site.root):
        return ""
    try:
        return decode(read_capped(file, MAX_RESULT))[0]
    except NotRead:
        return ""


def _inner(found: Found) -> Path | None:
    """The post's path below its site's root, without the ending."""
    root = found.site.root
    file = found.file
    return file.relative_to(root).with_suffix("") if file.is_relative_to(root) else None


def _frozen(found: Found, body: str, source: bytes) -> str:
    """What Quarto froze of this very text (``_freeze/…/execute-results/html.json``)."""
    inner = _inner(found)
    for folder in ("_freeze", ".quarto/_freeze") if inner else ():
        place = found.site.root / folder / inner
        text = read_result(found, place / "execute-results" / "html.json")
        try:
            read = json.loads(text) if text else {}
        except (ValueError, RecursionError):
            continue
        read = read if isinstance(read, dict) else {}
        result = read.get("result")
        markdown = result.get("markdown") if isinstance(result, dict) else None
        if not isinstance(markdown, str):
            continue
        frozen = HEADER.sub("", markdown, count=1)
        if read.get("hash") not in _digests(source) and not is_made_of(body, frozen):
            continue
        shown = quote(f"/{folder}/{inner.as_posix()}")
        return frozen.replace(f"{inner.name}_files/", f"{shown}/")
    return ""


def _digests(source: bytes) -> set[str]:
    lines = source.replace(b"\r\n", b"\n")
    return {md5(one, usedforsecurity=False).hexdigest() for one in (source, lines)}


def _knitted(found: Found, body: str) -> str:
    """The Markdown that knitr wrote of this text, beside it."""
    for ending in KNITTED if found.file.suffix.lower() != ".qmd" else KNITTED[:1]:
        text = read_result(found, found.file.with_suffix(ending))
        made = HEADER.sub("", text, count=1)
        is_whole = all(cell.engine in BROWSERS for cell in find_cells(made))
        if made.strip() and is_made_of(body, made) and is_whole:
            return made
    return ""


def is_made_of(source: str, made: str) -> bool:
    """Whether the paragraphs of a text stand in what was made of it."""
    bare = replace_spans(source, [(cell.start, cell.end, "") for cell in find_cells(source)])
    paragraphs = ["".join(one.split()) for one in re.split(r"\n\s*\n", HEADER.sub("", bare))]
    wanted = [one for one in paragraphs if len(one) > 40 and not INLINE_CODE.search(one)]
    there = "".join(made.split())
    return bool(wanted) and sum(one in there for one in wanted) >= SAME_TEXT * len(wanted)


def _from_page(
    found: Found, cells: Sequence[Cell], options: Sequence[CellOptions]
) -> list[list[CellOutput]]:
    """Out of the page of the post in the site's own output, or beside it."""
    inner = _inner(found)
    for folder in OUTPUT_FOLDERS if inner else ():
        file = (found.site.root / folder / inner).with_suffix(".html")
        page = read_result(found, file)
        rendered = rendered_cells(page) if "<div" in page else []
        results = list(matched([cell.code for cell in cells], options, rendered))
        if any(results):
            base = file.parent.relative_to(found.site.root).as_posix()
            return [[_placed(one, base) for one in some] for some in results]
    return []


def _placed(output: CellOutput, base: str) -> CellOutput:
    """A figure with its address from the site's root."""
    value = output.value
    if output.kind != "figure" or value.startswith(("data:", "/")) or "://" in value:
        return output
    path = unquote(urlsplit(value).path).removeprefix("./")
    return CellOutput("figure", quote(f"/{base}/{path}".replace("/./", "/")), output.words)


def _from_figures(
    found: Found, document: Mapping[str, Value], cells: Sequence[Cell]
) -> list[list[CellOutput]]:
    """The files that are named after their cells."""
    files = _figure_files(found, document)
    results = []
    unnamed = 0
    for number, cell in enumerate(cells):
        label = cell.values.get("label")
        unnamed += not label
        named = label if isinstance(label, str) and label else f"unnamed-chunk-{unnamed}"
        names = [re.sub(r"[^\w-]", "-", named), f"cell-{number + 2}"]
        own = [file for name in names for file in files.get(name, [])]
        results.append([CellOutput("figure", file) for file in own])
    return results


def _figure_files(found: Found, document: Mapping[str, Value]) -> dict[str, list[str]]:
    """The addresses of figures from the site's root, by the cell that they are named after."""
    root, file = found.site.root, found.file
    inner = _inner(found)
    if inner is None:
        return {}
    stem = file.stem
    below = Path(*inner.parts[1:]).parent if inner.parts[:1] == ("content",) else inner.parent
    folders = [file.parent / f"{stem}_files", root / "static" / below / f"{stem}_files"]
    folders += [file.parent / name for name in FIGURE_FOLDERS]
    folders += [root / name / more / stem for name in FIGURE_FOLDERS for more in ("", "source")]
    prefix = document.get("fig-path")
    if isinstance(prefix, str) and prefix:
        bare = prefix.lstrip("/")
        folders += [(base / f"{bare}x").parent for base in (file.parent, root)]
    files: dict[str, list[str]] = {}
    for folder in dict.fromkeys(folders):
        for one in _pictures_below(root, folder):
            name = one.stem.removeprefix(Path(f"{prefix}x").name[:-1] if prefix else "")
            cell = re.fullmatch(r"(.+?)(?:-output)?-(\d+)", name)
            if cell:
                address = quote(f"/{one.relative_to(root).as_posix()}")
                files.setdefault(cell[1], []).append(address)
        if files:
            break
    return files


def _pictures_below(root: Path, folder: Path) -> list[Path]:
    """In the order of their numbers; of one figure in several formats the first."""
    note_look(folder)
    try:
        if not folder.is_dir() or not is_inside(folder, root):
            return []
        inner = [one for one in folder.iterdir() if one.is_dir() and one.name.startswith("figure")]
        for one in inner:
            note_look(one)
        found = [one for place in (folder, *inner) for one in place.iterdir()]
    except OSError:
        return []
    kept: dict[tuple[str, int], Path] = {}
    for one in sorted(found, key=lambda file: file.name):
        number = re.search(r"(\d+)\Z", one.stem)
        if one.suffix.lower() in FIGURES and number:
            kept.setdefault((one.stem[: number.start()], int(number[1])), one)
    return [kept[name] for name in sorted(kept)]


def lost_results(
    text: str, cells: Sequence[Cell], options: Sequence[CellOptions]
) -> tuple[str, ...]:
    """What is to be told of results that need a program to be seen."""
    insides = (text[one.inner : one.inner_end] for one, name in _raw(text) if name == "html")
    lost = sum("<script" in inside and not passive_html(inside) for inside in insides)
    shown = [cell for cell, one in zip(cells, options, strict=True) if one.has_results]
    lost += sum(cell.engine in BROWSERS - DIAGRAMS for cell in shown)
    drawn = sum(cell.engine in DIAGRAMS for cell in shown)
    told = (f"{lost} of the results need their programs to be seen: left out",) * bool(lost)
    return told + (f"{drawn} of the diagrams are shown as their source",) * bool(drawn)


def raw_blocks(text: str) -> str:
    """Pandoc's blocks of another format: HTML is HTML, all others are for other papers than this
    (Pandoc's manual, "Extension: raw_attribute")."""
    spans = []
    for one, name in _raw(text):
        markup = passive_html(text[one.inner : one.inner_end]) if name == "html" else ""
        spans.append((one.start, one.end, raw_html(markup) if markup else ""))
    return replace_spans(text, spans)


def _raw(text: str) -> Iterator[tuple[FencedBlock, str]]:
    """Each such block, and `html` where it is that (also as `html5`)."""
    for block in fenced_blocks(text) if "{=" in text else ():
        if found := RAW_FORMAT.match(text, block.start):
            yield block, "html" if found[1].lower().startswith("html") else found[1]
