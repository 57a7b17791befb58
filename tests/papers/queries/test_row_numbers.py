import pytest

from papers.queries.row_numbers import row_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("9" * 18, 10**18 - 1), ("9" * 30, None), ("", None), ("-1", None), ("٣", None)],
)
def test_what_is_no_number_of_a_row_is_none(text, number):
    assert row_number(text) == number
