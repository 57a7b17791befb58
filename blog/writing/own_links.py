"""Links and pictures of a text that stand on this site, and lead to nothing there."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Set
from itertools import islice
from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.urls import Resolver404, resolve

from blog.folder.static_links import SitePlace, place_at
from blog.markup.page.text_checks import Finding, FindingKind, SourceLines, pictures_in
from blog.media_store import StoreAway
from blog.models import Author, Page, Post, Series, Tag
from blog.models.page_addresses import page_address
from blog.old_addresses import find_targets, slashed_pages
from blog.posts.old_lists import list_addresses
from papers.models import Contributor, Key
from papers.records.address_forms import address_form
from papers.records.finished_html import TAG, tag_attributes

MOST_LOOKED_AT = 500
"""Addresses of one text."""
There = Callable[[Collection[str]], Collection[str]]


def values_there(model: type, column: str) -> There:
    """Which of some values rows have."""

    def there(wanted: Collection[str]) -> set[str]:
        rows = model.objects.filter(**{f"{column}__in": wanted})
        return set(rows.values_list(column, flat=True))

    return there


def kept_there(names: Collection[str]) -> set[str]:
    """Which files are among the media, and those of which nobody can tell for now."""
    found = set()
    for name in names:
        try:
            if default_storage.exists(name):
                found.add(name)
        except StoreAway:
            found.add(name)
        except (OSError, ValueError, SuspiciousOperation):
            continue
    return found


POSTS = ("slug", values_there(Post, "slug"))
TAGS = ("slug", values_there(Tag, "slug"))
PAPERS = ("key", values_there(Key, "value"))
KEPT: dict[str, tuple[str, There]] = {
    "blog:post_detail": POSTS,
    "blog:post_source": POSTS,
    "blog:references": POSTS,
    "blog:post_cite": POSTS,
    "blog:tag_detail": TAGS,
    "blog:tag_feed": TAGS,
    "blog:tag_feed_json": TAGS,
    "blog:series_detail": ("slug", values_there(Series, "slug")),
    "blog:author_detail": ("slug", values_there(Author, "slug")),
    "blog:page_detail": ("address", values_there(Page, "address")),
    "blog:media": ("path", kept_there),
    "papers:paper_detail": PAPERS,
    "papers:paper_export": PAPERS,
    "papers:person_detail": ("slug", values_there(Contributor, "slug")),
}
"""What must be there for an address to lead to something: the part of the address, and who knows
it. Other pages of ours are always there."""


def dead_links(source: str, html: str, base: str) -> Iterator[Finding]:
    """Links of a finished text that lead to nothing here, and to what nobody may read yet; ``base``
    is the text's own path. Hashtags make their pages themselves."""
    tags = (tag_attributes(tag[0]) for tag in TAG.finditer(html) if tag[2] == "a" and not tag[1])
    written = [values.get("href", "") for values in tags if values.get("class") != "hashtag"]
    lines = SourceLines(source)
    places = places_of(written, base)
    for address in nowhere(places):
        yield Finding(FindingKind.LINK, lines.line_of(address), address)
    for address in not_public(places):
        yield Finding(FindingKind.NOT_PUBLIC, lines.line_of(address), address)


def missing_pictures(source: str, html: str, base: str) -> Iterator[Finding]:
    """Pictures that should stand here and do not."""
    lines = SourceLines(source)
    written = [values.get("src", "") for values in pictures_in(html)]
    for address in nowhere(places_of(written, base)):
        yield Finding(FindingKind.MISSING_PICTURE, lines.line_of(address), address)


def places_of(written: Collection[str], base: str) -> dict[str, str]:
    """The paths of ours that addresses mean, decoded; those elsewhere and within the text are left
    out."""
    found: dict[str, str] = {}
    here = SitePlace(base, "")
    for address in islice(dict.fromkeys(written), MOST_LOOKED_AT):
        if not address or address.startswith("#") or is_mail(address):
            continue
        place = place_at(address, here)
        if place is not None and place[0].path != base:
            found[address] = address_form(place[0].path)
    return found


def is_mail(address: str) -> bool:
    try:
        return urlsplit(address).scheme not in ("", "http", "https")
    except ValueError:
        return True


def nowhere(places: dict[str, str]) -> list[str]:
    """The addresses that lead to nothing, in their order."""
    wanted: dict[str, dict[str, str]] = defaultdict(dict)
    lost: set[str] = set()
    for address, path in places.items():
        name, value = page_at(path)
        if name is None:
            lost.add(address)
        elif name in KEPT:
            wanted[name][address] = value
    for name, values in wanted.items():
        there = KEPT[name][1](set(values.values()))
        lost.update(address for address, value in values.items() if value not in there)
    likely = [address for address in places if address in lost]
    moved = moved_paths({places[address] for address in likely})
    return [address for address in likely if places[address] not in moved]


def page_at(path: str) -> tuple[str | None, str]:
    """The name of the page that a path leads to, ``None`` for none, and what must be there for it;
    a slash that was left out is put there, as it is for readers."""
    for form in dict.fromkeys([path, f"{path.rstrip('/')}/"]):
        try:
            match = resolve(form)
        except Resolver404:
            continue
        name = match.view_name
        if name not in KEPT:
            return name, ""
        value = str(match.kwargs[KEPT[name][0]])
        return name, page_address(value) if name == "blog:page_detail" else value
    return None, ""


def moved_paths(paths: Set[str]) -> set[str]:
    """Those that once were addresses of something that is here, or are another system's for one of
    our lists."""
    old = {path for path, (_row, target) in find_targets(paths).items() if target}
    rest = paths - old
    return old | slashed_pages(rest).keys() | list_addresses(rest).keys()


def not_public(places: dict[str, str]) -> list[str]:
    """The addresses of posts that nobody may read yet."""
    slugs = {}
    for address, path in places.items():
        name, value = page_at(path)
        if name in KEPT and KEPT[name] is POSTS:
            slugs[address] = value
    rows = Post.objects.filter(slug__in=set(slugs.values()))
    hidden = set(rows.values_list("slug", flat=True)) if slugs else set()
    hidden -= set(Post.objects.published().filter(slug__in=hidden).values_list("slug", flat=True))
    return [address for address, slug in slugs.items() if slug in hidden]
