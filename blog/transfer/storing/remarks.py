"""What an import could not take along, as remarks for its report."""

import re
from collections.abc import Iterable, Iterator

from django.conf import settings

from blog.transfer.pictures.images import LOOKS_LIKE_IMAGE, find_file, is_kept
from blog.transfer.storing.new_links import FRAMED, PostLinks

MAX_SHOWN = 100
"""Characters of an address in a remark."""

_IMAGE = re.compile(r"<img\b[^<>]*>")
_ATTRIBUTE = re.compile(r'\s(src|alt)="([^"]*)"')


def why_lost(target: str, links: PostLinks) -> str:
    """Why an address was not rewritten, for the report."""
    path, _ = links.local_path(target)
    target = target.removeprefix("link:")
    shown = target if len(target) <= MAX_SHOWN else target[:MAX_SHOWN] + "…"
    if framed := links.pictures.get(FRAMED + path):
        return f"the framed page {shown} was not kept: {framed.problem}"
    if LOOKS_LIKE_IMAGE.search(path):
        return f"the image {shown} was not kept: {links.picture(path).problem}"
    if is_kept(path):
        return f"the file {shown} was not kept: {links.picture(path).problem}"
    if find_file(links.found, path) is not None:
        return f"the file {shown} was not kept: files of this kind are not"
    return f"the link {shown} leads to no post of this blog"


def losses_in(html: str, links: PostLinks) -> Iterator[str]:
    """What readers of the rendered post will miss: images that are nowhere, or undescribed."""
    silent = 0
    for tag in _IMAGE.findall(html):
        values = dict(_ATTRIBUTE.findall(tag))
        source = values.get("src", "")
        silent += not values.get("alt", "").strip()
        is_here = source.startswith((settings.MEDIA_URL, f"{settings.SITE_ORIGIN}/"))
        if not is_here and source not in links.unresolved:
            yield f"the image {source[:MAX_SHOWN] or 'without an address'} will not be seen"
    yield from (one.remark for one in links.kept.values() if one.remark)
    if silent:
        yield f"{silent} of the images have no text that describes them"


def remark_lines(path: str, remarks: Iterable[tuple[int, str]]) -> list[str]:
    return [f"{path}:{line}: {message}" for line, message in dict.fromkeys(remarks)]
