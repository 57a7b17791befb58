"""What a text may hold, by who wrote it."""

from dataclasses import dataclass

from blog.text.word_sets import word_set

# Lexers that stayed quick on hostile code of 5,000 characters; others took over a second.
QUICK_LANGUAGES = word_set(
    """
    python pycon r julia c cpp javascript typescript json yaml toml bash console sql html css xml
    latex bibtex ruby go rust haskell matlab octave scala kotlin swift fortran diff ini text
    markdown docker perl php lua csharp nix lean ocaml stan
    """
)


@dataclass(frozen=True)
class Policy:
    """Limits and permissions of one kind of text.

    Lengths are characters and UTF-8 bytes of the source; `depth` is how far lists, quotes and
    emphasis may stand inside each other before the rest is shown as text. `languages` are those
    whose code may be coloured, by any of their names; None allows all.
    """

    name: str
    max_characters: int
    max_bytes: int
    depth: int
    link_rel: str | None
    headings: bool
    images: bool
    html: bool
    ids: bool
    tables: bool
    liquid: bool
    languages: frozenset[str] | None


POST = Policy(
    name="post",
    max_characters=500_000,
    max_bytes=500_000,
    depth=32,
    link_rel=None,
    headings=True,
    images=True,
    html=True,
    ids=True,
    tables=True,
    liquid=True,
    languages=None,
)

COMMENT = Policy(
    name="comment",
    max_characters=5_000,
    max_bytes=20_000,
    depth=12,
    link_rel="nofollow ugc noopener",
    headings=False,
    images=False,
    html=False,
    ids=False,
    tables=False,
    liquid=False,
    languages=QUICK_LANGUAGES,
)
MOST_CITED_IN_COMMENT = 100
"""Keys that are read in one comment, each counted as often as it stands there."""
MOST_ADDED_BY_COMMENT = 10
MOST_ADDED_BY_POST = 300
"""Papers that one text may add to the library by naming their identifiers."""
