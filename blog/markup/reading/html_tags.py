"""What is a tag of HTML in a text, and what only looks like one: `Vec<T>`, `<your key>`, `<S, E>`.

A name that HTML does not know makes a tag where the text also ends it. All else is text, which
readers would not see otherwise: a browser shows nothing of an element that it does not know.
"""

import re

from blog.markup.document.state import Document
from blog.text.word_sets import word_set

SPANS = word_set(
    """
    a abbr acronym b bdi bdo big br button canvas cite code data datalist del dfn em font i
    img input ins kbd label map mark meter output progress q s samp select small span strike
    strong sub sup textarea time tt u var wbr d-cite dt-cite d-footnote d-math
    """
)
VOID = word_set(
    """
    hr br img input col area link meta base source track wbr embed param
    """
)
LITERAL = word_set("pre script style textarea math svg title xmp")
BLOCKS = word_set(
    """
    address article aside audio blockquote body caption center colgroup dd details dialog dir div
    dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header
    hgroup html iframe legend li main marquee menu nav noembed noframes noscript object ol optgroup
    option p picture rp rt ruby section slot summary table tbody td template tfoot th thead tr
    ul video applet basefont bgsound bgcolor blink keygen menuitem nobr plaintext rb rtc search
    """
)
ELEMENTS = SPANS | VOID | LITERAL | BLOCKS
ONE_LETTER = frozenset("abipqsu")
"""Elements whose names variables have too: `a<b and c>d`."""
TAG = re.compile(
    r"""<(/?)([a-zA-Z][\w:-]*+)((?:[^<>"'=]++"""
    r"""|=\s*+"[^"<]*+(?:"|(?:<[^"<]*+){1,8}+"(?=[\s/>]))"""
    r"""|=\s*+'[^'<]*+(?:'|(?:<[^'<]*+){1,8}+'(?=[\s/>]))|=|["'])*+)>"""
)
"""A value may have a few `<`, as `alt="p < 0.05"`, where its quote is plainly closed: else each
quote that is not would be looked for in the whole text."""
START = re.compile(r" {0,3}<(?:(!--)|(/?)([a-zA-Z][\w:-]*)(?=[\s/>]|$))")
SELF_CLOSED = re.compile(r"""(?:["'\s]|<[\w:-]+)/\s*>$""")
NO_ATTRIBUTES = re.compile(r"[^\s/>]")
VALUED = re.compile(r"""(?<![\w:-])[\w:-]++\s*+=\s*+(?:"[^"]*"|'[^']*'|[^\s"'>]+)""")
LONE_WORD = re.compile(r"[a-zA-Z][\w-]*+")


def is_tag(document: Document, match: re.Match[str]) -> bool:
    """Whether what `TAG` found is one."""
    name, rest = match[2].lower(), match[3]
    if NO_ATTRIBUTES.match(rest) or not is_element(document, name, rest):
        return False
    if is_type_argument(document, match):
        return False
    words = LONE_WORD.findall(VALUED.sub("", rest)) if name in ONE_LETTER else ()
    return not set(words) - {"markdown"}


def is_type_argument(document: Document, match: re.Match[str]) -> bool:
    """Whether it stands at a word with a capital as in `List<Button>`: a type, though HTML has an
    element of that name, where the text does not end one."""
    name = match[2].lower()
    if match[1] or not match[2][0].isupper() or name in VOID or name in document.ended_elements:
        return False
    return match.string[max(0, match.start() - 1) : match.start()].isalnum()


def is_element(document: Document, name: str, rest: str = "") -> bool:
    """Whether a name is that of an element: one of HTML's, or one that the text ends as well."""
    return name in ELEMENTS or name in document.ended_elements or rest.rstrip().endswith("/")


def is_self_closed(tag: str, name: str) -> bool:
    """Whether a tag is the whole element, as in XML: `<a name="x" />`. HTML would go on with it."""
    return name not in VOID and SELF_CLOSED.search(tag) is not None


def starts_html(document: Document, line: str) -> bool:
    """Whether a line starts a block of HTML, also right after a paragraph's line."""
    match = START.match(line)
    if match is None or match[1]:
        return match is not None
    name = match[3].lower()
    return name not in SPANS and is_element(document, name)
