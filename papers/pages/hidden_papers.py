"""Papers that nothing public cites: their pages are there for editors alone."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.models import Paper
from papers.queries.prepared import prepared
from papers.records.address_forms import address_form


@prepared
def public_paper(key: str, now: datetime) -> QuerySet:
    return Paper.objects.by_key(key).visible(now).select_related("reading")


def readable_paper(key: str, request: HttpRequest) -> tuple[Paper, bool]:
    """The paper to which a key leads if the visitor may read it, and whether everybody may; else a
    404.

    The visitor's session is looked at only where not everybody may, so that a public page never
    depends on who reads it.
    """
    if paper := public_paper.first(address_form(key), timezone.now()):
        return paper, True
    papers = Paper.objects.by_key(key).select_related("reading")
    if paper := papers.editable_by(request.user).first():
        return paper, False
    raise Http404(_("There is no paper with this key in the library."))
