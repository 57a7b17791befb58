"""Links as an owner writes them down, one a line: a title, a blank, an address. No Django here."""

import re
from urllib.parse import urlsplit

_WEB = re.compile(r"(?:https?://[^/]|mailto:[^@]+@)")
_ODD = re.compile(r"[\s\\\x00-\x1f\x7f]")
"""What browsers leave out of an address, or read as "/": ``/<tab>/example.org`` is another site's
(WHATWG URL, basic URL parser)."""


class LinkLineError(ValueError):
    """A line that is no link; the message says which one and what is wrong."""


def read_links(text: str) -> list[tuple[str, str]]:
    """Titles and addresses, blank lines left out. Raises ``LinkLineError``."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            found.append(_read_link(number, line))
    return found


def _read_link(number: int, line: str) -> tuple[str, str]:
    title, _, address = line.strip().rpartition(" ")
    if not title.strip():
        raise LinkLineError(
            f"Line {number}, “{line.strip()}”: write a title, a blank and an address, "
            "such as “Papers /papers/”."
        )
    if not is_link(address):
        raise LinkLineError(
            f"Line {number}: “{address}” is no address: it begins with /, https:// or mailto:."
        )
    return " ".join(title.split()), address


def is_link(address: str) -> bool:
    """Whether it is a path of this site, a page of the web, or a mail address."""
    try:
        urlsplit(address)
    except ValueError:
        return False
    if _ODD.search(address):
        return False
    is_path = address.startswith("/") and not address.startswith("//")
    return is_path or bool(_WEB.match(address))


def write_links(links: "list[tuple[str, str]] | tuple[tuple[str, str], ...]") -> str:
    return "\n".join(f"{title} {address}" for title, address in links)
