"""Draft links made, opened and ended, and the notes of those who read by them."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.comments.moderation.rate_counts import Spending, spend_rate
from blog.models import DraftLink, DraftNote, Post
from blog.models.draft_links import LONGEST_NOTE, LONGEST_PASSAGE
from blog.text.display_names import plain_name
from papers.queries.secret_tokens import give_secret, row_of_token
from papers.records.printable_text import printable

MOST_NOTES = 500  # of one post


class DraftNoteForm(forms.Form):
    """What somebody who reads a draft writes to its authors. ``refusal`` is the limit that was
    met."""

    refusal: Spending | None = None
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    quote = forms.CharField(
        label=_("The passage that you mean"),
        max_length=LONGEST_PASSAGE,
        required=False,
        help_text=_("Optional."),
    )
    note = forms.CharField(
        label=_("Your note"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 6, "cols": 40}),
        help_text=_("Plain text. Only the authors and editors read it, and it is never published."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", auto_id="note-form-%s", **kwargs)

    def clean_name(self) -> str:
        name = plain_name(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        return name


def make_draft_link(post: Post, name: str, days: int, user: Any) -> str:
    """The new link's token, which is known to nobody afterwards."""
    ends = timezone.now() + timedelta(days=days)
    return give_secret(post.draft_links.create(name=name, expires_at=ends, made_by=user))


def end_draft_link(link: DraftLink) -> None:
    """By ``save``, whose signal has it told in the log of events."""
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])


def link_of_token(token: str) -> DraftLink | None:
    return row_of_token(DraftLink.objects.select_related("post"), token)


def receive_note(request: HttpRequest, link: DraftLink, form: DraftNoteForm) -> int:
    """Stores a note; the status of the page. The same note sent twice is one."""
    if not form.is_valid():
        return 422
    form.refusal = spend_rate(request, "draft note")
    if not form.refusal.is_free:
        return 429
    said = {
        "name": form.cleaned_data["name"],
        "text": printable(form.cleaned_data["note"].replace("\r\n", "\n")),
        "passage": " ".join(printable(form.cleaned_data["quote"]).split()),
    }
    if link.post.draft_notes.count() >= MOST_NOTES:
        told = _("This draft has so many notes that it takes no more. Write to its authors.")
        form.add_error(None, told)
        return 422
    if not link.notes.waiting().filter(**said).exists():  # more than one is, where one was reopened
        DraftNote.objects.create(post=link.post, link=link, **said)
    return 302
