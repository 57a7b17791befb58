from time import process_time

import pytest

from blog.transfer.executed.code_cells import (
    CellOptions,
    cell_options,
    document_options,
    find_cells,
    header_options,
    split_options,
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", {}),
        (" setup, include=FALSE", {"label": "setup", "include": "FALSE"}),
        (", echo = F, fig.cap='a, b'", {"echo": "F", "fig-cap": "a, b"}),
        (' fig.cap=c("One", "Two, too")', {"fig-cap": ["One", "Two, too"]}),
        (" my plot, out.width='50%'", {"label": "my plot", "out-width": "50%"}),
        (" echo=FALSE", {"echo": "FALSE"}),
        (" x, eval=require(a, b)", {"label": "x", "eval": "require(a, b)"}),
        (' my plot fig.cap="One, two", echo=F', {"fig-cap": "One, two", "echo": "F"}),
        (' fig.cap="5\\" tall", echo=F', {"fig-cap": '5\\" tall', "echo": "F"}),
        (' x, fig.cap="no end, echo=F', {"label": "x", "echo": "F"}),
    ],
)
def test_a_chunks_header_says_its_options(written, expected):
    assert header_options(written) == expected


@pytest.mark.parametrize(
    "written",
    ["a " * 50_000 + '"', '"\\' * 50_000, "a" + " " * 100_000 + 'b"', "f(x) " * 20_000 + '"'],
)
def test_a_header_of_any_length_is_read_in_a_moment(written):
    began = process_time()
    header_options(written)
    assert process_time() - began < 1


def test_a_line_of_options_of_any_length_is_read_in_a_moment():
    began = process_time()
    assert split_options([f"/*| label:{' ' * 100_000}a */"]) == ("", {"label": "a"})
    assert process_time() - began < 1


def test_cells_are_what_is_run_and_code_that_is_shown_is_none():
    text = (
        "```r\nshown\n```\n\n````\n```{r}\nquoted\n```\n````\n\n```{r}\n#| echo: false\n"
        '#| fig-cap: "A: b"\n\nrun\n```\n\n```{=html}\n<b>\n```\n\n- x\n\n  ```{python}\n'
        "  #| label: fig-x\n  y\n  ```\n\n```{r}\nunclosed"
    )
    cells = list(find_cells(text))
    assert [(one.engine, one.code, one.indent) for one in cells] == [
        ("r", "run", ""),
        ("python", "y", "  "),
    ]
    assert dict(cells[0].values) == {"echo": "false", "fig-cap": "A: b"}
    assert text[cells[1].start : cells[1].end].startswith("  ```{python}")


@pytest.mark.parametrize("mark", ["#|", "//|", "--|", "%|", "#| ", "%%|"])
def test_options_stand_in_the_languages_comments(mark):
    (cell,) = find_cells(f"```{{x}}\n{mark} echo: false\ncode\n```")
    assert (cell.code, dict(cell.values)) == ("code", {"echo": "false"})


@pytest.mark.parametrize(
    ("values", "field", "expected"),
    [
        ({"echo": "false"}, "echo", False),
        ({"echo": "F"}, "echo", False),
        ({"echo": "fenced"}, "echo", True),
        ({"eval": "FALSE"}, "evaluated", False),
        ({"eval": "some_condition()"}, "evaluated", True),
        ({"include": "no"}, "include", False),
        ({"output": "false"}, "output", False),
        ({"output": "asis"}, "as_is", True),
        ({"results": "hide"}, "text", False),
        ({"fig-show": "hide"}, "figures", False),
        ({"fig-cap": ["a", "b  c"]}, "captions", ("a", "b c")),
        ({"tbl-cap": "T"}, "table_caption", "T"),
    ],
)
def test_options_mean_what_a_reader_sees(values, field, expected):
    assert getattr(cell_options({}, values), field) == expected
    assert getattr(cell_options({}, {}), field) == getattr(CellOptions(), field)


def test_a_documents_options_go_behind_a_cells():
    values = {
        "execute": {"echo": "false", "warning": "false"},
        "knitr": {"opts_chunk": {"eval": "no"}},
    }
    document = document_options(values, "knitr::opts_chunk$set(fig.path = 'figs/', results='hide')")
    options = cell_options(document, {"echo": "true"})
    assert (options.echo, options.warning, options.evaluated) == (True, False, False)
    assert (options.text, document["fig-path"]) == (False, "figs/")
