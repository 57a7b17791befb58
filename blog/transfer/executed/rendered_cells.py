"""The results of cells in a page that Quarto or R Markdown made: `_site/…/index.html`. No Django
here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from blog.transfer.executed.cell_writing import CellOutput, passive_html
from blog.transfer.executed.code_cells import CellOptions
from blog.transfer.rewriting.html_as_markdown import without_sections

CELLS = frozenset({"cell", "layout-chunk"})
CODE = frozenset({"sourceCode", "cell-code", "r", "python", "julia"})


@dataclass
class RenderedCell:
    """The pieces of code that a page shows of a cell, and its results in their order."""

    codes: list[str] = field(default_factory=list)
    outputs: list[CellOutput] = field(default_factory=list)


class CellReader(HTMLParser):
    """Collects the cells of a page; one inside of another belongs to it."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.starts = [0]
        for line in page.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.cells: list[RenderedCell] = []
        self.depth = 0  # of divisions inside of the open cell; 0: none is open
        self.code_depth = 0
        self.tables = 0
        self.table_at = 0
        self.written: list[str] | None = None
        self.is_code = False

    def place(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = set(given.get("class", "").split())
        if not self.depth:
            if tag == "div" and classes & CELLS:
                self.cells.append(RenderedCell())
                self.depth = 1
            return
        if tag == "div":
            self.depth += 1
            if classes & CODE and not self.code_depth:
                self.code_depth = self.depth
        elif tag == "pre" and self.written is None:
            self.is_code = bool(self.code_depth or classes & CODE)
            self.written = []
        elif tag == "table":
            self.table_at = self.place() if not self.tables else self.table_at
            self.tables += 1
        elif tag == "img" and not self.tables and given.get("src"):
            found = CellOutput("figure", given["src"], given.get("alt", ""))
            self.cells[-1].outputs.append(found)

    def handle_endtag(self, tag: str) -> None:
        if not self.depth:
            return
        if tag == "div":
            self.code_depth = 0 if self.code_depth == self.depth else self.code_depth
            self.depth -= 1
        elif tag == "pre" and self.written is not None:
            text, self.written = "".join(self.written), None
            if self.is_code:
                self.cells[-1].codes.append(text)
            else:
                self.cells[-1].outputs.append(CellOutput("text", text))
        elif tag == "table" and self.tables:
            self.tables -= 1
            if not self.tables:
                markup = self.page[self.table_at : self.place()] + "</table>"
                self.cells[-1].outputs.append(CellOutput("html", passive_html(markup)))

    def handle_data(self, data: str) -> None:
        if self.written is not None:
            self.written.append(data)


def rendered_cells(page: str) -> list[RenderedCell]:
    reader = CellReader(page)
    reader.feed(without_sections(page))
    return reader.cells


def matched(
    codes: Sequence[str], options: Sequence[CellOptions], rendered: Sequence[RenderedCell]
) -> Iterator[list[CellOutput]]:
    """For each cell of a source the results that a page shows of it: by its code where the page
    shows that, else by the order among those whose code is not to be seen."""
    plain = [_plain(code) for code in codes]
    found: dict[int, list[CellOutput]] = {}
    at = 0
    for cell in rendered:
        first = _plain(cell.codes[0]) if cell.codes else ""
        rest = range(at, len(plain))
        if first:
            shown = (number for number in rest if options[number].include and options[number].echo)
            number = next((number for number in shown if first in plain[number]), None)
        else:
            number = next((number for number in rest if _may_hide(options[number])), None)
        if number is not None:
            found[number] = cell.outputs
            at = number + 1
    for number in range(len(plain)):
        yield found.get(number, [])


def _may_hide(options: CellOptions) -> bool:
    return options.has_results and not options.echo


def _plain(code: str) -> str:
    return "".join(code.split())
