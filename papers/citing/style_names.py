"""Citation styles by their names: the bundled ones, and those that editors uploaded."""

from collections import OrderedDict
from functools import cache
from hashlib import sha256

from papers.csl.errors import StyleError
from papers.csl.style import STYLES, CslStyle, bundled_names, bundled_style, read_style
from papers.models import Style as UploadedStyle
from papers.site_values import site_values

KEPT = 8  # uploaded styles that stay compiled
TITLES = {
    "apa": "APA",
    "association-for-computing-machinery": "ACM",
    "chicago-author-date": "Chicago",
    "harvard-cite-them-right": "Harvard",
    "ieee": "IEEE",
    "modern-language-association": "MLA",
    "nature": "Nature",
    "vancouver": "Vancouver",
}
"""The bundled styles, as readers choose them."""
compiled: OrderedDict[str, CslStyle] = OrderedDict()


def site_style() -> str:
    return site_values().style


def find_style(name: str) -> tuple[CslStyle | None, str]:
    """A style and the digest of its source; ``(None, "")`` where there is none of that name."""
    if name in bundled_names():
        return bundled_style(name), bundled_digest(name)
    row = UploadedStyle.objects.filter(name=name).first()
    if row is None:
        return None, ""
    digest = digest_of(row.source)
    if digest not in compiled:
        try:
            compiled[digest] = read_style(row.source)
        except StyleError:  # stored before the rules for styles grew stricter
            return None, ""
        while len(compiled) > KEPT:
            compiled.popitem(last=False)
    return compiled[digest], digest


def cited_language(style: CslStyle | None, named: str = "") -> str:
    """The language that citations are set in: the one that a text names, in the dialect that the
    style was made for; else the style's; else the site's."""
    return (style.locale_for(named) if style is not None else named) or site_values().language


@cache
def bundled_digest(name: str) -> str:
    return digest_of((STYLES / f"{name}.csl").read_text())


def style_source(name: str) -> str:
    """A style as its file has it; empty where there is none of that name."""
    if name in bundled_names():
        return (STYLES / f"{name}.csl").read_text(encoding="utf-8")
    row = UploadedStyle.objects.filter(name=name).first()
    return row.source if row else ""


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def style_choices() -> list[tuple[str, str]]:
    """Names and titles of all styles, for an editor to choose from."""
    uploaded = UploadedStyle.objects.order_by("title", "pk").values_list("name", "title")
    return [*TITLES.items(), *uploaded]
