"""Which letters a comment causes, and whether each still holds when it is its turn."""

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from blog.comments.mail.delivery import NOT_SENT, send_letter
from blog.comments.mail.moderator_letters import mails_of_holders, next_held_letter
from blog.comments.mail.proven_address import normal_mail
from blog.models import Comment, Letter, MailAddress, Subscription
from blog.models.mail import LetterKind, Wish


def note_wish(comment: Comment, wish: str) -> None:
    """Keeps what the author of a new comment wants to be mailed. It holds at once where the
    comment's address is verified, else once a letter's button was pressed."""
    if not comment.email:
        return
    address, _is_new = MailAddress.objects.get_or_create(address=normal_mail(comment.email))
    if wish:
        confirmed_at = timezone.now() if comment.is_email_verified else None
        Subscription.objects.get_or_create(
            comment=comment,
            defaults={"address": address, "wish": wish, "confirmed_at": confirmed_at},
        )


@transaction.atomic
def comment_was_published(comment: Comment) -> None:
    """Queues the letters to its author and its thread; calling it again queues nothing twice."""
    if not settings.BLOG_SENDS_MAIL or not comment.post.is_published:
        return
    if comment.email and not comment.is_email_verified:
        address, _is_new = MailAddress.objects.get_or_create(address=normal_mail(comment.email))
        queue_letter(LetterKind.CONFIRM, address.address, comment)
    for address in subscriptions_to(comment).values_list("address__address", flat=True):
        queue_letter(LetterKind.REPLY, address, comment)


@transaction.atomic
def comment_was_held(comment: Comment) -> None:
    """Has every moderator told that comments wait: at once, then now and again."""
    if not settings.BLOG_SENDS_MAIL:
        return
    for address in mails_of_holders("blog.change_comment"):
        if moment := next_held_letter(address):
            queue_letter(LetterKind.HELD, address, comment, moment)


def subscriptions_to(comment: Comment) -> QuerySet[Subscription]:
    """The wishes that a published comment meets, its author's own left out."""
    wishes = Q(wish=Wish.REPLIES, comment=comment.parent_id)
    wishes |= Q(wish=Wish.THREAD, comment__thread=comment.thread_id)
    rows = Subscription.objects.in_force().filter(wishes).exclude(comment=comment)
    return rows.exclude(address__address=normal_mail(comment.email)).order_by("pk")


def queue_letter(kind: LetterKind, address: str, comment: Comment, run_after=None) -> None:
    letter, is_new = Letter.objects.get_or_create(kind=kind, address=address, comment=comment)
    if is_new or is_due_again(letter):
        send_letter.using(run_after=run_after).enqueue(letter.pk)


def is_due_again(letter: Letter) -> bool:
    """Makes a letter ready once more: one that was not sent, since its comment was not published
    just then, and one to a moderator, which tells of all that waits."""
    done = Letter.objects.filter(pk=letter.pk, sent_at=None, outcome__startswith=NOT_SENT)
    if letter.kind == LetterKind.HELD:
        done = Letter.objects.filter(pk=letter.pk).exclude(sent_at=None, outcome="")
    values = {"sent_at": None, "outcome": "", "attempts": 0, "created_at": timezone.now()}
    return bool(done.update(**values))
