"""kramdown's own test pairs: our HTML says the same, apart from classes and white space."""

from pathlib import Path

import pytest

from tests.blog.markup.kramdown_pairs import matches

FOLDER = Path(__file__).parents[2] / "data/markup/kramdown"
PAIRS = sorted(FOLDER.rglob("*.text"))
DIFFERENT = {
    "block/08_list/list_and_others": "a rule or a list ends a paragraph, as Jekyll's GFM reads it",
    "block/09_html/content_model/tables": "`#` in a cell of an HTML table is text",
    "block/09_html/html_to_native/emphasis": "`<b>` and `<i>` stay what they are",
    "block/09_html/html_to_native/header": "headings in HTML get no id, as without html_to_native",
    "block/16_toc/toc_with_footnotes": "a footnote's number is no part of a heading's id",
    "span/abbreviations/abbrev_in_html": "SVG in a text is left out",
    "span/extension/options": "parse_span_html is not obeyed: spans in HTML are read",
    "span/math/no_engine": "mathematics is always MathML",
}


def name_of(path: Path) -> str:
    return str(path.relative_to(FOLDER).with_suffix(""))


@pytest.mark.parametrize("path", PAIRS, ids=name_of)
def test_pair(path: Path) -> None:
    assert matches(path) == (name_of(path) not in DIFFERENT)


def test_there_are_pairs() -> None:
    assert len(PAIRS) >= 30
    assert DIFFERENT.keys() <= {name_of(path) for path in PAIRS}
