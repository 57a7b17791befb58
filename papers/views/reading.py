"""The reading list: what the site's editors want to read, read now, and have read."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from papers.choices import ReadingState
from papers.pages.reading_page import reading_page

NEWEST = 20


def reading_list(request: HttpRequest) -> HttpResponse:
    """All states with the newest of each, or one of them (``?state=``) page by page."""
    chosen = request.GET.get("state", "")
    if chosen and chosen not in ReadingState.values:
        raise Http404(_("The reading list has no such state."))
    states = [ReadingState(chosen)] if chosen else list(ReadingState)
    size = settings.PAPERS_PER_PAGE if chosen else NEWEST
    cursor = request.GET.get("before", "") if chosen else ""
    lists = [(state, reading_page(state, cursor, size)) for state in states]
    context = {
        "chosen": chosen,
        "lists": [(state, page) for state, page in lists if page.rows],
        "page": lists[0][1],
        "filter_query": f"state={chosen}" if chosen else "",
    }
    return TemplateResponse(request, "papers/reading_list.html", context)
