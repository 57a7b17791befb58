"""Shortcodes in texts for programs that would run them: shown as they are written, and read back.

A text of ours may hold any shortcode, and Hugo stops at one that it does not know. What a program
knows itself and runs without asking another host stays, where it is no code. Sources: Hugo,
"Shortcodes"; Quarto, "Shortcodes", section "Escaping".
"""

import re
from collections.abc import Callable, Collection

from blog.transfer.rewriting.code_ranges import code_in

Rewrite = Callable[[str], str]
_INNER = r"(?:(?!\{\{|\}\}|\*/)[\s\S]){1,2000}?"
_PLAIN = re.compile(
    r"""(?<!\{)\{\{<[ ]+(?P<name>\w+)
    (?:[ ]+(?:[\w-]+=)?(?:"[^"\\\n{}]*"|[\w./:-]+))+[ ]+>\}\}(?!\})""",
    re.X,
)
"""A call that no program takes for a broken one."""
_CALL = rf"\{{\{{(?P<mark>[<%])(?P<inner>(?!/\*){_INNER})(?P<end>[>%])\}}\}}"
_HUGO = re.compile(rf"{_CALL}|\{{\{{(?P<open>[<%])")
CLOSES = {"<": ">", "%": "%"}
_HUGO_ESCAPED = re.compile(
    rf"\{{\{{(?P<mark>[<%])/\*(?P<inner>{_INNER})\*/(?P<end>[>%])\}}\}}"
    r'|\{\{% braces "(?P<open>[<%])" %\}\}'
)
_QUARTO = re.compile(r"(?<!\{)\{{2,}<(?:(?!\{\{|\}\})[^\n]){1,2000}?>\}{2,}")
_QUARTO_ESCAPED = re.compile(r"(?<!\{)\{(\{{2,}<(?:(?!\{\{|\}\})[^\n]){1,2000}?>\}{2,})\}")


def escaped_for(
    escape: Rewrite, kept_names: Collection[str], text: str, is_html: bool, _known: Collection[str]
) -> str:
    """A text with its shortcodes escaped, but for plain calls of those that are kept, outside of
    code."""
    kept: list[tuple[int, int]] = []
    if "{{<" in text:
        code = code_in(text, is_html)
        for found in _PLAIN.finditer(text):
            if found["name"] in kept_names and not code.covers(found.start()):
                kept.append(found.span())
    parts, done = [], 0
    for start, end in kept:
        parts += [escape(text[done:start]), text[start:end]]
        done = end
    return "".join([*parts, escape(text[done:])])


def escape_for_hugo(text: str) -> str:
    """In Hugo's own way, ``{{</* x */>}}``; what is no whole call has its braces from a shortcode
    of the folder's, ``braces``."""

    def escaped(found: re.Match[str]) -> str:
        if found["open"] or CLOSES[found["mark"]] != found["end"]:
            sign, rest = found[0][2], found[0][3:]
            return f'{{{{% braces "{sign}" %}}}}{rest}'
        return f"{{{{{found['mark']}/*{found['inner']}*/{found['end']}}}}}"

    return _HUGO.sub(escaped, text)


def read_from_hugo(text: str, _is_html: bool) -> str:
    def plain(found: re.Match[str]) -> str:
        if found["open"]:
            return f"{{{{{found['open']}"
        return f"{{{{{found['mark']}{found['inner']}{found['end']}}}}}"

    return _HUGO_ESCAPED.sub(plain, text)


def escape_for_quarto(text: str) -> str:
    """With a brace more on both sides."""
    return _QUARTO.sub(lambda found: f"{{{found[0]}}}", text)


def read_quarto_shortcodes(text: str) -> str:
    return _QUARTO_ESCAPED.sub(lambda found: found[1], text)
