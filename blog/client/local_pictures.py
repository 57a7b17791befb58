"""Pictures that stand beside a text: which they are, and their addresses at the site in their
place. A text on this machine goes on naming the files."""

import os
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote as quote_address
from urllib.parse import unquote

from blog.client.text_copies import Pictures, TextCopy, TextRefused

ENDINGS = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"}
CODE = re.compile(
    r"^(?P<indent>[ \t>]*)(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?P<ticks>(?<!`)`+)(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`)",
    re.MULTILINE | re.DOTALL,
)
LINK = re.compile(
    r"(?P<before>(?:!\[[^\]\n]*\]\(|^ {0,3}\[[^\]\n]+\]:)[ \t]*)"
    r"(?:<(?P<enclosed>[^<>\n]+)>|(?P<bare>(?:[^\s<>\"'()]|\([^\s<>\"'()]*\))+))"
    r"|(?P<html><img\b[^>\n]*?\bsrc=)(?P<quote>[\"'])(?P<quoted>[^<>\"'\n]+)(?P=quote)",
    re.MULTILINE | re.IGNORECASE,
)
"""What shows a picture: Markdown's way, with or without <…>, an address that stands below the text,
and HTML's way."""
BLANK = re.compile(r"\s")


def with_pictures_named(body: str, known: Callable[[str], str | None]) -> str:
    """A text whose pictures, outside of code, have the addresses that are ``known`` for theirs."""

    def other(found: re.Match[str]) -> str:
        enclosed, bare, quoted, quote = found.group("enclosed", "bare", "quoted", "quote")
        address = enclosed or bare or quoted
        new = known(address) or address
        if quoted:
            return f"{found['html']}{quote}{new}{quote}"
        if enclosed:
            return f"{found['before']}<{new}>"
        return found["before"] + BLANK.sub(lambda blank: quote_address(blank[0]), new)

    parts, position = [], 0
    for code in CODE.finditer(body):
        parts += [LINK.sub(other, body[position : code.start()]), code[0]]
        position = code.end()
    return "".join([*parts, LINK.sub(other, body[position:])])


def pictures_beside(copy: TextCopy) -> Iterator[tuple[str, Path]]:
    """What a text calls pictures that are files on this machine, each once, and the files. Raises
    ``TextRefused`` for one that is far away."""
    found: dict[str, Path] = {}

    def note(address: str) -> None:
        is_elsewhere = ":" in address or address.startswith(("/", "#", "?"))
        name = unquote(address)
        if not is_elsewhere and Path(name).suffix.lower() in ENDINGS:
            path = copy.path.parent / name
            if path.is_file():
                refuse_far(copy, path)
                found[address] = path

    with_pictures_named(copy.body, note)
    yield from found.items()


def refuse_far(copy: TextCopy, path: Path) -> None:
    """Others can write into a text that was pulled: it sends nothing from elsewhere on this
    machine. Raises ``TextRefused``."""
    place, text = (Path(os.path.normpath(one.absolute())) for one in (path, copy.path))
    folders = {text.parent, Path.cwd()}
    if not any(place.is_relative_to(folder) for folder in folders):
        raise TextRefused(
            f"{copy.path}: it shows {place}, which is neither below its own folder nor below the "
            "one where you are. Move the picture there, or take it out of the text."
        )


def picture_digest(path: Path) -> str:
    return sha256(picture_bytes(path)).hexdigest()[:20]


def picture_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise TextRefused(f"{path}: it cannot be read: {error.strerror}.") from error


def unsent_pictures(copy: TextCopy) -> dict[str, Path]:
    """Those that the site does not have as they are now."""
    kept = copy.pictures
    return {
        name: path
        for name, path in pictures_beside(copy)
        if name not in kept or kept[name][1] != picture_digest(path)
    }


def site_body(copy: TextCopy, pictures: Pictures) -> str:
    """The text as the site has it."""
    return with_pictures_named(
        copy.body, lambda name: pictures[name][0] if name in pictures else None
    )


def own_body(body: str, pictures: Pictures) -> str:
    """A text of the site as it is to stand here."""
    names = {address: name for name, (address, _digest) in reversed(pictures.items())}
    return with_pictures_named(body, names.get)
