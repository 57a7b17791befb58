"""What other systems embed, films, messages and the like: a link here, since no other host is
asked while a page is read."""

import re
from html import escape

FILMS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "gist": "https://gist.github.com/{}",
    "tweet": "https://x.com/i/status/{}",
    "twitter": "https://x.com/i/status/{}",
    "x": "https://x.com/i/status/{}",
    "instagram": "https://www.instagram.com/p/{}/",
}


def embed_link(name: str, rest: str) -> str | None:
    """A link to what a Liquid tag would load from another host: its address, or its number there;
    None without either."""
    words = rest.split()
    what = words[0].strip("\"'") if words else ""
    if not all(re.fullmatch(r"\d+%?|[\w-]+=\S+", word) for word in words[1:]):
        return None
    if re.fullmatch(r"https?://[^\s<>\"']+", what):
        return link_html(what, what, "embed")
    address = FILMS[name].format(what)
    return link_html(address, address, "embed") if re.fullmatch(r"[\w/-]+", what) else None


def details_opening(summary: str) -> str:
    """The beginning of what al-folio's `details` folds."""
    shown = escape(summary.strip().strip("\"'")) or "…"
    return f'\n<details markdown="1"><summary>{shown}</summary>\n'


def link_html(address: str, text: str, classes: str) -> str:
    """A link, as HTML so that no character of its text or address is read as Markdown."""
    return f'<a class="{classes}" href="{escape(address)}">{escape(text, quote=False)}</a>'
