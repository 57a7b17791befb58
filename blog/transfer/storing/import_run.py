"""One import: its options, and what it must remember from one post to the next."""

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import time_ns
from typing import Any

from blog.models import Post
from blog.posts.tags import TagFinder
from blog.text.hosts import host_of
from blog.transfer.sites.comment_files import OldComments
from blog.transfer.source.content_places import content_place, logical_name
from blog.transfer.source.import_values import Found, Refused, SourcePost, SourceSite
from blog.transfer.storing.post_rows import Change
from blog.transfer.storing.seen_files import SeenPaths, is_as_seen, surroundings
from blog.transfer.storing.workers import Workers
from papers.library.placed_entries import Repeats
from papers.records.identifiers import Id


@dataclass(frozen=True)
class ImportOptions:
    """`site` names the site where its configuration or folder would name another; `overwrites`
    takes the file's text for posts that were edited here; `collections` of a Jekyll site are posts
    too; `takes_pages` makes pages of what is no post. Pictures of other sites are taken where it
    `fetches_pictures`, and of the hosts that have `picture_folders` out of these."""

    is_trial: bool = False
    takes_categories: bool = True
    takes_hashtags: bool = False
    overwrites: bool = False
    site: str = ""
    collections: tuple[str, ...] = ()
    takes_pages: bool = False
    fetches_pictures: bool = False
    picture_folders: Mapping[str, Path] = field(default_factory=dict)


@dataclass
class Outcome:
    """What became of one file: its change, remarks as `path:line: text`, or why it was refused.
    Of the works that it names by ``unknown`` identifiers the library knows no more yet."""

    path: str
    change: Change | None = None
    remarks: list[str] = field(default_factory=list)
    refusal: str = ""
    is_page: bool = False
    unknown: Sequence[Id] = ()


@dataclass(frozen=True)
class Row:
    """A post that was imported before. `waits` if a link of it led nowhere then; its files were
    `seen` as they were."""

    pk: int
    site: str
    digest: str
    waits: bool
    seen: SeenPaths | None = None


Rows = Mapping[str, Sequence[Row]]
"""Posts by the paths that they were imported from."""


@dataclass
class ImportRun:
    options: ImportOptions
    workers: Workers
    finder: TagFinder = field(default_factory=TagFinder)
    repeats: Repeats = field(default_factory=Repeats)
    stored: set[int] = field(default_factory=set)
    sites: dict[tuple[Path, str], list[str]] = field(default_factory=dict)
    told: set[Path] = field(default_factory=set)
    taken: dict[str, Path] = field(default_factory=dict)  # by which site, of the paths
    waiting: set[tuple[Path, str]] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)
    unseen: list[str] = field(default_factory=list)
    comments: dict[Path, OldComments] = field(default_factory=dict)
    planned: ChainMap[str, str] = field(default_factory=ChainMap)
    """Where posts will stand that no database has yet: those of the batches that are on their way,
    each with a map of its own, the last one's first; of a trial, all. ``title:ADDRESS`` is the
    title of one."""
    under_way: list[Any] = field(default_factory=list)
    """The works of those batches."""
    around: tuple[Path, Path, str] | None = None
    changing: set[tuple[Path, str]] = field(default_factory=set)
    """The files of which something was another one when they were to be stored."""
    began: int = field(default_factory=time_ns)

    def site(self, found: Found) -> str:
        return self.options.site or self.names(found.site)[0]

    def known_as(self, found: Found) -> list[str]:
        """The names under which an earlier import may have remembered a file's site."""
        return [self.options.site] if self.options.site else self.names(found.site)

    def names(self, site: SourceSite) -> list[str]:
        known = (site.root, site.system)  # an export may stand in the folder of another site
        if known not in self.sites:
            self.sites[known] = site_names(site)
        return self.sites[known]

    def plan(self, found: Found, source: SourcePost, url: str) -> None:
        """Notes where a post will stand, under its names; who had a path first keeps it."""
        for name in (source.path, f"name:{Path(source.path).stem}", *source.old_paths):
            self.planned.setdefault(name, url)
        self.planned.setdefault(f"title:{url}", source.title)
        place = content_place(found.site.languages, source.path)
        page, folder = logical_name(place)
        where = f"page:{place.language.code}:"
        for name in (f"{where}{folder}/{page}", f"{where}{page}"):  # '' where several are called so
            self.planned[name] = "" if self.planned.get(name, url) != url else url

    def claim(self, found: Found) -> None:
        """Raises `Refused` where two sites were given one name and have posts of one path."""
        root = found.site.root
        if self.options.site and self.taken.setdefault(found.path, root) != root:
            raise Refused(found.path, None, "another site of this name has a post of this path")

    def may_try_again(self, found: Found) -> bool:
        """Whether a file is read once more, since what it shows changed while it was on its way."""
        known = (found.file, found.path)
        is_first = known not in self.changing
        self.changing.add(known)
        return is_first

    def about(self, site: SourceSite) -> list[str]:
        """What the report says of a site, with the first of its posts."""
        if site.root in self.told or not site.system:
            return []
        self.told.add(site.root)
        left = [
            name for name in site.collections if name not in {*self.options.collections, "posts"}
        ]
        is_file = site.system == "wordpress"
        there = [name for name in left if is_file or (site.root / f"_{name}").is_dir()]
        return [
            *site.remarks,
            *(
                f"the collection “{one}” was left out: --collections {one} takes it"
                for one in there
            ),
        ]

    def comments_of(self, site: SourceSite) -> OldComments:
        if site.root not in self.comments:
            self.comments[site.root] = (
                OldComments.below(site.root) if site.system else OldComments()
            )
        return self.comments[site.root]

    def about_comments(self) -> list[str]:
        """What the report says at its end of comments that are of none of the posts."""
        told = []
        for root, comments in self.comments.items():
            if count := comments.left():
                kind, were = ("comment", "was") if count == 1 else ("comments", "were")
                why = "no post of this run has the name of their folder or file"
                told.append(f"{count} {kind} of {root.name} {were} left behind: {why}")
        return told

    def about_unseen(self) -> list[str]:
        """What the report says at its end of pictures that have no place here."""
        if not self.unseen:
            return []
        return [
            f"pictures that only lists and shared links of the old site showed, which posts here "
            f"have not: {len(self.unseen)} were left out, the first is {self.unseen[0]}"
        ]

    def row_of(self, found: Found, rows: Rows, digest: str | None = None) -> Row | None:
        """The post that a file was imported as: of this site and path, else of the same bytes
        (the site's folder has another name now)."""
        names = self.known_as(found)
        free = [row for row in rows.get(found.path, ()) if row.pk not in self.stored]
        own = [row for row in free if row.site in names]
        return next(iter(own + [row for row in free if row.digest == digest]), None)

    def row_as_seen(self, found: Found, rows: Rows) -> Row | None:
        """The post whose files are those that it was imported from, by their sizes and times. One
        that waits, or may have comments among the site's files, is always read."""
        row = None if found.problem or found.archived else self.row_of(found, rows)
        if row is None or row.seen is None or row.waits or self.comments_of(found.site).files:
            return None
        return row if is_as_seen(found, self.surroundings(found), row.digest, row.seen) else None

    def surroundings(self, found: Found) -> str:
        """What posts of a file's folder are made from besides their own files, as a digest."""
        folder, root = found.file.parent, found.site.root
        if self.around is None or self.around[:2] != (folder, root):
            options = (self.options.takes_categories, self.options.takes_hashtags)
            self.around = (folder, root, surroundings(found, options, self.began))
        return self.around[2]


def rows_at(paths: Iterable[str]) -> dict[str, list[Row]]:
    """The posts that were imported from these paths, of whatever site."""
    rows: dict[str, list[Row]] = defaultdict(list)
    found = Post.objects.filter(import_path__in=paths).order_by("pk")
    names = ("import_path", "pk", "import_site", "import_digest")
    seen = ("seen_files__digest", "seen_files__paths")
    for path, pk, site, digest, *kept in found.values_list(*names, *seen):
        seen_files = SeenPaths(kept[0], tuple(kept[1])) if kept[0] else None
        rows[path].append(Row(pk, site, digest[:-1], digest.endswith("?"), seen_files))
    return rows


def site_names(site: SourceSite) -> list[str]:
    """By what a site is known again: its own address, else the folder where it stands."""
    if not site.system:
        return [""]
    folder = str(site.root.resolve())[-500:]
    host = host_of(site.url)
    address = f"{host}/{site.baseurl.strip('/')}".rstrip("/") if host else ""
    return [name for name in (address[:500], folder) if name]
