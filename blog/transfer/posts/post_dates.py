"""When a post appears, and whether."""

import re
from datetime import UTC, date, datetime, time, tzinfo

from blog.transfer.posts.source_post import Source
from blog.transfer.source.dates import Moment, read_date, read_zone, start_of
from blog.transfer.source.file_names import FileName, read_file_name
from blog.transfer.source.header_values import as_flag, as_text
from blog.transfer.source.import_values import Quoted, Value

_DATES = ("date", "publishdate", "publish_date", "published", "pubdate", "created")
_LAST_DATES = ("lastmod", "modified")
"""What Hugo takes where a header has none of those."""
_YAML_TIME = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|\s+)\d{1,2}:\d\d:\d\d(?:\.\d*)?")
"""A timestamp without a zone as YAML 1.1 and Ruby's SafeYAML have it: with seconds."""
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?\Z")


def zone_of(source: Source) -> tzinfo:
    """The zone of times that name none: the site's, else UTC."""
    return read_zone(source.site.timezone) or UTC


def publication_date(source: Source, name: FileName) -> Moment | None:
    """Header, else file name, else the header's `path`, else the folders; None if none says it.

    The order is import.md's ("date"). Where header and file name differ, the header goes
    first, as in Jekyll, with a note.
    """
    zone = zone_of(source)
    key, when = _from_header(source, name, zone)
    if when:
        for remark in when.remarks:
            source.note(remark, key)
        if name.day and name.day not in {when.day, when.at.astimezone(zone).date()}:
            source.note(f"the header says {when.day}, the file name {name.day}", key)
        return when
    day = name.day or _day_of_path(source.text("path")) or name.folder_day
    if day is None:
        source.note("there is no date: imported as a draft", key)
        return None
    if key:
        source.note(f"the date was taken from the path: {day}", key)
    return start_of(day, zone)


def _day_of_path(path: str) -> date | None:
    """Zola's `path = "2024/03/30/name"`."""
    return read_file_name(path.strip("/") + "/x").folder_day if path else None


def _from_header(source: Source, name: FileName, zone: tzinfo) -> tuple[str, Moment | None]:
    """The key that holds a date and what it says; a date that cannot be read is noted."""
    first = ""
    for key in (*_DATES, *(_LAST_DATES if source.site.system == "hugo" else ())):
        text = as_text(source.values.get(key)).strip()
        if not text or (key != "date" and as_flag(text) is not None):
            continue
        first = first or key
        known = (name.day, name.folder_day)
        read_in = UTC if is_utc(source, source.values[key]) else zone
        if when := read_date(text, read_in, source.site.date_order, known):
            return key, when
        source.note(f"the date “{text[:80]}” cannot be read", key)
    return first, None


def is_utc(source: Source, value: Value) -> bool:
    """Whether Jekyll takes a time that names no zone for UTC: YAML's own timestamps, without
    quotes. It reads all others as text, in the site's zone (checked on Jekyll 4.3)."""
    is_yaml = source.kind == "yaml" and source.site.system == "jekyll"
    is_plain = isinstance(value, str) and not isinstance(value, Quoted)
    return is_yaml and is_plain and _YAML_TIME.fullmatch(value) is not None


def days_of_addresses(source: Source, when: Moment) -> list[datetime]:
    """The time of a post as its old addresses may have it: in the site's zone, and as written where
    that is another day, for a site that was built elsewhere or by another version."""
    local = when.at.astimezone(zone_of(source))
    written = when.at.astimezone(when.zone)
    return [local] if written.date() == local.date() else [local, written]


def time_of_day(source: Source, name: FileName) -> time | None:
    """A `time` key or the file name's time: it orders the posts of one day, it dates none."""
    if found := _CLOCK.match(source.text("time")):
        return time(int(found[1]), int(found[2]), int(found[3] or 0))
    return name.time_of_day


def is_draft(source: Source) -> bool:
    """`published: false`, `visible: false`, `draft: true`, `_drafts`, or an unreadable header."""
    says_no = any(source.flag(key) is False for key in ("published", "visible"))
    says_draft = any(source.flag(key) is True for key in ("draft", "private"))
    has_status = source.text("status").lower() == "draft"
    is_kept_back = says_no or says_draft or has_status or _is_unbuilt(source)
    return is_kept_back or source.found.is_draft or bool(source.error)


def _is_unbuilt(source: Source) -> bool:
    """Whether Hugo or Zola made no page of a text: part of others, or past its day."""
    if source.site.system not in {"hugo", "zola"}:
        return False
    never = as_text(_build(source).get("render")).lower() in {"never", "false"}
    if never or source.flag("headless") is True or source.flag("render") is False:
        return True
    ends = read_date(source.text("expirydate"), zone_of(source))
    if ends is None or ends.at > datetime.now(UTC):
        return False
    source.note(f"it was shown until {ends.day}: imported as a draft", "expirydate")
    return True


def _build(source: Source) -> dict[str, Value]:
    """Hugo's `build`, `_build` before 0.123."""
    value = source.first("build", "_build")
    return value if isinstance(value, dict) else {}


def is_unlisted(source: Source) -> bool:
    """`hidden: true`, `unlisted: true`, or Pelican's `status: hidden`."""
    flags = any(source.flag(key) is True for key in ("hidden", "unlisted"))
    is_unnamed = as_text(_build(source).get("list")).lower() in {"never", "false"}
    return flags or is_unnamed or source.text("status").lower() in {"hidden", "unlisted"}
