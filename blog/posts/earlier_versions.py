"""What readers saw of a post: kept when a save changes it, and which of it they may open again.

The HTML is kept as it stood there. To render an old text anew would cost an anonymous request, find
other works by its keys, among them works that drafts alone cite, and lack those that went.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from blog.models import Correction, EarlierVersion, Post
from blog.posts.stored_differences import difference_to_store
from papers.citing.reference_lists import entries_of
from papers.citing.style_names import site_style

MOST_KEPT = 20
"""Texts of one post that readers may not open, kept so that an editor can still show them."""
SEEN_FIELDS = ("title", "source", "language", "is_html")
"""What of a post makes its page another text."""
LONG = ("source", "body_html", "references", "difference")
SEEN_BY_READERS = (
    *("title", "source", "language", "body_html", "references"),
    *("begun_at", "ended_at", "ended_by"),
)
"""What is written of a version, and anew where it stood on the page a second time."""


def version_before(post: Post) -> EarlierVersion | None:
    """The text that readers see of a post which is about to be saved, if the save changes it or
    takes it away; ``None`` while it is no reader's to see."""
    stored = Post.objects.published().filter(pk=post.pk).defer("text", "toc_html").first()
    if stored is None:
        return None
    is_same = all(getattr(stored, name) == getattr(post, name) for name in SEEN_FIELDS)
    if is_same and post.is_published:
        return None
    style = stored.style or site_style()
    saves = list(stored.revisions.values_list("version", "at")[:2])
    changed_at = saves[0][1] if len(saves) > 1 else stored.published_at
    return EarlierVersion(
        post=post,
        version=saves[0][0] if saves else stored.version,
        title=stored.title,
        source=stored.source,
        language=stored.language,
        body_html=stored.body_html,
        references=entries_of(stored.pk, [style]).get(style, []),
        begun_at=max(stored.published_at, changed_at),
    )


def keep_version(row: EarlierVersion | None, post: Post) -> None:
    """Keeps the text of before a save, once that is stored."""
    public = post.earlier_versions.filter(is_public=True)
    if row is not None:
        row.ended_by, row.ended_at = post.version, timezone.now()
        said = {name: getattr(row, name) for name in SEEN_BY_READERS}
        post.earlier_versions.update_or_create(version=row.version, defaults=said)
        hidden = post.earlier_versions.filter(is_public=False).values_list("pk", flat=True)
        if gone := list(hidden[MOST_KEPT:]):
            post.earlier_versions.filter(pk__in=gone).delete()
    if public.exists():
        compare_versions.enqueue(post.pk)


def show_version(row: EarlierVersion, *, is_public: bool, words: str = "") -> None:
    """Lets readers open a version, with an editor's words, or no longer."""
    said = {"is_public": is_public, "words": " ".join(words.split())}
    EarlierVersion.objects.filter(pk=row.pk).update(**said)
    compare_versions.enqueue(row.post_id)


@task()
def compare_versions(post_id: int) -> None:
    """Stores how each text that readers may open differs from the next one."""
    post = Post.objects.filter(pk=post_id).only("source", "version").first()
    if post is None:
        return
    source, number = post.source, post.version
    for row in post.earlier_versions.filter(is_public=True).defer("body_html", "references"):
        if row.compared_with != number:
            lines = difference_to_store(row.source, source)
            told = {"difference": lines, "compared_with": number}
            EarlierVersion.objects.filter(pk=row.pk).update(**told)
        source, number = row.source, row.version


@dataclass(frozen=True)
class ListedVersion:
    """A version with what readers are told of its end: what was corrected, an editor's words."""

    row: EarlierVersion
    told: Sequence[str]


def listed_versions(post: Post) -> list[ListedVersion]:
    """Those that readers may open, the newest first; in two queries."""
    rows = post.earlier_versions.published().defer(*LONG)
    corrections = dict(Correction.objects.filter(post=post).values_list("version", "text"))
    return [ListedVersion(row, told_of(row, corrections)) for row in rows]


def told_of(row: EarlierVersion, corrections: dict[int, str]) -> list[str]:
    corrected = corrections.get(row.ended_by, "")
    told = [_("Corrected since: %(text)s") % {"text": corrected}] if corrected else []
    return [*told, row.words] if row.words else told


def version_page(post: Post, row: EarlierVersion) -> dict[str, Any]:
    """What the page of a version shows beside its text: what was said of it, the text that follows,
    and the difference to that, unless a job is still to compare the two."""
    newer = post.earlier_versions.published().filter(version__gt=row.version)
    following = newer.order_by("version").only("version", "post").first()
    number = following.version if following else post.version
    corrections = dict(
        Correction.objects.filter(post=post, version=row.ended_by).values_list("version", "text")
    )
    return {
        "told": told_of(row, corrections),
        "following": following,
        "is_compared": row.compared_with == number,
    }
