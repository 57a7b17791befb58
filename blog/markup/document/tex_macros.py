"""The author's own TeX commands and colours: taken out of formulas, and put in where they are used.

They are expanded here and never by the converter, because there `\\newcommand{\\a}{\\a\\a}` does
not end.
"""

import re
from collections.abc import Container
from dataclasses import dataclass, field

MAX_TEX = 10_000  # characters of one formula, before and after expanding
MAX_EXPANSIONS = 500
EXPANSION = 50  # what one costs besides its characters, in characters

DEFINITION = re.compile(
    r"\\(?:(?P<operator>DeclareMathOperator\*?)|(?:re|provide)?newcommand\*?|[gex]?def)\s*"
    r"(?:\{\s*\\(?P<braced>[a-zA-Z]+)\s*\}|\\(?P<bare>[a-zA-Z]+))\s*"
    r"(?:\[(?P<count>\d)\]\s*(?:\[(?P<default>[^\[\]]*)\])?|(?P<hashes>(?:\#\d)+))?\s*(?=\{)"
)
LET = re.compile(r"\\let\s*\\(?P<name>[a-zA-Z]+)\s*=?\s*(?P<body>\\[a-zA-Z]+)")
COLOR = re.compile(r"\\definecolor\s*\{\s*([\w-]+)\s*\}\s*\{(rgb|RGB|HTML|gray)\}\s*\{([^{}]*)\}")
COLORED = re.compile(r"(\\(?:text)?color\s*\{)\s*([\w-]+)\s*(\})")
NAMING = re.compile(r"\\(?:label|tag|ref|eqref)(?![a-zA-Z])")
COMMAND = re.compile(r"\\\\|\\([a-zA-Z]+)")
TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|[^{}]", re.S)
PLACE = re.compile(r"#([1-9])")
OPTION = re.compile(r"\s*\[([^\[\]]*)\]")


class TexError(ValueError):
    """The formula cannot be shown; the message says why, in a few words."""


@dataclass(frozen=True)
class Macro:
    """A command that stands for `body` with `count` arguments; a `default` makes the first one
    optional."""

    count: int
    body: str
    default: str | None = None


@dataclass
class Macros:
    """What the formulas of one text have defined so far, by name; `colors` as `#rrggbb`.

    `written` counts the characters that expanding them has cost. `naming` are the commands that
    stand for a `\\label`, a `\\tag` or a `\\ref`, maybe by another one that was defined before.
    """

    commands: dict[str, Macro] = field(default_factory=dict)
    colors: dict[str, str] = field(default_factory=dict)
    written: int = 0
    naming: set[str] = field(default_factory=set)

    def define(self, name: str, macro: Macro) -> None:
        """Take a command, in place of one of its name."""
        self.commands[name] = macro
        self.naming.discard(name)
        if NAMING.search(macro.body) or not self.naming.isdisjoint(COMMAND.findall(macro.body)):
            self.naming.add(name)


STANDARD = {
    "ensuremath": Macro(1, "#1"),
    "intertext": Macro(1, r"\\\\ \text{#1} \\\\"),
    "mathbbm": Macro(1, r"\mathbb{#1}"),
    "mathds": Macro(1, r"\mathbb{#1}"),
    "arg": Macro(0, r"\operatorname{arg}"),
}
"""Commands that MathJax knows and the converter does not; the author's own go before them."""


def take_definitions(tex: str, macros: Macros) -> str:
    """Read `\\newcommand`, `\\def`, `\\let`, `\\DeclareMathOperator` and `\\definecolor` into
    `macros`.

    Answer with the rest.
    """
    kept: list[str] = []
    position = 0
    while match := DEFINITION.search(tex, position):
        end = closing_brace(tex, match.end())
        if end is None:
            raise TexError("a definition has no end")
        body = tex[match.end() + 1 : end]
        if match["operator"]:
            star = "*" if match["operator"].endswith("*") else ""
            body = f"\\operatorname{star}{{{body}}}"
        count = int(match["count"] or len(match["hashes"] or "") // 2)
        name = match["braced"] or match["bare"]
        macros.define(name, Macro(count, body, match["default"]))
        kept.append(tex[position : match.start()])
        position = end + 1
    rest = "".join(kept) + tex[position:]
    for match in LET.finditer(rest):
        if match["body"] != f"\\{match['name']}":
            macros.define(match["name"], Macro(0, match["body"]))
    for match in COLOR.finditer(rest):
        macros.colors[match[1]] = rgb_color(match[2], match[3])
    return COLOR.sub("", LET.sub("", rest))


def rgb_color(model: str, values: str) -> str:
    """`#rrggbb` for a colour of the xcolor package's models."""
    if model == "HTML" and re.fullmatch(r"[0-9A-Fa-f]{6}", values.strip()):
        return f"#{values.strip().lower()}"
    try:
        numbers = [float(one) * (1 if model == "RGB" else 255) for one in values.split(",")]
    except ValueError as error:
        raise TexError("a colour is not understood") from error
    numbers = numbers * 3 if model == "gray" else numbers
    if model == "HTML" or len(numbers) != 3 or not all(0 <= one <= 255 for one in numbers):
        raise TexError("a colour is not understood")
    return "#" + "".join(f"{round(one):02x}" for one in numbers)


def expand_macros(tex: str, macros: Macros, names: Container[str] | None = None) -> str:
    """Replace the author's commands, or those of these `names`, and colours; raises TexError when
    that does not end soon."""
    position = done = 0
    while match := COMMAND.search(tex, position):
        name = match[1] or ""
        macro = macros.commands.get(name) or STANDARD.get(name)
        if macro is None or (names is not None and name not in names):
            position = match.end()
            continue
        done += 1
        arguments, end = _arguments(tex, match.end(), macro)
        body = put_in(macro.body, arguments)
        macros.written += len(body) + EXPANSION
        if re.search(r"\\[a-zA-Z]+$", body) and tex[end : end + 1].isalpha():
            body += " "
        tex = tex[: match.start()] + body + tex[end:]
        position = match.start()
        if done > MAX_EXPANSIONS or len(tex) > MAX_TEX:
            raise TexError("its macros grow too large")
    if macros.colors:
        tex = COLORED.sub(lambda m: m[1] + macros.colors.get(m[2], m[2]) + m[3], tex)
    return tex


def put_in(body: str, arguments: dict[str, str]) -> str:
    """A macro's body with its arguments in their places."""
    size = sum(len(arguments.get(number, "")) for number in PLACE.findall(body))
    if size > MAX_TEX:
        raise TexError("its macros grow too large")
    return PLACE.sub(lambda match: arguments.get(match[1], match[0]), body)


def _arguments(tex: str, position: int, macro: Macro) -> tuple[dict[str, str], int]:
    found: dict[str, str] = {}
    if macro.default is not None:
        option = OPTION.match(tex, position)
        found["1"] = option[1] if option else macro.default
        position = option.end() if option else position
    for number in range(len(found) + 1, macro.count + 1):
        while tex[position : position + 1].isspace():
            position += 1
        end = closing_brace(tex, position) if tex[position : position + 1] == "{" else None
        if end is not None:
            found[str(number)] = tex[position + 1 : end]
            position = end + 1
        else:
            token = TOKEN.match(tex, position)
            if token is None:
                raise TexError("a macro lacks an argument")
            found[str(number)] = token[0]
            position = token.end()
    return found, position


def closing_brace(tex: str, start: int) -> int | None:
    """The position of the brace that closes the one at `start`."""
    depth = 0
    for match in re.compile(r"\\.|[{}]", re.S).finditer(tex, start):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return match.start()
    return None
