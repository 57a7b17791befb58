"""The marks of WordPress' block editor as the HTML that readers saw.

Source: WordPress' "Block Editor Handbook", its core blocks and how they are stored.
"""

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from blog.transfer.archives.wordpress_index import Attachment, WordPressIndex
from blog.transfer.source.header_values import as_url

MAX_ATTRIBUTES = 100_000
"""Characters of a block's settings."""
MOST_PATTERNS = 5
"""Reusable blocks in each other."""
MAX_PATTERNED = 1_000_000
"""Characters of a text with its reusable blocks."""

SINGLE = re.compile(r"<!--\s*wp:([a-z][\w/-]*)\s*(\{(?:(?!-->|<!--).)*\})?\s*/-->", re.DOTALL)
CODE_BLOCK = re.compile(
    r"<!--\s*wp:[a-z][\w/-]*\s*(\{(?:(?!-->|<!--).)*\})\s*-->\s*"
    r"<pre\b[^<>]*>(?:<code\b[^<>]*>)?((?:(?!</?pre\b).)*?)(?:</code>)?</pre>",
    re.DOTALL,
)
CODE_PRO = re.compile(
    r"<!--\s*wp:kevinbatdorf/code-block-pro\s*(\{(?:(?!-->|<!--).)*\})\s*-->(?:(?!<!--).)*"
    r"<!--\s*/wp:kevinbatdorf/code-block-pro\s*-->",
    re.DOTALL,
)
MATH_BLOCK = re.compile(
    r"<!--\s*wp:math\s*(\{(?:(?!-->|<!--).)*\})\s*-->(?:(?!<!--).)*<!--\s*/wp:math\s*-->", re.DOTALL
)
EMBED_BODY = re.compile(
    r"<div\b[^<>]{0,500}\bwp-block-embed__wrapper\b[^<>]{0,500}>\s*(https?://[^\s<>\"]+)\s*</div>"
)
BACKGROUND = re.compile(
    r"<(?:div|section|figure)\b[^<>]{0,1000}?\sstyle=(\"|')[^\"'<>]{0,1000}?background(?:-image)?:\s*url\("
    r"(?:&quot;|&#0?39;)?([^()\"'<>\s]{1,1000}?)(?:&quot;|&#0?39;)?\)[^<>]{0,2000}>"
)
LABEL = re.compile(r"\saria-label=\"([^\"<>]*)\"")
FILE_FRAME = re.compile(r"<object\b[^<>]{0,1000}\bwp-block-file__embed\b[^<>]{0,1000}>\s*</object>")
FILE_BUTTON = re.compile(
    r"<a\b[^<>]{0,1000}\bwp-block-file__button\b[^<>]{0,1000}>(?:(?!</?a\b).)*</a>", re.DOTALL
)
NEAR = 600
"""Characters behind a background in which the same picture may stand as one."""


@dataclass
class BlockFacts:
    """What blocks of one item stand for beside their own text: index has the export's other items,
    footnotes are those that WordPress keeps beside the text, as HTML by their ids."""

    index: WordPressIndex = field(default_factory=WordPressIndex)
    number: str = ""
    footnotes: list[tuple[str, str]] = field(default_factory=list)
    filled: dict[str, None] = field(default_factory=dict)
    """Names of blocks that WordPress fills in when it shows them."""
    missing: dict[str, None] = field(default_factory=dict)
    """Numbers of uploads that it names and the export lacks."""


def read_footnotes(stored: str) -> list[tuple[str, str]]:
    """The notes in the metadata `footnotes`: `[{"id": "…", "content": "…"}]`."""
    try:
        rows = json.loads(stored) if len(stored) <= MAX_ATTRIBUTES else []
    except (ValueError, RecursionError):
        return []
    told = [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
    return [(str(one.get("id", "")), str(one.get("content", ""))) for one in told]


def read_blocks(text: str, facts: BlockFacts) -> str:
    """The text with what its blocks show; their marks stay where they are."""
    text = with_patterns(text, facts)
    text = CODE_PRO.sub(lambda one: _code(_settings(one[1])), text)
    text = CODE_BLOCK.sub(_pre, text)
    text = MATH_BLOCK.sub(_formula, text)
    text = EMBED_BODY.sub(lambda one: bare_link(one[1]), text)
    text = FILE_BUTTON.sub("", FILE_FRAME.sub("", text))
    text = _with_backgrounds(text)
    return SINGLE.sub(lambda one: _single(one[1], _settings(one[2]), facts), text)


def with_patterns(text: str, facts: BlockFacts) -> str:
    """The text with the reusable blocks that it names by their numbers."""
    for _depth in range(MOST_PATTERNS):
        found = False

        def pattern(one: re.Match[str]) -> str:
            nonlocal found
            number = str(_settings(one[2]).get("ref", "")) if one[1] == "block" else ""
            if number not in facts.index.patterns:
                return one[0]
            found = True
            return facts.index.patterns[number]

        larger = SINGLE.sub(pattern, text)
        if not found or len(larger) > MAX_PATTERNED:
            return text
        text = larger
    return text


def _settings(written: str | None) -> dict[str, object]:
    if not written or len(written) > MAX_ATTRIBUTES:
        return {}
    try:
        value = json.loads(written)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _single(name: str, settings: dict[str, object], facts: BlockFacts) -> str:
    """A block that is its settings alone."""
    name = name.removeprefix("core/")
    address = as_url(str(settings.get("url") or settings.get("feedURL") or ""))
    if name == "footnotes" and facts.footnotes:
        return footnote_list(facts.footnotes)
    if name in {"social-link", "navigation-link", "navigation-submenu", "home-link"} and address:
        words = str(settings.get("label") or settings.get("service") or address)
        return f'<li><a href="{html.escape(address)}">{html.escape(words)}</a></li>'
    if address and (name.startswith(("embed", "core-embed")) or name in {"rss", "bookmark"}):
        return f"<p>{bare_link(html.escape(address))}</p>"
    if name in {"gallery", "image"}:
        numbers = settings.get("ids") or [settings.get("id")]
        known = facts.index.media
        wanted = [str(one) for one in numbers] if isinstance(numbers, list) else []
        if pictures := [known[one] for one in wanted if one in known]:
            return gallery_html(pictures)
    if name == "block":
        facts.filled["block (a pattern that the export lacks)"] = None
    elif name not in {"spacer", "separator", "more", "nextpage"}:
        facts.filled[name] = None
    return ""


def footnote_list(notes: Iterable[tuple[str, str]]) -> str:
    rows = (
        f'<li id="{html.escape(name)}">{words} <a href="#{html.escape(name)}-link">↩</a></li>'
        for name, words in notes
    )
    return f'<ol class="wp-block-footnotes">{"".join(rows)}</ol>'


def bare_link(address: str) -> str:
    """A link to an address that is written as HTML is."""
    return f'<a href="{address}">{address}</a>'


def gallery_html(pictures: Iterable[Attachment], links: bool = False) -> str:
    """Pictures with their captions, as the block editor stores them."""
    shown = "".join(_picture(one, links) for one in pictures)
    return f'<figure class="wp-block-gallery">{shown}\n</figure>'


def _picture(one: Attachment, links: bool) -> str:
    address = html.escape(one.address)
    image = f'<img src="{address}" alt="{html.escape(one.words)}">'
    image = f'<a href="{address}">{image}</a>' if links else image
    caption = f"<figcaption>{one.caption}</figcaption>" if one.caption else ""
    return f'\n<figure class="wp-block-image">{image}{caption}</figure>'


def _pre(one: re.Match[str]) -> str:
    """A block of code with the language that its settings name."""
    settings = _settings(one[1])
    language = settings.get("language") or settings.get("lang")
    if not isinstance(language, str) or not re.fullmatch(r"[\w+#.-]{1,40}", language):
        return one[0]
    return f'<pre><code class="language-{html.escape(language.lower())}">{one[2]}</code></pre>'


def _code(settings: dict[str, object]) -> str:
    code, language = str(settings.get("code") or ""), str(settings.get("language") or "")
    mark = f' class="language-{html.escape(language)}"' if language else ""
    inner = html.escape(html.unescape(code).strip("\n"), quote=False)
    return f"<pre><code{mark}>{inner}</code></pre>"


def _formula(one: re.Match[str]) -> str:
    tex = _settings(one[1]).get("latex")
    return (
        rf"<p>\[{html.escape(tex, quote=False)}\]</p>" if isinstance(tex, str) and tex else one[0]
    )


def _with_backgrounds(text: str) -> str:
    """Pictures behind a text (covers) stand before it, where they stand nowhere else."""

    def shown(one: re.Match[str]) -> str:
        address = one[2]
        near = text[one.end() : one.end() + NEAR]
        if address in near.partition("</div>")[0] and f'src="{address}"' in near:
            return one[0]
        label = LABEL.search(one[0])
        return f'{one[0]}<img src="{address}" alt="{label[1] if label else ""}">'

    return BACKGROUND.sub(shown, text) if "background" in text else text
