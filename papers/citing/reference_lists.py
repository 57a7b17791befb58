"""Formatted citations and references of posts, stored so that each is made once."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet

from papers.citing.formatted_citations import CitedPlace, FormattedText, format_works
from papers.citing.style_names import TITLES, cited_language, find_style
from papers.csl.positions import Cite
from papers.csl.style import CslStyle
from papers.models import Paper, ReferenceList
from papers.queries.prepared import prepared
from papers.records.record import Record
from papers.site_values import formula_html

FORMAT = 5  # to be raised when the processor or this form changes, so that all is made anew


@dataclass(frozen=True)
class Wanted:
    """All that a post's citations and references are made from, beside the style. ``language`` is
    the post's own, empty where it names none."""

    records: tuple[Record, ...]
    places: tuple[CitedPlace, ...]
    language: str = ""

    def digest(self, style: str, language: str) -> str:
        places = [asdict(place) for place in self.places]
        parts = [FORMAT, style, language, list(self.records), places]
        return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def as_stored(self) -> dict[str, Any]:
        """The same for the database, where the records stand with their papers."""
        return {
            "keys": [record["id"] for record in self.records],
            "places": [asdict(place) for place in self.places],
            "language": self.language,
        }


def stored_wanted(post_id: int, style: str) -> Wanted | None:
    """What the post's lists are made from, with its papers' records of today; ``None`` where none
    was stored with the list in its own ``style``, or a paper has another key since."""
    row = ReferenceList.objects.filter(post_id=post_id, style=style).first()
    if row is None or not row.wanted:
        return None
    rows = Paper.objects.filter(key__in=row.wanted["keys"]).values_list("key", "record")
    records = {key: {**record, "id": key} for key, record in rows}
    if set(row.wanted["keys"]) - records.keys():
        return None
    places = [
        CitedPlace(
            tuple(Cite(**cite) for cite in place["cites"]),
            place["is_narrative"],
            place.get("form", ""),
            tuple((letter, tag) for letter, tag in place.get("tags", ())),
        )
        for place in row.wanted["places"]
    ]
    return Wanted(
        tuple(records[key] for key in row.wanted["keys"]), tuple(places), row.wanted["language"]
    )


def format_wanted(wanted: Wanted, style: str, post_id: int | None) -> tuple[FormattedText, str]:
    """The formatted places and entries with their digest; stored ones are not made again."""
    return format_in_styles(wanted, [style], post_id)[style]


def format_in_styles(
    wanted: Wanted, styles: Collection[str], post_id: int | None
) -> dict[str, tuple[FormattedText, str]]:
    """The same in several styles; all that is stored of them is read in one query."""
    if not wanted.records and not wanted.places:
        return dict.fromkeys(styles, (FormattedText((), (), ()), ""))
    found = {style: find_style(style) for style in styles}
    languages = {style: cited_language(one, wanted.language) for style, (one, _) in found.items()}
    digests = {
        style: wanted.digest(source, languages[style]) for style, (_, source) in found.items()
    }
    stored = stored_texts(post_id, digests)
    return {
        style: (
            stored[style] if style in stored else format_anew(wanted, style, one, languages[style]),
            digests[style],
        )
        for style, (one, _source) in found.items()
    }


def stored_texts(post_id: int | None, digests: Mapping[str, str]) -> dict[str, FormattedText]:
    """What is stored of a post in these styles, made from what the ``digests`` say."""
    if post_id is None:
        return {}
    rows = ReferenceList.objects.filter(post_id=post_id, digest__in=set(digests.values()))
    return {
        row.style: FormattedText(
            tuple(row.places),
            tuple((key, html) for key, html in row.entries),
            tuple(row.failures),
        )
        for row in rows.filter(style__in=digests).order_by("style").defer("wanted")
        if row.digest == digests[row.style]
    }


def format_anew(wanted: Wanted, name: str, style: CslStyle | None, language: str) -> FormattedText:
    shown = format_works(style, wanted.records, wanted.places, language, formula_html)
    if style is None:
        return FormattedText(shown.places, shown.entries, (f"There is no style “{name}”.",))
    return shown


@dataclass(frozen=True)
class FormattedList:
    """A post's citations and references in a style, with the ``digest`` of what they are made from.
    ``wanted`` goes with the list in the post's own style."""

    post_id: int
    style: str
    shown: FormattedText
    digest: str
    wanted: Wanted | None = None

    def row(self) -> ReferenceList:
        return ReferenceList(
            post_id=self.post_id,
            style=self.style,
            digest=self.digest,
            places=list(self.shown.places),
            entries=[list(entry) for entry in self.shown.entries],
            failures=list(self.shown.failures),
            wanted=self.wanted.as_stored() if self.wanted else {},
        )


def store_lists(lists: Sequence[FormattedList]) -> list[FormattedList]:
    """Stores those lists that are others than before, and returns them. With a list in the post's
    own style those go that were made from another text."""
    posts = {one.post_id for one in lists}
    rows = ReferenceList.objects.filter(post_id__in=posts).order_by("pk")
    there = list(rows.values_list("pk", "post_id", "style", "digest")) if posts else []
    digests = {(post, style): digest for _pk, post, style, digest in there}
    changed = [one for one in lists if digests.get((one.post_id, one.style), "") != one.digest]
    own = {one.post_id: one.style for one in changed if one.wanted is not None}
    if old := [pk for pk, post, style, _digest in there if own.get(post, style) != style]:
        ReferenceList.objects.filter(pk__in=old).delete()
    ReferenceList.objects.bulk_create(
        [one.row() for one in changed],
        update_conflicts=True,
        unique_fields=["post", "style"],
        update_fields=["digest", "places", "entries", "failures", "wanted"],
    )
    return changed


def format_other_lists(
    post_id: int, wanted: Wanted, own: str
) -> dict[str, tuple[FormattedText, str]]:
    """The lists in every bundled style but the post's own, with their digests; none is stored."""
    return format_in_styles(wanted, [style for style in TITLES if style != own], post_id)


def store_other_lists(
    post_id: int, lists: Mapping[str, tuple[FormattedText, str]], own: str
) -> None:
    """Stores the lists that a reader may choose beside the post's own, and no others."""
    store_lists([FormattedList(post_id, style, *formatted) for style, formatted in lists.items()])
    kept = [own, *TITLES]
    ReferenceList.objects.filter(post_id=post_id).exclude(style__in=kept).delete()


def entries_of(post_id: int, styles: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """The stored entries of a post in these styles, in one query."""
    rows = lists_in_styles(post_id, set(styles))
    return {style: [(key, html) for key, html in entries] for style, entries in rows}


@prepared
def lists_in_styles(post: int, styles: Collection[str]) -> QuerySet:
    rows = ReferenceList.objects.filter(post_id=post, style__in=styles).order_by("style")
    return rows.values_list("style", "entries")


def places_of_style(
    post_id: int, style: str, own: str
) -> tuple[list[str], list[Mapping[str, str]]] | None:
    """A post's citations in a style that a reader chose, each with the stand-ins in it; ``None``
    where they are not stored. One query."""
    lists = ReferenceList.objects.filter(post_id=post_id, style__in=[style, own])
    rows = {row.style: row for row in lists.order_by("style").defer("entries")}
    if style not in rows or own not in rows or not rows[own].wanted:
        return None
    tags = [dict(place.get("tags", ())) for place in rows[own].wanted["places"]]
    places = list(rows[style].places)
    return (places, tags) if len(places) == len(tags) else None
