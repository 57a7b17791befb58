"""What stands on the picture of each page: the words, the names, the year."""

from blog.models import Post, Site, current_site
from blog.sharing.drawable_cards import MOST_NAMES, ShareCard, share_card
from papers.models import Paper
from papers.records.record import full_name, has_more_names

OURS = "#0d5566"
"""``--accent`` of colours_and_measures.css on light pages."""


def card_of(row: Post | Paper | Site) -> ShareCard | None:
    """What is drawn of a row, in the site's language; ``None`` for what our face cannot draw."""
    site = current_site()
    accent = site.accent or OURS
    if isinstance(row, Site):
        return share_card(row.name, row.accent or OURS)
    if isinstance(row, Post):
        names = [byline.author.name for byline in row.bylines.all()]
        return share_card(site.name, accent, row.title_words, names)
    authors = (row.record.get("author") or [])[:MOST_NAMES]  # of thousands, before each is written
    names = [full_name(name) for name in authors]
    if names and has_more_names(row.record, "author"):
        names[-1] += " et al."
    year = str(row.issued_year) if (row.issued_year or 0) > 0 else ""
    kind = " · ".join(filter(None, (str(row.get_type_display()), year)))
    return share_card(site.name, accent, row.title, names, kind)
