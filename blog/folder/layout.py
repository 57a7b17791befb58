"""What of which row stands in an exported folder, and what does not, with the reason.

A guard (tests/guards/test_exported_fields.py) fails for a field of ours that is named neither here
nor in ``left_out``, which has the models without a table.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model

from blog.folder.post_tables import CITED_WORKS, KEPT_OF_POST
from blog.folder.public_rows import PublicRows
from blog.folder.row_tables import (
    COUNTED,
    COUNTER,
    HASHED,
    IN_TEXT_FILE,
    MADE,
    OF_TEXT,
    RENDERED,
    Table,
    itself,
    never,
    reasons,
)
from blog.models import (
    Act,
    Author,
    Ban,
    Comment,
    ListAddress,
    MailAddress,
    OldAddress,
    OutsidePicture,
    Page,
    Post,
    Report,
    Series,
    Site,
    Subscriber,
    Subscription,
    Tag,
    TagAlias,
)
from blog.models.posts import DERIVED
from papers.library.paper_columns import COLUMNS, DATE_COLUMNS
from papers.models import (
    Authorship,
    Check,
    Contributor,
    DistinctPair,
    DistinctPeople,
    Identifier,
    Key,
    Merge,
    Notice,
    OldSlug,
    Paper,
    Reading,
    Source,
    Style,
    Watch,
    WatchLook,
)
from papers.models.papers import CHECK_COLUMNS, REFERENCE_COLUMNS
from papers.records.public_record import public_record

FORMAT = 1
"""The version of the folder's format: a newer one is not read."""

OTHER_TARGETS = reasons(
    "an old address leads to one row", "post", "tag", "author", "page", "series"
)


def old_addresses_of(parent: str) -> Table:
    return Table(OldAddress, "old_addresses", ("path",), (), OTHER_TARGETS, parent)


MAILING = ("mails_posts", "mails_posts_since")
SITE = Table(
    Site,
    "site",
    (
        *("name", "tagline", "description", "language", "time_zone", "licence", "citation_style"),
        *("navigation", "home_page", "posts_address", "social", "logo", "shows_name", "icon"),
        *("accent", "accent_dark", "footer", "css", "commenting", "comment_days", "tex_macros"),
    ),
    (
        *("holds_comments", "other_languages", "suspect_words", "tool_years"),
        *("takes_mentions", "sends_mentions", "hub"),
    ),
    {"footer_html": RENDERED, "version": COUNTER}
    | reasons("another copy of the site mails nobody until it is told to", *MAILING),
)
AUTHORS = Table(
    Author,
    "authors",
    ("name", "slug", "affiliation", "orcid", "website", "bio"),
    ("user",),
    children=(old_addresses_of("author"),),
    is_public=itself,
)
SERIES = Table(
    Series,
    "series",
    ("title", "slug", "description"),
    children=(old_addresses_of("series"),),
    is_public=itself,
)
TAGS = Table(
    Tag,
    "tags",
    ("name", "slug", "description"),
    (),
    {"key": MADE},
    children=(
        Table(TagAlias, "aliases", ("name",), (), {"key": MADE}, "tag"),
        old_addresses_of("tag"),
    ),
    is_public=itself,
)
STYLES = Table(Style, "styles", ("name", "source"), (), {"title": MADE})
LIST_ADDRESSES = Table(ListAddress, "list_addresses", ("path", "leads_to"))
PEOPLE = Table(
    Contributor,
    "people",
    (
        *("family", "given", "dropping_particle", "non_dropping_particle", "suffix", "literal"),
        *("orcid", "slug"),
    ),
    (),
    reasons(MADE, "folded_name", "initial_name"),
    children=(Table(OldSlug, "old_slugs", ("value",), (), {}, "contributor"),),
    is_public=itself,
)


def is_public_source(row: Source, public: PublicRows) -> bool:
    """A post's own bibliography is as public as the post; what only names a work tells nothing."""
    return row.kind != "post" or row.name in public.post_paths


SOURCES = Table(
    Source,
    "sources",
    ("kind", "key", "record", "identifiers", "taken", "digest", "rank", "seen_at", "gone_at"),
    ("name",),
    parent="paper",
    is_public=is_public_source,
    shown_as={"record": public_record},
)


def without_editor(kept: Mapping[str, dict]) -> dict[str, dict]:
    """Readers are told the reason, not whose it is."""
    return {
        name: {part: told for part, told in one.items() if part != "by"}
        for name, one in kept.items()
    }


CHECKS = Table(
    Check,
    "checks",
    (
        *("registry", "scheme", "value", "outcome", "fields", "reply", "kept", "problem"),
        *("first_at", "last_at"),
    ),
    parent="paper",
    shown_as={"kept": without_editor},
)
NOTICES = Table(
    Notice,
    "notices",
    (
        *("kind", "by_scheme", "by_value", "notice_paper", "day", "sources", "registries"),
        *("reason", "is_confirmed", "first_seen_at", "note"),
    ),
    ("looked_at", "looked_by", "mailed_at"),
    {"note_html": RENDERED},
    "paper",
    is_public=lambda row, _public: row.is_confirmed,
)
READING = Table(
    Reading, "reading", ("state", "note", "changed_at"), (), {"note_html": RENDERED}, "paper"
)
PAPERS = Table(
    Paper,
    "papers",
    (
        *("key", "title", "record", "state", "note", "version_of", "is_in_library"),
        *("created_at", "updated_at"),
    ),
    (),
    reasons("filled from the record", *({*COLUMNS.values(), *DATE_COLUMNS} - {"title"}))
    | reasons(MADE, "title_key", "sort_year")
    | reasons("derived from checks and notices", *CHECK_COLUMNS)
    | reasons("made of the record in the site's style", *REFERENCE_COLUMNS)
    | reasons(COUNTED, "discussions_count", "is_listed")
    | {"note_html": RENDERED},
    children=(
        Table(Key, "keys", ("value",), parent="paper"),
        Table(Identifier, "identifiers", ("scheme", "value"), parent="paper"),
        Table(Authorship, "authorships", ("contributor", "role", "position"), parent="paper"),
        SOURCES,
        CHECKS,
        NOTICES,
        READING,
    ),
    is_public=itself,
    shown_as={"record": public_record},
)
IN_HEADER = (
    *("title", "slug", "summary", "is_html", "published_at", "created_at", "updated_at"),
    *("series", "language", "license", "canonical_url", "allow_sharing", "style", "nocite"),
    *("publish_anyway", "is_unlisted", "commenting", "comment_days"),
)
POSTS = Table(
    Post,
    "posts",
    (),
    ("import_site", "import_path", "import_digest", "import_content"),
    reasons(IN_TEXT_FILE, *IN_HEADER)
    | reasons(OF_TEXT, *DERIVED)
    | reasons("repeats the newest correction's", "corrected_at")
    | {"source": "is the text of the post's file", "version": COUNTER},
    children=(CITED_WORKS, *KEPT_OF_POST),
    is_public=itself,
)
PAGES = Table(
    Page,
    "pages",
    (),
    ("import_site", "import_path", "import_digest", "import_content"),
    reasons(
        "stands in the header of the page's file",
        *("title", "address", "summary", "language", "is_draft", "created_at", "updated_at"),
    )
    | reasons(OF_TEXT, "body_html", "excerpt", "problems")
    | {"source": "is the text of the page's file", "version": COUNTER},
    is_public=itself,
)
COMMENTS = Table(
    Comment,
    "comments",
    (
        *("post", "parent", "name", "website", "source", "quote", "quoted_at", "state"),
        *("created_at", "edited_at", "mentioned_from"),
    ),
    ("email", "is_email_verified", "decided_at", "reasons", "import_key"),
    {
        "thread": "the first comment of its parents",
        "body_html": RENDERED,
        "fingerprint": MADE,
        **reasons(HASHED, "sender", "submission"),
    },
    is_public=lambda row, public: row.state == "published" and public.shows_comments(row.post_id),
)
MAIL = Table(
    MailAddress,
    "mail_addresses",
    (),
    ("address", "verified_at", "refused_at", "created_at"),
    children=(
        Table(
            Subscription,
            "subscriptions",
            (),
            ("comment", "wish", "confirmed_at", "ended_at"),
            {},
            "address",
            is_public=never,
        ),
    ),
    is_public=never,
)
SUBSCRIBERS = Table(
    Subscriber,
    "subscribers",
    (),
    (
        *("address", "pace", "mark", "consent", "asked_at", "confirmed_at", "ended_at", "ending"),
        "mailed_until",
    ),
    reasons("of letters of this copy of the site", "waits_until", "tries", "asks")
    | reasons("counted anew", "bounces", "bounced_at"),
    is_public=never,
)
BANS = Table(
    Ban,
    "bans",
    (),
    ("kind", "value", "outcome", "note", "made_by", "created_at", "expires_at"),
    is_public=never,
)
ACTS = Table(
    Act,
    "acts",
    (),
    (
        *("batch", "kind", "comment", "number", "before", "after", "note", "by", "by_name", "at"),
        "undone_at",
    ),
    is_public=never,
)
REPORTS = Table(
    Report,
    "reports",
    (),
    ("comment", "note", "created_at", "answered_by"),
    {"sender": HASHED},
    is_public=never,
)
REMADE = ("papers.citation", "papers.commentcitation", "papers.titlesearch")
"""Rows of a merge's journal that have other numbers in another database: texts make them again, or
an editor does."""


def lasting_journal(journal: Mapping[str, list]) -> dict[str, list]:
    """What of a journal means the same in another database, without what each makes for itself."""
    rows = {
        part: [lasting_row(row) for row in journal[part] if row["model"] not in REMADE]
        for part in ("before", "after")
    }
    return rows | {"made": [place for place in journal["made"] if place[0] not in REMADE]}


def lasting_row(row: Mapping[str, Any]) -> dict[str, Any]:
    made_here = dict.fromkeys(REFERENCE_COLUMNS & row["fields"].keys(), "")
    return {**row, "fields": {**row["fields"], **made_here}}


MERGES = Table(
    Merge,
    "merges",
    (),
    (
        *("kind", "kept_pk", "gone_pks", "kept", "gone", "journal", "by", "merged_at"),
        "undone_at",
    ),
    is_public=never,
    written_as={"journal": lasting_journal},
)
DISTINCT_PAPERS = Table(DistinctPair, "distinct_papers", (), ("first", "second"), is_public=never)
DISTINCT_PEOPLE = Table(DistinctPeople, "distinct_people", (), ("first", "second"), is_public=never)
OUTSIDE_PICTURES = Table(
    OutsidePicture,
    "outside_pictures",
    (),
    ("digest", "address", "name", "problem", "is_lost", "asked_at"),
    is_public=never,
)
WATCHES = Table(
    Watch,
    "watches",
    (),
    ("kind", "place", "is_on", "most_share", "taken", "waiting", "confirmed"),
    reasons("a process is at it", "wants_trial", "asked_at", "claimed_until")
    | {"fault": "the next look tells it", "token_hash": "a secret: make a new private address"},
    children=(
        Table(
            WatchLook,
            "looks",
            (),
            ("at", "outcome", "said", "lines", "posts"),
            {},
            "watch",
            is_public=never,
        ),
    ),
    is_public=never,
)

SINGLE_FILES = (SITE, AUTHORS, SERIES, TAGS, STYLES, LIST_ADDRESSES)
"""Tables of which each is one file."""
SHARDED = (
    *(PEOPLE, OUTSIDE_PICTURES, MAIL, SUBSCRIBERS, BANS, ACTS, REPORTS, MERGES, DISTINCT_PAPERS),
    *(DISTINCT_PEOPLE, WATCHES),
)
"""Tables of which ``SHARD`` numbers share a file, so that a change writes little."""
SHARD = 500
ROOTS = (*SINGLE_FILES, *SHARDED, PAPERS, POSTS, PAGES, COMMENTS)

NATURAL = {
    Post: "slug",
    Page: "address",
    Paper: "key",
    Contributor: "slug",
    Comment: "pk",
    MailAddress: "address",
    get_user_model(): "username",
}
"""What a row is called where another one names it."""
