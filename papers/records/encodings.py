"""From bytes to text, by one rule for every file that somebody gives us. No Django here.

A byte order mark decides, or the zeros of UTF-16 without one; else it is UTF-8, and each line that
is none is read as Windows-1252, whose five unused bytes become U+FFFD: files that grew out of
several have both.
"""

import codecs

HEAD = 4096
"""Bytes from which a file's encoding is known."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def encoding_of(head: bytes) -> str:
    """Python's name for the encoding of a file that begins so: ``utf-8-sig`` or a UTF-16."""
    if head.startswith(_UTF_16):
        return "utf-16"
    pairs = max(len(head[:HEAD]) // 2, 1)
    for name, zeros in (("utf-16-le", head[1:HEAD:2]), ("utf-16-be", head[0:HEAD:2])):
        if zeros.count(0) > pairs // 2 and head[:HEAD].count(0) < pairs * 1.2:
            return name
    return "utf-8-sig"


def decode_line(line: bytes) -> tuple[str, bool]:
    """A line's text, and whether its encoding was guessed."""
    try:
        return line.decode("utf-8"), False
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace"), True


def decode_bytes(data: bytes) -> tuple[str, int]:
    """The text of a whole file without a byte order mark, and the first line whose encoding was
    guessed (0: none was)."""
    encoding = encoding_of(data[:HEAD])
    if encoding != "utf-8-sig":
        return data.decode(encoding, "replace").removeprefix("\ufeff"), 0
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8"), 0
    except UnicodeDecodeError as error:
        lines = [decode_line(line)[0] for line in data.splitlines(keepends=True)]
        return "".join(lines), data.count(b"\n", 0, error.start) + 1
