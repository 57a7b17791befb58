"""Addresses that once worked go on working."""

import re
from collections.abc import Callable, Collection
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse

from blog.folder.static_links import IS_STATIC
from blog.models import OldAddress, Page, Post
from blog.models.addresses import TARGETS
from blog.models.page_addresses import page_address
from blog.posts.old_lists import list_address
from blog.search.near_addresses import near_addresses
from blog.text.path_forms import path_forms
from papers.pages.moved import moved_to
from papers.records.address_forms import address_form

Handler = Callable[[HttpRequest], HttpResponse]
OURS = ("/posts/", "/tags/", "/authors/", "/series/")
PART = re.compile(
    r"/posts/(?P<post>[^/]+?)(?P<rest>/.+|\.md)\Z"
    r"|/(?:tags|authors|series)/[^/]+(?P<feed>/feed\.(?:atom|json))\Z",
    re.DOTALL,
)
"""What belongs to a page: a post's source, its file of references, the feed of its comments; the
feeds of tags, authors and series."""

NO_PAGE = re.compile(r"/(?:admin|media|static|\.well-known)/|.*\.(?!html?\Z)\w{1,5}\Z", re.DOTALL)
"""Where machines ask for files that are not there."""
LONGEST = OldAddress._meta.get_field("path").max_length
OUR_PART_OF_POST = re.compile(r"/posts/[^/]+(?:/comments/|/(?:references|cite)\.|\.md\Z)")


def old_addresses(get_response: Handler) -> Handler:
    """Redirects (301) instead of a 404: from an ``OldAddress`` whose target everybody may see, to a
    page whose slash was left out, or from where other systems have their lists.

    Browsers keep those of another system for ever; an address of ours may come to life again.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        path = address_form(request.path_info)
        if len(path) > LONGEST:
            return response
        old, target = find_target(path)
        if target:
            is_ours = path.startswith(OURS) or old.page_id
            return moved_to(target) if is_ours else HttpResponsePermanentRedirect(target)
        target = slashed_page(path)
        if target is None and not OUR_PART_OF_POST.match(path):
            target = list_address(path)
        return HttpResponsePermanentRedirect(target) if target else with_near(request, response)

    return middleware


def with_near(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The 404 with what may have been meant."""
    is_page = isinstance(response, TemplateResponse) and response.template_name == "404.html"
    if not is_page or IS_STATIC in request.META or NO_PAGE.match(request.path_info):
        return response
    if near := near_addresses(request.path_info):
        response.context_data["near"] = near
        response.content = response.rendered_content
    return response


def slashed_page(path: str) -> str | None:
    return slashed_pages([path]).get(path)


def slashed_pages(paths: Collection[str]) -> dict[str, str]:
    """Where those of some paths lead that are a page's address without its slash."""
    wanted = {path: page_address(path) for path in paths if not path.endswith("/")}
    rows = Page.objects.published().filter(address__in=set(wanted.values())).only("address")
    pages = {page.address: page for page in rows} if wanted else {}
    return {
        path: pages[address].get_absolute_url()
        for path, address in wanted.items()
        if address in pages
    }


def find_target(path: str) -> tuple[OldAddress | None, str | None]:
    """The old address that a path is, or that it is a part of as a post's file is, and where it
    leads now, if everybody may see that."""
    return find_targets([path]).get(path, (None, None))


def find_targets(paths: Collection[str]) -> dict[str, tuple[OldAddress, str | None]]:
    """The same of those of some paths that are old addresses."""
    wanted = {path: [*path_forms(path), whole_page(path)] for path in paths}
    forms = {form for written in wanted.values() for form in written}
    rows = OldAddress.objects.filter(path__in=forms).select_related(*TARGETS)
    found = {row.path: row for row in rows}
    olds = {path: [found[form] for form in wanted[path] if form in found] for path in paths}
    return {path: (rows[0], address_behind(rows[0], path)) for path, rows in olds.items() if rows}


def whole_page(path: str) -> str:
    """The address of the page that a path is a part of; the path where it is no part."""
    part = PART.match(path)
    return f"{path.removesuffix(part['rest'] or part['feed'])}/" if part else path


def address_behind(old: OldAddress, path: str) -> str | None:
    """Where a path leads that is an old address or a part of it."""
    part = PART.match(path)
    if part is None or old.path in path_forms(path):
        return address_of(old)
    if part["post"] and Post.objects.published().filter(slug=part["post"]).exists():
        return None  # it has no such page
    address = address_of(old)
    return address and address.removesuffix("/") + quote(part["rest"] or part["feed"])


def address_of(old: OldAddress) -> str | None:
    """Where it leads, if everybody may see that."""
    target = old.target
    return target.get_absolute_url() if target.is_public else None
