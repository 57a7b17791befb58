"""Asking for posts by mail: the form, the letter that asks whose address it is, and what becomes of
those that do not answer."""

from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from blog.comments.mail.letter_making import make_letter
from blog.comments.mail.proven_address import normal_mail
from blog.comments.moderation.rate_counts import BUSY_WAIT, spend_limits, spend_rate
from blog.comments.moderation.sender_hashes import hash_name
from blog.mailing.refused_letters import may_pass, refusal_of
from blog.mailing.subscriber_links import confirm_address_of, wants_no_letters
from blog.models import Subscriber, current_site
from blog.models.subscribers import Pace

DAY_SECONDS = 24 * 3600


class LetterPutOff(Exception):
    """The mail server was away, or did not want the letter just then."""


class SubscribeForm(forms.Form):
    """``refusal`` says which limit was met, ``wait`` in how many seconds to send it again."""

    refusal = ""
    wait = 0
    address = forms.EmailField(
        label=gettext_lazy("Mail address"),
        max_length=Subscriber._meta.get_field("address").max_length,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    pace = forms.ChoiceField(
        label=gettext_lazy("Mail me"), choices=Pace.choices, initial=Pace.EACH.value
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    def clean_address(self) -> str:
        return normal_mail(self.cleaned_data["address"])


def receive_wish(request: HttpRequest, form: SubscribeForm) -> int:
    """Has the address asked whether it is its owner's wish; the status of the page, which is the
    same whoever is subscribed already."""
    if not form.is_valid():
        return 422
    spent = spend_rate(request, "subscribe")
    if not spent.is_free:
        form.refusal, form.wait = str(spent), spent.wait
        return 429
    if spent.is_busy:  # letters to strangers: here nobody's share is free whatever the others do
        form.refusal, form.wait = _("Very many ask for letters. Please ask again later."), BUSY_WAIT
        return 429
    ask_to_confirm(form.cleaned_data["address"], Pace(form.cleaned_data["pace"]))
    return 302


def ask_to_confirm(address: str, pace: Pace) -> None:
    """No box gets more of these letters a day than some, whoever asks for them from wherever; what
    stands behind a plus sign is the same box."""
    name, at, host = address.rpartition("@")
    bucket = f"subscribe box {hash_name(name.partition('+')[0] + at + host)}"
    limit = (settings.BLOG_CONFIRM_LETTERS_PER_DAY, DAY_SECONDS)
    if spend_limits({bucket: limit}).is_free:
        subscriber, _is_new = Subscriber.objects.get_or_create(address=address)
        send_confirmation.enqueue(subscriber.pk, pace)


@task()
def send_confirmation(pk: int, pace: str) -> str:
    """Asks an address; what came of it. Where the mail server is away the job fails, and failed
    jobs are tried again."""
    rows = Subscriber.objects.filter(pk=pk)
    subscriber = rows.first()
    if subscriber is None or wants_no_letters(subscriber.address):
        return "nobody to ask"
    unanswered = subscriber.asks if subscriber.asked_at > forgotten_before() else 0
    if unanswered >= settings.BLOG_CONFIRM_LETTERS:
        return "was asked often enough"
    with current_site().speaking():
        letter = write_confirmation(subscriber, Pace(pace))
    try:
        letter.send()
    except OSError as error:
        status = refusal_of(error)
        if status is None or may_pass(status):
            raise LetterPutOff(type(error).__name__) from None  # its words have the address
        return "given up: the address is refused"
    rows.update(asks=unanswered + 1, asked_at=timezone.now())
    return "sent"


def write_confirmation(subscriber: Subscriber, pace: Pace) -> EmailMultiAlternatives:
    """Holds nothing that a visitor wrote: the address may be somebody else's."""
    context = {
        "pace": pace.label,
        "url": confirm_address_of(subscriber, pace),
        "days": settings.BLOG_UNCONFIRMED_DAYS,
    }
    subject = _("Please confirm: posts of %(site)s by mail") % {"site": current_site().name}
    return make_letter("subscribe", subject, subscriber.address, context)


def forget_unconfirmed() -> None:
    """Addresses that were asked and did not answer in time."""
    Subscriber.objects.filter(confirmed_at=None, asked_at__lt=forgotten_before()).delete()


def forgotten_before() -> datetime:
    return timezone.now() - timedelta(days=settings.BLOG_UNCONFIRMED_DAYS)
