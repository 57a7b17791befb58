import pytest

from papers.csl.dateparse import Date, parse_date, read_raw


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ({"date-parts": [[2020, 5, 1]]}, Date((2020, 5, 1))),
        ({"date-parts": [["2020", "5"]]}, Date((2020, 5, 0))),
        ({"date-parts": [[2020], [2021]]}, Date((2020, 0, 0), (2021, 0, 0))),
        ({"date-parts": [[2020]], "season": "2"}, Date((2020, 14, 0))),
        ({"date-parts": [[2020, 22]]}, Date((2020, 14, 0))),
        ({"date-parts": [[2020]], "circa": 1}, Date((2020, 0, 0), None, True)),
        ({"date-parts": [[1987], [0]]}, Date((1987, 0, 0), is_open=True)),
        ({"literal": "in press"}, Date(literal="in press")),
        ({"date-parts": [[]]}, None),
        ({}, None),
        (None, None),
        ([], None),
        ("", None),
    ],
)
def test_csl_json_dates(value, date):
    assert parse_date(value) == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2004-10-01/2004-10-14", Date((2004, 10, 1), (2004, 10, 14))),
        ("June 4, 1999", Date((1999, 6, 4))),
        ("4 Jun 1999", Date((1999, 6, 4))),
        ("Spring 1999", Date((1999, 13, 0))),
        ("ca. 1850", Date((1850, 0, 0), None, True)),
        ("44 BC", Date(literal="44 BC")),
        ("Bogus Date", Date(literal="Bogus Date")),
    ],
)
def test_raw_dates(text, date):
    assert read_raw(text) == date
