"""WordPress' stored text as HTML: its blocks' marks, shortcodes, and paragraphs by blank lines."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from blog.transfer.archives.wordpress_blocks import BlockFacts, bare_link, read_blocks
from blog.transfer.archives.wordpress_shortcodes import GALLERY, gallery, with_footnotes

BLOCK_MARK = re.compile(r"<!--\s*/?wp:(?:(?!<!--).)*?-->", re.DOTALL)
MORE = re.compile(r"<!--\s*(?:more|nextpage)\b(?:(?!<!--).)*?-->")
KEPT = re.compile(r"<(pre|script|style|textarea)\b", re.IGNORECASE)
STAND_IN = re.compile(r"\ue000(\d+)\ue001")
BLOCKS = (
    r"(?:table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map"
    r"|area|blockquote|address|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup"
    r"|header|footer|nav|figure|figcaption|details|menu|summary|iframe)"
)
OPENS = re.compile(rf"(<{BLOCKS}[\s/>])", re.IGNORECASE)
AROUND = re.compile(
    r"(<(?:blockquote|div|section|article)\b[^<>]*>|</(?:blockquote|div|section|article)>)",
    re.IGNORECASE,
)
CLOSES = re.compile(rf"(</{BLOCKS}>|<hr\s*/?>)", re.IGNORECASE)
IS_BLOCK = re.compile(rf"\s*(?:</?{BLOCKS}[\s/>]|\ue000)", re.IGNORECASE)
CAPTION = re.compile(r"\[(?:wp_)?caption\b([^\[\]]*)\]", re.IGNORECASE)
PICTURE = re.compile(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)\Z", re.DOTALL)
CODE = re.compile(
    r"\[(code|sourcecode|source|highlight|cc|python|java|php|sql|bash|r|cpp|xml|html|css|js)\b"
    r"([^\[\]]*)\]",
    re.IGNORECASE,
)
LANGUAGE = re.compile(r"\b(?:lang|language)\s*=\s*[\"'‘’“”]?([\w+#-]+)", re.IGNORECASE)
GENERIC = {"code", "sourcecode", "source", "highlight", "cc"}
FORMULA = re.compile(r"\$latex\s((?:\\.|[^$\\])++)\$", re.DOTALL)
LATEX = re.compile(r"\[(latex|katex)\b[^\[\]]*\]", re.IGNORECASE)
EMBED = re.compile(
    r"\[embed\b[^\[\]]*\]\s*(https?://[^\s\[\]<>\"]+)\s*\[/embed\]"
    r"|\[(?:video|audio|youtube|vimeo)\b[^\[\]]*?(https?://[^\s\[\]<>\"']+)[^\[\]]*\](?:\[/\w+\])?",
    re.IGNORECASE,
)
FORM = re.compile(r"\[([a-z][a-z0-9_-]{2,40})(?:\s[^\[\]=]*+=[^\[\]]*+)?/?\]")
LINE_END = re.compile(r"(?<!<br />)(?<!<br>)\n")
BREAK = "<br />\n"
MARKERS = re.compile(r"\[(?:latexpage|mathjax|nomathjax)\]", re.IGNORECASE)
"""Plugins' signs that a text has formulas."""
LOOKS = re.compile(r"&(?:amp;)?(?:s|bg|fg)=[^&\s]*")
"""How large and in which colours WordPress.com draws a formula."""
ADDRESS_LINE = re.compile(r"^[ \t]*(https?://[^\s<>\"\[\]]+)[ \t]*$", re.MULTILINE)
KNOWN_FORMS = frozenset(
    {"gallery", "playlist", "video", "audio", "embed", "contact-form", "contact-form-7", "tweet"}
)


def read_wordpress_text(text: str, facts: BlockFacts | None = None) -> tuple[str, list[str]]:
    """A post's `content:encoded` as HTML, and remarks on shortcodes that stay as they are.
    `facts` are what the export says of it elsewhere.

    A text of the block editor has its paragraphs; an older one has them by blank lines, as
    WordPress' own `wpautop` makes them.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    facts = facts or BlockFacts()
    has_blocks = "<!-- wp:" in text
    text = read_blocks(text, facts)
    text = MORE.sub("\n\n", BLOCK_MARK.sub("", text))
    kept: list[str] = []

    def keep(piece: str) -> str:
        kept.append(piece)
        return f"\n\n\ue000{len(kept) - 1}\ue001\n\n"

    text = text.replace("\ue000", "").replace("\ue001", "")
    text = replace_pairs(text, CODE, r"\[/{}\]", lambda pair: keep(_code(pair)))
    text = replace_pairs(text, KEPT, r"</{}\s*>", lambda pair: keep(pair.whole))
    text = FORMULA.sub(lambda match: _formula(LOOKS.sub("", match[1])), MARKERS.sub("", text))
    text = replace_pairs(text, LATEX, r"\[/{}\]", lambda pair: _formula(pair.inside))
    text, notes = with_footnotes(text)
    text = GALLERY.sub(lambda one: gallery(one, facts), text)
    text = replace_pairs(text, CAPTION, r"\[/(?:wp_)?caption\]", _figure)
    text = EMBED.sub(_link, text)
    forms = {match[1] for match in FORM.finditer(text)}
    used = sorted(
        one for one in forms if one in KNOWN_FORMS or f"[/{one}]" in text or f"[{one} " in text
    )
    remarks = [f"the shortcode [{name}] is not understood and stays as text" for name in used]
    if facts.missing:
        numbers = ", ".join(facts.missing)
        remarks.append(f"the export has not what its galleries show as number {numbers}")
    if facts.filled:
        names = ", ".join(sorted(facts.filled))
        remarks.append(f"blocks that WordPress fills in as it shows them were left out: {names}")
    if not has_blocks:
        text = paragraphs(ADDRESS_LINE.sub(lambda one: bare_link(_escaped(one[1])), text))
    text += notes
    return STAND_IN.sub(lambda match: kept[int(match[1])], text).strip(), remarks


def paragraphs(text: str) -> str:
    """Paragraphs by blank lines, breaks by ends of lines, around what is a block already."""
    text = AROUND.sub(r"\n\n\1\n\n", text)
    text = CLOSES.sub(r"\1\n\n", OPENS.sub(r"\n\n\1", text))
    chunks = (chunk.strip() for chunk in re.split(r"\n\s*\n", text))
    return "\n\n".join(_paragraph(chunk) for chunk in chunks if chunk)


def _paragraph(chunk: str) -> str:
    if IS_BLOCK.match(chunk) or CLOSES.fullmatch(chunk):
        return chunk
    return f"<p>{LINE_END.sub(BREAK, chunk)}</p>"


@dataclass(frozen=True)
class Enclosed:
    """A beginning, what stands behind it to its end, and all of it."""

    opening: re.Match[str]
    inside: str
    whole: str


def replace_pairs(
    text: str, opening: re.Pattern[str], closing: str, write: Callable[[Enclosed], str]
) -> str:
    """Each beginning with its next end, of which ``closing`` is the pattern with a place for the
    beginning's first group. An end that is missing is looked for once."""
    parts, position, missing = [], 0, set()
    while found := opening.search(text, position):
        wanted = closing.format(found[1].lower()) if found.re.groups else closing
        is_missing = wanted in missing
        end = None if is_missing else re.compile(wanted, re.I).search(text, found.end())
        start = found.start() if end else found.end()
        parts.append(text[position:start])
        if end:
            inside = text[found.end() : end.start()]
            parts.append(write(Enclosed(found, inside, text[start : end.end()])))
        missing |= {wanted} if end is None else set()
        position = end.end() if end else start
    return "".join([*parts, text[position:]])


def _code(pair: Enclosed) -> str:
    form, attributes = pair.opening.groups()
    named = LANGUAGE.search(attributes)
    language = named[1] if named else "" if form.lower() in GENERIC else form.lower()
    mark = f' class="language-{html.escape(language)}"' if language else ""
    inner = html.escape(html.unescape(pair.inside).strip("\n"), quote=False)
    return f"<pre><code{mark}>{inner}</code></pre>"


def _formula(written: str) -> str:
    tex = html.unescape(written).strip()
    return rf"\({html.escape(tex, quote=False)}\)"


def _figure(pair: Enclosed) -> str:
    """The picture and the words after it, or those of the older `caption=\"…\"`."""
    picture = PICTURE.match(pair.inside)
    if picture is None:
        return pair.inside
    stated = re.search(r"\bcaption\s*=\s*\"([^\"]*)\"", pair.opening[1])
    words = picture[2].strip() or (stated[1] if stated else "")
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return f"\n\n<figure>{picture[1]}{caption}</figure>\n\n"


def _link(match: re.Match[str]) -> str:
    return f"\n\n<p>{bare_link(_escaped(match[1] or match[2]))}</p>\n\n"


def _escaped(address: str) -> str:
    return html.escape(html.unescape(address))
