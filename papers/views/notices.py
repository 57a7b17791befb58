"""What happened to the works of the library."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from papers.models import Notice
from papers.queries.paging import page_by_time


def notice_list(request: HttpRequest) -> HttpResponse:
    """The notices of listed papers, those first that were seen last."""
    rows = Notice.objects.listed().select_related("paper", "notice_paper")
    rows = rows.defer("paper__abstract", "paper__note", "paper__note_html", "note")
    cursor = request.GET.get("before", "")
    page = page_by_time(rows, cursor, settings.PAPERS_PER_PAGE, time="first_seen_at")
    return TemplateResponse(request, "papers/notice_list.html", {"page": page})
