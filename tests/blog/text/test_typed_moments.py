from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.text.calendar_ends import EARLIEST
from blog.text.typed_moments import (
    RepeatedTime,
    SkippedTime,
    StrangeOffset,
    UnreadableMoment,
    place_of_zone,
    read_moment,
    write_moment,
)

ZONES = [
    *("UTC", "Asia/Seoul", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"),
    *("America/St_Johns", "Pacific/Apia", "Africa/Casablanca", "Etc/GMT-14"),
]


@pytest.mark.parametrize(
    ("text", "zone", "moment"),
    [
        ("2027-03-02 09:00", "Asia/Seoul", "2027-03-02T00:00:00"),
        ("  2027-3-2   9:00 ", "Asia/Seoul", "2027-03-02T00:00:00"),
        ("2027-03-02T09:00:07", "UTC", "2027-03-02T09:00:07"),
        ("2027-03-02 09:00 +09:00", "Asia/Seoul", "2027-03-02T00:00:00"),
        ("2026-10-25 02:30 +02:00", "Europe/Berlin", "2026-10-25T00:30:00"),
        ("2026-10-25 02:30 +0100", "Europe/Berlin", "2026-10-25T01:30:00"),
        ("2026-10-25 02:30+01:00", "Europe/Berlin", "2026-10-25T01:30:00"),
        ("2028-02-29 00:00", "UTC", "2028-02-29T00:00:00"),
    ],
)
def test_what_is_typed_is_read_in_the_zone(text: str, zone: str, moment: str):
    assert read_moment(text, ZoneInfo(zone)) == datetime.fromisoformat(f"{moment}+00:00")


@pytest.mark.parametrize(
    "text",
    [
        *("", "tomorrow", "2027-03-02", "09:00", "2.3.2027 09:00", "03/02/2027 09:00"),
        *("2027-02-29 09:00", "2027-13-01 09:00", "2027-03-02 24:00", "2027-03-02 09:60"),
        *("2027-03-02 9", "0000-01-01 09:00", "2027-03-02 09:00 KST", "２０２７-03-02 09:00"),
        *("2027-03-02 09:00 +", "-027-03-02 09:00", "2027-03-02 09:00:00.5"),
    ],
)
def test_other_texts_are_no_moments(text: str):
    with pytest.raises(UnreadableMoment):
        read_moment(text, ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("text", "zone", "instead"),
    [
        ("2026-03-29 02:30", "Europe/Berlin", ["2026-03-29 01:30", "2026-03-29 03:30"]),
        ("2026-03-08 02:00", "America/New_York", ["2026-03-08 01:00", "2026-03-08 03:00"]),
        ("2026-10-04 02:15", "Australia/Lord_Howe", ["2026-10-04 01:45", "2026-10-04 02:45"]),
        ("2011-12-30 12:00", "Pacific/Apia", ["2011-12-29 12:00", "2011-12-31 12:00"]),
        ("2026-03-29 02:30 +01:00", "Europe/Berlin", ["2026-03-29 01:30", "2026-03-29 03:30"]),
    ],
)
def test_a_time_that_never_comes_is_told_with_its_neighbours(text, zone, instead):
    with pytest.raises(SkippedTime) as caught:
        read_moment(text, ZoneInfo(zone))
    assert caught.value.instead == instead


@pytest.mark.parametrize(
    ("text", "zone", "instead"),
    [
        (
            "2026-10-25 02:30",
            "Europe/Berlin",
            ["2026-10-25 02:30 +02:00", "2026-10-25 02:30 +01:00"],
        ),
        (
            "2026-11-01 01:00",
            "America/New_York",
            ["2026-11-01 01:00 -04:00", "2026-11-01 01:00 -05:00"],
        ),
    ],
)
def test_a_time_that_comes_twice_is_asked_about(text, zone, instead):
    with pytest.raises(RepeatedTime) as caught:
        read_moment(text, ZoneInfo(zone))
    assert caught.value.instead == instead


def test_hours_from_utc_that_the_zone_never_has_are_told():
    with pytest.raises(StrangeOffset) as caught:
        read_moment("2026-07-01 12:00 +05:00", ZoneInfo("Europe/Berlin"))
    assert caught.value.instead == ["2026-07-01 12:00"]


@given(
    st.integers(0, 280_000_000_000),
    st.sampled_from(ZONES),
)
def test_what_is_written_is_read_as_the_same_moment(seconds: int, zone: str):
    moment = EARLIEST + timedelta(days=1, seconds=seconds)
    assert read_moment(write_moment(moment, ZoneInfo(zone)), ZoneInfo(zone)) == moment


@pytest.mark.parametrize("zone", ZONES)
def test_so_it_is_in_every_half_hour_around_changes_of_clocks(zone: str):
    for start in (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 9, 20, tzinfo=UTC)):
        for half_hours in range(2 * 24 * 50):
            moment = start + timedelta(minutes=30 * half_hours)
            assert read_moment(write_moment(moment, ZoneInfo(zone)), ZoneInfo(zone)) == moment


@pytest.mark.parametrize("text", ["0001-01-01 00:00", "9999-12-31 23:59"])
@pytest.mark.parametrize("zone", ZONES)
def test_the_ends_of_the_calendar_are_no_fault(text: str, zone: str):
    try:
        assert read_moment(text, ZoneInfo(zone)).tzinfo == UTC
    except UnreadableMoment:
        assert zone != "UTC"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Asia/Seoul", "Seoul"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_told_by_its_place(name: str, place: str):
    assert place_of_zone(name) == place
