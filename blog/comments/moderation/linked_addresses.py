"""Where a comment's links lead, as browsers read them, however they are spelled. No Django."""

import re
from html import unescape

from blog.text.hosts import ADDRESS_END, IDN_HOST

_REST = rf"[^\s<>()\[\]\"'`{ADDRESS_END}]"
LINK = re.compile(
    rf"(?:(?i:(?:https?:)?)//|\b(?i:(?=www\.)))({IDN_HOST}{_REST}*|{_REST}{{3,}})"
)  # re.I for all of it takes 15 ms of each start
"""Its group is what follows the slashes, as far as a text's address goes that has no brackets."""
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
