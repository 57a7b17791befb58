"""MDX as Markdown: code that builds a page goes, components give what stands in them.

Nothing is run. `import` and `export` statements and `{/* remarks */}` leave no text; a component
with an address is an image, one with an end is what stands inside, of another the loss is told, and
so are the words that its attributes say. Elements of HTML keep what HTML can say. Lines keep their
numbers. Source: MDX 3, "What is MDX?".
"""

import re
from collections.abc import Iterator

from blog.text.word_sets import word_set
from blog.transfer.rewriting.code_ranges import code_in, replace_spans

_STATEMENT = re.compile(
    r"(?:import\b(?=[^\n]*(?:\bfrom\b|[{\"']))"
    r"|export[ \t]+(?:const|let|var|function|async|class|default|\*|\{))"
    r"[^\n]*(?:\n(?![ \t]*\n)[^\n]*)*"
)
_NEXT_BLOCK = re.compile(r"\n\s*\n[^\n]*(?:\n(?![ \t]*\n)[^\n]*)*")
_REMARK = re.compile(r"\{\s*/\*.{0,5000}?\*/\s*\}", re.DOTALL)
_VALUE = r"(?:\"[^\"]*\"|\'[^\']*\'|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,500}\}){0,500}\}){0,2000}\})"
_COMPONENT = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Z][\w.]*)"
    rf"(?P<given>(?:\s+(?:[\w:-]+(?:\s*=\s*{_VALUE})?|\{{[^{{}}]*\}})){{0,50}})\s*(?P<alone>/?)>"
)
_FRAGMENT = re.compile(r"</?>")
_GIVEN = re.compile(rf"([\w:-]+)\s*=\s*({_VALUE})")
_SOURCES = ("src", "image", "img", "url", "source")
_WORDS = word_set("alt caption description heading label summary title text")
_HTML = re.compile(
    rf"<(?P<name>[a-z][\w-]*)(?P<given>(?:\s+[\w:-]+(?:\s*=\s*{_VALUE})?){{1,50}})(?P<end>\s*/?>)"
)
_HTML_NAMES = {"className": "class", "htmlFor": "for", "srcSet": "srcset", "tabIndex": "tabindex"}
_ALTS = ("alt", "caption", "title", "description")
_EXPRESSION = re.compile(
    r"(?<![\\$\w{}])\{[ \t]*([A-Za-z_$][\w$]*(?:[.(\[][^{}\n]{0,300})?)[ \t]*\}(?!\})"
)
_OPENED = re.compile(r"^import\s+(\w+)\s+from\s+([\"\'])([^\"\'\n]+)\2", re.MULTILINE)


def read_mdx(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The text as Markdown, and remarks on what it lost: (offset in `text`, sentence)."""
    code = code_in(text, is_html=False)
    files = {match[1]: match[3] for match in _OPENED.finditer(text)}
    remarks: list[tuple[int, str]] = []
    spans = [(start, end, "") for start, end in _statements(text) if not code.covers(start)]
    for pattern in (_REMARK, _FRAGMENT):
        found = (match.span() for match in pattern.finditer(text))
        spans += [(start, end, "") for start, end in found if not code.covers(start)]
    taken = sorted(spans)
    for match in _COMPONENT.finditer(text):
        is_gone = any(start <= match.start() < end for start, end, _ in taken)
        if is_gone or code.covers(match.start()):
            continue
        markdown, shown = _image(match, files) if match["alone"] else ("", set())
        spans.append((*match.span(), markdown))
        if match["alone"] and not markdown:
            said = (
                f"the component <{match['name']} /> of MDX was left out: what it shows is not here"
            )
            remarks.append((match.start(), said))
        for name, words in _words_of(match).items():
            if words and words not in shown:
                component = f"the component <{match['name']}> of MDX"
                said = f"the {name} “{words}” of {component} was left out"
                remarks.append((match.start(), said))
    for match in _HTML.finditer(text):
        is_gone = any(start <= match.start() < end for start, end, _ in taken)
        if "{" in match["given"] and not is_gone and not code.covers(match.start()):
            written, lost = _html_given(match["given"], files)
            spans.append((*match.span(), f"<{match['name']}{written}{match['end'].strip()}"))
            remarks += [(match.start(), f"{one} of <{match['name']}> was left out") for one in lost]
    for match in _EXPRESSION.finditer(text):
        is_gone = any(start <= match.start() < end for start, end, _ in spans)
        if not is_gone and not code.covers(match.start()):
            said = f"the expression {match[0]} of MDX stays as it is: nothing is run"
            remarks.append((match.start(), said))
    kept = [(start, end, new + "\n" * text.count("\n", start, end)) for start, end, new in spans]
    return replace_spans(text, kept), sorted(remarks)


def _statements(text: str) -> Iterator[tuple[int, int]]:
    """`import` and `export` statements, which begin a block and end with it; blank lines inside of
    brackets end none."""
    position, may_begin = 0, True
    while position < len(text):
        line_end = text.find("\n", position)
        line_end = len(text) if line_end < 0 else line_end
        if may_begin and (found := _STATEMENT.match(text, position)):
            end = found.end()
            while _is_open(text[position:end]) and (more := _NEXT_BLOCK.match(text, end)):
                end = more.end()
            yield position, end
            line_end = end
        else:
            may_begin = not text[position:line_end].strip()
        position = line_end + 1


def _is_open(statement: str) -> bool:
    plain = re.sub(r"\"[^\"\n]*\"|\'[^\'\n]*\'|//[^\n]*", "", statement)
    return sum(plain.count(sign) for sign in "{([") > sum(plain.count(sign) for sign in "})]")


def _image(match: re.Match[str], files: dict[str, str]) -> tuple[str, set[str]]:
    """A component with an address as an image, and which words that shows; the address may be that
    of an imported file."""
    given = {one[1].lower(): one[2] for one in _GIVEN.finditer(match["given"])}
    source = next((_text(given[name], files) for name in _SOURCES if name in given), "")
    alt = next((_text(given[name], {}) for name in _ALTS if name in given), "")
    caption = _text(given.get("caption", ""), {})
    if not source or re.search(r"[\s<>()]", source):
        return "", set()
    words = re.sub(r"([\[\]\\])", r"\\\1", " ".join(alt.split()))
    title = " ".join(caption.split()).replace('"', '\\"') if caption != alt else ""
    return f"![{words}]({source}" + (f' "{title}")' if title else ")"), {alt, caption}


def _words_of(match: re.Match[str]) -> dict[str, str]:
    """What a component's attributes say in words, by their names."""
    given = {one[1].lower(): _text(one[2], {}) for one in _GIVEN.finditer(match["given"])}
    return {name: words for name, words in given.items() if name in _WORDS}


def _html_given(given: str, files: dict[str, str]) -> tuple[str, list[str]]:
    """The attributes of an element of HTML as HTML has them, and those that only code can make."""
    lost: list[str] = []

    def written(one: re.Match[str]) -> str:
        name = _HTML_NAMES.get(one[1], one[1])
        if not one[2].startswith("{"):
            return f"{name}={one[2]}"
        said = _text(one[2], files)
        if not said:
            lost.append(f"the attribute {one[0]}")
            return ""
        return f'{name}="{said.replace(chr(34), "&quot;")}"'

    kept = " ".join(_GIVEN.sub(written, given).split())
    return f" {kept}" if kept else "", lost


def _text(value: str, files: dict[str, str]) -> str:
    """What an attribute says: its string, or the file that its name was imported from."""
    inner = value[1:-1].strip()
    if not value.startswith("{"):
        return inner
    if inner[:1] in {'"', "'", "`"} and inner[-1:] == inner[:1]:
        return inner[1:-1]
    return files.get(inner.removesuffix(".src"), "")
