"""What is asked before a post is published: works that nobody knows, and the first time pictures
without a description."""

from collections.abc import Collection

from blog.markup import Rendered
from blog.markup.page.text_checks import pictures_without_words
from blog.models import Post
from blog.posts.asked_works import Doubt, is_published, works_to_ask
from blog.writing.check_findings import finding_words
from papers.citing.work_lookup import WorkFinder

UNDESCRIBED = "!pictures"
"""In place of a key, which none is that a text can cite."""


def publishing_doubts(
    post: Post,
    source: str,
    rendered: Rendered,
    nocite: str,
    accepted: Collection[str] = (),
    finder: WorkFinder | None = None,
) -> list[Doubt]:
    """Of a text that is to be published as a post's, without those that somebody ``accepted``."""
    asked = works_to_ask(post, source, rendered, nocite, accepted, finder)
    pictures = [] if UNDESCRIBED in accepted else doubts_of_pictures(source, rendered)
    if pictures and not (post.pk and is_published(post.pk)):
        asked += pictures
    return asked


def doubts_of_pictures(source: str, rendered: Rendered) -> list[Doubt]:
    found = pictures_without_words(source, rendered.html)
    return [Doubt(UNDESCRIBED, one.line, finding_words(one)) for one in found]
