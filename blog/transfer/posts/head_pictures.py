"""The picture that a header names. Where its system showed it over the text, it stands there here
too; one for lists and shared links alone has no place, since posts here have no such picture.

Sources: the themes Minimal Mistakes (`header`), HPSTR and So Simple (`image: feature`), PaperMod
(`cover`), LoveIt (`featuredImage`), Hugo Blox (`image`); Casper and its kin (`cover`); Astro
(`heroImage`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from blog.transfer.pictures.images import find_file
from blog.transfer.posts.source_post import Source
from blog.transfer.rewriting.head_figure import head_figure
from blog.transfer.source.front_matter import fold_key
from blog.transfer.source.header_values import as_flag, as_line, as_text
from blog.transfer.source.import_values import Value

SHOWN = {
    "cover": ("image", "src", "url"),
    "header": ("image", "overlay_image"),
    "image": ("feature", "filename"),
    "featuredimage": (),
    "featured_image": (),
    "feature_image": (),
    "heroimage": (),
    "hero_image": (),
}
"""Keys of a picture over the text, each with its keys where it is a table."""
AS_TEXT = frozenset(SHOWN) - {"header", "image"}
"""Those that may be the address itself."""
UNSEEN = ("thumbnail", "thumb", "teaser", "preview", "image", "og_image", "social_image", "images")
HIDES = ("hidden", "hiddeninsingle", "preview_only")
WORDS = ("alt", "alt_text", "image_description", "caption", "title")
FOLDERS = ("", "/", "/images/", "/img/", "/assets/images/", "/assets/img/", "/assets/")


@dataclass(frozen=True)
class HeadPicture:
    address: str
    alt: str = ""

    def markup(self, is_html: bool) -> str:
        if is_html:
            return head_figure(self.address, self.alt)
        alt = "".join(f"\\{sign}" if sign in "\\[]*_`<$" else sign for sign in self.alt)
        return f"![{alt}](<{self.address}>)"


def head_picture(source: Source, body: str) -> HeadPicture | None:
    """What stood over the text, if its file is there or elsewhere on the web and the text itself
    does not show it."""
    for key, inner in SHOWN.items():
        value = source.values.get(key)
        table = folded_table(value)
        if any(as_flag(table.get(name)) for name in HIDES):
            continue
        named = [table.get(name) for name in inner]
        named += [value] if key in AS_TEXT and isinstance(value, str) else []
        for one in filter(None, map(as_text, named)):
            if picture := found_picture(source, one.strip()):
                if one.strip().rpartition("/")[2] in body:
                    return None
                alt = next((as_line(table[name]) for name in WORDS if table.get(name)), "")
                return replace(picture, alt=alt)
    return None


def folded_table(value: Value) -> Mapping[str, Value]:
    return {fold_key(key): one for key, one in value.items()} if isinstance(value, dict) else {}


def found_picture(source: Source, address: str) -> HeadPicture | None:
    if address.startswith(("http://", "https://")):
        is_plain = not any(sign in address for sign in "<>\n ")
        return HeadPicture(address) if is_plain else None
    quoted = quote(address, safe="/%")
    places = FOLDERS if not address.startswith("/") else ("",)
    found = (f"{folder}{quoted}" for folder in places)
    return next((HeadPicture(one) for one in found if find_file(source.found, one)), None)


def unseen_picture(source: Source, shown: HeadPicture | None) -> str:
    """The picture for lists and shared links alone; '' where there is none."""
    for key in UNSEEN:
        value = source.values.get(key)
        table = folded_table(value)
        named = value if isinstance(value, str | list) else table.get("path") or table.get("url")
        if address := as_text(named).strip():
            last = address.rpartition("/")[2]
            return "" if shown and shown.address.rpartition("/")[2] == last else address
    return ""
