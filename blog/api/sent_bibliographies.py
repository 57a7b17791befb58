"""A .bib that is sent along with a post: its entries become papers as an import makes them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from blog.folder.post_references import cited_keys
from blog.models import Post
from blog.transfer.posts.bibliographies import Sources
from blog.transfer.storing.papers_from_bib import Works
from papers.formats.bibtex_reading import Bibliography, read_bibtex

ADDS = "papers.add_paper"
MOST_TOLD = 20
MOST_LETTERS = 1_000_000
"""Of a bibliography that is read while its sender waits: some thousand works. To read one of all
that can be sent would take a process most of a minute."""


@dataclass(frozen=True)
class SentWorks:
    """What a bibliography has, read and not stored yet. ``named`` are the keys by which a text
    cites its works; ``remarks`` are about the file."""

    found: Bibliography = field(default_factory=Bibliography)
    named: Collection[str] = ()
    remarks: Collection[str] = ()

    def add(self, post: Post) -> list[str]:
        """Adds the works that a post cites, and no others; what its author should know of them."""
        if not self.found.entries:
            return []
        works = Works(Sources(files=[self.found], own=[self.found]), f"posts/{post.slug}")
        remarks = []
        for key in cited_keys(post):
            if key in self.found.entries and (known := works.key_of(key)) not in (None, key):
                said = _("“@%(key)s” is another work here: cite yours as “@%(known)s”.")
                remarks.append(said % {"key": key, "known": known})
        works.add_identified(post.source, post.is_html)
        return [*remarks, *works.problems[:MOST_TOLD]]


def sent_works(user: Any, text: str, post: Post) -> SentWorks:
    """Those of a bibliography, of which nothing is read for a user who may not add papers."""
    if not text:
        return SentWorks()
    if not user.has_perm(ADDS):
        said = _("The bibliography was not read: you may not add papers (%(right)s).")
        return SentWorks(remarks=[said % {"right": ADDS}])
    if len(text) > MOST_LETTERS:
        said = _(
            "The bibliography was not read: it has more than %(most)d characters. Send the works "
            "that the text cites, or name it in the admin, under “Bibliographies kept in step”."
        )
        return SentWorks(remarks=[said % {"most": MOST_LETTERS}])
    found = read_bibtex(text)
    identifiers = {
        f"{one.scheme}:{one.value}" for entry in found.entries.values() for one in entry.identifiers
    }
    cited = {key for key in cited_keys(post) if key in found.entries or key in identifiers}
    remarks = [f"bibliography:{line}: {why}" for line, why in found.problems[:MOST_TOLD]]
    return SentWorks(found, cited, remarks)
