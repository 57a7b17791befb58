"""Rendering and judging HTML, for the tests of this folder."""

import re

import html5lib

from blog.markup import POST, Policy, render
from blog.text.word_sets import word_set

ALLOWED = word_set(
    """
    a abbr address article aside audio b bdi bdo big blockquote br caption cite code col colgroup
    dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins
    kbd li main mark nav ol p picture pre q rp rt ruby s samp section small source span strike
    strong sub summary sup table tbody td tfoot th thead time tr track tt u ul var video wbr
    DOCUMENT_FRAGMENT
    """
)
MATHML = "{http://www.w3.org/1998/Math/MathML}"
FORBIDDEN_MATH = frozenset({"maction", "annotation-xml", "mglyph", "malignmark"})
ADDRESSES = frozenset({"href", "src", "srcset", "poster", "action", "formaction", "cite"})
SCRIPT = re.compile(r"[\x00-\x20]*(javascript|vbscript|data)\s*:", re.I)
PARSER = html5lib.HTMLParser(namespaceHTMLElements=False)  # making one is slow


def html(source: str, policy: Policy = POST) -> str:
    """The HTML of a source, with hashtags that lead to `/tags/NAME`."""
    return render(source, policy=policy, hashtag_url=lambda name: f"/tags/{name}").html.strip()


def faults(markup: str) -> list[str]:
    """What a page must not hold: unknown elements, scripts, unsafe addresses, errors of HTML5."""
    tree = PARSER.parseFragment(markup)
    found = [str(error) for error in PARSER.errors]
    for element in tree.iter():
        tag = element.tag if isinstance(element.tag, str) else "comment"
        if tag.startswith(MATHML):
            if tag.removeprefix(MATHML) in FORBIDDEN_MATH:
                found.append(tag)
        elif tag not in ALLOWED:
            found.append(tag)
        for name, value in element.attrib.items():
            if str(name).startswith("on") or name in ("style", "srcdoc"):
                found.append(f"{tag} {name}")
            if name in ADDRESSES and SCRIPT.match(value):
                found.append(f"{tag} {name}={value}")
    return found
