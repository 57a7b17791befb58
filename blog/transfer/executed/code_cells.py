"""The cells of code of Quarto, R Markdown and notebooks: where they stand, and what their options
ask for. No Django here.

Source: Quarto, "Execution options" and "Code cells"; knitr, "Chunk options".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from blog.transfer.source.import_values import Value
from blog.transfer.source.yaml_reader import Hostile, Malformed, read_yaml

OPENING = re.compile(
    r"^(?P<indent>[ \t>]*)(?P<fence>`{3,}|~{3,})[ \t]*\{(?P<engine>[a-zA-Z][\w+-]*)"
    r"(?P<options>(?:[ \t,][^\n`]*)?)\}[ \t]*$",
    re.M,
)
ANY_FENCE = re.compile(r"^[ \t>]*(`{3,}(?=[^`\n]*$)|~{3,})", re.M)
OPTION_LINE = re.compile(r"[ \t]*(?:#|//|--|%%?|/\*)[ \t]?\|[ \t]?(.*)")
SETTING = re.compile(r"opts_chunk\$set\(((?:[^()]|\([^()]*\))*)\)")
ITEM = re.compile(
    r"""(?:(?<![^,"'])\s*+)?(?:(?<![\w.-])(?P<name>[\w.-]++)\s*+=\s*+)?"""
    r"""(?P<value>(?<!\\)"(?:[^"\\]|\\.)*+"|(?<!\\)'(?:[^'\\]|\\.)*+'"""
    r"""|(?<![\w.:])[\w.:]*+\((?:[^()]|\([^()]*+\))*+\))\s*+(?:,|$)"""
    r"""|(?<![^,"'])(?:\s*+(?P<bare_name>[\w.-]++)\s*+=)?(?P<bare>[^,"']++)(?:,|$)""",
    re.S,
)
"""An item may begin where a comma or a quote was, or else with its name or a word that opens a
bracket: where none can be read, each word is looked at once."""
QUOTED = re.compile(r""""((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'""")
NO = frozenset({"false", "f", "no", "off", "hide", "none", "0"})
NO_CODE = frozenset({"=", "bibliography", "verbatim", "embed", "comment"})


@dataclass(frozen=True)
class CellOptions:
    """What a reader sees of a cell. ``output`` is False where nothing of the results is shown,
    ``text`` where no printed ones are, ``figures`` where no figures are; ``captions`` and
    ``alts`` are for its figures one after the other."""

    include: bool = True
    echo: bool = True
    evaluated: bool = True
    output: bool = True
    text: bool = True
    figures: bool = True
    warning: bool = True
    as_is: bool = False
    label: str = ""
    captions: tuple[str, ...] = ()
    alts: tuple[str, ...] = ()
    table_caption: str = ""

    @property
    def has_results(self) -> bool:
        return self.include and self.evaluated and self.output


@dataclass(frozen=True)
class Cell:
    """A cell from ``start`` to ``end`` of a text; ``code`` is without the lines of its options."""

    start: int
    end: int
    indent: str
    engine: str
    code: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class FencedBlock:
    """A fenced block of a text: where it begins, its inside, and where it ends."""

    start: int
    inner: int
    inner_end: int
    end: int


def fenced_blocks(text: str) -> Iterator[FencedBlock]:
    """The blocks that are closed; a fence inside of another is its text."""
    position = 0
    while fence := ANY_FENCE.search(text, position):
        mark = fence[1]
        closing = re.compile(rf"^[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$", re.M)
        line_end = text.find("\n", fence.end())
        found = closing.search(text, line_end) if line_end >= 0 else None
        if found is None:
            return
        yield FencedBlock(fence.start(), line_end + 1, found.start(), found.end())
        position = found.end()


def find_cells(text: str) -> Iterator[Cell]:
    """The cells of a text, in their order; code that is only shown (```` ```r ````) is none."""
    for block in fenced_blocks(text):
        opening = OPENING.match(text, block.start)
        if opening is None or opening["engine"].lower() in NO_CODE:
            continue
        lines = text[block.inner : max(block.inner, block.inner_end - 1)].split("\n")
        indent = opening["indent"]
        lines = [line.removeprefix(indent) for line in lines]
        values = header_options(opening["options"])
        code, said = split_options(lines)
        yield Cell(block.start, block.end, indent, opening["engine"], code, {**values, **said})


def split_options(lines: list[str]) -> tuple[str, dict[str, Value]]:
    """A cell's code without its lines of options (`#| echo: false`), and what they say."""
    written = []
    for line in lines:
        found = OPTION_LINE.match(line)
        if found is None:
            break
        written.append(found[1].rstrip(" \t").removesuffix("*/"))
    return "\n".join(lines[len(written) :]).strip("\n"), read_options("\n".join(written))


def read_options(written: str) -> dict[str, Value]:
    """YAML, or as in a chunk's header; what is neither says nothing."""
    if not written.strip():
        return {}
    try:
        values, _lines, _notes = read_yaml(written)
    except (Hostile, Malformed):
        values = None
    if isinstance(values, dict):
        return {option_name(name): value for name, value in values.items()}
    return header_options(", ".join(written.split("\n")))


def header_options(written: str) -> dict[str, Value]:
    """`label, echo=FALSE, fig.cap="One, two"`"""
    values: dict[str, Value] = {}
    for number, item in enumerate(ITEM.finditer(written.strip(" \t,"))):
        name, value = item["name"] or item["bare_name"], (item["value"] or item["bare"]).strip()
        if name is None:
            if number == 0 and value and not value.startswith((".", "#")):
                values["label"] = value
            elif value.startswith("#"):
                values["label"] = value[1:]
            continue
        quoted = [one[1] if one[1] is not None else one[2] for one in QUOTED.finditer(value)]
        is_list = value.startswith("c(")
        values[option_name(name)] = list(quoted) if is_list else quoted[0] if quoted else value
    return values


def option_name(name: str) -> str:
    """`fig-cap` for `fig.cap`."""
    return name.strip().lower().replace(".", "-").replace("_", "-")


def document_options(values: Mapping[str, Value], text: str) -> dict[str, Value]:
    """What the whole document says of its cells: `execute:`, `knitr:`, and knitr's
    `opts_chunk$set(…)`."""
    found: dict[str, Value] = {}
    for table in (_below(values, "knitr", "opts_chunk"), _below(values, "execute")):
        found |= {option_name(name): value for name, value in table.items()}
    for setting in SETTING.finditer(text) if "opts_chunk" in text else ():
        found |= {k: v for k, v in header_options(setting[1]).items() if k != "label"}
    return found


def _below(values: Mapping[str, Value], *names: str) -> dict[str, Value]:
    for name in names:
        inner = values.get(name)
        values = inner if isinstance(inner, dict) else {}
    return dict(values)


def cell_options(document: Mapping[str, Value], cell: Mapping[str, Value]) -> CellOptions:
    """A cell's options over its document's."""
    values = {**document, **cell}
    output, results = _said(values, "output"), _said(values, "results")
    return CellOptions(
        include=_is(values, "include"),
        echo=_is(values, "echo"),
        evaluated=_is(values, "eval"),
        output=output not in NO,
        text=results not in NO,
        figures=_said(values, "fig-show") not in NO and _said(values, "renderings") not in NO,
        warning=_is(values, "warning"),
        as_is="asis" in (output, results),
        label=_said(values, "label", fold=False) or _said(values, "id", fold=False),
        captions=_texts(values.get("fig-cap")),
        alts=_texts(values.get("fig-alt")),
        table_caption=next(iter(_texts(values.get("tbl-cap") or values.get("tab-cap"))), ""),
    )


def _said(values: Mapping[str, Value], name: str, *, fold: bool = True) -> str:
    value = values.get(name)
    text = value.strip() if isinstance(value, str) else ""
    return text.lower() if fold else text


def _is(values: Mapping[str, Value], name: str) -> bool:
    """True unless it says no: R code that decides it is not run."""
    return _said(values, name) not in NO


def _texts(value: Value) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(" ".join(one.split()) if isinstance(one, str) else "" for one in value)
    return (" ".join(value.split()),) if isinstance(value, str) and value.strip() else ()
