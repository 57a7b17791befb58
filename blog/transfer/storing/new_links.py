"""New addresses for a post's links and images: those of other posts here, and of kept images."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from posixpath import join, normpath
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.urls import reverse

from blog.markup.document.own_frames import KEPT_AS, is_own_frame
from blog.models import OldAddress, Page, Post
from blog.text.hosts import host_of
from blog.text.path_forms import path_forms
from blog.transfer.pictures.framed_pages import FramedPage, is_framed_page, read_framed
from blog.transfer.pictures.images import Image, checked_image, find_file, is_kept, read_kept
from blog.transfer.rewriting.addresses_in_text import Address, find_addresses, rewrite_addresses
from blog.transfer.rewriting.code_ranges import code_in, replace_spans
from blog.transfer.source.content_places import content_place, files_of, logical_name
from blog.transfer.source.header_values import as_path
from blog.transfer.source.import_values import Found, SourcePost
from blog.transfer.storing.kept_files import keep_file
from papers.records.address_forms import address_form, slugify

_SOURCES = (".md", ".markdown", ".mkd", ".mdx", ".rmd", ".qmd", ".rmarkdown")
FRAMED = "frame:"
"""Stands before the path of a page that is shown in a frame."""

MOST_TOLD = 5
"""Addresses of what a framed page lacks that are named."""
MAKES_CODE = (
    "its scripts make code of text, which no framed page may: Vega draws without (`ast: true`)"
)
_POSTS = "/posts/"
_EMPTY_LINK = re.compile(rf"(?<![!\]\\])\[\]\(<?({_POSTS}[^\s()<>]+)")


@dataclass(frozen=True)
class FoundPicture:
    """What an address of an image, a file or a framed page leads to: a name to keep it under, the
    address that it has then, and how its files are had; or why it is not kept. A ``remark`` is on
    what will be missing of it."""

    name: str = ""
    problem: str = ""
    address: str = ""
    load: Callable[[], Iterable[Image]] = tuple
    remark: str = ""


@dataclass
class PostLinks:
    """One post's links. `old_paths` are the post's own; `planned` says where posts will stand that
    are in no database yet; ``embedded`` are pictures that the post's file itself holds."""

    found: Found
    old_paths: tuple[str, ...]
    planned: Mapping[str, str] = field(default_factory=dict)
    pictures: dict[str, FoundPicture] = field(default_factory=dict)
    unresolved: dict[str, int] = field(default_factory=dict)
    kept: dict[str, FoundPicture] = field(default_factory=dict)
    embedded: Mapping[str, bytes] = field(default_factory=dict)

    def rewrite(self, text: str, is_html: bool) -> str:
        """The text with new addresses; what was not found is in `unresolved` (target: offset)."""
        text = rewrite_addresses(text, is_html, self.new_address)
        return text if is_html else self.with_words(text)

    def waited_for(self) -> list[str]:
        """The files that links mean which may come later in this run: the second pass tells of
        them."""
        names = (target.partition("#")[0] for target in self.unresolved)
        return [name.removeprefix("link:") for name in names if name.startswith("link:")]

    def with_words(self, text: str) -> str:
        """A link to a post of this blog that has no words gets its title (MyST)."""
        code = code_in(text, False) if "[](" in text else None
        spans = [
            (link.start() + 1, link.start() + 1, self.title_at(link[1]))
            for link in (_EMPTY_LINK.finditer(text) if code else ())
            if code and not code.covers(link.start())
        ]
        return replace_spans(text, spans)

    def title_at(self, address: str) -> str:
        """The title of the post at an address here, as Markdown; '' where there is none."""
        url = unquote(address).partition("#")[0]
        slug = url.removeprefix(_POSTS).strip("/")
        row = Post.objects.filter(slug=slug).only("title").first()
        title = row.title if row else self.planned.get(f"title:{url}", "")
        return re.sub(r"([\\\[\]*_`<$])", r"\\\1", title)

    def new_address(self, address: Address) -> str | None:
        path, fragment = self.local_path(address.target)
        if not path:
            return None
        is_framed = address.is_framed and is_framed_page(path)
        if is_framed or is_kept(path):
            picture = self.framed(path) if is_framed else self.picture(path)
            if picture.name:
                self.kept[picture.name] = picture
                return picture.address + (fragment if is_framed else "")
        elif url := self.post_address(path):
            return url + fragment
        if not is_own_path(path):
            self.unresolved.setdefault(address.target, address.start)
        return None

    def local_path(self, target: str) -> tuple[str, str]:
        """The path that a target means on this site, and its fragment; ('', '') if elsewhere."""
        if target.startswith(("post_url:", "link:")):
            name, mark, fragment = target.partition("#")
            return name, mark + fragment
        try:
            parts = urlsplit(target)
            host = parts.hostname or ""
        except ValueError:
            return "", ""
        if parts.scheme or parts.netloc:
            own = host_of(self.found.site.url) or None
            bare = host.removeprefix("www.")
            is_own = bare == own or bare in self.found.site.hosts
            if parts.scheme not in {"", "http", "https"} or not is_own:
                return "", ""
            return parts.path, f"#{parts.fragment}" if parts.fragment else ""
        return parts.path, f"#{parts.fragment}" if parts.fragment else ""

    def picture(self, path: str) -> FoundPicture:
        if path not in self.pictures:
            held = self.embedded.get(path)
            found = held_picture(path, held) if held else find_picture(self.found, path)
            self.pictures[path] = found
        return self.pictures[path]

    def framed(self, path: str) -> FoundPicture:
        name = FRAMED + path
        if name not in self.pictures:
            self.pictures[name] = find_framed(self.found, path)
        return self.pictures[name]

    def post_address(self, path: str) -> str | None:
        """The address here of the post that a path of the old site, or a file name, means."""
        if path.startswith("post_url:"):
            return self.named(path.removeprefix("post_url:").strip("\"' "))
        if path.startswith("link:"):
            return self.linked(path.removeprefix("link:").strip("\"' "))
        path = unquote(path)
        if path.lower().endswith(_SOURCES):
            return self.by_file(path)
        candidates = [path] if path.startswith("/") else self.absolute(path)
        wanted = [
            address_form(form)
            for one in candidates
            for form in path_forms(one, as_path(self.found.site.baseurl))
        ]
        rows = OldAddress.objects.filter(path__in=wanted).exclude(post=None, page=None)
        rows = rows.select_related("post", "page")
        urls = {row.path: row.target.get_absolute_url() for row in rows}
        found = (urls.get(one) or self.planned.get(one) for one in wanted)
        return next(filter(None, found), None)

    def linked(self, path: str) -> str | None:
        """The page of a file that Jekyll's `link` or Hugo's `ref` names: from the root, for Hugo
        also from the post, and by its name alone where one page is called so."""
        path, _, language = path.partition("?lang=")
        if self.found.site.system != "hugo":
            return self.post_address("/" + path.lstrip("/"))
        own = content_place(self.found.site.languages, self.found.path).language.code
        code = language.casefold() or own
        there = self.by_file(path, code) or self.by_name(path, code)
        if there:
            return there
        whole = self.post_address("/" + path.lstrip("/"))
        return whole or (None if path.startswith("/") else self.post_address(path))

    def by_name(self, path: str, code: str) -> str | None:
        """The one page of a language that is called so, beside this text or anywhere."""
        languages = self.found.site.languages
        name, _ = logical_name(content_place(languages, path))
        _, folder = logical_name(content_place(languages, self.found.path))
        rows = Post.objects.filter(import_path__contains=f"/{name}").order_by("pk")
        places = [
            (row, content_place(languages, row.import_path))
            for row in rows.only("slug", "import_path")
        ]
        pages = [(row, logical_name(one)) for row, one in places if one.language.code == code]
        pages = [(row, page) for row, page in pages if page[0] == name]
        beside = [(row, page) for row, page in pages if page[1] == folder]
        where = f"page:{code}:"
        planned = [self.planned.get(f"{where}{folder}/{name}"), self.planned.get(f"{where}{name}")]
        found = {row.get_absolute_url() for row, _ in beside or pages}
        found |= set() if beside else set(filter(None, planned[:1] if planned[0] else planned[1:]))
        return found.pop() if len(found) == 1 else None

    def absolute(self, path: str) -> list[str]:
        """A relative path as seen from each old address of the post."""
        return [
            as_path(urljoin(own, path)) for own in self.old_paths if as_path(urljoin(own, path))
        ]

    def by_file(self, path: str, code: str = "") -> str | None:
        """The page of a file that a path from the root or from this text means; of Hugo's, that
        in the language of a code, else of this text."""
        own, languages = self.found.path, self.found.site.languages
        if self.found.site.system == "hugo":
            place = content_place(languages, own)
            folder = "" if path.startswith("/") else str(PurePosixPath(place.inner).parent)
            code = code or place.language.code
            tries = dict.fromkeys([join(folder, path.lstrip("/")), path.lstrip("/")])
            names = [name for inner in tries for name in files_of(languages, inner, code)]
        elif path.startswith(("/", "@/")):
            inner = path.lstrip("@/")
            names = [inner, f"content/{inner}", f"source/{inner}"]
        else:
            names = [normpath(join(str(PurePosixPath(own).parent), path))]
        found = {
            row.import_path: row.get_absolute_url()
            for kind in (Page, Post)
            for row in kind.objects.filter(import_path__in=names).order_by("-pk")
        }
        return next(filter(None, (found.get(one) or self.planned.get(one) for one in names)), None)

    def named(self, name: str) -> str | None:
        """Jekyll's `post_url`: the name of the file without its ending, maybe below folders."""
        stem = PurePosixPath(name).name
        dateless = re.sub(r"\A\d+-\d+-\d+-", "", stem)
        likely = Post.objects.filter(slug=slugify(dateless), import_path__contains=stem)
        others = Post.objects.filter(import_path__contains=f"/{stem}.")
        return _address_of(likely) or _address_of(others) or self.planned.get(f"name:{stem}")


def _address_of(rows: QuerySet) -> str | None:
    first = rows.defer("source").order_by("pk").first()
    return first.get_absolute_url() if first else None


def is_own_path(path: str) -> bool:
    """Whether a path is an address of this blog already."""
    if path.startswith(settings.MEDIA_URL) or is_own_frame(path):
        return True
    posts = reverse("blog:post_detail", args=["x"]).removesuffix("x/")
    slug = address_form(path.removeprefix(posts)).rstrip("/")
    return path.startswith(posts) and Post.objects.filter(slug=slug).exists()


def find_pictures(found: Found, source: SourcePost) -> dict[str, FoundPicture]:
    """The images and files of the site that a post's addresses lead to, by path."""
    links = PostLinks(found, (), embedded=source.pictures)
    for address in find_addresses(source.body, source.is_html):
        path, _ = links.local_path(address.target)
        if path and address.is_framed and is_framed_page(path):
            links.framed(path)
        elif path and is_kept(path) and not path.startswith(settings.MEDIA_URL):
            links.picture(path)
    return links.pictures


def find_picture(found: Found, path: str) -> FoundPicture:
    file = find_file(found, path)
    if file is None:
        return FoundPicture(problem="it is not there")
    try:
        name = read_kept(found, file).name
    except (OSError, ValueError) as error:
        return FoundPicture(problem=str(error))
    return FoundPicture(name, "", default_storage.url(name), partial(kept_at, found, file))


def kept_at(found: Found, file: Path) -> tuple[Image, ...]:
    return (read_kept(found, file),)


def held_picture(path: str, data: bytes) -> FoundPicture:
    try:
        image = checked_image(data, PurePosixPath(path).name)
    except ValueError as error:
        return FoundPicture(problem=str(error))
    return FoundPicture(image.name, "", default_storage.url(image.name), partial(tuple, (image,)))


def find_framed(found: Found, path: str) -> FoundPicture:
    """An interactive page of the site, with what it loads."""
    try:
        page = read_framed(found, path)
    except (OSError, ValueError) as error:
        return FoundPicture(problem=str(error))
    address = reverse("blog:frame", args=[page.digest, page.path])
    files = partial(framed_files, found, path)
    return FoundPicture(page.name, "", address, files, _lacks(path, page))


def framed_files(found: Found, path: str) -> Iterator[Image]:
    page = read_framed(found, path)
    for inner, data in page.files.items():
        yield Image(page.name_of(inner) + KEPT_AS, data)


def _lacks(path: str, page: FramedPage) -> str:
    """What will be missing of a framed page, by name, and what to do."""
    told = []
    if page.elsewhere:
        hosts = sorted({host_of(one) for one in page.elsewhere})
        folders = " ".join(f"--images {host}=FOLDER" for host in hosts[:MOST_TOLD])
        told = [f"{_named(page.elsewhere)} (copies of them are taken by {folders})"]
    if page.missing:
        told.append(f"{_named(page.missing)} (not in the site)")
    lost = [f"the framed page {path} will lack what it loads: {'; '.join(told)}"] if told else []
    if page.makes_code:
        lost.append(f"{MAKES_CODE}" if lost else f"the framed page {path}: {MAKES_CODE}")
    return "; ".join(lost)


def _named(addresses: Collection[str]) -> str:
    more = len(addresses) - MOST_TOLD
    return ", ".join(sorted(addresses)[:MOST_TOLD]) + (f" and {more} more" if more > 0 else "")


class FilesChanged(Exception):
    """What a text shows is not any more what it was when the text was read."""


def keep_images(kept: Mapping[str, FoundPicture]) -> None:
    """Stores the images of a text. Raises ``FilesChanged`` and ``MediaFull``."""
    for picture in kept.values():
        try:
            images = list(picture.load())
        except (OSError, ValueError) as error:
            raise FilesChanged(str(error)) from error
        if not any(image.name.startswith(picture.name) for image in images):
            raise FilesChanged(f"{picture.name} is another file now")
        for image in images:
            keep_file(image)
