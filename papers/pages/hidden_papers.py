"""Papers that nothing public cites: their pages are there for editors alone."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.models import Check, CommentCitation, Notice, Paper, Source
from papers.queries.prepared import prepared
from papers.records.address_forms import address_form


def there_is(rows: QuerySet, paper: str = "paper") -> Exists:
    return Exists(rows.filter(**{paper: OuterRef("pk")}).order_by())


def with_presence(papers: QuerySet) -> QuerySet:
    """Papers with whether there is anything of each kind that few have: their pages ask for what
    is there, and for nothing else."""
    return papers.select_related("reading").annotate(
        has_remarks=there_is(CommentCitation.objects.all()),
        has_versions=there_is(Paper.objects.all(), "version_of"),
        has_checks=there_is(Check.objects.all()),
        has_notices=there_is(Notice.objects.confirmed()),
        tells_notices=there_is(Notice.objects.confirmed(), "notice_paper"),
        has_sources=there_is(Source.objects.all()),
    )


@prepared
def public_paper(key: str, now: datetime) -> QuerySet:
    return with_presence(Paper.objects.by_key(key).visible(now))


def readable_paper(key: str, request: HttpRequest) -> tuple[Paper, bool]:
    """The paper to which a key leads if the visitor may read it, and whether everybody may; else a
    404.

    The visitor's session is looked at only where not everybody may, so that a public page never
    depends on who reads it.
    """
    if paper := public_paper.first(address_form(key), timezone.now()):
        return paper, True
    papers = with_presence(Paper.objects.by_key(key))
    if paper := papers.editable_by(request.user).first():
        return paper, False
    raise Http404(_("There is no paper with this key in the library."))
