"""Read blocks line by line, the way kramdown with GFM's rules (Jekyll's dialect) does.

What a reader takes and answers, `reader` says. Source: kramdown 2.4 `parser/kramdown/*.rb` and
kramdown-parser-gfm 1.1.
"""

import re
import xml.etree.ElementTree as ET

from blog.markup.document.attributes import HEADER_LIST, apply_attributes, parse_attributes
from blog.markup.formulas.equations import equation_element
from blog.markup.formulas.finding_formulas import BEHIND, block_at
from blog.markup.reading.admonitions import ALERT, admonition
from blog.markup.reading.coloured_code import find_lexer, language_of
from blog.markup.reading.fences import closing_fence, dedent_fence, opening_fence
from blog.markup.reading.html_tags import starts_html
from blog.markup.reading.raw_html import html_block
from blog.markup.reading.reader import END, INDENTED, STEPS_OF_A_LINE, BlockReader

HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)(.*)$")
UNDERLINE = re.compile(r"(=+|-+)[ \t]*$")
RULE = re.compile(r" {0,3}([*_-])(?:[ \t]*\1){2,}[ \t]*$")
QUOTE = re.compile(r" {0,3}> ?")
BULLET = re.compile(r"( {0,3}[*+-])([ \t].*)$")
NUMBER = re.compile(r"( {0,3}\d{1,9}\.)([ \t].*)$")
TERM = re.compile(r"( {0,3}:)([ \t].*)$")
EXTENSION_END = re.compile(r" {0,3}\{:/\w*\}[ \t]*$")
EXTENSION = re.compile(r" {0,3}\{::(comment|nomarkdown|options)\b([^}]*?)(/?)\}[ \t]*$")
DOLLARS = re.compile(r"(?<!\\)(?:\\\\)*+\$\$")


def read_code(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """A code block indented by four blanks; blank lines inside belong to it."""
    if not INDENTED.match(lines[index]):
        return None
    end = index
    while end < len(lines) and (INDENTED.match(lines[end]) or not lines[end].strip()):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    code = "\n".join(INDENTED.sub("", line) for line in lines[index:end])
    ET.SubElement(parent, "code-block").text = code + "\n"
    return end


def read_fence(
    reader: BlockReader, parent: ET.Element, lines: list[str], index: int, depth: int
) -> int | None:
    """A fenced code block; one without an end is text, as in kramdown."""
    fence = opening_fence(lines[index])
    if fence is None:
        return None
    end = closing_fence(reader.document, lines, index, fence)
    if end is None:
        return None
    code = [dedent_fence(line, fence) for line in lines[index + 1 : end]]
    language, attributes = language_of(fence.info)
    is_directive = fence.info.startswith("{") and not fence.info[1:].lstrip().startswith((".", "#"))
    if is_directive and language and not find_lexer(language.lower()):
        message = f"“{fence.info}” is not known here; its text is shown as code."
        reader.document.report(message, fence.info)
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
    marks = ((line, QUOTE.match(line)) for line in lines[index:end])
    inside = [line[mark.end() :] if mark else line for line, mark in marks]
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
    is_html = line.lstrip().startswith("<") and reader.document.policy.html
    return is_html and starts_html(reader.document, line)


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
    behind = BEHIND.search(lines[end - 1])
    given = parse_attributes(behind[1], {}) if behind else {}
    name = given.pop("id", "")
    element = equation_element(reader.document, tex, display=True, name=name)
    if given and element.tag != "div":
        inside, element = element, ET.Element("div", {"class": "equation"})
        element.append(inside)
    apply_attributes(element, given)
    parent.append(element)
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
        if not reader.document.spend(STEPS_OF_A_LINE):
            return None
        if EXTENSION_END.match(lines[end]):
            if match[1] == "nomarkdown":
                parent.extend(html_text(reader, lines[index + 1 : end]))
            return end + 1
    return None


def html_text(reader: BlockReader, lines: list[str]) -> list[ET.Element]:
    """Lines that are HTML already, as `{::nomarkdown}` says."""
    holder = ET.Element("div")
    html_block(reader, holder, ["<div>", *lines, "</div>"], 0, 0)
    return list(holder)


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
        ends = (rule(reader, lines, index) for rule in reader.paragraph_ends)
        return bool(TERM.match(line)) or any(ends)
    if first in "`~":
        fence = opening_fence(line)
        return fence is not None and closing_fence(reader.document, lines, index, fence) is not None
    policy = reader.document.policy
    if first == "#":
        return policy.headings and HEADING.match(line) is not None
    if first == "{":
        return policy.liquid and reader.attributes(line) is not None
    if first == "<":
        return policy.html and starts_html(reader.document, line)
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
