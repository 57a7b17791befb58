"""Where readers can watch what other sites embed: the page, and the name of who shows it."""

import re

WORD = r"([\w-]+)"
PLAYERS = [
    (r"(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v|shorts)/" + WORD, "YouTube"),
    (r"(?:www\.)?youtube\.com/watch\?(?:[^#]*&)?v=" + WORD, "YouTube"),
    (r"youtu\.be/" + WORD, "YouTube"),
    (r"player\.vimeo\.com/video/(\d+)", "Vimeo"),
    (r"(?:www\.)?dailymotion\.com/embed/video/" + WORD, "Dailymotion"),
    (r"player\.bilibili\.com/player\.html\?(?:[^#]*&)?bvid=" + WORD, "bilibili"),
    (r"open\.spotify\.com/embed(?:-podcast)?/(\w+/\w+)", "Spotify"),
    (r"codepen\.io/([\w-]+)/embed/(?:preview/)?([\w-]+)", "CodePen"),
    (r"codesandbox\.io/embed/" + WORD, "CodeSandbox"),
    (r"www\.loom\.com/embed/" + WORD, "Loom"),
    (r"embed\.ted\.com/(talks/\w+)", "TED"),
    (r"observablehq\.com/embed/(@?[\w-]+(?:/[\w-]+)?)", "Observable"),
    (r"(?:www\.)?slideshare\.net/slideshow/embed_code/key/" + WORD, "SlideShare"),
    (r"docs\.google\.com/(forms/d/(?:e/)?[\w-]+)", "Google Forms"),
    (r"docs\.google\.com/(spreadsheets/d/e/[\w-]+)", "Google Sheets"),
    (r"docs\.google\.com/((?:document|presentation)/d/e/[\w-]+)", "Google Docs"),
    (r"docs\.google\.com/((?:document|presentation|spreadsheets)/d/[\w-]+)", "Google"),
    (r"gist\.github\.com/([\w-]+/\w+)(?:\.js|\.pibb)", "GitHub"),
    (r"(?:www\.)?asciinema\.org/a/(\w+)(?:\.js|/embed|/iframe)", "asciinema"),
    (r"platform\.twitter\.com/embed/Tweet\.html\?(?:[^#]*&)?id=(\d+)", "X"),
]
WATCHED = {
    "YouTube": "https://www.youtube.com/watch?v={}",
    "Vimeo": "https://vimeo.com/{}",
    "Dailymotion": "https://www.dailymotion.com/video/{}",
    "bilibili": "https://www.bilibili.com/video/{}",
    "Spotify": "https://open.spotify.com/{}",
    "CodePen": "https://codepen.io/{}/pen/{}",
    "CodeSandbox": "https://codesandbox.io/s/{}",
    "Loom": "https://www.loom.com/share/{}",
    "TED": "https://www.ted.com/{}",
    "Observable": "https://observablehq.com/{}",
    "SlideShare": "https://www.slideshare.net/slideshow/embed_code/key/{}",
    "Google Forms": "https://docs.google.com/{}/viewform",
    "Google Sheets": "https://docs.google.com/{}/pubhtml",
    "Google Docs": "https://docs.google.com/{}/pub",
    "Google": "https://docs.google.com/{}/preview",
    "GitHub": "https://gist.github.com/{}",
    "asciinema": "https://asciinema.org/a/{}",
    "X": "https://x.com/i/status/{}",
}
KNOWN = [(re.compile(rf"(?:https?:)?//{pattern}", re.I), name) for pattern, name in PLAYERS]
SAYS_NOTHING = re.compile(
    r"(?:youtube|vimeo|embedded|twitter|spotify embed)?[ -]?(?:video|player|content|iframe|embed)?"
    r"[ -]?(?:player)?",
    re.I,
)
"""Titles that a player's own code has for every film."""


def watch_page(address: str) -> tuple[str, str]:
    """The page of what is embedded from an address, and its site's name; the address itself, and
    '', for a site that is not known."""
    for pattern, name in KNOWN:
        if (found := pattern.match(address)) and found[1] != "videoseries":
            return WATCHED[name].format(*found.groups()), name
    return (f"https:{address}" if address.startswith("//") else address), ""


def told_title(title: str) -> str:
    """A title that says something, or ''."""
    shown = " ".join(title.split())
    return "" if SAYS_NOTHING.fullmatch(shown) else shown
