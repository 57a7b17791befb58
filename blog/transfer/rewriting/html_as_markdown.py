"""The HTML of old comments as Markdown, in which comments are kept here."""

import re
from html.parser import HTMLParser

SPECIAL = re.compile(r"([\\`*_\[\]<>$~|])")
LINE_START = re.compile(r"^(\s*\d*)([#+\-=]|(?<=\d)[.)])", re.MULTILINE)
MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**", "code": "`", "del": "~~", "s": "~~"}
PARAGRAPHS = {"p", "div", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr"}
SILENT = {"script", "style", "template"}
SECTION = re.compile(r"<!\[[^<>\n]{0,200}>")
MOST_NESTED = 20


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[str] = []
        self.silent = 0
        self.quoted = 0
        self.in_code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag == "blockquote":
            self.break_paragraph()
            self.quoted = min(MOST_NESTED, self.quoted + 1)
        elif tag == "li":
            self.parts.append(f"\n{self.prefix()}- ")
        elif tag == "br":
            self.parts.append(f"\\\n{self.prefix()}")
        elif tag == "a":
            href = dict(attrs).get("href") or ""
            self.links.append(href if re.match(r"https?://[^\s<>]+\Z", href) else "")
            self.parts.append("[" if self.links[-1] else "")
        elif tag == "pre":
            self.break_paragraph()
            self.parts.append(f"```\n{self.prefix()}")
            self.in_code += 1
        elif tag in MARKS and not (self.in_code and tag == "code"):
            self.parts.append(MARKS[tag])
            self.in_code += tag == "code"
        elif tag in PARAGRAPHS:
            self.break_paragraph()

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "blockquote":
            self.quoted = max(0, self.quoted - 1)
            self.break_paragraph()
        elif tag == "a" and self.links:
            href = self.links.pop()
            self.parts.append(f"](<{href}>)" if href else "")
        elif tag == "pre" and self.in_code:
            self.in_code -= 1
            self.parts.append(f"\n{self.prefix()}```")
            self.break_paragraph()
        elif tag in MARKS and not (tag == "code" and self.in_code != 1):
            self.parts.append(MARKS[tag])
            self.in_code -= tag == "code"
        elif tag in PARAGRAPHS:
            self.break_paragraph()

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if not self.in_code:
            data = LINE_START.sub(r"\1\\\2", SPECIAL.sub(r"\\\1", data))
        self.parts.append(data.replace("\n", f"\n{self.prefix()}"))

    def prefix(self) -> str:
        return "> " * self.quoted

    def break_paragraph(self) -> None:
        self.parts.append(f"\n{self.prefix()}\n{self.prefix()}")


def without_sections(source: str) -> str:
    """HTML without `<![if …]>` and the like, which Word leaves and Python's reader fails on."""
    return SECTION.sub("", source).replace("<![", "&lt;![")


def html_as_markdown(source: str) -> str:
    """Markdown that shows what the HTML of a comment showed; other tags go, their words stay.

    Ends of lines and blank lines stand as they are, since old systems made breaks of them.
    """
    writer = _Writer()
    writer.feed(without_sections(source.replace("\r\n", "\n")))
    writer.close()
    text = "".join(writer.parts)
    text = re.sub(r"[ \t]+\n", "\n", text)
    text = re.sub(r"(?:\n(?:> )*>?){3,}(?=\n)", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
