"""Where links lead, as browsers read them, however they are spelled. No Django here."""

import re
from html import unescape

LINK = re.compile(r"(?:(?:https?:)?//|\b(?=www\.))([^\s<>()\[\]\"'`]{3,})", re.I)
"""Its group is what follows the slashes."""
HREF = re.compile(r'\bhref="([^"]*)"')
REFERENCES = '<ul class="references">'
"""Where ``papers.citing.cited_text.list_html`` begins. Comments have no classes of their own."""
IGNORED = re.compile("[\t\n\r]|^[\0- ]+|[\0- ]+$")
TO_A_HOST = re.compile(r"(?:https?:[/\\]*|[/\\]{2,})(?=[^/\\])", re.I)


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
