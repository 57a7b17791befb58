"""What an owner's sheet of CSS may ask for: nothing of other hosts. No Django here."""

import re
from collections.abc import Iterator

_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|\n|(.))", re.DOTALL)
_TOKEN = re.compile(
    r"""(?P<comment>/\*.*?(?:\*/|\Z))
      | (?P<url>(?<![\w-])(?:url|src)\(\s*(?P<bare>[^"'\s)](?:[^)\\]|\\.)*)\))
      | (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      | (?P<at>@[\w-]+)
      | (?P<call>[\w-]+\()
      | (?P<bracket>[{}()\[\];])""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE | re.ASCII,
)
_FETCHING = {"url(", "src(", "image(", "image-set(", "-webkit-image-set("}
_FILLED_IN = {"var(", "attr(", "env("}
_PAIRS = {")": "(", "]": "[", "}": "{"}
_ADDRESS = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|/\\|\\)", re.IGNORECASE)


def faults_of_sheet(css: str) -> Iterator[tuple[int, str]]:
    """The line and a sentence for each thing that may not stand in the sheet, or that breaks it."""
    text = _plain(css)
    open_ones: list[tuple[str, str, int]] = []  # bracket, name of its function, line
    for token in _TOKEN.finditer(text):
        line = text.count("\n", 0, token.start()) + 1
        if token["at"] and token["at"].lower() in {"@import", "@charset", "@namespace"}:
            yield line, f"{token['at']} is not allowed: write all rules here."
        if token["bare"]:
            yield from _faults_of_address(line, token["bare"])
        is_fetching = any(name in _FETCHING for _one, name, _at in open_ones)
        if token["string"] and is_fetching:
            yield from _faults_of_address(line, token["string"][1:-1])
        if token["call"] and token["call"].lower() in _FILLED_IN and is_fetching:
            yield line, f"{token['call']}) is not allowed in an address: write the address itself."
        mark = "(" if token["call"] else token["bracket"] or ""
        if mark in set("([{") and mark:
            open_ones.append((mark, (token["call"] or "").lower(), line))
        elif mark in _PAIRS:
            if not open_ones or open_ones[-1][0] != _PAIRS[mark]:
                yield line, f"“{mark}” closes nothing."
                return
            open_ones.pop()
    if open_ones:
        mark, _name, line = open_ones[-1]
        yield line, f"“{mark}” is never closed."


def _faults_of_address(line: int, address: str) -> Iterator[tuple[int, str]]:
    address = re.sub(r"[\t\n]", "", address).strip()  # which browsers leave out
    if _ADDRESS.match(address) or not address.startswith(("/", "#")):
        yield (
            line,
            f"“{address[:60]}” is not of this site: pages load nothing from elsewhere. Name a file "
            "of this site, beginning with /, such as url(/media/picture.png).",
        )


def _plain(css: str) -> str:
    """With the escapes of letters resolved, as browsers read them, and lines kept. Other escapes
    stay: what they stand for begins and ends neither strings nor comments."""

    def resolved(match: re.Match[str]) -> str:
        if match[1]:
            number = int(match[1], 16)
            letter = chr(number) if 0 < number <= 0x10FFFF else "\ufffd"
            return letter if letter.isalnum() or letter in "-_:@" else match[0]
        return match[2] if match[2] and match[2].isalnum() else match[0]

    return _ESCAPE.sub(resolved, re.sub(r"\r\n|\r|\f", "\n", css))
