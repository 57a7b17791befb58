"""Series and their posts."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from blog.models import Series
from blog.posts.series_order import page_of_series
from papers.pages.private_answers import with_edit_link
from papers.queries.paging import page_by_name

SERIES_PER_PAGE = 100


def series_list(request: HttpRequest) -> TemplateResponse:
    rows = Series.objects.visible().with_counts()
    page = page_by_name(rows, request.GET.get("before", ""), SERIES_PER_PAGE, "title")
    return TemplateResponse(request, "blog/series_list.html", {"page": page})


def series_detail(request: HttpRequest, slug: str) -> TemplateResponse:
    series = get_object_or_404(Series.objects.visible().with_counts(), slug=slug)
    page = page_of_series(series, request.GET.get("before", ""))
    context = {"series": series, "page": page}
    response = TemplateResponse(request, "blog/series_detail.html", context)
    return with_edit_link(request, response, series)
