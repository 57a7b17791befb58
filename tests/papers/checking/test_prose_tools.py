import pytest

from papers.checking.prose_tools import bundled_tool_years, parse_tool_years


def test_lines_are_names_and_years():
    assert parse_tool_years("# ours\nPyTorch Lightning 2019\n\nDuckDB: 2019\nZig,2016\n") == {
        "PyTorch Lightning": 2019,
        "DuckDB": 2019,
        "Zig": 2016,
    }


@pytest.mark.parametrize("line", ["PyTorch", "2016", "PyTorch 16", "PyTorch 2016 or so"])
def test_another_line_is_told_with_its_number(line):
    with pytest.raises(ValueError, match="Line 2"):
        parse_tool_years(f"Keras 2015\n{line}\n")


def test_the_bundled_ones_are_read():
    assert bundled_tool_years()["PyTorch"] == 2016
