"""From Markdown to sanitized HTML: the one entrance for posts and comments."""

import re
from collections.abc import Callable
from contextlib import suppress
from html import unescape
from itertools import islice

from blog.markup.dialects.liquid import read_liquid
from blog.markup.document.results import MarkupError, Rendered
from blog.markup.document.state import MAX_PROBLEMS, Document
from blog.markup.document.tex_macros import TexError, take_definitions
from blog.markup.document.text_policy import POST, Policy
from blog.markup.page.page_ids import free_page_ids
from blog.markup.page.picture_sizes import PictureSizes, size_pictures
from blog.markup.page.pictures_elsewhere import KeptPictures, ShownPictures, show_pictures
from blog.markup.page.plain_text import read_page
from blog.markup.page.sanitizer import CLEARED, SCHEMES, allowed_tags, sanitize
from blog.markup.python_markdown import to_markup
from blog.markup.reading.raw_html import REMOVED, clean_fragment
from papers.records.printable_text import printable

ELEMENT = re.compile(r"<([a-zA-Z][\w:-]*)")
REFUSED = re.compile(
    rf"""<[a-zA-Z][^<>]*?\s(?:href|src|poster)="\s*+"""
    rf"""(?!(?:{"|".join(sorted(SCHEMES))}):)(([a-zA-Z][\w+.-]*+):[^"]*+)\"""",
    re.I,
)


def no_hashtag_pages(name: str) -> str | None:
    """Leave hashtags as text."""
    return None


def render(
    source: str,
    *,
    policy: Policy = POST,
    scope: str = "",
    hashtag_url: Callable[[str], str | None] = no_hashtag_pages,
    link_url: Callable[[str], str | None] | None = None,
    is_html: bool = False,
    macros: str = "",
    language: str = "",
    kept_pictures: KeptPictures | None = None,
    picture_sizes: PictureSizes | None = None,
) -> Rendered:
    """Render Markdown (kramdown's and GFM's) to HTML that is safe to show.

    A text that `is_html` is not read as Markdown, only its Liquid and its formulas are.

    `hashtag_url(name)` gives the address of a hashtag's page, or None for plain text.
    `link_url(address)` may give another address for a link or an image; it is also asked
    `post_url:NAME` for Jekyll's tag. `scope` stands before every id, so that two texts can share a
    page. `macros` are definitions (`\\newcommand…`) that the text's formulas know from the start.
    `language` is that of the words which figures and the like are numbered with.
    `kept_pictures` has pictures of other hosts shown from their copies here, or as links;
    `picture_sizes` knows the sizes of those that are here.
    Raises MarkupError when the text is longer than the policy allows.
    """
    text = clean_source(source)
    check_length(text, policy)
    document = Document(text, policy, hashtag_url, link_url, language=language)
    document.has_places = policy.ids and not is_html
    with suppress(TexError):  # of definitions that were sound when they were stored
        take_definitions(macros, document.macros)
    if policy.liquid:
        text = read_liquid(document, text, is_html=is_html)
    markup = clean_fragment(document, text) if is_html else to_markup(document, text)
    report_unknown_elements(document, markup)
    report_refused_addresses(document, markup)
    html = printable(sanitize(markup, policy, scope=scope, link_url=link_url))
    html = html if scope or not policy.ids else free_page_ids(html)
    shown = show_pictures(html, kept_pictures) if kept_pictures else ShownPictures(html)
    for address in shown.counting:
        document.report("A picture of one pixel, which only counts readers, was left out.", address)
    html = size_pictures(shown.html, picture_sizes) if picture_sizes else shown.html
    plain, prose, headings = read_page(html)
    problems = sorted(document.problems, key=lambda problem: problem.line or 0)
    hashtags = tuple(document.hashtags.values())
    return Rendered(html, headings, hashtags, plain, tuple(problems), prose, shown.elsewhere)


def report_unknown_elements(document: Document, markup: str) -> None:
    """Tell of the elements that the sanitizer takes away, those apart that were told already."""
    present = {found[1].lower() for found in ELEMENT.finditer(markup)}
    unknown = present - allowed_tags(document.policy) - REMOVED
    for name in sorted(unknown)[:MAX_PROBLEMS]:
        message = (
            f"A <{name}> element is not allowed here and was removed."
            if name in CLEARED
            else f"The element <{name}> is not known here; what stands in it is shown without it."
        )
        written = re.search(rf"<{re.escape(name)}(?![\w-])", document.source, re.I)
        document.report(message, written[0] if written else "")


def report_refused_addresses(document: Document, markup: str) -> None:
    """Tell of the links and pictures whose addresses the sanitizer takes away."""
    for found in islice(REFUSED.finditer(markup), MAX_PROBLEMS):
        address, scheme = unescape(found[1]), found[2]
        if document.link_url is None or document.link_url(address) is None:
            document.report(
                f"The address “{address[:80]}” leads nowhere: addresses here begin with "
                f"https: or another of the web's, not with “{scheme}:”.",
                address,
            )


def clean_source(source: str) -> str:
    """Line ends as `\\n`, without a byte order mark and control characters."""
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return printable(text)


def check_length(text: str, policy: Policy) -> None:
    """Raise MarkupError when a text is longer than its policy allows."""
    if len(text) > policy.max_characters:
        raise MarkupError(
            f"This {policy.name} has {len(text):,} characters; "
            f"at most {policy.max_characters:,} can be shown."
        )
    size = len(text.encode())
    if size > policy.max_bytes:
        raise MarkupError(
            f"This {policy.name} takes {size:,} bytes; at most {policy.max_bytes:,} can be shown."
        )
