"""Other systems' citations, as this blog's own syntax (Pandoc's) says them.

LaTeX's `\\citep[see][p.~3]{a,b}` with natbib's and biblatex's kin, MyST's roles, Obsidian's
`[[@a|He]]`, Distill's `<d-cite key="a,b">`, jekyll-scholar's `{% cite a --locator 3 %}` and Hugo's
`{{< cite a >}}`. What is typed in a post and what an import rewrites is read by the same functions;
to an import `name` gives this blog's key for each.

Pandoc has no form for an author, a year or words alone: they are spans, `[@a]{.cite-author}`.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence

from blog.markup.document.place_names import is_place_name
from blog.markup.document.state import INLINE, Document
from papers.citing.citation_syntax import BARE, find_clusters

Name = Callable[[str], str]

LATEX = re.compile(
    r"\\(?P<command>[a-zA-Z]{4,12}+)\*?(?P<notes>(?:\[[^\[\]\n]{0,300}+\]){0,2}+)"
    r"\{(?P<keys>[^{}\\\n]{1,1000}+)\}"
)
COMMANDS = {
    "cite": "",
    "citep": "",
    "citealp": "",
    "citealt": "",
    "parencite": "",
    "autocite": "",
    "footcite": "",
    "smartcite": "",
    "supercite": "",
    "fullcite": "",
    "citenum": "",
    "citet": "text",
    "textcite": "text",
    "citeauthor": "author",
    "citeyear": "year",
    "citeyearpar": "hidden",
    "nocite": "none",
}
ROLES = {
    "p": "",
    "ps": "",
    "alp": "",
    "alps": "",
    "t": "text",
    "ts": "text",
    "alt": "text",
    "author": "author",
    "authors": "author",
    "year": "year",
    "yearpar": "hidden",
}
CITING_ROLE = re.compile(r"\{(?P<role>[Cc]ite[a-zA-Z:]{0,12})\}`(?P<inside>[^`\n]{1,1000}+)`")
SCHOLAR = {"cite": "", "citep": "", "cite_details": "", "citet": "text"}  # tags of Jekyll's
WIKI = re.compile(
    r"\[\[@([^\s\[\]|#{}]{1,200})(?:#[^\[\]|\n]{0,200})?(?:\|([^\[\]\n]{0,200}))?\]\]"
)
DISTILL = re.compile(
    r"<(d|dt)-cite\b[^<>]*?\s(?:bibtex-)?key\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s<>\"']+?))"
    r"(?:\s[^<>]*)?(?:/>|>(?:\s*</\1-cite\s*>)?)",
    re.IGNORECASE,
)
ROLE_KEY = re.compile(r"(?:\{([^{}]*)\})?([^\s{},]+)(?:\{([^{}]*)\})?")
OPTION = re.compile(r"(?<!\S)--?(\w+)(?:[ \t=]+(?!-)(?:\"([^\"]*)\"|'([^']*)'|(\S+)))?")
FLAGS = {"A", "suppress_author"}
NAMES = {"l": "locator", "L": "label", "locator": "locator", "label": "label", "suffix": "suffix"}
"""jekyll-scholar's `--prefix` begins the ids of its links; it is nothing that readers see."""
SHORT = {"page": "p.", "chapter": "chap.", "section": "sec.", "figure": "fig.", "volume": "vol."}
SPAN = re.compile(r"\[(\[?[^\[\]]*\]?)\]\{\.(cite-\w+)\}")


def key_as_written(key: str) -> str:
    """`@key`; in braces where the key would end early, or names a place of a text."""
    found = [one.items[0].key for one in find_clusters(f"@{key}")]
    return f"@{key}" if found == [key] and not is_place_name(key) else f"@{{{key}}}"


def citation_elements(written: str) -> ET.Element | str:
    """What a form says as what stands in a text: the spans in it as elements."""
    if "]{.cite-" not in written:
        return written
    holder, done = ET.Element(INLINE), 0
    last: ET.Element | None = None
    for match in SPAN.finditer(written):
        if last is not None:
            last.tail = written[done : match.start()]
        last = ET.SubElement(holder, "span", {"class": match[2]})
        last.text, done = match[1], match.end()
    return holder


def split_keys(text: str) -> list[str]:
    return [key for key in re.split(r"[,;\s]+", text) if key]


def cluster_text(
    keys: Sequence[str],
    name: Name = str,
    *,
    form: str = "",
    places: Sequence[str] = (),
    before: str = "",
) -> str:
    """Works cited together; `places` are what follows the keys, in their order.

    `form` is "" (in brackets), "text" (the authors are part of the sentence), "hidden" (without
    the authors), "author", "year", or "none" (in the list alone). Without keys it is "".
    """
    written = [key_as_written(name(key)) for key in keys]
    if not written:
        return ""
    last = ", ".join(filter(None, places[len(written) - 1 :]))
    follow = [*places[: len(written) - 1], *[""] * (len(written) - 1 - len(places)), last]
    if form in ("author", "year"):
        return ", ".join(f"[{key}]{{.cite-{form}}}" for key in written)
    if form == "none":
        return f"[{'; '.join(written)}]{{.cite-none}}"
    before = f"{before} " if before else ""
    both = list(zip(written, follow, strict=True))
    if form == "text":
        told = [f"{key} [{place}]" if place else key for key, place in both]
        return before + ", ".join(told)
    mark = "-" if form == "hidden" else ""
    items = [f"{mark}{key}" + f", {place}" * bool(place) for key, place in both]
    return f"[{before}{'; '.join(items)}]"


def latex_text(match: re.Match[str], name: Name = str) -> str | None:
    """What a command of LaTeX's says; None for one that cites nothing."""
    command = match["command"]
    form = COMMANDS.get(command[:1].lower() + command[1:])
    keys = split_keys(match["keys"])
    if form is None or not keys or "*" in keys:
        return None
    notes = [_plain_note(note) for note in re.findall(r"\[([^\[\]]*)\]", match["notes"])]
    before, after = ["", "", *notes][-2:]
    places = [""] * (len(keys) - 1) + [after]
    return cluster_text(keys, name, form=form, places=places, before=before)


def latex_at(text: str, position: int) -> tuple[ET.Element | str, int] | None:
    """What LaTeX's citation at a position says, and where it ends."""
    match = LATEX.match(text, position)
    written = latex_text(match) if match else None
    return (citation_elements(written), match.end()) if match and written else None


def braced_key_at(_document: Document, text: str, position: int) -> tuple[str, int] | None:
    """A key in braces behind its ``@``: no sign in it means anything, so that it may be an
    address or hold a formula's signs."""
    match = BARE.match(text, position - 1) if text[position - 1 : position] == "@" else None
    return (text[position : match.end()], match.end()) if match and match[1] else None


def _plain_note(note: str) -> str:
    """A note's words, as far as they can stand in a citation."""
    note = note.replace("~", " ").replace("---", "—").replace("--", "–").replace(";", ",")
    return " ".join(re.sub(r"\\[a-zA-Z,]?|[{}@]", "", note).split())


def role_text(match: re.Match[str], name: Name = str) -> str | None:
    """What MyST's `{cite:p}` says: `a,b`, or with words around a key `{see}a{p. 3}`; None for a
    role or keys that mean nothing."""
    role = match["role"].lower()
    form = "" if role == "cite" else ROLES.get(role.removeprefix("cite").lstrip(":"))
    parts = [ROLE_KEY.fullmatch(part.strip()) for part in match["inside"].split(",")]
    found = [part for part in parts if part]
    if form is None or len(found) < len(parts):
        return None
    before = _plain_note(found[0][1] or "")
    places = [_plain_note(one[3] or "") for one in found]
    return cluster_text([one[2] for one in found], name, form=form, places=places, before=before)


def citing_role_at(
    _document: Document, text: str, position: int
) -> tuple[ET.Element | str, int] | None:
    """What MyST's citation at a position says, and where it ends."""
    match = CITING_ROLE.match(text, position)
    written = role_text(match) if match else None
    return (citation_elements(written), match.end()) if match and written else None


def wiki_text(match: re.Match[str], name: Name = str) -> str:
    """What Obsidian's link to the note of a work says, in its own words where it has some."""
    key = key_as_written(name(match[1]))
    words = re.sub(r"[@;{}]", "", match[2] or "").strip()
    return f"[[{words} {key}]]{{.cite-as}}" if words else f"[{key}]"


def wiki_at(text: str, position: int) -> tuple[ET.Element | str, int] | None:
    """What Obsidian's link at a position says, and where it ends."""
    match = WIKI.match(text, position)
    return (citation_elements(wiki_text(match)), match.end()) if match else None


def distill_text(match: re.Match[str], name: Name = str) -> str:
    """What Distill's element says."""
    return cluster_text(split_keys(match[2] or match[3] or match[4] or ""), name)


def scholar_text(written: str, name: Name = str, form: str = "") -> str:
    """What jekyll-scholar's tag is given says. The n-th locator and label are the n-th key's; a
    single one is the last key's."""
    given: dict[str, list[str]] = {"locator": [], "label": [], "suffix": []}
    for option in OPTION.finditer(written):
        if option[1] in FLAGS:
            form = "hidden"
        elif option[1] in NAMES:
            given[NAMES[option[1]]].append(option[2] or option[3] or option[4] or "")
    keys = keys_of_scholar(written)
    labels = [*given["label"], *[""] * len(given["locator"])]
    places = [locator_text(*one) for one in zip(given["locator"], labels, strict=False)]
    if len(places) == 1:
        places = [""] * (len(keys) - 1) + places
    if given["suffix"] and keys:
        places += [""] * (len(keys) - len(places))
        places[-1:] = [", ".join(filter(None, [*places[-1:], *given["suffix"]]))]
    return cluster_text(keys, name, form=form, places=places)


def keys_of_scholar(written: str) -> list[str]:
    """The keys among a tag's options."""
    return OPTION.sub(_flagged, written).split()


def _flagged(option: re.Match[str]) -> str:
    """What of an option is none: the word after a flag that takes no value is a key."""
    return f" {option[4]} " if option[1] in FLAGS and option[4] else " "


def locator_text(value: str, label: str) -> str:
    """`p. 3`; a value that says by a word what it counts stays as it is."""
    if not label:
        return value if re.search("[A-Za-z]{2}|[a-z]\\.", value) else f"p. {value}"
    return f"{SHORT.get(label, label)} {value}"
