import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.formats.written_dates import read_date, right_date, write_edtf


def parts(*points, **more):
    return {"date-parts": [list(point) for point in points]} | more


@pytest.mark.parametrize(
    ("date", "found"),
    [
        ("2019-05-03", parts((2019, 5, 3))),
        ("2019-05/2020", parts((2019, 5), (2020,))),
        ("1996-12-10/1996-12-12", parts((1996, 12, 10), (1996, 12, 12))),
        ("0", {"literal": "0"}),
        ("1034/", parts((1034,), (0,))),
        ("1565/..", parts((1565,), (0,))),
        ("1034~", parts((1034,), circa=True)),
        ("1998/99", parts((1998,), (1999,))),
        ("1998--99", parts((1998,), (1999,))),
        ("2010-21", parts((2010,), season=1)),
        ("44 BC", parts((-44,))),
        ("427 B.C.E.", parts((-427,))),
        ("1487/1488~", parts((1487,), (1488,), circa=True)),
        ("-0379-02", parts((-380, 2))),
        ("2003-21", parts((2003,), season=1)),
        ("199X", parts((1990,), (1999,))),
        ("19XX", parts((1900,), (1999,))),
        ("1999-XX-XX", parts((1999,))),
        ("Y17000002", parts((17000002,))),
        ("2001-01-03T17:07:34+05:00", parts((2001, 1, 3))),
        ("1996-13-03", parts((1996,))),
        ("1996-02-30", parts((1996, 2))),
        ("१९८७-०१-१५", parts((1987, 1, 15))),
        ("2003/05/01", parts((2003, 5, 1))),
        ("5 May 2003", parts((2003, 5, 5))),
        ("1995--1996", parts((1995,), (1996,))),
        ("c. 1850", parts((1850,), circa=True)),
        ("1985a", parts((1985,))),
        ("in press", {"literal": "in press"}),
        ("../1565", {"date-parts": [[1565]]}),
        ("", {}),
    ],
)
def test_dates_of_all_kinds(date, found):
    assert read_date(date) == found


@pytest.mark.parametrize(
    ("year", "month", "day", "found"),
    [
        ("2020", "feb~1", "", parts((2020, 2, 1))),
        ("2020", "1 February", "", parts((2020, 2, 1))),
        ("2020", "Spring", "", parts((2020,), season=1)),
        ("2020", "12", "", parts((2020, 12))),
        ("2012", "5", "14", parts((2012, 5, 14))),
        ("2020", "99", "", parts((2020,))),
        ("in press", "may", "", {"literal": "in press"}),
    ],
)
def test_years_with_months(year, month, day, found):
    assert read_date("", year, month, day) == found


POINT = st.dates().map(lambda day: [day.year, day.month, day.day]) | st.tuples(
    st.integers(-3000, 99999), st.integers(1, 12)
).map(list) | st.integers(-3000, 99999).map(lambda year: [year])  # fmt: skip


@given(st.lists(POINT, min_size=1, max_size=2, unique_by=tuple), st.booleans())
def test_dates_come_back_from_edtf(points, is_circa):
    date = parts(*points) | ({"circa": True} if is_circa else {})
    if points[0][0] == 0 or points[-1][0] == 0:
        return
    assert read_date(write_edtf(date)) == date
    assert right_date(date) == date


@given(st.text(max_size=30))
def test_any_text_is_a_date_a_literal_or_nothing(text):
    found = read_date(text)
    assert set(found) <= {"date-parts", "season", "circa", "literal"}
    assert right_date(found) == (found or None)


@pytest.mark.parametrize(
    ("value", "right"),
    [
        ({"date-parts": [["2019", "05", None]]}, parts((2019, 5))),
        ({"date-parts": [2019, 5]}, parts((2019, 5))),
        ({"raw": "2019-05"}, parts((2019, 5))),
        ({"date-parts": [[]]}, None),
        ({"date-parts": [["x"]], "literal": "soon"}, {"literal": "soon"}),
        (2019, parts((2019,))),
        (None, None),
        ({"date-parts": "x"}, None),
        ({"date-parts": [[10**400]]}, None),
    ],
)
def test_csl_dates_in_one_form(value, right):
    assert right_date(value) == right


@pytest.mark.parametrize(
    ("month", "wanted"),
    [
        ("July 21-27", [[2018, 7, 21], [2018, 7, 27]]),
        ("21--27 July", [[2018, 7, 21], [2018, 7, 27]]),
        ("Jul/Aug", [[2018, 7], [2018, 8]]),
        ("1--3", [[2018, 1], [2018, 3]]),
        ("January to March", [[2018, 1], [2018, 3]]),
        ("Jun. 30 -- Jul. 2", [[2018, 6, 30], [2018, 7, 2]]),
        ("jul~21--27", [[2018, 7, 21], [2018, 7, 27]]),
        ("July 27-21", [[2018, 7, 27]]),
        ("July--August", [[2018, 7], [2018, 8]]),
    ],
)
def test_days_of_a_month_are_a_range(month, wanted):
    assert read_date("", "2018", month)["date-parts"] == wanted
