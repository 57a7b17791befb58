"""The images and linked files of a site: where they are, and whether they may be kept."""

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from blog.text.size_limits import MAX_IMAGE, MAX_LINKED_FILE
from blog.transfer.liquid.built_files import as_built
from blog.transfer.pictures.svg_sanitizer import clean_svg
from blog.transfer.source.content_places import content_place
from blog.transfer.source.encoding import composed
from blog.transfer.source.header_values import as_path
from blog.transfer.source.import_values import Found
from blog.transfer.source.looked_files import note_look
from blog.transfer.source.site_files import NotRead, is_inside, read_capped
from papers.records.address_forms import slugify

ENDINGS = {
    "png": (".png",),
    "jpeg": (".jpg", ".jpeg"),
    "gif": (".gif",),
    "webp": (".webp",),
    "avif": (".avif",),
    "svg": (".svg",),
}
LOOKS_LIKE_IMAGE = re.compile(
    r"\.(?:png|jpe?g|jfif|gif|webp|avif|svgz?|bmp|tiff?|ico|heic)\Z", re.IGNORECASE
)
LOOKS_LIKE_FILE = re.compile(
    r"\.(?:pdf|e?ps|djvu|epub|docx?|odt|rtf|pptx?|odp|key|xlsx?|ods|csv|tsv|parquet|feather|rds"
    r"|rdata|npy|npz|mat|sav|dta|txt|bib|ris|tex|json|ya?ml|toml|ipynb|py|r|jl|stan|sql|sh|zip|gz"
    r"|tgz|bz2|xz|7z|tar|mp3|m4a|ogg|oga|wav|flac|mp4|m4v|webm|ogv|mov|vtt|srt)\Z",
    re.IGNORECASE,
)
"""Files that no browser runs as a page or a script; they are served in a sandbox besides."""

OLD_FORMATS = (b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0")
"""How BMP, TIFF and ICO begin, which are kept as PNG."""

_FOLDERS = {
    "hugo": ("static", "assets", "content"),
    "zola": ("static", "content"),
    "middleman": ("source",),
    "pelican": ("content", "content/extra"),
    "wordpress": ("wp-content/uploads", "uploads"),
    "astro": ("public", "src", "src/assets"),
    "": ("public", "static"),
}
_SIZED = re.compile(r"(?:-\d{1,5}x\d{1,5}|-scaled)(?=\.\w+\Z)")
"""What WordPress puts behind the names of the copies that it makes of a picture."""
_MEDIA = {
    "wordpress": ("wp-content/", "wp-content/uploads/"),
    "ghost": ("content/", "content/images/"),
}
"""How a system's addresses of media begin, of which an owner may have copied the inner folder."""


@dataclass(frozen=True)
class Image:
    """An image's bytes as they will be kept, and a name made of their digest and its own."""

    name: str
    data: bytes


def find_file(found: Found, address: str) -> Path | None:
    """The file of the post's site that a relative or absolute path means, or None.

    Never one outside of the site, whatever `..` or links say.
    """
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return None
    if not path or "\0" in path:
        return None
    root = found.site.root
    for folder, name in _candidates(found, root, path):
        try:
            candidate = _as_spelled(folder, name)
            note_look(candidate)
            if candidate.is_file() and is_inside(candidate, root):
                return candidate
        except OSError:
            continue
    return None


def _as_spelled(folder: Path, name: str) -> Path:
    """The file of a name as the file system spells it: a Mac decomposes accents and Hangul (NFD),
    which nobody who writes the name does."""
    whole = folder / name
    if name.isascii() or whole.exists():
        return whole
    for part in PurePosixPath(name).parts:
        below = folder / part
        if not part.isascii() and not below.exists() and folder.is_dir():
            note_look(folder)
            spelled = _spellings(folder, folder.stat().st_mtime_ns)
            below = folder / spelled.get(composed(part), part)
        folder = below
    return folder


@lru_cache(maxsize=64)
def _spellings(folder: Path, changed: int) -> dict[str, str]:
    names = (file.name for file in folder.iterdir())
    return {composed(name): name for name in names if not name.isascii()}


def _candidates(found: Found, root: Path, path: str) -> list[tuple[Path, str]]:
    folders = [root, *(root / name for name in _FOLDERS.get(found.site.system, ()))]
    if not path.startswith("/"):
        folders.insert(0, found.file.parent)
        folders.insert(1, found.file.with_suffix(""))  # a folder beside the post with its name
        folders += _beside_translations(found, root)
    else:
        folders += [above for above in found.file.parents if above.is_relative_to(root)]
    base = as_path(found.site.baseurl).rstrip("/")
    inner = path.removeprefix(f"{base}/") if base else path
    names = dict.fromkeys([path.lstrip("/"), inner.lstrip("/")])
    names = _translated(found, names)
    for prefix in _MEDIA.get(found.site.system, ()):
        names |= {name.removeprefix(prefix): None for name in list(names)}
    if found.site.system == "wordpress":
        names |= dict.fromkeys(_SIZED.sub("", name) for name in list(names))
    return [(folder, name) for folder in folders for name in names]


def _beside_translations(found: Found, root: Path) -> list[Path]:
    """Where a text's translations stand: Hugo shows what is beside one with all of them."""
    languages = found.site.languages
    place = content_place(languages, found.path)
    above = PurePosixPath(place.inner).parent
    return [root / folder / above for one in languages for folder in one.folders]


def _translated(found: Found, names: dict[str, None]) -> dict[str, None]:
    """Before each name that which it has in the text's language (`plot.de.png`)."""
    if len(found.site.languages) < 2:
        return names
    code = content_place(found.site.languages, found.path).language.code
    pairs = ((PurePosixPath(name), name) for name in names)
    return dict.fromkeys(
        one for pure, name in pairs for one in (f"{pure.with_suffix('')}.{code}{pure.suffix}", name)
    )


def read_image(found: Found, file: Path) -> Image:
    """The image; ValueError says why it is none that may be shown."""
    return checked_image(_read(found, file, MAX_IMAGE), file.name)


def _read(found: Found, file: Path, most: int) -> bytes:
    try:
        data = read_capped(file, most)
    except NotRead as error:
        raise ValueError(f"it {error}") from error
    return as_built(found, file, data)


def checked_image(data: bytes, file_name: str) -> Image:
    """The same of bytes that are there."""
    if len(data) > MAX_IMAGE:
        raise ValueError(f"it is bigger than {MAX_IMAGE // 1024 // 1024} MB")
    kind = image_format(data)
    if kind is None and data.startswith(OLD_FORMATS):
        # Pillow takes 0.1 s and 10 MB: for nothing where a site has no such picture.
        from blog.transfer.pictures.decoded_pictures import decoded_picture

        kind, data = decoded_picture(data)
    if kind is None:
        raise ValueError("it is no image of a kind that browsers show")
    if kind == "svg":
        data = clean_svg(data)
    return named_image(data, file_name, kind)


def named_image(data: bytes, file_name: str, kind: str) -> Image:
    """An image of a kind under a name made of its bytes and its own."""
    return Image(f"images/{sha256(data).hexdigest()[:20]}/{safe_name(file_name, kind)}", data)


def read_file(found: Found, file: Path) -> Image:
    """A linked file as the site's readers got it; ValueError says why it may not be kept."""
    data = _read(found, file, MAX_LINKED_FILE)
    pure = PurePosixPath(file.name)
    stem = pure.stem if re.fullmatch(r"[A-Za-z0-9][\w.-]*", pure.stem, re.ASCII) else ""
    stem = (stem or slugify(pure.stem) or "file")[:80]
    return Image(f"files/{sha256(data).hexdigest()[:20]}/{stem}{pure.suffix.lower()}", data)


def read_kept(found: Found, file: Path) -> Image:
    """An image or a linked file, by its name."""
    read = read_image if LOOKS_LIKE_IMAGE.search(file.name) else read_file
    return read(found, file)


def is_kept(path: str) -> bool:
    """Whether what an address leads to is copied here, if it is there."""
    return bool(LOOKS_LIKE_IMAGE.search(path) or LOOKS_LIKE_FILE.search(path))


def image_format(data: bytes) -> str | None:
    """What an image is by its first bytes; its name says nothing."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis"):
        return "avif"
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"<?xml", b"<svg", b"<!--", b"<!DOCTYPE svg")) and b"<svg" in head:
        return "svg"
    return None


def safe_name(name: str, kind: str) -> str:
    """The file's own name with an ending of its real kind, so that it is served as that."""
    pure = PurePosixPath(name)
    stem = pure.stem if re.fullmatch(r"[A-Za-z0-9][\w.-]*", pure.stem, re.ASCII) else ""
    stem = (stem or slugify(pure.stem) or "image")[:80]
    ending = pure.suffix.lower()
    return stem + (pure.suffix if ending in ENDINGS[kind] else ENDINGS[kind][0])
