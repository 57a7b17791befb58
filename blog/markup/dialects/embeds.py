"""What other systems embed, films, messages and the like: a link here, since no other host is
asked while a page is read."""

import re
from html import escape

from blog.markup.document.watch_addresses import WATCHED
from blog.markup.reading.embedded_html import embed_figure, embed_link_html

FILMS = {
    "youtube": WATCHED["YouTube"],
    "vimeo": WATCHED["Vimeo"],
    "gist": WATCHED["GitHub"],
    **dict.fromkeys(("tweet", "twitter", "x"), WATCHED["X"]),
    "instagram": "https://www.instagram.com/p/{}/",
}


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether nothing else stands on the lines of a part of a text."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return not before.strip() and not text[end : end + 200].partition("\n")[0].strip()


def embed_link(name: str, rest: str, *, is_alone: bool = False) -> str | None:
    """A link to what a Liquid tag would load from another host: its address, or its number there;
    None without either. One that ``is_alone`` on its line is a figure."""
    made = embed_figure if is_alone else embed_link_html
    words = rest.split()
    what = words[0].strip("\"'") if words else ""
    if not all(re.fullmatch(r"\d+%?|[\w-]+=\S+", word) for word in words[1:]):
        return None
    if re.fullmatch(r"https?://[^\s<>\"']+", what):
        return made(what)
    return made(FILMS[name].format(what)) if re.fullmatch(r"[\w/-]+", what) else None


def details_opening(summary: str) -> str:
    """The beginning of what al-folio's `details` folds."""
    shown = escape(summary.strip().strip("\"'")) or "…"
    return f'\n<details markdown="1"><summary>{shown}</summary>\n'


def link_html(address: str, text: str, classes: str) -> str:
    """A link, as HTML so that no character of its text or address is read as Markdown."""
    return f'<a class="{classes}" href="{escape(address)}">{escape(text, quote=False)}</a>'
