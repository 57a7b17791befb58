"""What belongs to a post in an exported folder, beside its text and header."""

from blog.folder.row_tables import COUNTER, RENDERED, Table, never, reasons
from blog.models import Correction, DraftNote, EarlierVersion, Revision, Submission
from papers.models import CitedWork

CITED_WORKS = Table(
    CitedWork,
    "cited_works",
    ("paper", "role", "position", "found_by", "is_confirmed"),
    (),
    {"published_at": "repeats the post's"},
    "post",
    is_public=lambda row, public: row.is_confirmed and row.paper in public,
)
REVISIONS = Table(
    Revision,
    "revisions",
    (),
    ("version", "title", "source", "header", "note", "by", "by_name", "at"),
    {},
    "post",
    is_public=never,  # a published post's early ones may hold what was never to be published
)
CORRECTIONS = Table(Correction, "corrections", ("version", "text", "change", "at"), parent="post")
EARLIER_VERSIONS = Table(
    EarlierVersion,
    "earlier_versions",
    (
        *("version", "ended_by", "title", "source", "language", "begun_at", "ended_at"),
        *("is_public", "words"),
    ),
    (),
    reasons(RENDERED, "body_html", "references")
    | {"difference": "the texts are compared again", "compared_with": COUNTER}
    | {"refused_at": "the texts are rendered again"},
    "post",
    is_public=lambda row, _public: row.is_public,
)
DRAFT_NOTES = Table(
    DraftNote,
    "draft_notes",
    (),
    ("name", "text", "passage", "at", "done_at"),
    {"link": "a secret address: another copy of the site makes its own"},
    "post",
    is_public=never,
)
SUBMISSIONS = Table(
    Submission, "submissions", (), ("word", "by", "by_name", "at"), {}, "post", is_public=never
)
KEPT_OF_POST = (REVISIONS, CORRECTIONS, EARLIER_VERSIONS, DRAFT_NOTES, SUBMISSIONS)
"""What belongs to a post and is not made of its text."""
