"""A post as a work that others cite: its record, and its reference in words."""

import unicodedata

from django.core.cache import cache
from django.utils.timezone import localtime

from blog.models import EarlierVersion, Post, current_site
from papers.citing.stored_references import digest_of_reference, formatted_reference
from papers.formats.bibtex_names import split_name
from papers.records.citekeys import make_key
from papers.records.formula_titles import record_in_signs
from papers.records.record import Record

GIVEN_NAMES_FIRST = {"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN"}
"""Scripts, as Unicode names letters, in which a name that stands in a byline begins so."""
KEPT_SECONDS = 86_400


def post_record(post: Post, url: str, version: EarlierVersion | None = None) -> Record:
    """A published post as CSL-JSON, or an earlier version of it, dated when that began to stand
    there; ``url`` is absolute, and the one of what is cited."""
    cited = version or post
    day = localtime(version.begun_at if version else post.published_at).date()
    authors = [name_parts(byline.author.name) for byline in post.bylines.all()]
    record = {
        "id": make_key(_first_name(authors), day.year, cited.title_words),
        "type": "post-weblog",
        "title": cited.title,
        "author": authors,
        "container-title": current_site().name,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "URL": url if version else post.canonical_url or url,
        "language": cited.shown_language,
    }
    return record_in_signs(record)


def name_parts(name: str) -> dict[str, str]:
    """A byline's name in CSL's parts, as BibTeX parts one; whole where its script may begin with
    the family's name, and where it has one word or a comma."""
    letters = [letter for letter in name if letter.isalpha()]
    is_split = " " in name.strip() and not set(name) & set(",{}\\")
    scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in letters}
    if not is_split or not scripts <= GIVEN_NAMES_FIRST:
        return {"literal": name}
    return {part: " ".join(words) for part, words in split_name(name).items() if words}


def _first_name(authors: list[dict[str, str]]) -> str:
    return next((one.get("family") or one["literal"] for one in authors), "")


def reference_to(record: Record) -> str:
    """HTML, in the site's style. Kept, so that a post is formatted once and not for each reader."""
    key = f"post-citation-{digest_of_reference(record)}"
    return cache.get_or_set(key, lambda: formatted_reference(record), KEPT_SECONDS)
