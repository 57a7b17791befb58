"""The Liquid that Jekyll posts use, as far as it is constant; code is never touched.

`raw`, `highlight`, `comment`, `post_url`, `link`, `include figure.*`, `assign` and `capture` of
constants, `site.baseurl`, `site.url`, `relative_url`, `absolute_url`; of plugins `details`,
`mermaid`, and what embeds a film or a message. What is left stays visible and is reported.

Source: Shopify's Liquid reference; Jekyll 4.3, "Liquid Tags and Filters"; al-folio's
`_includes/figure.liquid`.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from blog.markup.dialects.embeds import FILMS, details_opening, embed_link, stands_alone
from blog.markup.dialects.liquid_code import without_raw_tags
from blog.markup.dialects.shortcodes import shortcode_at
from blog.markup.document.foreign_citations import SCHOLAR, scholar_text
from blog.markup.document.state import Document
from blog.markup.reading.coloured_code import code_block
from blog.markup.reading.fences import Fence, closes_fence
from blog.markup.reading.figures import include_figure, tag_figure
from blog.markup.reading.hashtags import MISSING_PAGE

TAG = re.compile(
    r"\{%-?\s*(\w++)((?:[^%{]|%(?!\})|\{(?!%)){0,4000}+)%\}|\{\{((?:[^{}]){0,2000}+)\}\}"
)
SCAN = re.compile(
    r"^[ \t>]*(?:(?:[*+-]|\d+\.)[ \t]+)?(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})"
    r"|(?P<ticks>`+)|(?P<html><(?:pre|code|script|style)\b)"
    r"|(?P<liquid>\{[%{])",
    re.M | re.I,
)
VALUE = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+))\s*$""")
PARAMETER = re.compile(r"""(?<![\w-])([\w-]++)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
PIECE = re.compile(r"\"[^\"]*\"|'[^']*'|\||[^|\"']+|[\"']")
SPLIT = re.compile(r"""(.*)\|\s*split:\s*(?:"([^"]+)"|'([^']+)')\s*$""", re.S)
LOOP = re.compile(r"([\w-]+)\s+in\s+([\w-]+)$")
ADDRESS = re.compile(r"""(?:\](?:\(|:[ \t]*<?)|(?:href|src)=["']?)[^\s"')]*$""")
CONTAINER = re.compile(
    r"<(/?)(article|aside|blockquote|center|details|div|figure|section|table)\b((?:[^<>]*[^<>/])?)>",
    re.I,
)
MAX_COMMENT = 20_000  # characters of a comment of HTML to each side of what stands in it
MAX_DEPTH = 5  # of shortcodes in each other
MAX_LOOPED = 50_000  # characters written by loops in one text
POST_NAME = re.compile(r"(?:.*/)?(\d{4})-(\d{1,2})-(\d{1,2})-(.+?)(?:\.\w+)?$")
PAGE = re.compile(r"(?:^|/)[^/.]*$|\.(?:md|mkd|markdown|html?|rmd|qmd)$", re.I)


@dataclass
class LiquidReader:
    """One pass over a source; `names` are the constants that the post has assigned."""

    document: Document
    text: str
    protected: list[tuple[int, int]]
    names: dict[str, str] = field(default_factory=lambda: {"site.baseurl": "", "site.url": ""})
    lists: dict[str, list[str]] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    looped: int = 0
    is_html: bool = False
    containers: list[bool] = field(default_factory=list)  # those open, whether Markdown is read
    scanned: int = 0  # up to where they are known
    depth: int = 0  # of shortcodes around the text

    def read(self) -> str:
        """The text with its Liquid replaced."""
        parts: list[str] = []
        position = 0
        starts = [start for start, _ in self.protected]
        while match := SCAN.search(self.text, position):
            inside = bisect_right(starts, match.start()) - 1
            end = self.protected[inside][1] if inside >= 0 else 0
            if match.start() < end:
                parts.append(self.text[position:end])
                position = end
                continue
            parts.append(self.text[position : match.start()])
            replaced, position = self.replace(match)
            parts.append(replaced)
        return "".join(parts) + self.text[position:]

    def replace(self, match: re.Match[str]) -> tuple[str, int]:
        """What stands for a match, and where to go on; code is passed over."""
        if match["liquid"]:
            return self.expand(match.start())
        if match["fence"]:
            end = self._fence_end(match)
        elif match["ticks"]:
            end = self._find(rf"(?<!`){match['ticks']}(?!`)", match.end(), paragraph=True)
        else:
            end = self._find(rf"</{match['html'][1:]}\s*>", match.end())
        end = end or match.end()
        return self.text[match.start() : end], end

    def _fence_end(self, match: re.Match[str]) -> int | None:
        fence = Fence(0, match["fence"], "")
        if any(match["fence"].startswith(fence) for fence in self.missing if fence[0] in "`~"):
            return None
        position = self.text.find("\n", match.end())
        while position >= 0:
            end = self.text.find("\n", position + 1)
            line = self.text[position + 1 : end if end >= 0 else None].lstrip("> \t")
            if closes_fence(line, fence):
                return end if end >= 0 else len(self.text)
            position = end
        self.missing.add(match["fence"])
        return None

    def _find(self, pattern: str, position: int, *, paragraph: bool = False) -> int | None:
        if pattern in self.missing:
            return None
        last = position + 5_000 if paragraph else len(self.text)
        found = re.compile(pattern, re.I).search(self.text, position, last)
        if found is None and not paragraph:
            self.missing.add(pattern)
        elif found and paragraph and "\n\n" in self.text[position : found.start()]:
            return None
        return found.end() if found else None

    def expand(self, position: int) -> tuple[str, int]:
        """Replace the tag or output at `position`.

        What is not understood stays, with a problem told.
        """
        if self.text.startswith(("{{<", "{{%"), position):
            return self.shortcode(position)
        match = TAG.match(self.text, position)
        if match is None:
            return self.text[position : position + 2], position + 2
        result: str | None
        end = match.end()
        if match[3] is not None:
            result = self.output(match[3])
        else:
            name, rest = match[1], match[2].rstrip("- \n").strip()
            result, end = self.tag(name, rest, match)
        return self.keep(match) if result is None else (result, end)

    def shortcode(self, position: int) -> tuple[str, int]:
        """Hugo's and Quarto's `{{< … >}}`; one that is not understood stays visible."""
        found = shortcode_at(self.text, position, self.missing, self.page_address, self.read_inside)
        if found is None:
            return self.text[position : position + 3], position + 3
        if found.markup is None:
            self.document.report(
                f"The shortcode “{found.name}” is not known here and stays as it is.", found.source
            )
            self.document.kept_liquid.add(found.source)
            return found.source, found.end
        return found.markup, found.end

    def read_inside(self, text: str) -> str:
        """What stands in a shortcode."""
        if self.depth == MAX_DEPTH:
            return text
        inner = LiquidReader(self.document, text, [], self.names, depth=self.depth + 1)
        return inner.read()

    def keep(self, match: re.Match[str]) -> tuple[str, int]:
        """Tell the author about Liquid that stays as it is, and where to go on.

        In an address it gives nothing, as in Jekyll; what stands in a comment nobody sees.
        """
        if self.in_comment(match.start()):
            return match[0], match.end()
        shown = match[0] if len(match[0]) < 80 else match[0][:77] + "…"
        before = self.text[max(0, match.start() - 200) : match.start()]
        if match[3] is not None and ADDRESS.search(before.rsplit("\n", 1)[-1]):
            self.document.report(
                f"The Liquid “{shown}” in an address is not known here and was left out.", match[0]
            )
            return "", match.end()
        self.document.report(
            f"The Liquid “{shown}” is not known here and stays as it is.", match[0]
        )
        self.document.kept_liquid.add(match[0])
        return match[0], match.end()

    def in_comment(self, position: int) -> bool:
        """Whether a place is within `<!-- … -->`."""
        start = self.text.rfind("<!--", max(0, position - MAX_COMMENT), position)
        is_open = start >= 0 and self.text.find("-->", start, position) < 0
        return is_open and self.text.find("-->", position, position + MAX_COMMENT) >= 0

    def tag(self, name: str, rest: str, match: re.Match[str]) -> tuple[str | None, int]:
        """The text for a tag, None when it is not understood, and where the tag's own end is."""
        end = match.end()
        if name in ("highlight", "comment", "capture", "mermaid"):
            return self._block(name, rest, match)
        if name in ("details", "enddetails"):
            return details_opening(rest) if name == "details" else "\n</details>\n", end
        if name in FILMS:
            is_alone = stands_alone(self.text, match.start(), end)
            return embed_link(name, rest, is_alone=is_alone), end
        if name == "assign":
            variable, _, value = rest.partition("=")
            if (split := SPLIT.match(value)) and (whole := self.output(split[1])) is not None:
                self.lists[variable.strip()] = whole.split(split[2] or split[3])
                return "", end
            constant = self.output(value)
            if constant is not None:
                self.names[variable.strip()] = constant
                return "", end
        if name == "for":
            return self._loop(rest, match)
        if name == "post_url":
            return self.post_url(rest), end
        if name == "link":
            return self.page_address(rest.strip("\"'")), end
        if name == "img":
            return tag_figure(rest), end
        if name in SCHOLAR:
            return scholar_text(rest, form=SCHOLAR[name]) or None, end
        return (self._include(rest) if name == "include" else None), end

    def _loop(self, rest: str, match: re.Match[str]) -> tuple[str | None, int]:
        """Unroll a loop over a constant list; loops inside loops are not understood."""
        heading = LOOP.match(rest)
        closing = re.compile(r"\{%-?\s*(?:endfor|for\b)").search(
            self.text, match.end(), match.end() + 4_000
        )
        values = self.lists.get(heading[2]) if heading else None
        finish = TAG.match(self.text, closing.start()) if closing else None
        if heading is None or values is None or finish is None or finish[1] != "endfor":
            return None, match.end()
        body = self.text[match.end() : finish.start()]
        self.looped += len(body) * len(values)
        if self.looped > MAX_LOOPED:
            return None, match.end()
        parts = []
        for value in values:
            names = {**self.names, heading[1]: value}
            parts.append(LiquidReader(self.document, body, [], names, looped=MAX_LOOPED).read())
        return "".join(parts), finish.end()

    def _block(self, name: str, rest: str, match: re.Match[str]) -> tuple[str | None, int]:
        closing = (
            None
            if name in self.missing
            else re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}").search(self.text, match.end())
        )
        if closing is None:
            self.missing.add(name)
            return None, match.end()
        inside = self.text[match.end() : closing.start()]
        if name == "comment":
            return "", closing.end()
        if name == "capture":
            if "{" in inside or not rest:
                return None, match.end()
            self.names[rest.strip("'\"")] = inside
            return "", closing.end()
        rest = name if name == "mermaid" else rest
        language, *options = rest.split() or [""]
        info = f"{language} {' '.join(option for option in options if 'linenos' in option)}".strip()
        code = inside.strip("\n") if inside.strip() else ""
        if self.is_html or self._in_html(match.start()):
            numbers = {"linenos": "true"} if "linenos" in info else {}
            return code_block(self.document, f"{code}\n", language, numbers).text, closing.end()
        line_start = self.text.rfind("\n", 0, match.start()) + 1
        indent = self.text[line_start : match.start()]
        if indent.strip():
            return None, match.end()
        marks = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", inside)), default=0))
        lines = "\n".join(
            f"{indent}{line}" if line and not line.startswith(indent) else line
            for line in code.split("\n")
        )
        before = "" if indent or match.start() == 0 else "\n"
        return f"{before}{marks}{info}\n{lines}\n{indent}{marks}\n", closing.end()

    def _in_html(self, position: int) -> bool:
        """Whether an element is open here in which no Markdown is read."""
        for match in CONTAINER.finditer(self.text, self.scanned, position):
            if not match[1]:
                self.containers.append('markdown="' in match[3])
            elif self.containers:
                self.containers.pop()
        self.scanned = max(self.scanned, position)
        return bool(self.containers) and not self.containers[-1]

    def output(self, expression: str) -> str | None:
        """The value of a constant expression with its filters, or None."""
        parts = [""]
        for piece in PIECE.findall(expression.strip().strip("-")):
            if piece == "|":
                parts.append("")
            else:
                parts[-1] += piece
        first, *filters = parts
        value = self.value(first)
        for written in filters:
            if value is None:
                return None
            name, _, argument = written.strip().partition(":")
            value = self.filtered(value, name.strip(), self.value(argument) if argument else None)
        return value

    def value(self, text: str) -> str | None:
        """A quoted string, or a name that is known."""
        match = VALUE.match(text)
        if match is None:
            return None
        if match[3] is not None:
            value = self.names.get(match[3])
            return value if self.document.take("copies", len(value or "")) else None
        return match[1] if match[1] is not None else match[2]

    def filtered(self, value: str, name: str, argument: str | None) -> str | None:
        """A filter applied to a constant, or None when it is not one of the few."""
        if name in ("relative_url", "absolute_url"):
            return value if re.match(r"[a-z]+:|/|#", value) else f"/{value}"
        if name == "prepend" and argument is not None:
            return argument + value
        if name == "append" and argument is not None:
            return value + argument
        simple = {"strip": value.strip(), "upcase": value.upper(), "downcase": value.lower()}
        return simple.get(name)

    def post_url(self, name: str) -> str | None:
        """The address of another post.

        Asked of `link_url` as `post_url:NAME`, else Jekyll's default permalink.
        """
        asked = self.document.link_url(f"post_url:{name}") if self.document.link_url else None
        if asked:
            return asked
        match = POST_NAME.match(name)
        if match is None:
            return None
        return f"/{match[1]}/{int(match[2]):02d}/{int(match[3]):02d}/{match[4]}.html"

    def page_address(self, path: str) -> str:
        """The address of a file of the old site.

        A file that is no page is served under its path. The address of a page is only known once it
        is here: until then the link stays on this page, named so that it can be found, for a
        guessed address would lead readers astray.
        """
        asked = self.document.link_url(f"link:{path}") if self.document.link_url else None
        if asked:
            return asked
        if not PAGE.search(path):
            return f"/{path.lstrip('/')}"
        self.document.report(f"The page “{path}” that a link means is not here.", path)
        return f"{MISSING_PAGE}{path.lstrip('/').replace(' ', '-')}"

    def _include(self, rest: str) -> str | None:
        name, _, parameters = rest.partition(" ")
        values: dict[str, str] = {}
        for found in PARAMETER.finditer(parameters):
            value = found[2] if found[2] is not None else found[3]
            if value is None:
                value = self.names.get(found[4], "")
            values[found[1]] = re.sub(r"\{\{(.*?)\}\}", lambda m: self.output(m[1]) or "", value)
        return include_figure(name, values)


def read_liquid(document: Document, source: str, *, is_html: bool = False) -> str:
    """Replace the Liquid of a source, of Markdown or of HTML.

    Lines keep their numbers as far as the first code block made of a tag.
    """
    if "{%" not in source and "{{" not in source:
        return source
    text, protected = without_raw_tags(source)
    return LiquidReader(document, text, protected, is_html=is_html).read()
