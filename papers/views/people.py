"""People and their works."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from papers.models import Contributor, Paper
from papers.paging import page_by_number


def person_detail(request: HttpRequest, slug: str) -> HttpResponse:
    person = get_object_or_404(Contributor, slug=slug)
    papers = Paper.objects.filter(contributors=person).distinct()
    page = page_by_number(
        papers, request.GET.get("before", ""), settings.PAPERS_PER_PAGE, "sort_year"
    )
    return TemplateResponse(request, "papers/person_detail.html", {"person": person, "page": page})
