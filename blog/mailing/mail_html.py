"""The finished HTML of a post as mail programs can show it: few tags, no classes, formulas in signs
or as TeX, and nothing that is loaded from elsewhere than the site itself. No Django here."""

import html
import re
from urllib.parse import urlsplit

import nh3

from blog.feeds.atom import absolute_links
from papers.records.finished_html import TAG, tag_attributes
from papers.records.tex_formulas import formula_signs

LONGEST_LETTER = 80_000
"""Characters of a post's HTML; common mail programs cut letters of 102 kB. Of a longer one the
letter has the beginning in words and the way to the rest."""
TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div", "dl"),
    *("dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img"),
    *("ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "small", "span", "strong", "sub"),
    *("sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "u"),
}
SILENT = {"script", "style", "svg", "template", "button", "select", "textarea"}
"""What goes with all that is in it."""
ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
MATH = re.compile(r"<math\b([^>]*)>(.*?)</math>", re.S)
TEX = re.compile(r'<annotation encoding="application/x-tex">(.*?)</annotation>', re.S)
LONGEST_SIGNS = 500  # characters of a formula; what is longer stays TeX
FRAMES = ("iframe", "video", "audio", "embed", "object")


def html_for_mail(finished: str, page: str, origin: str) -> str:
    """``page`` is the address of the page that the HTML stands on, ``origin`` that of the site."""
    shown = absolute_links(MATH.sub(formula_for_mail, finished), page)
    shown = TAG.sub(lambda tag: tag_for_mail(tag, origin), shown)
    return nh3.clean(
        shown,
        tags=TAGS,
        clean_content_tags=SILENT,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def formula_for_mail(match: re.Match[str]) -> str:
    """Few mail programs show MathML, and the others its letters in a row."""
    tex = TEX.search(match[2])
    if tex is None:
        return match[0]
    source = html.unescape(tex[1]).strip()
    signs = formula_signs(source) if len(source) <= LONGEST_SIGNS else ""
    shown = f"<i>{html.escape(signs)}</i>" if signs else f"<code>{html.escape(source)}</code>"
    is_block = ' display="block"' in match[1]
    return f"<br>{shown}<br>" if is_block else shown


def tag_for_mail(tag: re.Match[str], origin: str) -> str:
    """Pictures of other sites, films and frames become links: opening a letter tells nobody."""
    if tag[1]:
        return tag[0]
    name, attributes = tag[2].lower(), tag_attributes(tag[0])
    source = attributes.get("src") or attributes.get("data", "")
    is_shown = name == "img" and is_own_address(source, origin)
    if name not in (*FRAMES, "img") or is_shown or not source:
        return tag[0]
    words = attributes.get("alt") or attributes.get("title") or source
    return f'<a href="{html.escape(source)}">{html.escape(words)}</a>'


def is_own_address(address: str, origin: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return f"{parts.scheme}://{parts.netloc}" == origin
