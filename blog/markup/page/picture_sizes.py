"""Pictures that are kept here get their width and height, so that a page does not jump while they
load, and smaller copies for phones to choose from. No Django here.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from blog.markup.document.html_writing import escape_attribute
from papers.records.finished_html import TAG, tag_attributes

MEASURE = "(min-width: 40rem) 37rem, 100vw"
"""How wide a picture is shown at the most: a column of text, or a phone's screen
(``colours_and_measures.css``)."""
PIXELS = re.compile(r"\d{1,5}")


@dataclass(frozen=True)
class PictureSize:
    """``copies`` are the addresses of narrower copies with their widths, the narrowest first."""

    width: int
    height: int
    copies: tuple[tuple[str, int], ...] = ()


PictureSizes = Callable[[Collection[str]], Mapping[str, PictureSize]]
"""For the addresses of pictures, the sizes of those that are kept here."""


def size_pictures(html: str, sizes_of: PictureSizes) -> str:
    """Finished HTML with them; what an author says of a picture's size or copies stays."""
    tags = [tag for tag in TAG.finditer(html) if tag[2] == "img"] if "<img" in html else []
    addresses = [tag_attributes(tag[0]).get("src", "") for tag in tags]
    sizes = sizes_of({one for one in addresses if one}) if tags else {}
    if not sizes:
        return html
    parts, done = [], 0
    for tag, address in zip(tags, addresses, strict=True):
        if address in sizes:
            written = size_attributes(tag_attributes(tag[0]), address, sizes[address])
            parts += [html[done : tag.end() - 1], written, ">"]
            done = tag.end()
    return "".join([*parts, html[done:]])


def size_attributes(said: Mapping[str, str], address: str, size: PictureSize) -> str:
    """What is added to the attributes that a picture has."""
    added: dict[str, str] = {}
    if not {"width", "height"} & said.keys():
        added |= {"width": str(size.width), "height": str(size.height)}
    if size.copies and not {"srcset", "sizes"} & said.keys():
        copies = [*size.copies, (address, size.width)]
        shown = said.get("width", "")
        added["srcset"] = ", ".join(f"{place} {width}w" for place, width in copies)
        added["sizes"] = f"{shown}px" if PIXELS.fullmatch(shown) else MEASURE
    return "".join(f' {name}="{escape_attribute(value)}"' for name, value in added.items())
