"""Tags that become one so that nothing filed under them is lost, and taking them apart again."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, Min, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.models import Hashtag, OldAddress, Tag, TagAlias, TaggedPost, TagMerge
from blog.models.addresses import own_path
from blog.posts.tags import link_hashtags
from papers.library.merge_journal import Journal, put_back
from papers.library.merging import CannotMergeError

OF_POSTS = {TaggedPost: "content_object", Hashtag: "post"}
"""The rows that file posts under tags, and their column of the post."""


@transaction.atomic
def merge_tags(into: Tag, others: Iterable[Tag], by: Any = None) -> TagMerge | None:
    """Files the posts of other tags under ``into``; their names and addresses lead to it.

    ``None`` where there is nothing to merge. It takes the same statements for any number of posts.
    The links in stored texts follow in a job; until then they are redirected.
    """
    merged = [tag for tag in others if tag.pk != into.pk]
    pks = [tag.pk for tag in merged]
    if not pks:
        return None
    list(Tag.objects.select_for_update().filter(pk__in=[into.pk, *pks]).order_by("pk"))
    journal = Journal()
    keep_concerned(journal, into, merged)
    for model, post in OF_POSTS.items():
        move_rows(model, post, into, pks)
    own = TaggedPost.objects.filter(tag=into, content_object=OuterRef("post"))
    Hashtag.objects.filter(Exists(own), tag=into).delete()
    OldAddress.objects.filter(tag__in=pks).update(tag=into)
    OldAddress.objects.keep([tag.get_absolute_url() for tag in merged], into)
    TagAlias.objects.filter(tag__in=pks).update(tag=into)
    TagAlias.objects.keep(merged, into)
    Tag.objects.filter(pk__in=pks).delete()
    note_made(journal, into, merged)
    link_hashtags.enqueue(into.pk)
    return TagMerge.objects.create(
        kept_pk=into.pk,
        kept=into.name,
        gone=", ".join(tag.name for tag in merged),
        journal=journal.finish(),
        by=by,
    )


def keep_concerned(journal: Journal, into: Tag, merged: list[Tag]) -> None:
    """Notes the rows that a merge moves or deletes, the tags first, which others point to."""
    pks = [tag.pk for tag in merged]
    journal.keep(Tag.objects.filter(pk__in=pks))
    journal.keep(TaggedPost.objects.filter(tag__in=pks))
    tagged = TaggedPost.objects.filter(tag__in=pks).values("content_object")
    journal.keep(Hashtag.objects.filter(Q(tag__in=pks) | Q(tag=into, post__in=tagged)))
    journal.keep(TagAlias.objects.filter(tag__in=pks))
    paths = [own_path(tag.get_absolute_url()) for tag in merged]
    now = own_path(into.get_absolute_url())
    journal.keep(OldAddress.objects.filter(Q(tag__in=pks) | Q(path__in=[*paths, now])))


def note_made(journal: Journal, into: Tag, merged: list[Tag]) -> None:
    """Notes the names and addresses that lead to the tag for the first time."""
    paths = [own_path(tag.get_absolute_url()) for tag in merged]
    rows = [
        *TagAlias.objects.filter(tag=into, key__in=[tag.key for tag in merged]),
        *OldAddress.objects.filter(tag=into, path__in=paths),
    ]
    for row in rows:
        if (row._meta.label_lower, row.pk) not in journal.before:
            journal.add(row)


def move_rows(model: type[models.Model], post: str, into: Tag, others: list[int]) -> None:
    """Gives the rows of other tags to ``into``, one of each post; ``post`` names their column."""
    rows = model.objects.filter(tag__in=others).order_by()
    there = model.objects.filter(tag=into, **{post: OuterRef(post)})
    rows.filter(Exists(there)).delete()
    firsts = rows.values(post).annotate(first=Min("pk")).values("first")
    rows.exclude(pk__in=firsts).delete()
    rows.update(tag=into)


@transaction.atomic
def undo_tag_merge(merge: TagMerge) -> None:
    """Every tag gets back its name, its address and its posts, but for posts that were filed anew
    since. Raises ``CannotMergeError`` with the reason, and changes nothing then."""
    merge = TagMerge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        raise CannotMergeError(_("This merge was undone already."))
    kept = Tag.objects.select_for_update().filter(pk=merge.kept_pk).first()
    if kept is None:
        said = _("“%(tag)s” is gone: it was deleted, or merged itself; undo that merge first.")
        raise CannotMergeError(said % {"tag": merge.kept})
    try:
        with transaction.atomic():
            put_back(without_filed_anew(merge.journal, kept), OF_POSTS)
    except IntegrityError as error:
        said = _("A name or an address of “%(tags)s” belongs to another tag now.")
        raise CannotMergeError(said % {"tags": merge.gone}) from error
    merge.undone_at = timezone.now()
    merge.save()
    pks = [row["pk"] for row in merge.journal["before"] if row["model"] == label_of(Tag)]
    for tag in Tag.objects.filter(pk__in=pks):
        tag.save()  # which has the search find it
    settle_dates(pks)
    for pk in [kept.pk, *pks]:
        link_hashtags.enqueue(pk)


def label_of(model: type[models.Model]) -> str:
    return model._meta.label_lower


def without_filed_anew(journal: dict[str, list], kept: Tag) -> dict[str, list]:
    """The journal without rows of posts that do not carry the tag any more: who took it from a post
    since did not want the tags that went into it either."""
    carrying = {
        label_of(model): set(model.objects.filter(tag=kept).values_list(column, flat=True))
        for model, column in OF_POSTS.items()
    }
    carrying[label_of(Hashtag)] |= carrying[label_of(TaggedPost)]
    columns = {label_of(model): column for model, column in OF_POSTS.items()}
    before = [
        row
        for row in journal["before"]
        if row["model"] not in columns
        or row["fields"][columns[row["model"]]] in carrying[row["model"]]
    ]
    return {**journal, "before": before}


def settle_dates(pks: list[int]) -> None:
    """A post may have been published or hidden while its row was away."""
    for model, column in OF_POSTS.items():
        for row in model.objects.filter(tag__in=pks).select_related(column):
            listed_at = getattr(row, column).listed_at
            if row.published_at != listed_at:
                model.objects.filter(pk=row.pk).update(published_at=listed_at)
