"""A .bib that is sent along with a post: its entries become papers as an import makes them."""

from typing import Any

from django.utils.translation import gettext as _

from blog.folder.post_references import cited_keys
from blog.models import Post
from blog.transfer.posts.bibliographies import Sources
from blog.transfer.storing.papers_from_bib import Works
from papers.formats.bibtex_reading import read_bibtex

ADDS = "papers.add_paper"
MOST_TOLD = 20


def take_bibliography(user: Any, text: str, post: Post) -> list[str]:
    """Adds the works that a post cites, and no others; what its author should know of them."""
    if not user.has_perm(ADDS):
        return [
            _("The bibliography was not read: you may not add papers (%(right)s).")
            % {"right": ADDS}
        ]
    found = read_bibtex(text)
    works = Works(Sources(files=[found], own=[found]), f"posts/{post.slug}")
    remarks = [f"bibliography:{line}: {why}" for line, why in found.problems[:MOST_TOLD]]
    for key in cited_keys(post):
        if key in found.entries and (known := works.key_of(key)) not in (None, key):
            said = _("“@%(key)s” is another work here: cite yours as “@%(known)s”.")
            remarks.append(said % {"key": key, "known": known})
    works.add_identified(post.source, post.is_html)
    return [*remarks, *works.problems[:MOST_TOLD]]
