"""Papers that nothing public cites: their pages are there for editors alone."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from papers.models import Paper


def readable_paper(papers: QuerySet, request: HttpRequest) -> tuple[Paper, bool]:
    """The one of these papers that the visitor may read, and whether everybody may; else a 404.

    The visitor's session is looked at only where not everybody may, so that a public page never
    depends on who reads it.
    """
    if paper := papers.visible().first():
        return paper, True
    if paper := papers.editable_by(request.user).first():
        return paper, False
    raise Http404(_("There is no paper with this key in the library."))
