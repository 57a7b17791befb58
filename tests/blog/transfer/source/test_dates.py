from datetime import UTC, date
from zoneinfo import ZoneInfo

import pytest

from blog.transfer.source.dates import read_date, read_zone, start_of

BERLIN = ZoneInfo("Europe/Berlin")
DAY = "2018-10-22T00:00:00+00:00"
TEN = "2018-10-22T10:20:00+00:00"


def at(text: str, **options: object) -> str | None:
    found = read_date(text, UTC, **options)  # type: ignore[arg-type]
    return found.at.isoformat() if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-10-22", DAY),
        ("2018/10/22", DAY),
        ("2018.10.22", DAY),
        ("20181022", DAY),
        ("2018-10-22 10:20", TEN),
        ("2018-10-22 10:20:00", TEN),
        ("2018-10-22T10:20:00", TEN),
        ("2018-10-22T10:20:00Z", TEN),
        ("2018-10-22T10:20:00.063Z", "2018-10-22T10:20:00.063000+00:00"),
        ("2018-10-22T10:20:00.1234567+02:00", "2018-10-22T08:20:00.123456+00:00"),
        ("2018-10-22 10:20:00 +0200", "2018-10-22T08:20:00+00:00"),
        ("2018-10-22 10:20:00 +02:00", "2018-10-22T08:20:00+00:00"),
        ("2018-10-22 10:20:00 -0400 (EDT)", "2018-10-22T14:20:00+00:00"),
        ("2018-10-22 10:20:00 UTC", TEN),
        ("2018-10-22 10:20 PST", "2018-10-22T18:20:00+00:00"),
        ("2018-10-22 10:20 America/New_York", "2018-10-22T14:20:00+00:00"),
        ("2018-10-22 GMT+9", "2018-10-21T15:00:00+00:00"),
        ("20181022T102000Z", TEN),
        ("20181022102000", TEN),
        ("2018-10-22 10:20 PM", "2018-10-22T22:20:00+00:00"),
        ("October 22, 2018 at 12:05 a.m.", "2018-10-22T00:05:00+00:00"),
        ("2018-1-2", "2018-01-02T00:00:00+00:00"),
        ("October 22, 2018", DAY),
        ("Oct. 22nd 2018", DAY),
        ("Monday, October 22, 2018", DAY),
        ("22 October 2018", DAY),
        ("22-Oct-2018", DAY),
        ("22nd of Oct, 2018 10:20", TEN),
        ("2018 Oct 22", DAY),
        ("Mon, 22 Oct 2018 10:20:00 +0000", TEN),
        ("Mon Oct 22 10:20:00 2018", TEN),
        ("Mon Oct 22 10:20:00 KST 2018", "2018-10-22T01:20:00+00:00"),
        ("2018年10月22日", DAY),
        ("2018년 10월 22일 10:20", TEN),
        ("1540203600", TEN),
        ("1540203600000", TEN),
        ("2018-10-22 24:00:00", "2018-10-23T00:00:00+00:00"),
        ("2018-10", "2018-10-01T00:00:00+00:00"),
        ("October 2018", "2018-10-01T00:00:00+00:00"),
    ],
)
def test_read_date_reads_the_shapes(text: str, expected: str) -> None:
    assert at(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "last-modified", "`r Sys.Date()`", "{{ now }}", "2018-02-30", "2018-13-01"),
        *("2018-10-22 25:00", "0000-01-01", "9" * 500, "20181", "22", "true", "2018-10-221"),
        *("0001-01-01 00:00 +1200", "9999-12-31 23:00 -1200", "3-4-2019", "13/13/2019"),
    ],
)
def test_read_date_does_not_guess(text: str) -> None:
    assert at(text) is None


def test_read_date_takes_month_first_only_where_that_is_certain() -> None:
    april, march = "2019-04-03T00:00:00+00:00", "2019-03-04T00:00:00+00:00"
    assert at("3-4-2019", order="dmy") == april
    assert at("3-4-2019", order="mdy") == march
    assert at("03-04-2019", known=(None, date(2019, 3, 4))) == march
    assert at("10-22-2018") == DAY and at("22.10.2018") == DAY
    remarked = read_date("10-22-2018", UTC)
    assert remarked and remarked.remarks == ("“10-22-2018” was read as 2018-10-22",)


def test_read_date_takes_the_day_of_a_month_from_the_file_name() -> None:
    assert at("2018-10", known=(date(2018, 10, 22),)) == DAY


def test_read_date_reads_a_skipped_time_as_the_later() -> None:
    found = read_date("2024-03-31 02:30:00", BERLIN)
    assert found and found.at.isoformat() == "2024-03-31T01:30:00+00:00"
    assert found.at.astimezone(BERLIN).hour == 3
    assert found.remarks == (
        "2024-03-31 02:30:00 does not exist in Europe/Berlin: the later time is taken",
    )


def test_read_date_reads_a_doubled_time_as_the_first() -> None:
    found = read_date("2024-10-27 02:30:00", BERLIN)
    assert found and found.at.isoformat() == "2024-10-27T00:30:00+00:00"
    assert len(found.remarks) == 1


def test_read_date_remarks_on_what_it_does_not_understand() -> None:
    found = read_date("2018-10-22 10:20 or so", UTC)
    assert found and found.remarks == ("“or so” after the date was not understood",)


def test_start_of_is_midnight_in_the_zone() -> None:
    found = start_of(date(2024, 7, 1), BERLIN)
    assert found and found.at.isoformat() == "2024-06-30T22:00:00+00:00"
    assert start_of(date.min, BERLIN) is None


@pytest.mark.parametrize("name", ["", "Africa", "../../etc/passwd", "x\0", "+99:00", "Mars/Base"])
def test_read_zone_knows_no_such_zone(name: str) -> None:
    assert read_zone(name) is None
