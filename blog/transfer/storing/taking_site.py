"""What a site says of itself, taken over by the blog where its owner has said nothing yet."""

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve

from blog.models import ChangedMeanwhile, OldAddress, Page, Site, stored_site
from blog.models.addresses import TARGETS, own_path
from blog.models.page_addresses import page_address
from blog.models.site import first_site
from blog.posts.old_lists import list_address
from blog.posts.saving_posts import ATTEMPTS
from blog.posts.site_changes import store_site
from blog.text.link_lines import is_link, write_links
from blog.text.path_forms import path_forms
from blog.transfer.sites.file_discovery import find_posts
from blog.transfer.sites.menus_and_profiles import social_title
from blog.transfer.source.import_values import Found, SiteDescription
from blog.transfer.storing.list_rows import keep_feeds
from papers.citing.style_names import style_choices

PLAIN = ("name", "tagline", "description", "language", "time_zone", "licence")
"""What has one name there and here."""
LATER = ("navigation",)
"""What is to be taken once the posts and pages are there to which it leads."""
SHOWN = 80  # characters of a value in a report


def described_site(paths: Iterable[Path], **reading: Any) -> SiteDescription | None:
    """What the one site below some paths says of itself; nothing where there are several."""
    pages: list[Found] = []
    posts = find_posts(paths, pages=pages, **reading)
    found = (one.site for one in chain(posts, pages))
    sites = {(site.root, site.system): site.description for site in found}
    told = [one for one in sites.values() if one != SiteDescription()]
    return told[0] if len(told) == 1 else None


def offered_values(description: SiteDescription) -> dict[str, str]:
    """The fields that the blog's site could take, and their values: those that nobody has set here
    and that may stand there."""
    first, now = first_site(), stored_site()
    found: dict[str, str] = {}
    for name, value in wanted_values(description):
        is_untouched = getattr(now, name) == getattr(first, name)
        if value and is_untouched and value != getattr(now, name) and is_allowed(name, value):
            found[name] = value
    return found


def wanted_values(description: SiteDescription) -> Iterator[tuple[str, str]]:
    for name in PLAIN:
        longest = Site._meta.get_field(name).max_length
        yield name, getattr(description, name)[:longest].strip()
    if description.citation_style in dict(style_choices()):
        yield "citation_style", description.citation_style
    yield "navigation", write_links(menu_here(description))
    yield "social", write_links([(social_title(one), one) for one in description.social])
    yield "tex_macros", "\n".join(definition(*macro) for macro in description.macros.items())


def is_allowed(name: str, value: str) -> bool:
    try:
        Site._meta.get_field(name).clean(value, None)
    except ValidationError:
        return False
    return True


def definition(name: str, body: str) -> str:
    """A macro as TeX defines it, with as many arguments as it uses."""
    count = max((int(one) for one in re.findall(r"#([1-9])", body)), default=0)
    arguments = f"[{count}]" if count else ""
    return f"\\newcommand{{{name}}}{arguments}{{{body}}}"


def menu_here(description: SiteDescription) -> list[tuple[str, str]]:
    """The old menu as far as it leads to something on this blog, or elsewhere."""
    found = ((title, address_here(address)) for title, address in description.navigation)
    return [(title, address) for title, address in found if address]


def address_here(address: str) -> str | None:
    """Where a link of the old site leads to here; one that leads elsewhere stays as it is."""
    if not is_link(address) or not address.startswith("/"):
        return address if is_link(address) else None
    path, rest = re.fullmatch(r"([^#?]*)(.*)", address, re.DOTALL).groups()
    page = Page.objects.published().filter(address=page_address(path)).first()
    olds = OldAddress.objects.filter(path__in=path_forms(path)).select_related(*TARGETS)
    old = next((one for one in olds if one.target.is_public), None)
    if page or old:
        return own_path((page or old.target).get_absolute_url()) + rest
    try:
        name = resolve(f"{path.rstrip('/')}/").view_name
    except Resolver404:
        name = "blog:page_detail"
    target = address if name != "blog:page_detail" else list_address(path)
    return target and own_path(target)


def lost_links(description: SiteDescription) -> list[str]:
    """The titles in the old menu that lead nowhere here."""
    return [title for title, address in description.navigation if not address_here(address)]


def take_site(description: SiteDescription, but: Collection[str] = ()) -> dict[str, str]:
    """Stores what ``offered_values`` are, ``but`` some, and where the site's feeds stood; says
    which values."""
    keep_feeds(description)
    for _attempt in range(ATTEMPTS):
        site, offered = stored_site(), offered_values(description)
        values = {name: value for name, value in offered.items() if name not in but}
        if "name" in values and site.tagline == first_site().tagline:
            site.tagline = ""  # what stands under our name is no word of a blog with its own
        for name, value in values.items():
            setattr(site, name, value)
        with suppress(ChangedMeanwhile):  # what somebody says just now goes before
            if values:
                store_site(site)
            return values
    return {}


def told_values(values: dict[str, str]) -> list[str]:
    """A line for each: the field's name and its value, cut."""
    lines = []
    for name, value in values.items():
        text = "; ".join(value.splitlines())
        shown = text if len(text) <= SHOWN else f"{text[: SHOWN - 1].rstrip()}…"
        lines.append(f"{Site._meta.get_field(name).verbose_name}: {shown}")
    return lines
