"""The reasons in words, in the language of whoever reads them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

PLAIN = {
    "honeypot": gettext_lazy("a field that people do not see was filled in"),
    "undated": gettext_lazy("sent without our form"),
    "banned_sender": gettext_lazy("its IP address is banned"),
    "first": gettext_lazy("first comment"),
    "unproven": gettext_lazy("mail address not proven"),
    "trusted": gettext_lazy("writer of an approved comment"),
    "all_held": gettext_lazy("every comment is held"),
    "author_name": gettext_lazy("name of an author of this blog"),
    "busy": gettext_lazy("sent while very many were"),
    "edited": gettext_lazy("edited after it was approved"),
    "mention": gettext_lazy("a page of another site that links the post"),
    "withdrawn": gettext_lazy("withdrawn by its writer"),
}
WITH_VALUE = {
    "words": gettext_lazy("suspect words: %(value)s"),
    "script": gettext_lazy("mostly in %(value)s script"),
    "banned_mail": gettext_lazy("banned mail: %(value)s"),
    "banned_site": gettext_lazy("banned website: %(value)s"),
    "banned_words": gettext_lazy("banned words: %(value)s"),
    "duplicate": gettext_lazy("same text as comment %(value)s"),
    "fast": gettext_lazy("sent after %(value)s s"),
}


def counted_reason(code: str, value: int) -> str:
    if code == "links":
        text = ngettext("%(value)d link", "%(value)d links", value)
    elif code == "old":
        text = ngettext("form %(value)d day old", "form %(value)d days old", value)
    elif code == "known_spammer":
        text = ngettext(
            "%(value)d spam comment from the same sender",
            "%(value)d spam comments from the same sender",
            value,
        )
    elif code == "often":
        text = _("%(value)dth comment of its sender in an hour")
    else:
        return code
    return text % {"value": value}


def reason_in_words(code: str, value: Any = "") -> str:
    """A reason in words; one that this version does not know stays a code."""
    if code in PLAIN:
        return str(PLAIN[code])
    if code in WITH_VALUE:
        return WITH_VALUE[code] % {"value": value}
    return counted_reason(code, value) if isinstance(value, int) else code


def reasons_in_words(reasons: Iterable[list[Any]]) -> list[str]:
    return [reason_in_words(*reason) for reason in reasons]
