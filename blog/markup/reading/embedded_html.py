"""Elements that show something else in a text: frames, objects, films and sound.

An interactive page that is kept here is shown in a frame; a drawing is an image; what stands on
another host is a figure with a link to it, since no page here loads anything from there.
"""

import html
import re

from blog.markup.document.html_writing import escape_attribute, escape_text
from blog.markup.document.own_frames import SANDBOX, is_own_frame
from blog.markup.document.state import Document
from blog.markup.document.watch_addresses import told_title, watch_page
from blog.text.hosts import ELSEWHERE, short_address

NAMES = frozenset({"iframe", "object", "embed", "video", "audio", "script"})
OPENING = re.compile(rf"<({'|'.join(sorted(NAMES))})\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.I)
ALONE = re.compile(
    r'<p\b[^<>]*>\s*(<(figure) class="embed">(?:(?!</?figure).)*</figure>)\s*</p>', re.S
)
ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
SOURCE = re.compile(r"<source\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.I)
IMAGE = re.compile(r"<img\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.I)
PICTURE = re.compile(r"[^?#]*\.(?:svgz?|png|jpe?g|gif|webp|avif)(?:[?#].*)?\Z", re.I)
UNSAFE = re.compile(r"[\s\x00-\x20]*(?:javascript|vbscript|data)\s*:", re.I)
LENGTH = re.compile(r"(\d{1,4})(?:px)?")
STYLED = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*(\d{1,4})px", re.I)


def attributes_in(written: str) -> dict[str, str]:
    """The attributes of a tag, their names in small letters."""
    return {
        found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "")
        for found in ATTRIBUTE.finditer(written)
    }


def replace_embedded(document: Document, fragment: str) -> str:
    """A fragment in which each such element that is whole has its equivalent; what stands in it
    for browsers that cannot show it goes."""
    parts: list[str] = []
    position = 0
    missing: set[str] = set()
    while opening := OPENING.search(fragment, position):
        name = opening[1].lower()
        end: re.Match[str] | None = None
        if name == "embed":  # which ends with its tag
            end = opening
        elif name not in missing:
            end = re.compile(rf"</{name}\s*>", re.I).search(fragment, opening.end())
        if end is None:
            missing.add(name)
            parts.append(fragment[position : opening.end()])
            position = opening.end()
            continue
        inside = "" if end is opening else fragment[opening.end() : end.start()]
        shown = embedded_html(document, name, attributes_in(opening[2]), opening[0], inside)
        stop = opening.end() if shown is None else end.end()
        parts += [fragment[position : opening.start()], opening[0] if shown is None else shown]
        position = stop
    if not parts:
        return fragment
    return ALONE.sub(r"\1", "".join([*parts, fragment[position:]]))


def embedded_html(
    document: Document, name: str, values: dict[str, str], tag: str, inside: str | None = None
) -> str | None:
    """What is shown for an element: within a line of text, where nothing is known of what stands
    ``inside``, a link; None where it may stay, as a film that is kept here, and for a script that
    shows nothing we know of."""
    address = (values.get("data") or values.get("src") or "").strip()
    if name in ("video", "audio") and not address:
        sources = [attributes_in(one[1]).get("src", "") for one in SOURCE.finditer(inside or "")]
        address = next(filter(None, sources), "")
        if any(source and not ELSEWHERE.match(source) for source in sources):
            return None
    if name in ("video", "audio") and not ELSEWHERE.match(address):
        return None
    if name == "script" and not watch_page(address)[1]:
        return None
    if not address or UNSAFE.match(address):
        document.report(f"A <{name}> element without an address was left out.", tag)
        return ""
    title = told_title(values.get("title") or values.get("aria-label") or "")
    if is_own_frame(address) and name in ("iframe", "object", "embed"):
        return _frame(address, title, values)
    if name in ("object", "embed") and PICTURE.match(address):
        alt = escape_attribute(title or values.get("alt") or _described(inside or ""))
        size = "".join(f' {key}="{value}"' for key, value in _lengths(values).items())
        return f'<img src="{escape_attribute(address)}" alt="{alt}"{size} loading="lazy">'
    document.report(f"What a <{name}> element embeds is shown as a link to it.", tag)
    return embed_link_html(address, title) if inside is None else embed_figure(address, title)


def _described(inside: str) -> str:
    """The description of a picture that stands in a drawing's place where browsers show none."""
    told = (attributes_in(one[1]).get("alt", "") for one in IMAGE.finditer(inside))
    return next(filter(None, told), "")


def _frame(address: str, title: str, values: dict[str, str]) -> str:
    size = "".join(f' {key}="{value}"' for key, value in _lengths(values).items())
    words = escape_attribute(title or short_address(address).rpartition("/")[2])
    given = f'src="{escape_attribute(address)}" title="{words}"{size} sandbox="{SANDBOX}"'
    return f'<iframe {given} loading="lazy"></iframe>'


def _lengths(values: dict[str, str]) -> dict[str, str]:
    """Width and height in pixels, as attributes or in a style; a share of the page is ours."""
    found = {one[1].lower(): one[2] for one in STYLED.finditer(values.get("style", ""))}
    for name in ("width", "height"):
        if length := LENGTH.fullmatch(values.get(name, "").strip()):
            found[name] = length[1]
    return found


def embed_figure(address: str, title: str = "") -> str:
    """A figure with a link to the page where readers can watch, as a block of its own."""
    return f'<figure class="embed">{embed_link_html(address, title)}</figure>'


def embed_link_html(address: str, title: str = "") -> str:
    """The link alone: its words are a title and who shows it."""
    page, shown_by = watch_page(address)
    words = f"{title} ({shown_by})" if title and shown_by else title or shown_by
    words = escape_text(words or short_address(page))
    return f'<a class="embed" href="{escape_attribute(page)}">{words}</a>'
