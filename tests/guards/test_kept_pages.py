"""Whatever readers' pages depend on besides rows and their address is known to the store of pages.

A page is kept while the rows that it was made of stay (``blog.page_store``); the database itself
says when one of them changed. This holds what the database cannot know: the time, what is
remembered in memory, and what a visitor sends. A place that is new here is told in its list, with
the reason why no kept page is wrong by it.
"""

import re

import pytest

from tests.guards.sources import ROOT, python_files

ASKS_TIME = re.compile(
    r"timezone\.now\b|\btime\.time\(|datetime\.now\(|date\.today\(|localdate\(\)"
)
NEXT_POST = "published_at: the store asks for the next moment of one"
WRITTEN = "when a row is written"
FORM = "the stamp of a form; or when a form is sent"
TIMES: dict[str, str] = {
    "blog/comments/moderation/form_stamps.py": FORM,
    "blog/comments/sending/edits_and_withdrawals.py": FORM,
    "blog/comments/sending/submission.py": FORM,
    "blog/models/api_tokens.py": "no page shows tokens",
    "blog/posts/version_rendering.py": "when a text is tried again: what is made of it is a row",
    "blog/models/authors.py": NEXT_POST,
    "blog/models/backups.py": "the admin alone shows it",
    "blog/models/comment_policy.py": "tells page_changes_at",
    "blog/models/comments.py": f"{NEXT_POST}; {WRITTEN}",
    "blog/models/corrections.py": WRITTEN,
    "blog/models/events.py": "the admin alone shows them",
    "blog/models/mailing_switch.py": WRITTEN,
    "blog/models/subscribers.py": "no page shows whom posts are mailed",
    "blog/models/invitations.py": "the admin alone shows them",
    "blog/models/draft_links.py": "links to drafts, whose pages are never kept",
    "blog/models/mail.py": WRITTEN,
    "blog/models/moderation.py": "no page shows bans, reports and limits",
    "blog/models/pages.py": WRITTEN,
    "blog/models/pictures.py": WRITTEN,
    "blog/models/posts.py": f"{NEXT_POST}; {WRITTEN}",
    "blog/models/revisions.py": WRITTEN,
    "blog/models/submissions.py": WRITTEN,
    "blog/models/tags.py": NEXT_POST,
    "blog/models/unsaved_texts.py": WRITTEN,
    "blog/models/user_sessions.py": "the admin alone shows them",
    "blog/models/errands.py": WRITTEN,
    "blog/models/web_links.py": WRITTEN,
    "blog/models/tag_merges.py": WRITTEN,
    "blog/posts/draft_links.py": WRITTEN,
    "blog/posts/earlier_versions.py": WRITTEN,
    "blog/posts/submissions.py": WRITTEN,
    "blog/posts/old_lists.py": "it redirects, which is not kept",
    "blog/posts/post_lists.py": NEXT_POST,
    "blog/posts/post_page.py": NEXT_POST,
    "blog/posts/related.py": NEXT_POST,
    "blog/posts/tag_merges.py": WRITTEN,
    "blog/posts/unsaved_texts.py": WRITTEN,
    "blog/search/searched_kinds.py": "what a search finds is not kept",
    "blog/views/posts.py": NEXT_POST,
    "blog/views/tags.py": NEXT_POST,
    "blog/views/site.py": "the day: a page ends at midnight",
    "papers/models/checks.py": WRITTEN,
    "papers/models/citations.py": NEXT_POST,
    "papers/models/merges.py": WRITTEN,
    "papers/models/notices.py": WRITTEN,
    "papers/models/questions.py": WRITTEN,
    "papers/models/reading.py": WRITTEN,
    "papers/models/sources.py": WRITTEN,
    "papers/models/title_searches.py": WRITTEN,
    "papers/models/watches.py": WRITTEN,
    "papers/pages/hidden_papers.py": NEXT_POST,
    "papers/pages/paper_page.py": NEXT_POST,
    "papers/pages/person_page.py": NEXT_POST,
    "papers/queries/paging.py": NEXT_POST,
    "papers/pages/library_files.py": "the file of the library, which is streamed and not kept",
}
REMEMBERS = re.compile(r"from django\.core\.cache import")
MEMORIES: dict[str, str] = {
    "blog/posts/post_citation.py": "its key is all that it was made of",
    "papers/pages/library_overview.py": "counts anew for a page that is kept",
}
READS_VISITOR = re.compile(
    r"\.COOKIES\b|set_cookie\(|set_signed_cookie\(|request\.headers\b|\.META\b|\.accepts\("
)
VISITORS: dict[str, str] = {
    "blog/comments/mail/proven_address.py": "MAIL_COOKIE, one of own_cookies",
    "blog/comments/sending/own_comments.py": "OWN_COOKIE, one of own_cookies",
    "blog/comments/sending/same_origin.py": "forms",
    "blog/comments/moderation/sender_hashes.py": "forms and searches",
    "blog/context.py": "a mark of the static export, which no header can be",
    "blog/posts/own_pages.py": "the session's, one of own_cookies",
    "blog/views/media.py": "files, which are not kept",
    "blog/views/uploads.py": "PUT",
    "papers/pages/private_answers.py": "the session's, one of own_cookies",
}
ROOMS = (
    *("blog/comments/", "blog/feeds/", "blog/models/", "blog/posts/", "blog/search/"),
    *("blog/sharing/share_pictures.py", "blog/templatetags/", "blog/views/", "blog/context.py"),
    *("blog/sitemaps.py", "papers/models/", "papers/pages/", "papers/views/", "papers/queries/"),
)
"""Of which readers' pages are made."""
NOT_READ = ("blog/comments/mail/", "blog/comments/moderation/")
"""Rooms of these of which only what answers forms, what moderators see and mail are made."""


@pytest.mark.parametrize(
    ("pattern", "told"),
    [(ASKS_TIME, TIMES), (REMEMBERS, MEMORIES), (READS_VISITOR, VISITORS)],
    ids=["time", "memory", "visitor"],
)
def test_whatever_a_page_depends_on_is_told(pattern: re.Pattern, told: dict[str, str]):
    found = {
        path
        for path in python_files()
        if path.startswith(ROOMS) and pattern.search((ROOT / path).read_text(encoding="utf-8"))
    }
    new = {path for path in found - told.keys() if not path.startswith(NOT_READ)}
    assert not new, f"Say in the list of this test why no kept page is wrong by it: {sorted(new)}"
    assert all((ROOT / path).exists() for path in told)
    assert not told.keys() - found, "These are told, and are not there any more."


TIME_IN_TEMPLATES = re.compile(r"{% now\b|\|\s*(?:timesince|timeuntil|naturaltime|naturalday)\b")


def test_no_readers_template_asks_for_the_time():
    templates = (ROOT / "templates").rglob("*.*")
    readers = [path for path in templates if path.is_file() and "admin" not in path.parts]
    assert len(readers) > 20
    assert not [path for path in readers if TIME_IN_TEMPLATES.search(path.read_text("utf-8"))]
