"""A summary in plain text: what the header says, or the text before a "more" mark."""

import re

from blog.markup import render
from blog.transfer.posts.titles import plain_title
from blog.transfer.rewriting.code_ranges import replace_spans
from blog.transfer.source.header_values import as_line, as_text, without_tags
from blog.transfer.source.import_values import Value
from papers.citing.citation_syntax import Cluster, find_clusters

MAX_SUMMARY = 600
"""Characters of a summary that is cut out of the body."""
_MAX_HEAD = 20_000

_MORE = re.compile(r"<!--[ \t]*more[ \t]*-->|\{\{<\s*more\s*>\}\}", re.IGNORECASE)
_READMORE = re.compile(r"[ \t]*\(?READMORE\)?")
_MARKED = re.compile(
    r"<!--\s*(?:PELICAN_)?BEGIN_SUMMARY\s*-->(.*?)<!--\s*(?:PELICAN_)?END_SUMMARY\s*-->", re.DOTALL
)
_NOISE = re.compile(r"^ {0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+|\d+[.)]\s+)|!\[[^\[\]]*\]\([^()]*\)", re.M)
_LIQUID = re.compile(r"\{%(?:(?!\{%).)*?%\}|\{\{(?:(?!\{\{).)*?\}\}", re.DOTALL)
_KEYS = ("description", "summary", "excerpt", "abstract", "tldr", "subtitle")
_SHORTCODE = re.compile(r"\{\{[<%].*?[>%]\}\}", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
_MARKED_UP = re.compile(r"[*_`~^$@\\\[\]]|\{[{%<:.#]")
_BLOCK = re.compile(r"(\d*)(?=[-+*#>|:=.)~])")


def read_summary(values: dict[str, Value], body: str, separator: str) -> str:
    """One line of plain text, '' where there is none; a blank description counts as none.

    What a header says may be Markdown, with citations, formulas and shortcodes; the subtitle is the
    summary where nothing else is. `separator` is Jekyll's `excerpt_separator`; its default (a blank
    line) marks nothing.
    """
    for key in _KEYS:
        if text := words_shown(as_text(values.get(key))):
            return text
    head = _before_more(body, as_line(values.get("excerpt_separator")) or separator.strip())
    return shorten(_plain_text(head), MAX_SUMMARY)


def words_shown(markdown: str) -> str:
    """Markdown in one line as readers would see it, without citations, images, shortcodes."""
    text = " ".join(_LIQUID.sub(" ", _SHORTCODE.sub(" ", _IMAGE.sub(" ", markdown))).split())
    if not _MARKED_UP.search(text):
        return without_tags(text)
    cited = [(one.start, one.end, "") for one in find_clusters(text) if _is_cited(one)]
    text = replace_spans(text, cited).lstrip()
    line = _BLOCK.sub(r"\1\\", text, count=1) if _BLOCK.match(text) else text
    return " ".join(render(line).text.split()).replace(" ,", ",").replace(" .", ".")


def _is_cited(cluster: Cluster) -> bool:
    """A key alone has a year in it, as `@doe2020`; `@doe` may be somebody's name elsewhere."""
    return not cluster.is_narrative or any(re.search(r"\d{2}", one.key) for one in cluster.items)


def without_readmore(body: str) -> str:
    """The body without Middleman's first `READMORE`, which marks the end of its summary."""
    return _READMORE.sub("", body, count=1)


def _before_more(body: str, separator: str) -> str:
    head = body[:_MAX_HEAD]
    if found := _MARKED.search(head):
        return found[1]
    if found := _MORE.search(head):
        return head[: found.start()]
    at = head.find(separator) if separator else -1
    return head[:at] if at > 0 else ""


def _plain_text(markdown: str) -> str:
    text = _LIQUID.sub("", _NOISE.sub("", without_fences(markdown)))
    return without_tags(" ".join(plain_title(line) for line in text.split("\n")))


def without_fences(markdown: str) -> str:
    """Markdown without its fenced code."""
    return "".join(re.split(r"^(?:```|~~~).*$", markdown, flags=re.MULTILINE)[::2])


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut[: cut.rfind(" ")] if " " in cut else cut).rstrip(" ,;:") + "…"
