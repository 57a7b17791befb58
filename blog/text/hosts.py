"""Where a bare address ends, and its host, as browsers read it, however it is spelled."""

import re
import unicodedata
from urllib.parse import unquote, urlsplit

CJK = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u30ff\u3100-\u31bf"
    "\u31f0-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff10-\uff19"
    "\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc\U00020000-\U0003ffff"
)
"""Han, kana, Hangul and full-width letters, for a regular expression's brackets."""

ADDRESS_END = CJK + (
    "\u00ab\u00bb\u2013\u2014\u2018-\u201f\u2026\u2039\u203a\u3000-\u3004\u3008-\u3020\u302a-\u3030"
    "\u3036\u3037\u31c0-\u31ef\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40"
    "\uff5b-\uff65\uffe0-\uffee"
)
"""What is the sentence's again behind an address without brackets: these letters and the marks of
their scripts. Inside of such an address they stand percent-encoded."""

IDN_HOST = (
    rf"(?=[a-zA-Z0-9-]*\.?[{CJK}])[\w-]{{1,63}}"
    rf"(?:\.(?:[{CJK}][\w-]{{0,62}}|[a-zA-Z0-9-]{{1,63}}))+"
)
"""A host that is written in these letters (`例え.jp`), which such an address may have."""

ELSEWHERE = re.compile(r"(?:https?:)?//", re.I)
"""How an address begins that names a host."""


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


def short_address(address: str) -> str:
    """`example.org/…/plot.png`, and of an address on the same site `plot.png`."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address[:60]
    folder, _, name = unquote(parts.path).rpartition("/")
    if not parts.netloc:
        return name[-60:] or address[:60]
    between = "/…/" if folder.strip("/") else "/"
    return f"{parts.netloc}{between}{name[-60:]}".rstrip("/…")
