from datetime import time
from pathlib import Path

import pytest

from blog.transfer.posts.post_file import read_post
from blog.transfer.source.import_values import Found, SourcePost, SourceSite
from tests.blog.transfer.source_files import header, messages, write


def day(folder: Path, text: str, name: str) -> str | None:
    date = header(folder, text, name).date
    return date.isoformat()[:16] if date else None


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("date: 2024-05-06 07:08", "_posts/2024-01-02-x.md", "2024-05-06T07:08"),
        ("x: y", "_posts/2024-01-02-x.md", "2024-01-02T00:00"),
        ("date: last-modified", "_posts/2024-01-02-x.md", "2024-01-02T00:00"),
        ("path: 2023/03/30/x", "content/x.md", "2023-03-30T00:00"),
        ("x: y", "blog/2022/05/06/x.md", "2022-05-06T00:00"),
        ("x: y", "posts/2022-05-06-x/a.md", "2022-05-06T00:00"),
        ("date: 10-03-2019", "_posts/2019-10-03-x/a.Rmd", "2019-10-03T00:00"),
        ("publishDate: 2024-05-06", "x.md", "2024-05-06T00:00"),
        ("published: 2024-05-06", "x.md", "2024-05-06T00:00"),
        ("x: y", "x.md", None),
    ],
)
def test_publication_date_looks_in_order(
    tmp_path: Path, text: str, name: str, expected: str | None
) -> None:
    assert day(tmp_path, text, name) == expected


def test_publication_date_warns_where_header_and_name_differ(tmp_path: Path) -> None:
    post = header(tmp_path, "title: A\ndate: 2024-05-06")
    note = next(note for note in post.notes if "file name" in note.message)
    assert (note.line, note.message) == (3, "the header says 2024-05-06, the file name 2024-01-02")
    assert not messages(header(tmp_path, "title: A\ndate: 2024-01-02"))


def test_publication_date_says_what_it_could_not_read(tmp_path: Path) -> None:
    assert messages(header(tmp_path, "title: A\ndate: soon")) == [
        "the date “soon” cannot be read",
        "the date was taken from the path: 2024-01-02",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("published: false", True), ("published: no", True), ('published: "false"', True)),
        *(("draft: true", True), ("visible: false", True), ("status: draft", True)),
        *(("published: true", False), ("draft: false", False), ("hidden: true", False)),
        *(("published: 2024-01-02", False), ("private: true", True)),
    ],
)
def test_is_draft(tmp_path: Path, text: str, expected: bool) -> None:
    post = header(tmp_path, text)
    assert (post.published_at is None) is expected
    assert post.date is not None


def test_is_unlisted(tmp_path: Path) -> None:
    assert header(tmp_path, "hidden: true").is_unlisted
    assert header(tmp_path, "status: hidden").is_unlisted
    assert not header(tmp_path, "hidden: false").is_unlisted


def test_a_post_without_any_date_is_a_draft(tmp_path: Path) -> None:
    post = header(tmp_path, "title: A", "x.md")
    assert post.published_at is None
    assert messages(post) == ["there is no date: imported as a draft"]


def test_time_of_day_orders_and_dates_nothing(tmp_path: Path) -> None:
    post = header(tmp_path, "date: 2024-01-02", "_posts/2024-01-02-14-26-07-632270.md")
    assert post.time_of_day == time(14, 26, 7)
    assert post.date and post.date.hour == 0
    assert header(tmp_path, "time: '18:49:09'").time_of_day == time(18, 49, 9)
    assert header(tmp_path, "time: 99:99").time_of_day is None


SEOUL = "Asia/Seoul"


def in_seoul(folder: Path, text: str, system: str = "jekyll", timezone: str = SEOUL) -> SourcePost:
    name = "_posts/2021-03-05-x.md"
    file = write(folder, {name: f"---\n{text}\n---\nbody\n"}) / name
    return read_post(Found(file, name, SourceSite(folder, system, timezone=timezone)))


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2021-03-04 20:00:00", "2021-03-04T20:00"),
        ("2021-03-04T20:00:00", "2021-03-04T20:00"),
        ("2021-3-4 20:00:00.5", "2021-03-04T20:00"),
        ('"2021-03-04 20:00:00"', "2021-03-04T11:00"),
        ("'2021-03-04T20:00:00'", "2021-03-04T11:00"),
        (">\n  2021-03-04 20:00:00", "2021-03-04T11:00"),
        ("2021-03-04 20:00", "2021-03-04T11:00"),
        ("2021-03-04", "2021-03-03T15:00"),
        ("2021/03/04 20:00:00", "2021-03-04T11:00"),
        ("2021-03-04 20:00:00 +0900", "2021-03-04T11:00"),
        ("2021-03-04 20:00:00 Z", "2021-03-04T20:00"),
    ],
)
def test_jekyll_reads_yamls_own_timestamps_as_utc_and_all_else_in_the_sites_zone(
    tmp_path: Path, date: str, expected: str
) -> None:
    for more in ("", "&a b: c\n"):  # the quick reader, and the careful one
        post = in_seoul(tmp_path, f"{more}title: A\ndate: {date}")
        assert post.date and post.date.isoformat()[:16] == expected


def test_a_file_name_is_in_the_sites_zone_and_other_systems_know_no_utc(tmp_path: Path) -> None:
    named = in_seoul(tmp_path, "title: A").date
    assert named and named.isoformat()[:16] == "2021-03-04T15:00"
    other = in_seoul(tmp_path, "date: 2021-03-04 20:00:00", "hugo").date
    assert other and other.isoformat()[:16] == "2021-03-04T11:00"


@pytest.mark.parametrize(
    ("date", "paths"),
    [
        ("2021-03-04 20:00:00", ("/2021/03/05/x.html", "/2021/03/04/x.html")),
        ('"2021-03-04 20:00:00"', ("/2021/03/04/x.html",)),
        ("2021-03-04 10:00:00", ("/2021/03/04/x.html",)),
        ("2021-03-04 20:00:00 -0800", ("/2021/03/05/x.html", "/2021/03/04/x.html")),
    ],
)
def test_where_two_readings_give_two_addresses_both_are_known(
    tmp_path: Path, date: str, paths: tuple[str, ...]
) -> None:
    assert in_seoul(tmp_path, f"date: {date}").old_paths == paths


def test_hugo_takes_the_last_change_where_nothing_else_dates_a_text(tmp_path: Path) -> None:
    text = "lastmod: 2023-03-04"
    assert str(in_seoul(tmp_path, text, "hugo").date)[:10] == "2023-03-03"
    assert str(in_seoul(tmp_path, text, "jekyll").date)[:10] == "2021-03-04"  # its file's name
