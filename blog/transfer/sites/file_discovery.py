"""Finds the files that should be posts: single files, folders, whole sites of any system."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from blog.transfer.archives.export_files import ArchiveReader, archive_reader
from blog.transfer.sites.page_files import is_page, is_section
from blog.transfer.sites.post_defaults import read_site
from blog.transfer.source.config_files import config_of
from blog.transfer.source.content_places import by_language, content_place
from blog.transfer.source.dates import read_zone
from blog.transfer.source.encoding import composed
from blog.transfer.source.import_values import POST_FOLDERS, Found, Refused, SourceSite
from blog.transfer.source.site_files import absolute_path, is_inside
from papers.records.printable_text import printable

MAX_FOLDERS_DEEP = 60
LONGEST_NAME = 300
"""Characters of what names a post in an export."""

MARKDOWN = {".md", ".markdown", ".mkd", ".mkdn", ".mkdown", ".mdown", ".mdwn", ".mdx"}
NOTEBOOKS = {".rmd", ".rmarkdown", ".qmd"}
JUPYTER = ".ipynb"
HTML = {".html", ".htm"}
READABLE = MARKDOWN | NOTEBOOKS | HTML | {JUPYTER}
UNREADABLE = {".rst", ".textile", ".adoc", ".asciidoc", ".org"}
"""Posts in languages that are not read; they are reported, not passed over."""

ABOUT_FILES = {"readme", "license", "licence", "changelog", "contributing", "code_of_conduct"}
"""Names of files that tell of a folder; they are no posts, whatever they begin with."""
ABOUT_REPOSITORY = {"AGENTS", "AUTHORS", "CHANGES", "CLAUDE", "CODE-OF-CONDUCT", "CONTRIBUTORS"}
ABOUT_REPOSITORY |= {"COPYING", "GEMINI", "GOVERNANCE", "HISTORY", "INSTALL", "ISSUE_TEMPLATE"}
ABOUT_REPOSITORY |= {"MAINTAINERS", "NEWS", "NOTICE", "PULL_REQUEST_TEMPLATE", "RELEASE"}
ABOUT_REPOSITORY |= {"ROADMAP", "SECURITY", "SUPPORT", "TODO"}
"""What forges and programs look for, so spelled; without a header they are no posts either."""

_OUTSIDE = "it is a link that leads out of the site"
_NEVER = {"vendor", "node_modules", "archetypes", "site-packages", "__pycache__"}
_HOMES = {"index", "404"}
_CONTENT = {"pelican": "content", "middleman": "source"}


@dataclass
class _Search:
    """One run: its sites, each read once, and the paths that are visited in their own turn."""

    timezone: str
    fallback_zone: str
    date_order: str
    given: set[Path]
    folders: set[str]
    pages: list[Found]
    copies: Mapping[str, Path]
    sites: dict[Path, SourceSite | str] = field(default_factory=dict)

    def site(self, root: Path) -> SourceSite | str:
        """The site of a root, or the sentence that says why it cannot be read."""
        if root not in self.sites:
            try:
                site = read_site(root)
                zone = self.timezone or site.timezone or self.fallback_zone
                self.sites[root] = replace(site, timezone=zone, date_order=self.date_order)
            except Refused as error:
                self.sites[root] = f"its site's configuration cannot be read ({error})"
        return self.sites[root]

    def found(self, file: Path, root: Path, problem: str = "") -> Found:
        site = self.site(root)
        path = _identity(file, root, is_loose=isinstance(site, SourceSite) and not site.system)
        is_draft = "_drafts" in PurePosixPath(path).parts[:-1]
        if isinstance(site, str):
            return Found(file, path, SourceSite(root), is_draft, problem or site)
        is_draft = is_draft or content_place(site.languages, path).language.is_off
        return Found(file, path, site, is_draft, problem, copies=self.copies)


def find_posts(
    paths: Iterable[Path],
    *,
    timezone: str = "",
    fallback_zone: str = "",
    date_order: str = "",
    collections: Iterable[str] = (),
    pages: list[Found] | None = None,
    copies: Mapping[str, Path] | None = None,
) -> Iterator[Found]:
    """Every post below `paths`, each once, in the order of the paths and then by name.

    A folder with `_posts`, `_drafts` or a `_config.yml` is a Jekyll site: only what stands in
    `_posts`, `_drafts` and fastpages' `_notebooks` is a post. Of Hugo, Zola and Pelican sites
    `content` is searched, of Middleman's `source`, of other folders everything but READMEs and
    the like. Hidden files, generated folders and outputs of R Markdown and Quarto are passed
    over. A link that leaves the site and a file that nobody here can read come with a `problem`.
    Pages of a site (`site_pages.is_page`) and read-mes are no posts unless they are named in
    `paths`; they are put into `pages`.

    `collections` names those of a Jekyll site that hold posts too (`notes` stand in `_notes`).
    `timezone` goes before a site's own, `fallback_zone` after it; `date_order` ('mdy', 'dmy')
    says how `3-4-2019` is meant; ValueError if either is unknown. `copies` has folders by the
    hosts of which they hold copies. Nothing is kept but the
    sites, so memory does not grow with the posts.
    """
    if timezone and read_zone(timezone) is None:
        raise ValueError(f"unknown time zone: {timezone}")
    if date_order not in {"", "mdy", "dmy"}:
        raise ValueError(f"the order of dates is mdy or dmy, not {date_order}")
    wanted = list(dict.fromkeys(absolute_path(Path(path)) for path in paths))
    folders = POST_FOLDERS | {f"_{name.strip('_/')}" for name in collections}
    left_out = pages if pages is not None else []
    search = _Search(
        timezone, fallback_zone, date_order, set(wanted), folders, left_out, copies or {}
    )
    for path in wanted:
        if _is_dir(path):
            yield from _folder(search, path)
        elif reader := archive_reader(path):
            yield from _archive(search, path, reader)
        else:
            yield _file(search, path)


def _archive(search: _Search, file: Path, reader: ArchiveReader) -> Iterator[Found]:
    """The posts of an export that is one file; its pages are put with the pages."""
    try:
        site, posts = reader(file, file.name)
        zone = search.timezone or site.timezone or search.fallback_zone
        site = replace(site, timezone=zone, date_order=search.date_order)
        seen: Counter[str] = Counter()
        for one in posts:
            if one.collection and f"_{one.collection}" not in search.folders:
                continue
            path = printable(one.path)[:LONGEST_NAME]
            seen[path] += 1
            path = path if seen[path] == 1 else f"{path}-{seen[path]}"
            found = Found(file, path, site, archived=one, copies=search.copies)
            if one.is_page:
                search.pages.append(found)
            else:
                yield found
    except Refused as error:
        place = f"line {error.line}: " if error.line else ""
        yield Found(file, file.name, SourceSite(file.parent), problem=f"{place}{error.reason}")


def is_site(folder: Path) -> bool:
    """Whether a configuration, `_posts` or `_drafts` makes a folder the root of a site."""
    return config_of(folder) is not None or any(_is_dir(folder / name) for name in POST_FOLDERS)


def _is_dir(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _identity(file: Path, root: Path, is_loose: bool) -> str:
    """Outside of a site the folder's name goes first, so that two `index.md` stay two posts."""
    name = file.relative_to(root).as_posix()
    if is_loose:
        name = f"{root.name}/{name}".lstrip("/")
    return composed(os.fsencode(name).decode("utf-8", "replace"))


def find_root(folder: Path) -> Path | None:
    """The nearest folder at or above `folder` that a configuration or `_posts` makes a site."""
    for candidate in (folder, *folder.parents):
        if config_of(candidate):
            return candidate
        if os.path.lexists(candidate / ".git"):
            break
    parts = folder.parts
    for index, part in enumerate(parts):
        if part in POST_FOLDERS:
            return Path(*parts[:index])
    return None


def _file(search: _Search, file: Path) -> Found:
    root = find_root(file.parent) or file.parent
    if not os.path.lexists(file):
        return search.found(file, root, "there is no such file")
    return search.found(file, root, _problem(file, root, checks_link=True))


def _problem(file: Path, root: Path, checks_link: bool) -> str:
    if checks_link and not is_inside(file, root):
        return _OUTSIDE
    ending = file.suffix.lower()
    if ending not in READABLE:
        return f"posts in {ending or 'files without an ending'} cannot be read"
    return ""


def _folder(search: _Search, folder: Path) -> Iterator[Found]:
    root = find_root(folder)
    inside = root is not None and bool(POST_FOLDERS & set(folder.relative_to(root).parts))
    if inside and root:
        yield from _everything(search, folder, root, 0)
    else:
        yield from _walk(search, folder, root, 0)


def _walk(search: _Search, folder: Path, root: Path | None, depth: int) -> Iterator[Found]:
    """A folder that may be a site, hold sites, or be a part of one."""
    config = config_of(folder)
    names = {name for name in POST_FOLDERS if _is_dir(folder / name)}
    if config or names:
        root = folder if config or root is None else root
    if names or (config and config[1] == "jekyll"):
        yield from _jekyll(search, folder, root or folder, depth)
    elif config and (inner := _content_folders(search, folder, config[1])):
        for one in inner:
            yield from _everything(search, one, folder, depth + 1)
    elif root is not None:
        yield from _everything(search, folder, root, depth)
    else:
        yield from _everything(search, folder, folder, depth, may_hold_sites=True)


def _content_folders(search: _Search, root: Path, system: str) -> list[Path]:
    """The folders in which a site has its texts, none within another: of its first language, then
    of its others."""
    site = search.site(root)
    languages = site.languages if isinstance(site, SourceSite) else ()
    names = [folder for language in languages for folder in language.folders]
    names = names or [_CONTENT.get(system, "")]
    inner = {name for name in names if any(name.startswith(f"{other}/") for other in names)}
    there = (root / name for name in dict.fromkeys(names) if name and name not in inner)
    return [folder for folder in there if _is_dir(folder) and is_inside(folder, root)]


def _jekyll(search: _Search, folder: Path, root: Path, depth: int) -> Iterator[Found]:
    """Only `_posts` and `_drafts`, at any level (`physics/_posts` is a category)."""
    entries, problem = _entries(search, folder, depth)
    if problem:
        yield search.found(folder, root, problem)
    for entry in entries:
        path = folder / entry.name
        if entry.name in search.folders and _is_folder(entry, follow=True):
            if entry.is_symlink() and not is_inside(path, root):
                yield search.found(path, root, _OUTSIDE)
            else:
                yield from _everything(search, path, root, depth + 1)
        elif _is_passage(entry):
            yield from _jekyll(search, path, root, depth + 1)
        elif folder == root and entry.name == "_pages" and _is_folder(entry):
            yield from _everything(search, path, root, depth + 1)
        elif _is_jekyll_page(path, is_top=folder == root):
            search.pages.append(search.found(path, root))


def _is_jekyll_page(file: Path, is_top: bool) -> bool:
    no_pages = ABOUT_FILES | (_HOMES if is_top else {"404"})
    is_text = file.suffix.lower() in MARKDOWN | HTML and file.stem.lower() not in no_pages
    return is_text and file.is_file() and _has_header(file)


def _is_passage(entry: os.DirEntry[str]) -> bool:
    """A folder of a Jekyll site that may have posts further down."""
    return _is_folder(entry) and not entry.name.startswith(("_", ".")) and entry.name not in _NEVER


def _everything(
    search: _Search,
    folder: Path,
    root: Path,
    depth: int,
    may_hold_sites: bool = False,
    is_bundled: bool = False,
) -> Iterator[Found]:
    entries, problem = _entries(search, folder, depth)
    if problem:
        yield search.found(folder, root, problem)
    names = {entry.name for entry in entries}
    site = search.site(root)
    if isinstance(site, SourceSite) and len(site.languages) > 1:
        entries.sort(key=lambda entry: by_language(site.languages, entry.name))
    is_bundled = is_bundled or _is_bundle(site, folder, names)
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith((".", "#")):
            continue
        if entry.is_symlink() and not is_inside(path, root):
            if _is_folder(entry, follow=True) or path.suffix.lower() in READABLE:
                yield search.found(path, root, _OUTSIDE)
        elif _is_folder(entry):
            if entry.name in _NEVER or (entry.name[0] == "_" and entry.name not in POST_FOLDERS):
                continue
            if may_hold_sites and is_site(path):
                yield from _walk(search, path, None, depth + 1)
            else:
                yield from _everything(search, path, root, depth + 1, may_hold_sites, is_bundled)
        elif (entry.name[0] != "_" or _is_section(site, path)) and _is_post(path, root, names):
            found = search.found(path, root, _problem(path, root, checks_link=False))
            is_about = path.stem.lower() in ABOUT_FILES
            if is_bundled and not _is_index(entry.name):
                search.pages.append(replace(found, is_part=True))
            elif not found.problem and (is_about or is_page(path, found.path, found.site)):
                search.pages.append(found)
            else:
                yield found


def _is_section(site: SourceSite | str, file: Path) -> bool:
    has_sections = isinstance(site, SourceSite) and site.system in {"hugo", "zola"}
    return has_sections and is_section(file.name)


def _is_bundle(site: SourceSite | str, folder: Path, names: set[str]) -> bool:
    """Whether a folder is one text of Hugo (its `index.md`) with what belongs to it, which has no
    address of its own. Source: Hugo's documentation, "Page bundles"."""
    if not isinstance(site, SourceSite) or site.system != "hugo":
        return False
    homes = {site.root / name for language in site.languages for name in language.folders}
    return folder not in homes and any(map(_is_index, names))


def _is_index(name: str) -> bool:
    pure = PurePosixPath(name)
    return pure.name.split(".")[0] == "index" and pure.suffix.lower() in MARKDOWN | HTML


def _entries(search: _Search, folder: Path, depth: int) -> tuple[list[os.DirEntry[str]], str]:
    """What a folder holds, by name, and why it cannot be searched (or '')."""
    if depth > MAX_FOLDERS_DEEP:
        return [], "folders are nested too deep"
    try:
        with os.scandir(folder) as found:
            wanted = (entry for entry in found if folder / entry.name not in search.given)
            return sorted(wanted, key=lambda entry: entry.name), ""
    except OSError as error:
        return [], f"the folder cannot be read: {error.strerror}"


def _is_folder(entry: os.DirEntry[str], follow: bool = False) -> bool:
    """Links to folders within a site are not followed: what they show stands elsewhere in it."""
    try:
        return entry.is_dir(follow_symlinks=follow)
    except OSError:
        return False


def _is_post(file: Path, root: Path, siblings: set[str]) -> bool:
    ending, stem = file.suffix.lower(), file.stem.lower()
    if ending not in READABLE | UNREADABLE or file.is_dir():
        return False
    is_source = any(file.stem + other in siblings for other in (".Rmd", ".rmd", ".qmd"))
    if is_source and ending not in NOTEBOOKS:
        return False
    if ending == JUPYTER and any(file.stem + other in siblings for other in READABLE - {JUPYTER}):
        return False
    if POST_FOLDERS & set(file.relative_to(root).parts):
        return True
    is_home = stem in _HOMES and file.parent == root and config_of(root) is not None
    needs_header = stem in ABOUT_FILES or file.stem in ABOUT_REPOSITORY or ending in HTML
    return not is_home and (not needs_header or _has_header(file))


def _has_header(file: Path) -> bool:
    """Whether a file opens a header; what cannot be opened (a pipe) is left to its reader."""
    try:
        if not file.is_file():
            return True
        with file.open("rb") as stream:
            return stream.read(6).removeprefix(b"\xef\xbb\xbf").startswith((b"---", b"+++"))
    except OSError:
        return True
