"""Pictures that are written into a file itself, as base64 or as an `<svg>` element: they get an
address of their own. No Django here."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from hashlib import sha256

from blog.text.size_limits import MAX_EMBEDDED
from blog.transfer.pictures.inline_svg import find_drawings
from blog.transfer.rewriting.code_ranges import replace_spans

FOLDER = "embedded-pictures"
"""The folder that the pictures of a file seem to stand in."""
PICTURES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
WRITTEN = re.compile(
    r"data:(image/(?:png|jpe?g|gif|webp|svg\+xml));base64,([A-Za-z0-9+/=\s%]{20,}+)"
)


@dataclass
class EmbeddedPictures:
    """The pictures of one file, by the addresses that its text has for them."""

    by_address: dict[str, bytes] = field(default_factory=dict)
    size: int = 0

    def keep(self, data: bytes, ending: str) -> str:
        """The address of a picture; '' for none, and for more than one file may have."""
        address = f"{FOLDER}/{sha256(data).hexdigest()[:16]}.{ending}"
        if not data or self.size + len(data) > MAX_EMBEDDED:
            return ""
        if address not in self.by_address:
            self.by_address[address] = data
            self.size += len(data)
        return address

    def take_out(self, text: str) -> str:
        """The text with addresses in place of its pictures."""

        def address(match: re.Match[str]) -> str:
            ending = PICTURES.get(match[1].replace("/jpg", "/jpeg"), "svg")
            return self.keep(decoded(match[2]), ending) or match[0]

        return WRITTEN.sub(address, text) if "data:image/" in text else text

    def take_out_drawings(self, text: str, is_html: bool) -> str:
        """The text with images in place of the drawings that stand in it outside of code; those
        that would not be whole as images stay."""
        spans = []
        for drawing in find_drawings(text, is_html):
            if address := self.keep(drawing.data, "svg"):
                spans.append((drawing.start, drawing.end, drawing.image(address)))
        return replace_spans(text, spans)


def decoded(written: str) -> bytes:
    """b'' for what is no base64."""
    try:
        return base64.b64decode(re.sub(r"\s|%0A", "", written), validate=True)
    except (binascii.Error, ValueError):
        return b""
