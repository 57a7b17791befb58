"""kramdown's options, as a text may set them: `{::options toc_levels="2..3" /}`.

Source: kramdown 2.4 `options.rb`, those that change what a reader sees. Others are passed over.
"""

import re
from dataclasses import dataclass

from blog.markup.document.attributes import parse_attributes

MAX_NUMBER = 100_000
LEVELS = re.compile(r"([1-6])(?:\.\.|-)([1-6])")


@dataclass
class KramdownOptions:
    """What may be set; `toc_levels` are the levels of headings that a table of contents lists."""

    auto_ids: bool = True
    auto_id_prefix: str = ""
    footnote_nr: int = 1
    footnote_prefix: str = ""
    footnote_link_text: str = "%s"
    footnote_backlink: str = "↩"
    header_offset: int = 0
    parse_block_html: bool = False
    toc_levels: frozenset[int] = frozenset(range(1, 7))

    def read(self, text: str) -> None:
        """Set what `key="value"` pairs say; values that are none of an option change nothing."""
        for name, value in parse_attributes(text, {}).items():
            if name in ("auto_ids", "parse_block_html"):
                setattr(self, name, value == "true")
            elif name in ("footnote_nr", "header_offset"):
                if re.fullmatch(r"-?\d{1,9}", value) and abs(int(value)) <= MAX_NUMBER:
                    setattr(self, name, int(value))
            elif name in ("footnote_prefix", "auto_id_prefix"):
                if re.fullmatch(r"[\w:.-]{0,100}", value):
                    setattr(self, name, value)
            elif name in ("footnote_link_text", "footnote_backlink"):
                if name == "footnote_backlink" or "%s" in value:
                    setattr(self, name, value[:100])
            elif name == "toc_levels" and (levels := read_levels(value)):
                self.toc_levels = levels


def read_levels(text: str) -> frozenset[int]:
    """Levels as `2..3`, `2-3` or `1,2,3`; none when the text is none of these."""
    if match := LEVELS.fullmatch(text.strip()):
        return frozenset(range(int(match[1]), int(match[2]) + 1))
    return frozenset(int(word) for word in re.findall(r"\b[1-6]\b", text))
