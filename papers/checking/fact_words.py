"""What a text says otherwise than the records of its works, in words for its author."""

from django.utils.translation import gettext as _

from papers.checking.prose_facts import FactKind, FactWarning


def fact_message(warning: FactWarning) -> str:
    """A warning as a sentence for an author."""
    said = {
        FactKind.STRANGER: _(
            "“%(title)s”: the text names %(said)s; the record's authors are %(known)s."
        ),
        FactKind.LEFT_OUT: _(
            "“%(title)s”: the text names %(said)s and no “et al.”; the record's authors are "
            "%(known)s."
        ),
        FactKind.YEAR: _("“%(title)s”: the text says %(said)s; the record says %(known)s."),
        FactKind.VENUE: _("“%(title)s”: the text says %(said)s; the record says %(known)s."),
        FactKind.TITLE: _("The heading “%(said)s” is nearly the title “%(known)s”."),
        FactKind.TOOL: _(
            "“%(title)s”: the text says that its authors used %(said)s; the work is of %(known)s."
        ),
    }[warning.kind]
    values = {"title": warning.title, "said": warning.said, "known": warning.known}
    return f"{said % values} ({_('In')}: “{warning.sentence}”)"
