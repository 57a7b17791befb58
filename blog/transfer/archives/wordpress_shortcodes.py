"""WordPress' shortcodes for what was uploaded, and those of plugins for footnotes."""

import html
import re

from blog.transfer.archives.wordpress_blocks import BlockFacts, footnote_list, gallery_html
from blog.transfer.archives.wordpress_index import Attachment

GALLERY = re.compile(r"\[(gallery|playlist)(?![\w-])([^\[\]]{0,2000})\]", re.IGNORECASE)
SETTING = re.compile(r"([a-z_]+)\s*=\s*(?:[\"'‘’“”«»″]([^\"'‘’“”«»″]*)[\"'‘’“”«»″]|([^\s\"']+))")
NOTE = re.compile(
    r"\[(efn_note|footnote|mfn|ref|fn)\]((?:(?!\[/?\1\]).){1,5000})\[/\1\]", re.DOTALL
)
"""Easy Footnotes, Footnotes, Modern Footnotes, Simple Footnotes, FD Footnotes."""


def gallery(match: re.Match[str], facts: BlockFacts) -> str:
    """The pictures of `[gallery ids="1,2"]`, those uploaded for the post where it names none; the
    sounds and films of a playlist. As it is written where the export has none of them."""
    given = {one[1].lower(): one[2] or one[3] or "" for one in SETTING.finditer(match[2])}
    media = facts.index.media
    numbers = re.findall(r"\d+", given.get("ids") or given.get("include") or "")
    wanted = [media[one] for one in numbers if one in media]
    facts.missing |= dict.fromkeys(one for one in numbers if one not in media)
    is_list = match[1].lower() == "playlist"
    if not numbers:
        without = set(re.findall(r"\d+", given.get("exclude", "")))
        found = facts.index.uploaded_for(given.get("id") or facts.number)
        wanted = [] if is_list else _ordered([o for o in found if o.number not in without], given)
    if not wanted:
        return match[0]
    shown = _playlist(wanted) if is_list else gallery_html(wanted, given.get("link") == "file")
    return f"\n\n{shown}\n\n"


def _ordered(found: list[Attachment], given: dict[str, str]) -> list[Attachment]:
    if given.get("orderby", "").lower() == "title":
        found = sorted(found, key=lambda one: one.title)
    return found[::-1] if given.get("order", "").upper() == "DESC" else found


def _playlist(files: list[Attachment]) -> str:
    rows = (
        f'<li><a href="{html.escape(one.address)}">{html.escape(one.title or one.address)}</a></li>'
        for one in files
    )
    return f"<ul>{''.join(rows)}</ul>"


def with_footnotes(text: str) -> tuple[str, str]:
    """The text with numbers for its footnotes, and their list, or ''."""
    notes: list[tuple[str, str]] = []

    def number(one: re.Match[str]) -> str:
        notes.append((f"fn-{len(notes) + 1}", one[2].strip()))
        name = notes[-1][0]
        return f'<sup><a href="#{name}" id="{name}-link">{len(notes)}</a></sup>'

    text = NOTE.sub(number, text)
    return text, f"\n\n{footnote_list(notes)}" if notes else ""
