"""Hugo's shortcodes, `{{< name … >}}` and `{{% name … %}}`, and Quarto's: the usual ones.

Figures, code, addresses of pages, films, boxes and buttons become what they mean. Escaped ones
(`{{</* … */>}}`) are shown as their author means. Source: Hugo, "Embedded shortcodes"; Hugo Blox
and Quarto, "Shortcodes".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from blog.markup.dialects.embeds import FILMS, link_html, stands_alone
from blog.markup.document.foreign_citations import SCHOLAR, cluster_text, split_keys
from blog.markup.reading.embedded_html import embed_link_html
from blog.markup.reading.figures import include_figure

SHORTCODE = re.compile(
    r"""\{\{(?P<mark>[<%])[ \t]*(?P<close>/?)[ \t]*(?P<name>[\w./-]+)
    (?P<arguments>(?:[^<>%{}"`]|"(?:[^"\\]|\\.)*+"|`[^`]*+`){0,4000}+)(?P<end>[>%])\}\}""",
    re.X,
)
ESCAPED = re.compile(r"\{\{([<%])/\*(.{0,1000}?)\*/([>%])\}\}", re.S)
ARGUMENT = re.compile(
    r"""(?:([\w-]+)\s*=\s*)?(?:"((?:[^"\\]|\\.)*+)"|`([^`]*+)`|((?!/\s*$)[^\s"`]+))"""
)
BOXES = frozenset(
    [
        "admonition",
        "alert",
        "callout",
        "caution",
        "danger",
        "hint",
        "important",
        "info",
        "note",
        "notice",
        "tip",
        "warning",
    ]
)
OF_ANY_KIND = frozenset(["admonition", "alert", "callout", "notice"])
PAIRED = BOXES | {"highlight", "button", "math", "katex", "details", "spoiler", "raw", "mark"}
HOLDERS = BOXES | {"button", "details", "mark", "spoiler"}
"""Those in which Markdown stands, and other shortcodes."""
MAX_INSIDE = 20_000


@dataclass(frozen=True)
class Shortcode:
    """One shortcode with what stands for it (None: not understood) and where its source ends."""

    name: str
    source: str
    markup: str | None
    end: int


@dataclass(frozen=True)
class Arguments:
    """What a shortcode is given, by name or by place."""

    named: dict[str, str]
    placed: tuple[str, ...]

    def get(self, name: str, place: int | None = None) -> str:
        """A value by its name, else by its place, else ""."""
        if name in self.named:
            return self.named[name]
        return self.placed[place] if place is not None and place < len(self.placed) else ""


def shortcode_at(
    text: str,
    position: int,
    missing: set[str],
    page_address: Callable[[str], str],
    read_inside: Callable[[str], str],
) -> Shortcode | None:
    """The shortcode at this place, with all up to its end where it has one; None where none is.

    `missing` remembers end marks that the rest of the text lacks, so that looking stays linear.
    `read_inside` reads the shortcodes of a text that stands in another one.
    """
    if escaped := ESCAPED.match(text, position):
        source = f"{{{{{escaped[1]}{escaped[2]}{escaped[3]}}}}}"
        return Shortcode("", source, f"<code>{escape(source)}</code>", escaped.end())
    match = SHORTCODE.match(text, position)
    if match is None:
        return None
    name = match["name"].lower().rsplit("/", 1)[-1]
    arguments = read_arguments(match["arguments"])
    inside, end = "", match.end()
    if not match["close"] and name in PAIRED and name not in missing:
        found = end_of(match["name"], text, end)
        if found:
            inside, end = text[match.end() : found.start()], found.end()
            inside = read_inside(inside) if name in HOLDERS else inside
        else:
            missing.add(name)
    markup = None if match["close"] else shortcode_markdown(name, arguments, inside, page_address)
    if markup is None:
        return Shortcode(match["name"], match[0], None, match.end())
    if markup.startswith('<a class="embed"') and stands_alone(text, position, end):
        markup = f'<figure class="embed">{markup}</figure>'
    return Shortcode(match["name"], match[0], markup, end)


def end_of(name: str, text: str, position: int) -> re.Match[str] | None:
    """The end mark of a shortcode that began before `position`, behind those of the same name in
    it; where these lack theirs, the first one."""
    mark = re.compile(rf"\{{\{{[<%]\s*(/?)\s*{re.escape(name)}(?![\w-])[^{{}}]{{0,500}}[>%]\}}\}}")
    first, opened = None, 1
    for found in mark.finditer(text, position, position + MAX_INSIDE):
        opened += -1 if found[1] else 1
        first = first or (found if found[1] else None)
        if opened == 0:
            return found
    return first


def read_arguments(text: str) -> Arguments:
    """Named and placed values."""
    named: dict[str, str] = {}
    placed: list[str] = []
    for match in ARGUMENT.finditer(text):
        value = next(found for found in (match[2], match[3], match[4]) if found is not None)
        value = re.sub(r"\\(.)", r"\1", value) if match[2] is not None else value
        if match[1]:
            named[match[1].lower()] = value
        else:
            placed.append(value)
    return Arguments(named, tuple(placed))


def shortcode_markdown(
    name: str, given: Arguments, inside: str, page_address: Callable[[str], str]
) -> str | None:
    """What stands for a shortcode, as Markdown or HTML; None for one that is not known."""
    if name in ("figure", "image", "img"):
        return figure_html(given)
    if name in ("ref", "relref"):
        path, mark, fragment = (given.get("path", 0)).partition("#")
        language = f"?lang={given.get('lang')}" if given.get("lang") else ""
        return (page_address(path + language) if path else "") + mark + fragment
    if name == "highlight":
        return f"\n\n```{given.get('lang', 0)}\n{inside.strip(chr(10))}\n```\n\n"
    if name in FILMS or name in ("video", "embed"):
        return film_link(name, given)
    if name in BOXES:
        return box_markdown(name, given, inside)
    if name in ("details", "spoiler"):
        summary = given.get("summary") or given.get("title") or given.get("text", 0) or "Details"
        return (
            f'\n\n<details markdown="1"><summary>{escape(summary)}</summary>\n\n'
            f"{inside.strip()}\n\n</details>\n\n"
        )
    if name == "button":
        address = given.get("url") or given.get("href") or given.get("link", 0)
        text = inside.strip() or given.get("text") or address
        return link_html(address, text, "button") if address else None
    if name in SCHOLAR:
        keys = split_keys(" ".join([*given.placed, given.get("key"), given.get("keys")]))
        return cluster_text(keys, form=SCHOLAR[name]) or None
    if name in ("math", "katex"):
        return inside or None
    if name == "mark":
        return f"<mark>{inside}</mark>"
    return {"toc": "\n\n[TOC]\n\n", "pagebreak": "\n\n---\n\n"}.get(name)


def figure_html(given: Arguments) -> str | None:
    """Hugo's `figure`, with its title and caption, and the link around the image."""
    values = dict(given.named)
    values.setdefault("src", given.get("src", 0))
    title, caption = values.pop("title", ""), values.get("caption", "")
    values["caption"] = f"<strong>{title}</strong> {caption}".strip() if title else caption
    values.setdefault("alt", re.sub(r"[*_`]|<[^<>]*>", "", caption or title))
    made = include_figure("figure.html", values)
    made = made.replace("<figcaption>", '<figcaption markdown="span">') if made else None
    if made and (address := values.get("link")):
        image = re.search(r"<img[^<>]*>", made)
        if image:
            made = made.replace(image[0], f'<a href="{escape(address)}">{image[0]}</a>')
    return made


def film_link(name: str, given: Arguments) -> str | None:
    """A film or another page that stands elsewhere: a link to it."""
    if name in FILMS:
        words = [given.get("user", 0), given.get("id", 1)] if name == "gist" else []
        words = words or [given.get("id", 0)]
        words = words if all(re.fullmatch(r"[\w@.=-]*", word) for word in words) else []
        found = "/".join(quote(word, safe="") for word in words if word)
        address = FILMS[name].format(found) if found else ""
    else:
        address = given.get("url") or given.get("src", 0)
    if not re.match(r"https?://|/", address):
        return None
    return embed_link_html(address, given.get("title"))


def box_markdown(name: str, given: Arguments, inside: str) -> str | None:
    """An admonition, as a fenced division."""
    if not inside.strip():
        return None
    kinds = [given.get("type"), given.get("kind"), *given.placed[:1], name]
    kind = next((word.lower() for word in kinds if word and word.lower() in BOXES), "note")
    named = 0 if name in BOXES - OF_ANY_KIND else None  # where the title stands: behind the kind
    follows = next((at + 1 for at, word in enumerate(given.placed) if word.lower() in BOXES), named)
    title = re.sub(r'["{}\n]', "", given.get("title", follows))
    said = f' title="{title}"' if title else ""
    return f"\n\n::: {{.{kind}{said}}}\n{inside.strip(chr(10))}\n:::\n\n"
