"""Read blocks line by line, the way kramdown with GFM's rules (Jekyll's dialect) does.

Every reader takes the lines of its container and answers with the index of the next unread line, or
None when the line is not its kind. Source: kramdown 2.4 `parser/kramdown/*.rb` and
kramdown-parser-gfm 1.1.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

from blog.markup.attributes import (
    BLOCK_LIST,
    DEFINITION,
    HEADER_LIST,
    apply_attributes,
    parse_attributes,
)
from blog.markup.definitions import read_abbreviation, read_footnote, read_reference
from blog.markup.directives import admonition, directive_of, division_end, read_division, write
from blog.markup.document import BLANK, Document
from blog.markup.fences import closing_fence, dedent_fence, opening_fence
from blog.markup.highlighting import find_lexer, language_of
from blog.markup.mathematics import block_at, formula
from blog.markup.rawhtml import html_block, starts_html
from blog.markup.tables import read_table

Reader = Callable[["BlockReader", ET.Element, list[str], int, int], int | None]

HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)(.*)$")
UNDERLINE = re.compile(r"(=+|-+)[ \t]*$")
RULE = re.compile(r" {0,3}([*_-])(?:[ \t]*\1){2,}[ \t]*$")
QUOTE = re.compile(r" {0,3}> ?")
BULLET = re.compile(r"( {0,3}[*+-])([ \t].*)$")
NUMBER = re.compile(r"( {0,3}\d{1,9}\.)([ \t].*)$")
TERM = re.compile(r"( {0,3}:)([ \t].*)$")
EXTENSION = re.compile(r" {0,3}\{::(comment|nomarkdown|options)\b([^}]*?)(/?)\}[ \t]*$")
ADMONITION = re.compile(r'!!! ?([\w-]+)((?: [\w-]+)*)(?: +"([^"]*)")?[ \t]*$')
ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*$", re.I)
TARGET = re.compile(r"\(([\w.:-]+)\)=[ \t]*$")  # MyST's label of the next block
END = re.compile(r"\^[ \t]*$")  # kramdown's end of a block
DOLLARS = re.compile(r"(?<!\\)(?:\\\\)*+\$\$")
CODE = re.compile(r" {4}|\t| {1,3}\t")


class BlockReader:
    """Reads the blocks of one document into an element tree; text of spans is left as it is."""

    def __init__(self, document: Document, list_readers: tuple[Reader, ...]) -> None:
        self.document = document
        policy = document.policy
        readers: list[Reader | None] = [
            read_code,
            read_fence,
            read_quote,
            read_heading if policy.headings else None,
            read_rule,
            *list_readers,
            html_block if policy.html else None,
            read_underlined if policy.headings else None,
            read_formula,
            read_table if policy.tables else None,
            read_footnote if policy.ids else None,
            read_reference,
            read_abbreviation if policy.ids else None,
            read_extension if policy.liquid else None,
            read_admonition if policy.html else None,
            read_division if policy.html else None,
            read_paragraph,
        ]
        self.readers = [reader for reader in readers if reader]

    def read(self, parent: ET.Element, lines: list[str], depth: int = 0) -> None:
        """Append the blocks of `lines` to `parent`.

        Beyond the policy's depth they become plain text.
        """
        if depth > self.document.policy.depth:
            self.document.report(
                "Lists or quotations stand too deep inside each other; the rest is plain text."
            )
            ET.SubElement(parent, "p").text = "\n".join(lines).strip()
            return
        index = 0
        pending: dict[str, str] = {}
        while index < len(lines):
            if not lines[index].strip() or END.match(lines[index]):
                if len(parent) and parent[-1].tag != BLANK:
                    ET.SubElement(parent, BLANK)
                index += 1
            elif (
                self.document.policy.liquid and (found := self.attributes(lines[index])) is not None
            ):
                is_label = lines[index].startswith("(")
                if len(parent) and parent[-1].tag != BLANK and index and not is_label:
                    apply_attributes(parent[-1], found)
                else:
                    pending.update(found)
                index += 1
            else:
                index = self.read_one(parent, lines, index, depth)
                if pending and len(parent):
                    apply_attributes(parent[-1], pending)
                    pending = {}

    def read_one(self, parent: ET.Element, lines: list[str], index: int, depth: int) -> int:
        """Read the block that starts at `index`; the paragraph reader, last, takes any line."""
        for reader in self.readers:
            end = reader(self, parent, lines, index, depth)
            if end is not None:
                return end
        raise AssertionError("the paragraph reader takes every line")

    def attributes(self, line: str) -> dict[str, str] | None:
        """The attributes of a line that is an attribute list; {} for a definition of one."""
        if line.startswith("(") and (target := TARGET.match(line)):
            return {"id": target[1]}
        if not line.lstrip().startswith("{:"):
            return None
        if match := DEFINITION.match(line):
            known = self.document.attribute_lists
            known.setdefault(match[1], {}).update(parse_attributes(match[2], known))
            return {}
        match = BLOCK_LIST.match(line)
        return parse_attributes(match[1], self.document.attribute_lists) if match else None


def read_code(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """A code block indented by four blanks; blank lines inside belong to it."""
    if not CODE.match(lines[index]):
        return None
    end = index
    while end < len(lines) and (CODE.match(lines[end]) or not lines[end].strip()):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    code = "\n".join(re.sub(r"^(?: {4}| {0,3}\t)", "", line) for line in lines[index:end])
    ET.SubElement(parent, "code-block").text = code + "\n"
    return end


def read_fence(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """A fenced code block, or MyST's directive; one without an end is text, as in kramdown."""
    fence = opening_fence(lines[index])
    if fence is None:
        return None
    end = closing_fence(reader.document, lines, index, fence)
    if end is None:
        return None
    code = [dedent_fence(line, fence) for line in lines[index + 1 : end]]
    if reader.document.policy.html and (found := directive_of(fence.info, code)):
        write(reader, parent, found, depth)
        return end + 1
    language, attributes = language_of(fence.info)
    if fence.info.startswith("{") and language and not find_lexer(language.lower()):
        reader.document.report(f"“{fence.info}” is not known here; its text is shown as code.")
    block = ET.SubElement(parent, "code-block", attributes)
    if language:
        block.set("class", f"language-{language}")
    block.text = "".join(f"{line}\n" for line in code)
    return end + 1


def read_quote(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """A quotation with its lazy lines; `> [!NOTE]` makes an admonition, as on GitHub."""
    if not QUOTE.match(lines[index]):
        return None
    end = index
    while end < len(lines) and not ends_quote(reader, lines[end]):
        end += 1
    inside = [QUOTE.sub("", line, count=1) for line in lines[index:end]]
    if reader.document.policy.html and (alert := ALERT.match(inside[0].strip())):
        quote = admonition(parent, alert[1].lower(), "", alert[1].title())
        inside = inside[1:]
    else:
        quote = ET.SubElement(parent, "blockquote")
    reader.read(quote, inside, depth + 1)
    return end


def ends_quote(reader: BlockReader, line: str) -> bool:
    """Whether a line can no more be a quotation's, not even a lazy one."""
    if not line.strip() or END.match(line) or reader.attributes(line) is not None:
        return True
    return line.lstrip().startswith("<") and reader.document.policy.html and starts_html(line)


def read_heading(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """`## Heading {#id}`.

    Without a blank after the marks it is text (GFM), so `#Tag` is a hashtag.
    """
    match = HEADING.match(lines[index]) if lines[index].startswith("#") else None
    if match is None:
        return None
    text = match[2].rstrip()
    bare = text.rstrip("#")
    _heading(parent, len(match[1]), bare if not bare or bare[-1] in " \t" else text)
    return index + 1


def _heading(parent: ET.Element, level: int, text: str) -> None:
    heading = ET.SubElement(parent, f"h{level}")
    text = text.strip()
    if match := HEADER_LIST.search(text):
        apply_attributes(heading, parse_attributes(match[1], {}))
        text = text[: match.start()]
    heading.text = text.strip()


def read_underlined(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """A heading underlined with `===` or `---`; only the first line of a paragraph can be one."""
    if index + 1 >= len(lines) or not UNDERLINE.match(lines[index + 1]):
        return None
    _heading(parent, 1 if lines[index + 1].startswith("=") else 2, lines[index])
    return index + 2


def read_rule(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """A horizontal rule."""
    if not RULE.match(lines[index]):
        return None
    ET.SubElement(parent, "hr")
    return index + 1


def read_formula(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """A display formula that is a block of its own."""
    found = block_at(reader.document, lines, index)
    if found is None:
        return None
    tex, end = found
    parent.append(formula(reader.document, tex, display=True))
    return end


def read_extension(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """kramdown's `{::comment}`, `{::nomarkdown}` and `{::options /}`.

    Dropped, kept as text, obeyed.
    """
    match = EXTENSION.match(lines[index])
    if match is None:
        return None
    if match[1] == "options":
        reader.document.options.read(match[2])
    if match[3] or match[1] == "options":
        return index + 1
    for end in range(index + 1, len(lines)):
        if re.match(r" {0,3}\{:/(?:\w*)\}[ \t]*$", lines[end]):
            if match[1] == "nomarkdown":
                parent.extend(html_text(reader, lines[index + 1 : end]))
            return end + 1
    return None


def html_text(reader: BlockReader, lines: list[str]) -> list[ET.Element]:
    """Lines that are HTML already, as `{::nomarkdown}` says."""
    holder = ET.Element("div")
    html_block(reader, holder, ["<div>", *lines, "</div>"], 0, 0)
    return list(holder)


def read_admonition(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """`!!! note "Title"` with its indented lines."""
    match = ADMONITION.match(lines[index]) if lines[index].startswith("!!!") else None
    if match is None:
        return None
    end = index + 1
    while end < len(lines) and (CODE.match(lines[end]) or not lines[end].strip()):
        end += 1
    title = match[1].title() if match[3] is None else match[3]
    box = admonition(parent, match[1].lower(), match[2], title)
    reader.read(
        box, [re.sub(r"^(?: {4}| {0,3}\t)", "", line) for line in lines[index + 1 : end]], depth + 1
    )
    return end


def interrupts(reader: BlockReader, lines: list[str], index: int) -> bool:
    """Whether this line ends the paragraph before it (kramdown-parser-gfm's PARAGRAPH_END)."""
    line = lines[index]
    if not line.strip() or END.match(line):
        return True
    first = line.lstrip(" ")[0]
    if first.isalpha() and first.isascii():
        return False
    if first in "*+-0123456789" and (BULLET.match(line) or NUMBER.match(line)):
        return True
    if first == ":":
        is_division = reader.document.policy.html and line.lstrip().startswith(":::")
        return bool(TERM.match(line)) or (
            is_division and division_end(reader, lines, index) is not None
        )
    if first in "`~":
        fence = opening_fence(line)
        return fence is not None and closing_fence(reader.document, lines, index, fence) is not None
    policy = reader.document.policy
    if first == "#":
        return policy.headings and HEADING.match(line) is not None
    if first == "{":
        return policy.liquid and reader.attributes(line) is not None
    if first == "<":
        return policy.html and starts_html(line)
    return bool(first == ">" and QUOTE.match(line)) or bool(
        first in "$\\" and block_at(reader.document, lines, index)
    )


def read_paragraph(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int:
    """Everything else, up to a blank line or a line that starts something else."""
    end = index + 1
    in_formula = opens_formula(lines[index])
    while end < len(lines):
        if in_formula and not lines[end].strip():
            in_formula = False
        if not in_formula and interrupts(reader, lines, end):
            break
        in_formula = opens_formula(lines[end]) != in_formula
        end += 1
    text = "\n".join(line.lstrip() for line in lines[index:end]).rstrip()
    ET.SubElement(parent, "p").text = text[1:] if text.startswith("\\$$") else text
    return end


def opens_formula(line: str) -> bool:
    """Whether a line has an odd number of `$$`, so that a formula goes on in the next line."""
    return "$$" in line and len(DOLLARS.findall(line)) % 2 == 1
