"""A directive of MyST's and what its lines say of it, ``:name: value``."""

import re
from dataclasses import dataclass, field

OPTION = re.compile(r":([\w-]+):[ \t]*(.*)$")
QUOTED = re.compile(r"""(["'])([^"']*)\1\Z""")


@dataclass
class Directive:
    """One of them: what its opening line says, and the lines inside."""

    name: str
    title: str | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


def take_options(found: Directive) -> None:
    """Move MyST's `:name: value` lines (or those between `---`) into the attributes."""
    lines = found.lines
    fenced = bool(lines) and lines[0].strip() == "---"
    end = 1 if fenced else 0
    while end < len(lines):
        match = OPTION.match(lines[end] if not fenced else f":{lines[end].replace(':', ':: ', 1)}")
        if match is None:
            break
        key, value = match[1], match[2].strip(": ")
        if key not in ("class", "name") or value:
            found.attributes[{"name": "id", "label": "id"}.get(key, key)] = QUOTED.sub(r"\2", value)
        end += 1
    if fenced:
        end = end + 1 if end < len(lines) and lines[end].strip() == "---" else 0
    found.lines = lines[end:]
