"""Where links lead, as browsers read them, however they are spelled. No Django here."""

import re
import unicodedata
from html import unescape
from urllib.parse import unquote, urlsplit

LINK = re.compile(r"(?:(?:https?:)?//|\b(?=www\.))([^\s<>()\[\]\"'`]{3,})", re.I)
"""Its group is what follows the slashes."""
HREF = re.compile(r'\bhref="([^"]*)"')
REFERENCES = '<ul class="references">'
"""Where ``papers.citing.list_html`` begins. Comments have no classes of their own."""
IGNORED = re.compile("[\t\n\r]|^[\0- ]+|[\0- ]+$")
TO_A_HOST = re.compile(r"(?:https?:[/\\]*|[/\\]{2,})(?=[^/\\])", re.I)


def host_of(url: str) -> str:
    """In lower case and without ``www.``; empty where there is none. Browsers read ``%2E``, ``。``
    and other forms of letters as plain ones (URL Standard, "host parsing"; UTS #46)."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    host = unicodedata.normalize("NFKC", unquote(host)).lower().replace("。", ".")
    host = "".join(letter for letter in host if unicodedata.category(letter) != "Cf")
    return host.strip(".").removeprefix("www.")


def linked_in(html: str) -> list[str]:
    """The addresses on other hosts that a comment's HTML leads to, as ``https://…``, without those
    of its list of references. A browser takes ``https:/example.org`` and ``\\\\example.org`` for
    links too (URL Standard, "basic URL parser")."""
    links = []
    for href in HREF.findall(html.partition(REFERENCES)[0]):
        address = IGNORED.sub("", unescape(href))
        if start := TO_A_HOST.match(address):
            links.append("https://" + address[start.end() :].replace("\\", "/"))
    return links
