"""What readers saw of a post: kept when a save changes it, and which of it they may open again.

The HTML is kept as it stood there. To render an old text anew would cost an anonymous request, find
other works by its keys, among them works that drafts alone cite, and lack those that went.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from blog.models import Correction, EarlierVersion, Post, Revision
from blog.posts.stored_differences import difference_to_store
from papers.citing.style_names import site_style
from papers.models import ReferenceList
from papers.queries.capped_counts import CappedCount

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


@dataclass(frozen=True)
class BeforeSave:
    """A post that is about to be saved. ``seen`` is the text that its readers see and will see no
    more, ``None`` where nothing changes for them; ``hidden`` and ``revisions`` count what is
    kept of it."""

    seen: EarlierVersion | None
    has_public: bool
    hidden: int
    revisions: int


def stored_posts(pks: Collection[int]) -> dict[int, Post]:
    """Posts as they are stored, each with what ``before_save`` asks of it, and locked until the
    transaction ends; in one query, which every save asks."""
    versions = EarlierVersion.objects.filter(post=OuterRef("pk")).order_by()
    saves = Revision.objects.filter(post=OuterRef("pk")).order_by("-pk")
    own_style = Coalesce(NullIf(OuterRef("style"), Value("")), Value(site_style()))
    lists = ReferenceList.objects.filter(post=OuterRef("pk"), style=own_style)
    rows = (
        Post.objects.select_for_update()
        .filter(pk__in=pks)
        .order_by("pk")
        .annotate(
            has_public=Exists(versions.filter(is_public=True)),
            hidden=CappedCount(versions.filter(is_public=False)),
            saves=CappedCount(saves),
            last_version=Subquery(saves.values("version")[:1]),
            last_saved_at=Subquery(saves.values("at")[:1]),
            entries=Subquery(lists.values("entries")[:1]),
        )
    )
    return {row.pk: row for row in rows} if pks else {}


def before_save(stored: Post, post: Post) -> BeforeSave:
    """Of a post as one of ``stored_posts`` and as it is to be."""
    is_same = all(getattr(stored, name) == getattr(post, name) for name in SEEN_FIELDS)
    is_left = not stored.is_published or (is_same and post.is_published)
    seen = None if is_left else version_on_page(stored)
    return BeforeSave(seen, stored.has_public, stored.hidden, stored.saves)


def version_on_page(stored: Post) -> EarlierVersion:
    """What stands on a post's page, not stored yet. A text that was saved once has stood there
    since the post's own date, which may be that of another site."""
    changed_at = stored.last_saved_at if stored.saves > 1 else stored.published_at
    return EarlierVersion(
        post_id=stored.pk,
        version=stored.last_version or stored.version,
        title=stored.title,
        source=stored.source,
        language=stored.language,
        body_html=stored.body_html,
        references=stored.entries or [],
        begun_at=max(stored.published_at, changed_at),
    )


def keep_version(before: BeforeSave, post: Post) -> None:
    """Keeps the text of before a save, once that is stored."""
    row = before.seen
    if row is not None:
        row.ended_by, row.ended_at = post.version, timezone.now()
        EarlierVersion.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["post", "version"],
            update_fields=SEEN_BY_READERS,
        )
    if row is not None and before.hidden >= MOST_KEPT:
        hidden = post.earlier_versions.filter(is_public=False).values_list("pk", flat=True)
        post.earlier_versions.filter(pk__in=list(hidden[MOST_KEPT:])).delete()
    if before.has_public:
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
