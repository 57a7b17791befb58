"""What may have happened to a work, retracted or the like: kinds, words, shapes, who says it."""

from django.utils.translation import gettext_lazy as _

from papers.registries.registry_record import NoticeKind

NOTICES = [
    (NoticeKind.RETRACTION.value, _("retracted")),
    (NoticeKind.REMOVAL.value, _("removed")),
    (NoticeKind.WITHDRAWAL.value, _("withdrawn")),
    (NoticeKind.PARTIAL_RETRACTION.value, _("partly retracted")),
    (NoticeKind.CONCERN.value, _("expression of concern")),
    (NoticeKind.CORRECTION.value, _("corrected")),
    (NoticeKind.ADDENDUM.value, _("addendum")),
    (NoticeKind.REINSTATEMENT.value, _("reinstated")),
    (NoticeKind.REPLACEMENT.value, _("replaced")),
    (NoticeKind.NEW_VERSION.value, _("newer version")),
    (NoticeKind.PUBLISHED.value, _("now published")),
    (NoticeKind.SUPERSEDED.value, _("superseded")),
    (NoticeKind.OTHER.value, _("other")),
]
"""What may have happened to a work, the gravest first."""
WARNINGS = tuple(kind for kind, _word in NOTICES[:5])
"""Those that readers are told at every citation."""
SHOWN_NOTICES = NOTICES[:6]
"""Those of which the gravest one in force is a paper's ``notice``: lists and filters have it."""
SOURCES = {
    "publisher": _("the publisher"),
    "retraction-watch": "Retraction Watch",
    "arxiv": "arXiv",
    "editor": _("an editor of this site"),
    "title": _("its title"),
}
"""Who tells of a notice, by what is stored."""
_SHAPES = {"partial-retraction": "◐", "concern": "△", "correction": "✎"}


def notice_shape(kind: str) -> str:
    return _SHAPES.get(kind, "⊘" if kind in WARNINGS else "·")
