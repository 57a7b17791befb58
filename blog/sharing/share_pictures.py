"""Which picture each post and paper has, where it is kept, and what pages say of it."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urljoin

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Prefetch, QuerySet

from blog.media_store import media_store
from blog.models import Byline, Post, Site, current_site
from blog.models.media_room import MediaFull
from blog.models.share_files import IN_FOLDER, remove_shares, share_name, stored_shares
from blog.sharing.drawable_cards import HEIGHT, WIDTH, ShareCard
from blog.sharing.share_cards import card_of
from papers.models import Paper
from papers.queries.page_reads import page_lacks

log = logging.getLogger(__name__)
RASTER = (".png", ".jpg", ".jpeg", ".gif", ".webp")
"""Kinds of logos that all who show shared links can show."""


@dataclass(frozen=True)
class SharePicture:
    """What a page says of its picture; ``width`` and ``height`` are 0 where nobody knows them."""

    address: str
    alt: str
    width: int = 0
    height: int = 0


def kind_of(row: Post | Paper | Site) -> str:
    return {Post: "posts", Paper: "papers", Site: "site"}[type(row)]


def pictured_rows(kind: str) -> QuerySet:
    """Rows that have a picture: posts that everybody may read, papers that they discuss."""
    if kind == "papers":
        rows = Paper.objects.listed().filter(discussions_count__gt=0)
        return rows.only("title", "record", "type", "issued_year")
    bylines = Prefetch("bylines", Byline.objects.select_related("author"))
    return Post.objects.published().only("title").prefetch_related(bylines)


def wanted_names(kind: str, pks: Collection[int]) -> dict[int, tuple[str, ShareCard]]:
    """For those of these rows that are to have a picture, its file's name and what is on it."""
    if kind == "site":
        rows = [current_site()]
    else:
        rows = pictured_rows(kind).filter(pk__in=pks).order_by("pk")
    cards = ((row.pk, card_of(row)) for row in rows)
    return {pk: (share_name(kind, pk, card.digest), card) for pk, card in cards if card}


def draw_pictures(kind: str, pks: Collection[int]) -> int:
    """Makes the pictures that these rows lack and removes those that they are not to have, or no
    more; how many were made. What was hidden meanwhile has none in the end. Those for which there
    is no room are made when there is some."""
    # Pillow takes 4 MB, which a process does not need that draws nothing.
    from blog.sharing.card_drawing import draw_card

    wanted, made, is_full = wanted_names(kind, pks), 0, False
    for folder, group in groupby(sorted(pks), key=lambda pk: pk // IN_FOLDER):
        stored = stored_shares(kind, folder)
        for pk in group:
            name, card = wanted.get(pk, ("", None))
            if card and not is_full and name not in stored.get(pk, ()):
                try:
                    store_picture(name, draw_card(card))
                    made += 1
                except MediaFull as full:
                    is_full = True
                    log.warning("Shared links have no picture of their own. %s", full)
            for other in stored.get(pk, set()) - {name}:
                default_storage.delete(other)
    remove_shares(kind, wanted.keys() - wanted_names(kind, wanted.keys()).keys())
    return made


def store_picture(name: str, data: bytes) -> None:
    kept = default_storage.save(name, ContentFile(data))
    if kept != name:  # another process was quicker
        default_storage.delete(kept)


def unsettled_rows(kind: str, pks: Collection[int]) -> list[int]:
    """Those of these rows that lack their picture, or have one that is not theirs any more."""
    should = {pk: {name} for pk, (name, _card) in wanted_names(kind, pks).items()}
    folders = sorted({pk // IN_FOLDER for pk in pks})
    there = (stored_shares(kind, folder).items() for folder in folders)
    stored = {pk: names for of_folder in there for pk, names in of_folder if pk in pks}
    return [pk for pk in sorted(should.keys() | stored.keys()) if should.get(pk) != stored.get(pk)]


def share_picture_of(row: Post | Paper | None) -> SharePicture | None:
    """The picture of what a page shows, else the site's own, else its logo, as far as they are
    made: nothing is drawn while a reader waits."""
    site = current_site()
    own: list[Post | Paper | Site] = [row] if row is not None and has_own(row) else []
    for one in [*own, site]:
        card = card_of(one)
        name = share_name(kind_of(one), one.pk, card.digest) if card else ""
        if card and media_store().is_there_by_now(name):
            told = (card.title, ", ".join(card.people), card.site)
            alt = " · ".join(filter(None, told))
            return SharePicture(address_of_file(name), alt, WIDTH, HEIGHT)
        if card:
            page_lacks(name)
    if site.logo and site.logo.name.lower().endswith(RASTER):
        return SharePicture(address_of_file(site.logo.name), site.name)
    return None


def has_own(row: Post | Paper) -> bool:
    """As ``pictured_rows`` has it."""
    return row.is_public if isinstance(row, Post) else row.is_listed and row.discussions_count > 0


def address_of_file(name: str) -> str:
    return urljoin(settings.SITE_ORIGIN, default_storage.url(name))
