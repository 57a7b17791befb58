"""The files of a site that are pages and no posts: about, publications, lists, the read-me."""

import re
from pathlib import Path, PurePosixPath

from blog.transfer.sites.content_addresses import POST_SECTIONS, content_path
from blog.transfer.source.content_places import ContentPlace, content_place
from blog.transfer.source.file_names import page_name, read_file_name
from blog.transfer.source.header_values import as_path
from blog.transfer.source.import_values import Found, SourcePost, SourceSite
from blog.transfer.source.site_files import read_head

MAX_HEAD = 64 * 1024
"""Bytes of a file in which its header is looked for."""

_FOLDERS = {
    "pelican": ("content/pages/", "pages/"),
    "astro": ("src/pages/",),
    "jekyll": ("_pages/",),
}
_ROOTS = {"pelican": "content/", "middleman": "source/"}
_WITH_SECTIONS = {"hugo", "zola"}
_TELLS_PAGES = {"hugo", "zola", "pelican", "quarto", "distill", "myst", "jekyll"}
_FENCES = re.compile(
    r"\A\s*(---|\+\+\+)[ \t]*\n(.*?)^(?:---|\+\+\+|\.\.\.)[ \t]*$", re.DOTALL | re.M
)
_DATED = re.compile(r"^(?:publish_?|pub)?(?:date|published|created)[ \t]*[:=][ \t]*\S", re.I | re.M)
_OWN_ROWS = re.compile(
    r"\{%[^%]*\b(?:site\.(?:posts|related_posts|tags|categories|pages|documents|collections)"
    r"|paginator)\b"
)
_LOOP = re.compile(
    r"\{%-?\s*for\b[^%]*%\}(?:(?!\{%-?\s*for\b).)*?\{%-?\s*endfor\s*-?%\}", re.DOTALL
)
_INCLUDE = re.compile(r"\{%-?\s*include[^%]*%\}")
_SILENT = re.compile(
    r"\{%(?!-?\s*include\b)[^%]*%\}|\{\{[^{}]*\}\}|<!--(?:(?!<!--).)*?-->|^\#{1,6}[ \t][^\n]*$"
    r"|<(script|style|h[1-6])\b[^<>]*>(?:(?!</?\1\b).)*</\1\s*>"
    r"|</?(?!img|iframe|object|embed|svg|picture|video|audio)[a-zA-Z][^<>]*>",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
MOST_NESTED = 20
_SAYS_PAGE = re.compile(
    r"^(?:type|layout)[ \t]*[:=][ \t]*[\"']?page[\"']?[ \t]*(?:#.*)?$", re.I | re.M
)
_LISTS = re.compile(r"^listing[ \t]*:", re.M)


def is_page(file: Path, path: str, site: SourceSite) -> bool:
    """Whether a file of a site is a page; `path` is the file's, from the site's root.

    It is where its system keeps pages, or it lists other files, or it stands beside the site's
    root (as `about.md`, or `about/index.md`) and nothing dates it. Of Hugo and Zola sections have
    pages (`_index.md`), and what nothing dates outside of sections of posts is one.
    """
    system = site.system
    if system in _WITH_SECTIONS:
        return _is_content_page(file, content_place(site.languages, path), site.root)
    if any(path.startswith(folder) for folder in _FOLDERS.get(system, ())):
        return True
    if system not in _TELLS_PAGES:
        return False
    if system in {"quarto", "distill"} and _LISTS.search(_head(file)):
        return True
    inner = re.sub(r"\A[a-z]{2}(?:-[a-z]{2})?/", "", path.removeprefix(_ROOTS.get(system, "")))
    if page_name(inner)[1] != ".":
        return False
    return not _is_dated(path, _head(file))


def _is_dated(path: str, head: str) -> bool:
    name = read_file_name(path)
    return bool(name.day or name.folder_day or _DATED.search(head))


def _is_content_page(file: Path, place: ContentPlace, root: Path) -> bool:
    """Where posts have a folder, what stands beside it is a page, though `hugo new` dates it."""
    inner, head = place.inner, _head(file)
    if is_section(inner) or _SAYS_PAGE.search(head):
        return True
    if page_name(inner)[1] != ".":
        is_post = inner.split("/")[0].lower() in POST_SECTIONS
        return not is_post and not _is_dated(inner, head)
    folders = [root / folder for folder in place.language.folders]
    has_posts = any((folder / name).is_dir() for folder in folders for name in POST_SECTIONS)
    return not _is_dated(inner, "" if has_posts else head)


def is_section(path: str) -> bool:
    """Whether a file of Hugo or Zola tells of the folder that it stands in."""
    return PurePosixPath(path).name.split(".")[0] == "_index"


def _head(file: Path) -> str:
    """The header's text, or the first lines where nothing closes one."""
    try:
        if not file.is_file():
            return ""
        text = read_head(file, MAX_HEAD).decode("utf-8", "replace").removeprefix("\ufeff")
    except OSError:
        return ""
    text = text.replace("\r\n", "\n")
    fenced = _FENCES.match(text)
    return fenced[2] if fenced else text.partition("\n\n")[0]


def has_own_text(body: str) -> bool:
    """Whether a page shows anything beside headings and lists of the site's own posts, tags or
    pages, which this blog has elsewhere."""
    if _OWN_ROWS.search(body):
        is_paged = "paginator" in body
        for _depth in range(MOST_NESTED):
            body, found = _LOOP.subn(" ", body)
            if not found:
                break
        if is_paged:  # what it includes are its numbers and arrows
            body = _INCLUDE.sub(" ", body)
        body = _SILENT.sub(" ", body)
    return bool(body.strip())


def page_paths(found: Found, source: SourcePost) -> list[str]:
    """The paths at which a site had a page, its own first: that which its header says, else by its
    system. What stands in an export has none but what is said of it: its path there is a name."""
    if found.archived:
        return list(dict.fromkeys(source.old_paths)) or [as_path(f"/{source.slug}/")]
    stated = () if found.site.system == "pelican" else source.old_paths
    own = page_path(found)
    is_led_to = found.site.system == "jekyll" and not source.states_path
    paths = [own, *stated] if is_led_to else [*stated, own]
    return list(dict.fromkeys(filter(None, paths)))


def page_path(found: Found) -> str:
    system = found.site.system
    path = found.path
    if system in _WITH_SECTIONS:
        place = content_place(found.site.languages, path)
        return content_path(place, {}, None, is_hugo=system == "hugo")
    for folder in (*_FOLDERS.get(system, ()), _ROOTS.get(system, "")):
        path = path.removeprefix(folder)
    name, folder = page_name(path)
    place = name if folder == "." else f"{folder}/{name}"
    is_index = PurePosixPath(path).stem == "index"
    if system == "pelican":
        return as_path(f"/pages/{place}.html")
    is_file = system in {"quarto", "distill", "jekyll"} and not is_index
    is_pretty = found.site.permalink == "pretty" or found.site.permalink.endswith("/")
    return as_path(f"/{place}.html" if is_file and not is_pretty else f"/{place}/")
