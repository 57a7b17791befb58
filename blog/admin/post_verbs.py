"""What the buttons of a post's form do to its date, which decides whether it is a draft, scheduled
or published. A form that is sent without any of them is taken as its date says."""

from collections.abc import Mapping
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.admin.publishing_question import GO_AHEAD

STAY, SAVE, KEEP, PUBLISH = "_continue", "_save", "_draft", "_publish"
"""Names of buttons: after the first the form is shown again, after the others the list of posts.
``KEEP`` is for those who may not open what they saved."""
PUBLISHES = {PUBLISH, GO_AHEAD}
DRAFT, UNPUBLISH = "draft", "unpublish"
"""What ``STAY`` may say besides that it was pressed."""

KEEPS_NO_DATE = _(
    "A draft has no date yet. Empty this to save the draft, or publish it: with a date to come it "
    "is published then, by itself."
)
PUBLISHED_MEANWHILE = _(
    "Somebody published this post since you opened it, so nothing is stored yet. Press “Update” to "
    "have your text published too, or “Back to draft”."
)
HAS_DATE = _(
    "A published post has a date. To take it back from its readers, press “Back to draft”."
)


def date_by_verb(
    sent: Mapping[str, str], stored: datetime | None, typed: datetime | None
) -> datetime | None:
    """When the post is to be published, ``None`` for a draft; ``stored`` is when it is by now.
    Raises ``ValidationError`` where the button and the date say different things."""
    if PUBLISHES & sent.keys():
        return typed or timezone.now().replace(microsecond=0)
    if sent.get(STAY) == UNPUBLISH:
        return None
    if (KEEP in sent or sent.get(STAY) == DRAFT) and typed is not None:
        raise forms.ValidationError(KEEPS_NO_DATE if stored is None else PUBLISHED_MEANWHILE)
    if {SAVE, STAY} & sent.keys() and stored is not None and typed is None:
        raise forms.ValidationError(HAS_DATE)
    return typed
