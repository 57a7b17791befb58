"""Readers are told that a post was corrected, and no longer told."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from blog.models import Correction, EarlierVersion, Post, Revision
from blog.posts.earlier_versions import show_version
from blog.posts.stored_differences import StoredLines, difference_to_store


def changed_lines(revision: Revision) -> StoredLines:
    """What a revision changed for the readers of a published post, to be stored in a correction,
    and no more than a page bears. Nothing where they did not see what stood there before, or after,
    or it is not kept any more: what was a draft at that time is nobody's to see, whatever date its
    post has."""
    seen = EarlierVersion.objects.filter(post=revision.post_id)
    before = seen.filter(ended_by=revision.version).only("source").first()
    later = Revision.objects.filter(post=revision.post_id, pk__gt=revision.pk)
    is_seen = seen.filter(version=revision.version).exists() or not later.exists()
    return difference_to_store(before.source, revision.source) if before and is_seen else []


@transaction.atomic
def tell_correction(revision: Revision, text: str, *, is_change_shown: bool) -> Correction:
    """Tells readers, or tells them in other words what they were told before. With what it changed
    they may open the text that stood there before. Raises ``ValidationError``: no words, too many,
    or a post that nobody can have read."""
    post = Post.objects.select_for_update().get(pk=revision.post_id)
    if not post.is_published:
        raise ValidationError(_("The post is not published: there is no reader to tell it to."))
    told = post.corrections.filter(version=revision.version).first()
    told = told or Correction(post=post, version=revision.version)
    told.text = " ".join(text.split())
    told.change = (told.change or changed_lines(revision)) if is_change_shown else []
    told.full_clean()
    told.save()
    note_newest(post)
    show_before(told, is_public=is_change_shown)
    return told


@transaction.atomic
def withdraw_correction(correction: Correction) -> None:
    post = Post.objects.select_for_update().get(pk=correction.post_id)
    show_before(correction, is_public=False)
    correction.delete()
    note_newest(post)


def show_before(correction: Correction, *, is_public: bool) -> None:
    """Lets readers open what they saw before a correction, or no longer."""
    rows = EarlierVersion.objects.filter(post=correction.post_id, ended_by=correction.version)
    if (row := rows.only("post", "words").first()) is not None:
        show_version(row, is_public=is_public, words=row.words)


def note_newest(post: Post) -> None:
    """Repeats in a post's row when its newest correction was told, which feeds go by."""
    newest = post.corrections.first()
    Post.objects.filter(pk=post.pk).update(corrected_at=newest and newest.at)
