"""The plain values that reading another system's posts gives: no Django, no open files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import TypeAlias

from blog.transfer.source.content_places import Languages

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
"""What stands in a header. Every scalar is the text its author wrote (`404`, `yes`,
`2023-09-14`); only the reader of a field decides what that text means. None is YAML's null."""


POST_FOLDERS = frozenset({"_posts", "_drafts", "_notebooks"})
"""Where Jekyll and fastpages have posts."""


class Quoted(str):
    """A scalar that its author put in quotes, or in a block of its own, so that no reader of YAML
    takes it for a number or a time."""

    __slots__ = ()


class Refused(ValueError):
    """A file that is not imported. `str()` gives `path:line: reason`; line is 1-based or None."""

    def __init__(self, path: str, line: int | None, reason: str) -> None:
        self.path = path
        self.line = line
        self.reason = reason
        super().__init__(path, line, reason)

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.reason}"


@dataclass(frozen=True)
class Note:
    """Something doubtful that did not stop the import; line is 1-based in the file, or None."""

    line: int | None
    message: str


@dataclass(frozen=True)
class SourceAuthor:
    """One author as a header names them; orcid is `0000-0002-1825-0097`, url http(s) or None."""

    name: str
    url: str | None = None
    affiliation: str | None = None
    orcid: str | None = None


@dataclass(frozen=True)
class Default:
    """One entry of Jekyll's `defaults`: values for the posts below `path` ('' is all)."""

    path: str
    type: str
    values: dict[str, Value]


@dataclass(frozen=True)
class SiteDescription:
    """What a site says of itself, for the blog that takes it over; '' or () where it says nothing.

    name, tagline and description are one line of plain text each; a site that states one short
    line of either kind has it as its description or its tagline, as it called it.
    language is BCP 47, time_zone an IANA name that exists (no offset, no abbreviation).
    licence is as it is written (`CC BY`, an address).
    citation_style is the name of a CSL style (`apa`), which need not be one that is known here.
    navigation has the title and the address of each link of the main menu, in order: a path of the
    old site, which begins with '/', or an address elsewhere.
    feed_paths are the paths of the site's feeds of all posts, the first the one to be kept.
    home_paths are those at which a language of the site had its newest posts.
    social are addresses of the owner's pages elsewhere.
    macros are the TeX commands that the configuration itself defines, name (with its backslash) to
    TeX.
    """

    name: str = ""
    tagline: str = ""
    description: str = ""
    language: str = ""
    time_zone: str = ""
    authors: tuple[SourceAuthor, ...] = ()
    licence: str = ""
    citation_style: str = ""
    navigation: tuple[tuple[str, str], ...] = ()
    feed_paths: tuple[str, ...] = ()
    home_paths: tuple[str, ...] = ()
    social: tuple[str, ...] = ()
    macros: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LabelPages:
    """Where a system has the page of a tag or of a category: `pattern` begins with '/', and
    `:name` stands for the label's slug, which is made in the way of `mode`."""

    is_category: bool
    pattern: str
    mode: str


@dataclass(frozen=True)
class SourceSite:
    """What a site's configuration says about its posts; '' where it says nothing.

    system is jekyll, hugo, zola, pelican, quarto, distill, myst, middleman, astro or ''.
    permalink is a Jekyll pattern or style, or Hugo's or Pelican's pattern for posts.
    collections are Jekyll's that have pages of their own.
    remarks are told once a run.
    languages are those in which a site of Hugo or Zola has texts, hosts those of such languages.
    date_order is 'mdy' or 'dmy' where somebody declared how `3-4-2019` is meant.
    """

    root: Path
    system: str = ""
    url: str = ""
    baseurl: str = ""
    timezone: str = ""
    language: str = ""
    permalink: str = ""
    languages: Languages = ()
    hosts: tuple[str, ...] = ()
    excerpt_separator: str = ""
    date_order: str = ""
    defaults: tuple[Default, ...] = ()
    collections: tuple[str, ...] = ()
    people: dict[str, SourceAuthor] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    digest: str = ""
    description: SiteDescription = SiteDescription()
    label_pages: tuple[LabelPages, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class ArchivedComment:
    """A reader's comment: `key` names it in the archive, `parent` the one that it answers ('' for
    none); `text` is Markdown; `written_at` is aware."""

    key: str
    parent: str
    name: str
    text: str
    written_at: datetime | None
    email: str = ""
    website: str = ""
    is_published: bool = True


@dataclass
class Thread:
    """The comments under one page, which its address or its title names."""

    address: str
    title: str
    comments: list[ArchivedComment] = field(default_factory=list)


@dataclass(frozen=True)
class ArchivedPost:
    """One post or page: `values` are those that a header would have, in the words of the header's
    readers (`title`, `date`, `tags`, `permalink`, `draft` …), `path` names it in every later
    export of the same site; `collection` is the type of what is neither post nor page. `remarks`
    say what of the text is not understood."""

    path: str
    values: dict[str, Value]
    body: str
    is_html: bool = True
    is_page: bool = False
    collection: str = ""
    comments: tuple[ArchivedComment, ...] = ()
    remarks: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Found:
    """A file that should be a post. A non-empty problem says why it cannot be read. Of a file that
    holds many posts, `archived` is the one that is meant. `copies` has folders by the hosts whose
    files they have. What is_part of another text had no address of its own."""

    file: Path
    path: str
    site: SourceSite
    is_draft: bool = False
    problem: str = ""
    archived: ArchivedPost | None = None
    is_part: bool = False
    copies: Mapping[str, Path] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class MovedLines:
    """Where lines of a text stood before templates were run in it: the text begins at line `first`,
    and `numbers` has for each of its lines how many came before it; () where none has moved."""

    first: int = 1
    numbers: tuple[int, ...] = ()

    def in_file(self, line: int) -> int:
        place = line - self.first
        return self.first + self.numbers[place] if 0 <= place < len(self.numbers) else line


UNMOVED = MovedLines()


@dataclass(frozen=True)
class SourcePost:
    """One post as read.

    path is relative to the site's root and names the post in a second run; outside of a site
    it begins with the name of the folder.
    published_at is aware and in UTC, None for a draft; date is the same for drafts too.
    time_of_day (from the file name or a `time` key) orders posts of one instant.
    summary is plain text; language is BCP 47; each of old_paths begins with '/'.
    body has LF newlines and is NFC; body_line is its first line in the file, 1-based.
    identifiers are `doi:…` from tags; doi is the post's own.
    is_draft says that the header keeps it back, whatever its date; states_path, that the header
    says the first of old_paths.
    unseen_picture is the address of one that only lists and shared links showed.
    pictures are those that are written into the file itself, by the address that the body has.
    references are works that the header itself describes, as CSL-JSON.
    nocite are keys that only the list of works has; '*' is every one of the bibliography.
    digest is the SHA-256 of the file and its site's configuration.
    moved tells where a line that is counted from body_line stands in the file.
    written is the body before the site's Liquid was run, '' where that left it as it was.
    """

    path: str
    title: str
    slug: str
    published_at: datetime | None
    date: datetime | None
    time_of_day: time | None
    tags: tuple[str, ...]
    categories: tuple[str, ...]
    summary: str
    language: str
    license: str
    canonical_url: str
    series: str
    doi: str
    authors: tuple[SourceAuthor, ...]
    allow_comments: bool | None
    allow_sharing: bool | None
    is_unlisted: bool
    old_paths: tuple[str, ...]
    body: str
    body_line: int
    is_html: bool
    bibliography: tuple[str, ...]
    identifiers: tuple[str, ...]
    digest: str
    notes: tuple[Note, ...]
    nocite: tuple[str, ...] = ()
    references: str = ""
    is_draft: bool = False
    states_path: bool = False
    unseen_picture: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    moved: MovedLines = UNMOVED
    written: str = ""

    def line_of(self, number: int) -> int:
        """The line of the file from which a line of the body came, of which 0 is the first."""
        return self.moved.in_file(self.body_line + number)
