"""Values of parsed replies of which nothing is sure, not even their types."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from papers.formats.entries import Entry
from papers.formats.item_repair import clean_text, entry_of_item
from papers.records.identifiers import Id, identifier_of_url, library_identifier, normalize_orcid
from papers.records.rich_text import markup_of_html, plain_words
from papers.registries.door_faults import InvalidReply
from papers.registries.registry_record import FoundNotice, NoticeKind, RegistryName
from papers.registries.title_markup import html_of_title

MOST_NAMES = 5_000
NUMBERED = frozenset({"doi", "arxiv", "pmid", "pmcid", "isbn"})
_DAY = re.compile(r"\s*(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?![\d])", re.A)
_ENDS_SENTENCE = re.compile(r"[.:?!…]$")


def text_in(data: Mapping[str, Any], name: str) -> str:
    """The words under a name, or the first of several; ``""`` for none."""
    return next(iter(texts_in(data, name)), "")


def texts_in(data: Mapping[str, Any], name: str) -> list[str]:
    """Every text under a name, whether one or a list stands there; characters that databases refuse
    are left out."""
    value = data.get(name)
    listed = value if isinstance(value, list) else [value]
    found = [clean_text(str(one)) for one in listed if _is_word(one)]
    return [" ".join(one.split()) for one in found if one.strip()]


def _is_word(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def objects_in(data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Every object under a name, whether one or a list stands there."""
    value = data.get(name)
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, dict)]


def object_in(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = data.get(name)
    return value if isinstance(value, dict) else {}


def date_of_parts(value: Any) -> dict[str, Any] | None:
    """CSL's date of ``{"date-parts": [[2019, 5, 2]]}``; what is no day of a calendar is cut."""
    listed = value.get("date-parts") if isinstance(value, dict) else None
    parts = listed[0] if isinstance(listed, list) and listed else None
    return _date(parts if isinstance(parts, list) else [])


def date_of_text(text: str) -> dict[str, Any] | None:
    """CSL's date of ``2019``, ``2019-05``, ``2019-05-02`` or a moment that begins so."""
    match = _DAY.match(text)
    return _date([int(part) for part in match.groups() if part]) if match else None


def day_of_text(text: str) -> date | None:
    """The day of ``2019-05-02`` or a moment that begins so; of a year or month its first."""
    return first_day(date_of_text(text))


def first_day(written: Mapping[str, Any] | None) -> date | None:
    """The day of CSL's date; the first of the month or year that is all that is given, or all
    that is in the calendar (30 February)."""
    parts = written["date-parts"][0] if written else []
    for number in range(len(parts), 0, -1):
        with suppress(TypeError, ValueError):
            return date(*[*parts[:number], 1, 1][:3])
    return None


def _date(parts: Iterable[Any]) -> dict[str, Any] | None:
    found: list[int] = []
    for part, (least, most) in zip(parts, ((1, 9999), (1, 12), (1, 31)), strict=False):
        is_written = isinstance(part, str) and re.fullmatch(r"\d{1,4}", part)
        is_whole = isinstance(part, float) and part.is_integer()
        number = int(part) if is_written or is_whole else part
        if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
            break
        found.append(number)
    return {"date-parts": [found]} if found else None


def year_of(date: Mapping[str, Any] | None) -> frozenset[int]:
    return frozenset([date["date-parts"][0][0]]) if date else frozenset()


def orcid_of(written: str) -> dict[str, str]:
    """``{"ORCID": …}`` in normal form; ``{}`` for what is none."""
    try:
        return {"ORCID": normalize_orcid(written)} if written else {}
    except ValueError:
        return {}


def affiliations(places: Iterable[str]) -> dict[str, list[str]]:
    """``{"affiliation": […]}``; ``{}`` without one."""
    named = [*different(places)]
    return {"affiliation": named} if named else {}


def written_id(scheme: str, written: str) -> tuple[Id, ...]:
    """The identifier in a tuple of one, or of none where it does not look right; of an address the
    identifier that it names."""
    if scheme not in NUMBERED:
        site = identifier_of_url(written)
        return (site,) if site else ()
    try:
        return (library_identifier(scheme, written),) if written.strip() else ()
    except (ValueError, KeyError):
        return ()


def publication_notices(works: Iterable[Id], source: str) -> list[FoundNotice]:
    """That a preprint was published as these works, which `source` says."""
    return [FoundNotice(NoticeKind.PUBLISHED, by=one, source=source) for one in works]


def joined_title(title: str, subtitle: str) -> str:
    """A title with its subtitle, unless it already ends with it."""
    if not title or not subtitle or title.casefold().endswith(subtitle.casefold()):
        return title or subtitle
    return f"{title}{'' if _ENDS_SENTENCE.search(title) else ':'} {subtitle}"


def different(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, in their order, without empty ones."""
    return tuple(dict.fromkeys(text for text in texts if text))


def plain_titles(titles: Iterable[str]) -> tuple[str, ...]:
    """The words of titles in HTML, each once."""
    return different(plain_words(markup_of_html(title)) for title in titles)


def entry_of(data: Mapping[str, Any]) -> Entry:
    """An item of CSL-JSON in our own terms; ``InvalidReply`` where it makes no record."""
    item = dict(data)
    for field in ("title", "container-title", "collection-title", "original-title"):
        item[field] = html_of_title(str(item.get(field) or ""))
    try:
        return entry_of_item("", 0, {name: value for name, value in item.items() if value}, False)
    except ValueError as error:
        raise InvalidReply(
            _("The record cannot be read: it %(reason)s.") % {"reason": error}
        ) from error


def refuse_other_work(registry: RegistryName, asked: Id, found: Iterable[Id]) -> None:
    """``InvalidReply`` where none of what the reply is named by is what was asked."""
    named = set(found)
    if asked not in named:
        raise InvalidReply(
            _("%(registry)s was asked for %(asked)s and answered with another work, %(found)s.")
            % {
                "registry": registry,
                "asked": asked.value,
                "found": ", ".join(sorted(one.value[:100] for one in named)) or _("without a name"),
            }
        )
