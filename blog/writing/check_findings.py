"""What an author is told of each kind of finding, and how much it matters."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.markup.page.text_checks import Finding, FindingKind


class Gravity(models.TextChoices):
    """How much a finding matters, in a word."""

    WRONG = "wrong", _("Wrong")
    LOOK = "look", _("Look at it")
    HINT = "hint", _("Hint")


SAID: dict[FindingKind, tuple[Gravity, Any]] = {
    FindingKind.KEY: (Gravity.WRONG, "%(words)s"),
    FindingKind.UNKNOWN_WORK: (
        Gravity.LOOK,
        _(
            "The library has no work “%(words)s” yet. Saving adds it, and a registry is asked "
            "whether there is such a work."
        ),
    ),
    FindingKind.REFUSED_WORK: (
        Gravity.WRONG,
        _("The registry knows no work “%(words)s”: look whether it is spelled right."),
    ),
    FindingKind.TEXTLESS: (
        Gravity.LOOK,
        _(
            "The picture “%(words)s” has no description for those who cannot see it. Write one, "
            "as in ![a falling curve](…), or say that it only decorates: ![](…){.decorative}"
        ),
    ),
    FindingKind.MISSING_PICTURE: (
        Gravity.WRONG,
        _("There is no picture at “%(words)s”."),
    ),
    FindingKind.ELSEWHERE: (
        Gravity.LOOK,
        _(
            "The picture “%(words)s” stands on another site, so readers see a link to it. Put a "
            "copy into the text, or have it fetched below the form."
        ),
    ),
    FindingKind.LINK: (
        Gravity.WRONG,
        _("The link “%(words)s” leads to nothing on this site."),
    ),
    FindingKind.NOT_PUBLIC: (
        Gravity.LOOK,
        _("The link “%(words)s” leads to a post that is not published yet."),
    ),
    FindingKind.PLACE: (
        Gravity.WRONG,
        _("The link “%(words)s” leads to no place in this text."),
    ),
    FindingKind.SKIPPED: (
        Gravity.HINT,
        _("The heading “%(words)s” is more than one level below the heading before it."),
    ),
    FindingKind.TWICE: (
        Gravity.LOOK,
        _("The name “%(words)s” is given twice: links lead to the first place alone."),
    ),
    FindingKind.NOTE_TWICE: (
        Gravity.WRONG,
        _("The note “%(words)s” is written twice: readers see the first alone."),
    ),
    FindingKind.NOTE_UNUSED: (
        Gravity.LOOK,
        _("No mark in the text names the note “%(words)s”, so nobody sees it."),
    ),
    FindingKind.NOTE_MISSING: (
        Gravity.WRONG,
        _("The mark “%(words)s” names a note that is not written."),
    ),
    FindingKind.BYLINE: (
        Gravity.LOOK,
        _("No author stands over the post."),
    ),
    FindingKind.NEAR_TAG: (Gravity.LOOK, "%(words)s"),
    FindingKind.PROBLEM: (Gravity.LOOK, "%(words)s"),
    FindingKind.FACT: (Gravity.LOOK, "%(words)s"),
}


def gravity_of(finding: Finding) -> Gravity:
    return SAID[finding.kind][0]


def finding_words(finding: Finding) -> str:
    return str(SAID[finding.kind][1]) % {"words": finding.words}
