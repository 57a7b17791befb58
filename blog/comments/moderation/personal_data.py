"""One person's comments and mail: handed out, or erased, as the law gives them a right to."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.functions import Lower

from blog.comments.mail.proven_address import normal_mail
from blog.comments.moderation.decisions import note_act
from blog.comments.moderation.reasons import reasons_in_words
from blog.models import Comment, Letter, MailAddress, Subscriber, Subscription
from blog.models.comments import CommentQuerySet, CommentState
from blog.models.mail import LetterKind
from blog.models.moderation import ActKind
from papers.library.discussion_counts import papers_cited_by
from papers.library.uncited_papers import recount_and_forget
from papers.site_values import absolute_url

EMPTIED = "—"


@dataclass(frozen=True)
class Erased:
    """How many comments went, how many stay as empty places above their answers."""

    deleted: int
    emptied: int
    addresses: int

    def __str__(self) -> str:
        return (
            f"{self.deleted} comments deleted, {self.emptied} emptied, "
            f"{self.addresses} mail addresses forgotten"
        )


def comments_of_person(*, mail: str = "", name: str = "") -> CommentQuerySet:
    """The comments with a mail address, or with a name, be it one person's or that of several;
    case makes no difference."""
    if mail:
        return (
            Comment.objects.alias(key=Lower("email")).filter(key=normal_mail(mail)).exclude(key="")
        )
    return Comment.objects.alias(key=Lower("name")).filter(key=name.strip().lower()).exclude(key="")


def addresses_of_person(comments: CommentQuerySet, mail: str) -> list[str]:
    """The mail addresses that go with the comments, without those that other comments have."""
    own = {normal_mail(email) for email in [mail, *comments.values_list("email", flat=True)]} - {""}
    rest = Comment.objects.alias(key=Lower("email")).filter(key__in=own)
    rest = rest.exclude(pk__in=comments.values("pk")).values_list("email", flat=True)
    return sorted(own - {normal_mail(email) for email in rest})


def chosen_of_person(mail: str, name: str, only: Collection[int] | None) -> CommentQuerySet:
    """The person's comments: all with the mail or the name, or those of them that were chosen."""
    comments = comments_of_person(mail=mail, name=name)
    return comments if only is None else comments.filter(pk__in=only)


def export_person(
    by: AbstractUser | None, *, mail: str = "", name: str = "", only: Collection[int] | None = None
) -> dict[str, Any]:
    """All that is stored of a person, as plain values for JSON."""
    comments = chosen_of_person(mail, name, only)
    addresses = addresses_of_person(comments, mail)
    rows = comments.select_related("post").order_by("pk")
    exported = {
        "site": settings.SITE_URL,
        "comments": [comment_values(comment) for comment in rows],
        "mail_addresses": list(
            MailAddress.objects.filter(address__in=addresses)
            .order_by("address")
            .values("address", "created_at", "verified_at", "refused_at")
        ),
        "subscriptions": list(
            Subscription.objects.filter(address__address__in=addresses)
            .order_by("pk")
            .values("comment", "wish", "confirmed_at", "ended_at")
        ),
        "letters": list(
            Letter.objects.filter(address__in=addresses)
            .order_by("pk")
            .values("kind", "comment", "created_at", "sent_at", "outcome")
        ),
    }
    exported["posts_by_mail"] = list(
        Subscriber.objects.filter(address__in=addresses)
        .order_by("pk")
        .values("address", "pace", "consent", "asked_at", "confirmed_at", "ended_at", "ending")
    )
    note_act(ActKind.EXPORT, by, None, f"{len(exported['comments'])} comments")
    return exported


def comment_values(comment: Comment) -> dict[str, Any]:
    return {
        "comment": comment.pk,
        "address": absolute_url(comment.get_absolute_url()),
        "post": comment.post.title_words,
        "in_reply_to": comment.parent_id,
        "written": comment.created_at,
        "edited": comment.edited_at,
        "state": comment.state,
        "reasons": reasons_in_words(comment.reasons),
        "name": comment.name,
        "mail": comment.email,
        "is_mail_verified": comment.is_email_verified,
        "website": comment.website,
        "mentioned_at": comment.mentioned_from,
        "quote": comment.quote,
        "text": comment.source,
    }


@transaction.atomic
def erase_person(
    by: AbstractUser | None, *, mail: str = "", name: str = "", only: Collection[int] | None = None
) -> Erased:
    """Erases a person's comments and mail; others' answers stay, below an empty place. ``only``
    are the numbers of those that are the person's, where others have the same name."""
    comments = chosen_of_person(mail, name, only)
    addresses = addresses_of_person(comments, mail)
    deleted, emptied = erase_comments(list(comments.order_by("-pk")))
    Letter.objects.filter(address__in=addresses).delete()
    Subscriber.objects.filter(address__in=addresses).delete()
    forgotten = MailAddress.objects.filter(address__in=addresses)
    count = forgotten.count()
    forgotten.delete()
    erased = Erased(deleted, emptied, count)
    note_act(ActKind.ERASE, by, None, str(erased))
    return erased


def erase_comments(comments: list[Comment]) -> tuple[int, int]:
    """Deletes comments, the newest first, or empties those that have answers; how many of each."""
    emptied = 0
    for comment in sorted(comments, key=lambda one: one.pk, reverse=True):
        forget_in_admin_log(comment)
        if comment.replies.exists():
            empty_comment(comment)
            emptied += 1
        else:
            comment.delete()
    return len(comments) - emptied, emptied


def empty_comment(comment: Comment) -> None:
    """Leaves of a comment only its place in the thread."""
    Subscription.objects.filter(comment=comment).delete()
    comment.reports.all().delete()
    papers = papers_cited_by([comment.pk])
    comment.citations.all().delete()
    recount_and_forget(papers)
    comment.unresolved_keys.all().delete()
    Letter.objects.filter(comment=comment, kind=LetterKind.CONFIRM).delete()
    comment.name = comment.email = comment.website = comment.body_html = comment.sender = ""
    comment.quote, comment.quoted_at, comment.mentioned_from = "", None, ""
    comment.source, comment.reasons, comment.submission = EMPTIED, [], ""
    comment.edited_at = None
    comment.is_email_verified = False
    comment.state = CommentState.REMOVED
    comment.save()


def forget_address(email: str) -> None:
    """Forgets the mail address of a comment that has gone, unless another comment has it, or its
    owner wants no letters: that is kept, or they would get letters again."""
    if not email or comments_of_person(mail=email).exists():
        return
    MailAddress.objects.filter(address=normal_mail(email), refused_at=None).delete()


def forget_in_admin_log(comment: Comment) -> None:
    """Django's own log of the admin keeps the names of what was changed."""
    kind = ContentType.objects.get_for_model(Comment)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(comment.pk))
    entries.update(object_repr=f"#{comment.pk}", change_message="")
