"""Licences as people write them, and the addresses that name them. No Django here."""

import re

_CREATIVE_COMMONS = re.compile(
    r"(?:CC|Creative Commons)[ -]*(BY(?:[ -](?:NC|SA|ND)){0,2})(?:[ -]*(\d\.\d))?", re.IGNORECASE
)
_ZERO = re.compile(r"CC[ -]?0(?:[ -]*1\.0)?", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
NEWEST = "4.0"


def licence_address(written: str) -> str:
    """The address of a Creative Commons licence, or the address that was written; else ``""``.

    >>> licence_address("CC BY-SA 4.0")
    'https://creativecommons.org/licenses/by-sa/4.0/'
    """
    written = written.strip()
    if _ADDRESS.fullmatch(written):
        return written
    if _ZERO.fullmatch(written):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    if found := _CREATIVE_COMMONS.fullmatch(written):
        terms = found[1].lower().replace(" ", "-")
        return f"https://creativecommons.org/licenses/{terms}/{found[2] or NEWEST}/"
    return ""
