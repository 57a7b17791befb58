"""New addresses for a post's links and images: those of other posts here, and of kept images."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from posixpath import join, normpath
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from blog.models import OldAddress, Post
from blog.text.hosts import host_of
from blog.transfer.addresses_in_text import Address, rewrite_addresses
from blog.transfer.header_values import as_path
from blog.transfer.images import Image, find_file, is_kept, read_kept
from blog.transfer.import_values import Found
from papers.records.text import address_form, slugify

_SOURCES = (".md", ".markdown", ".mkd", ".mdx", ".rmd", ".qmd", ".rmarkdown")
_INDEX = re.compile(r"/index(?:\.html?)?\Z")


@dataclass(frozen=True)
class FoundPicture:
    """What an address of an image or a file leads to: a name to keep it under, or why it is not
    kept."""

    file: Path | None
    name: str = ""
    problem: str = ""


@dataclass
class PostLinks:
    """One post's links. `old_paths` are the post's own; `planned` says where posts will stand that
    are in no database yet."""

    found: Found
    old_paths: tuple[str, ...]
    planned: Mapping[str, str] = field(default_factory=dict)
    pictures: dict[str, FoundPicture] = field(default_factory=dict)
    unresolved: dict[str, int] = field(default_factory=dict)
    kept: dict[str, Path] = field(default_factory=dict)

    def rewrite(self, text: str, is_html: bool) -> str:
        """The text with new addresses; what was not found is in `unresolved` (target: offset)."""
        return rewrite_addresses(text, is_html, self.new_address)

    def new_address(self, address: Address) -> str | None:
        path, fragment = self.local_path(address.target)
        if not path:
            return None
        if is_kept(path):
            picture = self.picture(path)
            if picture.name and picture.file:
                self.kept[picture.name] = picture.file
                return default_storage.url(picture.name)
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
            if parts.scheme not in {"", "http", "https"} or host.removeprefix("www.") != own:
                return "", ""
            return parts.path, f"#{parts.fragment}" if parts.fragment else ""
        return parts.path, f"#{parts.fragment}" if parts.fragment else ""

    def picture(self, path: str) -> FoundPicture:
        if path not in self.pictures:
            self.pictures[path] = find_picture(self.found, path)
        return self.pictures[path]

    def post_address(self, path: str) -> str | None:
        """The address here of the post that a path of the old site, or a file name, means."""
        if path.startswith("post_url:"):
            return self.named(path.removeprefix("post_url:").strip("\"' "))
        if path.startswith("link:"):
            path = "/" + path.removeprefix("link:").strip("\"' ").lstrip("/")
        path = unquote(path)
        if path.lower().endswith(_SOURCES):
            return self.by_file(path)
        candidates = [path] if path.startswith("/") else self.absolute(path)
        wanted = [
            address_form(form)
            for one in candidates
            for form in forms_of_path(one, self.found.site.baseurl)
        ]
        rows = OldAddress.objects.filter(path__in=wanted, post__isnull=False)
        urls = {row.path: row.post.get_absolute_url() for row in rows.select_related("post")}
        found = (urls.get(one) or self.planned.get(one) for one in wanted)
        return next(filter(None, found), None)

    def absolute(self, path: str) -> list[str]:
        """A relative path as seen from each old address of the post."""
        return [
            as_path(urljoin(own, path)) for own in self.old_paths if as_path(urljoin(own, path))
        ]

    def by_file(self, path: str) -> str | None:
        own = self.found.path
        if path.startswith(("/", "@/")):
            inner = path.lstrip("@/")
            names = [inner, f"content/{inner}", f"source/{inner}"]
        else:
            names = [normpath(join(str(PurePosixPath(own).parent), path))]
        planned = (self.planned[name] for name in names if name in self.planned)
        return _address_of(Post.objects.filter(import_path__in=names)) or next(planned, None)

    def named(self, name: str) -> str | None:
        """Jekyll's `post_url`: the name of the file without its ending, maybe below folders."""
        stem = PurePosixPath(name).name
        dateless = re.sub(r"\A\d+-\d+-\d+-", "", stem)
        likely = Post.objects.filter(slug=slugify(dateless), import_path__contains=stem)
        others = Post.objects.filter(import_path__contains=f"/{stem}.")
        return _address_of(likely) or _address_of(others) or self.planned.get(f"name:{stem}")


def _address_of(rows: Iterable[Post]) -> str | None:
    first = next(iter(rows.only("slug").order_by("pk")[:1]), None)
    return first.get_absolute_url() if first else None


def forms_of_path(path: str, baseurl: str) -> list[str]:
    """The ways in which one address is written: with and without slash, ending, base."""
    base = as_path(baseurl).rstrip("/")
    plain = _INDEX.sub("/", path)
    plain = plain.removeprefix(base) if base and plain.startswith(f"{base}/") else plain
    bare = re.sub(r"\.html?\Z", "", plain.rstrip("/"))
    return list(dict.fromkeys([path, plain, bare, f"{bare}/", f"{bare}.html"]) if bare else [])


def is_own_path(path: str) -> bool:
    """Whether a path is an address of this blog already."""
    if path.startswith(settings.MEDIA_URL):
        return True
    slug = address_form(path.removeprefix(reverse("blog:post_detail", args=["x"])[:-2])).rstrip("/")
    return path.startswith("/posts/") and Post.objects.filter(slug=slug).exists()


def find_pictures(found: Found, addresses: Iterable[Address]) -> dict[str, FoundPicture]:
    """The images and files of the site that a post's addresses lead to, by path."""
    links = PostLinks(found, ())
    for address in addresses:
        path, _ = links.local_path(address.target)
        if path and is_kept(path) and not path.startswith(settings.MEDIA_URL):
            links.picture(path)
    return links.pictures


def find_picture(found: Found, path: str) -> FoundPicture:
    file = find_file(found, path)
    if file is None:
        return FoundPicture(None, problem="it is not there")
    try:
        return FoundPicture(file, name=read_kept(file).name)
    except (OSError, ValueError) as error:
        return FoundPicture(file, problem=str(error))


def keep_images(kept: Mapping[str, Path]) -> None:
    """Stores images under names made of their bytes; what is there whole stays as it is."""
    for name, file in kept.items():
        image = read_kept(file)
        if default_storage.exists(name):
            if default_storage.size(name) == len(image.data):
                continue
            default_storage.delete(name)  # cut short by an interruption
        store_image(image)


def store_image(image: Image) -> None:
    default_storage.save(image.name, ContentFile(image.data))
