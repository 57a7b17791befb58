"""Sends letters, one job each."""

import logging
from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from blog.comments.mail.commenter_letters import write_confirm, write_reply
from blog.comments.mail.letter_making import NotSent
from blog.comments.mail.moderator_letters import write_held
from blog.models import Letter, MailAddress, current_site
from blog.models.mail import LetterKind
from papers.registries.host_pauses import HOST_PAUSES

log = logging.getLogger(__name__)
NOT_SENT = "✗ "  # before the reason why a letter is not sent


@task()
def send_letter(pk: int) -> str:
    """Sends a letter that was not sent yet, or tries later; what came of it."""
    letter = Letter.objects.select_related("comment__post").filter(pk=pk, sent_at=None).first()
    if letter is None:
        return "nothing to send"
    rows = Letter.objects.filter(pk=pk)
    rows.update(attempts=F("attempts") + 1)
    try:
        write_letter(letter).send()
    except NotSent as reason:
        outcome = f"{NOT_SENT}{reason}"
    except (SMTPException, OSError) as error:
        outcome = try_again(letter, error)
    else:
        outcome = _("sent")
        rows.update(sent_at=timezone.now())
    rows.update(outcome=outcome[:200])
    return outcome


def try_again(letter: Letter, error: Exception) -> str:
    if isinstance(error, SMTPRecipientsRefused) or letter.attempts >= len(HOST_PAUSES):
        return _("given up: %(error)s") % {"error": type(error).__name__}
    send_letter.using(run_after=timezone.now() + HOST_PAUSES[letter.attempts]).enqueue(letter.pk)
    log.warning("A letter waits for the mail server (%s).", type(error).__name__)
    return ""


def write_letter(letter: Letter) -> EmailMultiAlternatives:
    """A letter as it is right at the moment when it is sent. Raises ``NotSent`` where what it would
    say does not hold, or is too much."""
    with current_site().speaking():
        return write_now(letter)


def write_now(letter: Letter) -> EmailMultiAlternatives:
    if letter.kind == LetterKind.HELD:
        return write_held(letter)
    if not letter.comment.is_public:
        raise NotSent(_("the comment is not published"))
    address = MailAddress.objects.filter(address=letter.address).first()
    if address is None or address.refused_at:
        raise NotSent(_("its owner wants no letters"))
    write = write_confirm if letter.kind == LetterKind.CONFIRM else write_reply
    return write(letter, address)
