"""The host of an address, as browsers read it, however it is spelled."""

import unicodedata
from urllib.parse import unquote, urlsplit


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
