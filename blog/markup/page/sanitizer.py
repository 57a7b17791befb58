"""The one sanitizer, for posts and comments: an allow-list on an HTML5 parser.

MathML passes through it like everything else, so there are no placeholders that a text could forge.
There is no `style`, no form element, no SVG, no frame but of pages that are kept here, and
`annotation-xml` (which can hold HTML) is not allowed.
"""

import html
import re
from collections.abc import Callable
from functools import lru_cache

import nh3

from blog.markup.document.own_frames import SANDBOX, is_own_frame
from blog.markup.document.results import MarkupError
from blog.markup.document.text_policy import Policy
from blog.markup.formulas.lengths import bounded_value
from blog.markup.formulas.mathml import ATTRIBUTES as MATH_ATTRIBUTES
from blog.markup.formulas.mathml import ELEMENTS as MATH_ELEMENTS
from blog.text.word_sets import word_set

SPANS = word_set(
    """
    a abbr b br cite code del em i kbd mark q s samp small span strong sub sup u var
    """
)
PROSE = SPANS | word_set("p blockquote div hr li ol pre ul")
POST_TAGS = PROSE | word_set(
    """
    article aside address audio bdi bdo big caption col colgroup dd details dfn dl dt
    figcaption figure footer h1 h2 h3 h4 h5 h6 header iframe img ins main nav picture rp rt ruby
    section source strike summary table tbody td tfoot th thead time tr track tt video wbr
    """
)
MATH_TAGS = MATH_ELEMENTS | {"semantics", "annotation"}
GENERIC = {"class", "title", "lang", "dir"}
POST_GENERIC = GENERIC | {"id", "role", "aria-label", "aria-hidden", "aria-describedby"}
FRAMED = {"sandbox": SANDBOX, "loading": "lazy"}
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "hreflang", "type", "download", "target"},
    "abbr": {"title"},
    "annotation": {"encoding"},
    "audio": {"src", "controls", "loop", "muted", "preload"},
    "col": {"span"},
    "colgroup": {"span"},
    "blockquote": {"cite"},
    "del": {"datetime", "cite"},
    "details": {"open"},
    "iframe": {"src", "width", "height", *FRAMED},
    "img": {"src", "alt", "width", "height", "loading", "srcset", "sizes", "decoding"},
    "ins": {"datetime", "cite"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "q": {"cite"},
    "source": {"src", "srcset", "type", "media", "sizes"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "video": {
        "src",
        "controls",
        "loop",
        "muted",
        "preload",
        "poster",
        "width",
        "height",
        "playsinline",
    },
}
ADDRESSES = frozenset({"href", "src", "poster", "cite"})
SCHEMES = {"http", "https", "mailto", "tel", "ftp", "doi"}
TAGS = re.compile(r"<(/?)([a-zA-Z][\w:-]*)")
UNCOUNTED = word_set("p li dt dd td th tr br hr img wbr col source track input")
MAX_DEPTH = 400
UNSAFE = re.compile(r"(?:javascript|vbscript|data)\s*:", re.I)
INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\ufeff]")
# The cleaner (html5ever's writer) takes the square of the number of these letters in one text, and
# long for each reference. Noncharacters, which no text brings along, take their place meanwhile.
SLOW_STAND_INS = {letter: 0xFDD0 + place for place, letter in enumerate(range(0xA1, 0xC0))}
STAND_INS = {chr(letter): chr(stand_in) for letter, stand_in in SLOW_STAND_INS.items()} | {
    "&amp;": "\ufdef",
    "&lt;": "\ufffe",
    "&gt;": "\uffff",
    "&nbsp;": "\x7f",
}
MEANT = {stand_in: html.unescape(written) for written, stand_in in STAND_INS.items()}
OWN_STAND_INS = str.maketrans(dict.fromkeys(MEANT, "\ufffd"))
NUMBER = re.compile(r"&#(?:[xX]0*+([0-9a-fA-F]{1,6})|0*+([0-9]{1,7}));?")
FRAME = re.compile(r'(<iframe\b(?:[^">]|"[^"]*")*>).*?</iframe>', re.S)
CLEARED = {
    "script",
    "style",
    "template",
    "noscript",
    "title",
    "textarea",
    "select",
    "svg",
    "iframe",
    "noembed",
    "xmp",
}


def sanitize(
    markup: str,
    policy: Policy,
    *,
    scope: str = "",
    link_url: Callable[[str], str | None] | None = None,
) -> str:
    """Keep what the policy allows of `markup`.

    Ids and in-page links get the `scope` before them; `link_url` may give another address for a
    link or an image (None leaves it). Raises MarkupError for elements nested too deep.
    """
    make = kept_cleaner if link_url is None else new_cleaner
    cleaner = make(policy, scope, link_url)
    check_depth(markup)
    once = cleaner.clean(with_stand_ins(markup))
    # An element that went away may leave others nested as no parser nests them, and so may a link
    # or a heading that stands in a table outside of its cells: read again.
    present = {name.lower() for _, name in TAGS.findall(markup)}
    if "table" in present or present - allowed_tags(policy):
        once = kept_cleaner(policy, "", None).clean(once)
    if "<iframe" in once:
        once = FRAME.sub(_own_frame, once)
    return without_stand_ins(once)


def _own_frame(frame: re.Match) -> str:
    """The frame of a page that is kept here, empty; nothing for any other."""
    is_own = ' src="' in frame[1] and f' sandbox="{SANDBOX}"' in frame[1]
    return f"{frame[1]}</iframe>" if is_own else ""


def with_stand_ins(markup: str) -> str:
    """HTML with noncharacters for what takes the cleaner the square of its number.

    A noncharacter that the text itself brings, also by its number, becomes U+FFFD.
    """
    markup = NUMBER.sub(_own_number, markup).translate(OWN_STAND_INS)
    markup = markup.replace("\u00a0", "&nbsp;")
    for written, stand_in in STAND_INS.items():
        markup = markup.replace(written, stand_in)
    return markup


def _own_number(reference: re.Match) -> str:
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return "\ufffd" if number < 0x10000 and chr(number) in MEANT else reference[0]


def without_stand_ins(markup: str) -> str:
    """The reverse."""
    for written, stand_in in STAND_INS.items():
        markup = markup.replace(stand_in, written)
    return markup


def allowed_tags(policy: Policy) -> set[str]:
    """The names of the elements that a policy lets through."""
    return set((POST_TAGS if policy.html else PROSE) | MATH_TAGS)


def new_cleaner(
    policy: Policy, scope: str, link_url: Callable[[str], str | None] | None
) -> nh3.Cleaner:
    """A cleaner for one policy, scope and rule for addresses."""
    tags = allowed_tags(policy)
    attributes = {tag: set(names) for tag, names in ATTRIBUTES.items() if tag in tags}
    for tag in MATH_ELEMENTS:
        attributes[tag] = set(MATH_ATTRIBUTES)
    attributes["*"] = set(POST_GENERIC) if policy.ids else {"class", "title"}

    def filter_attribute(tag: str, name: str, value: str) -> str | None:
        if name == "id":
            return f"{scope}{value}" if value and not re.search(r"\s", value) else None
        if name in ("aria-describedby", "headers"):
            return " ".join(f"{scope}{word}" for word in value.split())
        if name in ("srcset",):
            return None if "data:" in value.lower() or "javascript:" in value.lower() else value
        if tag == "iframe" and name == "src":
            return value if is_own_frame(value) else None
        if tag == "iframe" and name in FRAMED:
            return FRAMED[name]
        if name in ADDRESSES:
            return _address(value, scope, link_url)
        return bounded_value(name, value) if tag in MATH_ELEMENTS else value

    return nh3.Cleaner(
        tags=tags,
        clean_content_tags=CLEARED - tags,
        attributes=attributes,
        attribute_filter=filter_attribute,
        url_schemes=SCHEMES,
        link_rel=policy.link_rel,
        strip_comments=True,
    )


kept_cleaner = lru_cache(maxsize=16)(new_cleaner)  # to make one takes longer than to use it


def check_depth(markup: str) -> None:
    """Raise MarkupError where elements stand too deep: parsing takes the square of the depth.

    Elements whose end tag HTML lets one leave out are not counted.
    """
    depth = 0
    for closing, name in TAGS.findall(markup):
        if name.lower() not in UNCOUNTED:
            depth += -1 if closing and depth else 1
        if depth > MAX_DEPTH:
            raise MarkupError(
                f"The HTML has elements more than {MAX_DEPTH} deep inside each other; "
                "some of them may lack their end tags."
            )


def _address(value: str, scope: str, link_url: Callable[[str], str | None] | None) -> str | None:
    """An attribute's address as it is to be, or None."""
    for stand_in, letter in MEANT.items():
        value = value.replace(stand_in, letter)
    if value.startswith("#"):
        value = f"#{scope}{value[1:]}" if len(value) > 1 else value
    elif link_url is not None and (changed := link_url(value)) is not None:
        value = changed
    return None if UNSAFE.match(INVISIBLE.sub("", value)) else value.translate(SLOW_STAND_INS)
