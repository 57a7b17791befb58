"""The library's list, and a paper's own page."""

from collections.abc import Sequence
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from papers.pages.hidden_papers import readable_paper
from papers.pages.library_filters import MOST_IN_FILE, PaperFilterForm, filter_fields
from papers.pages.library_overview import overview_of_library
from papers.pages.moved import moved_to
from papers.pages.paper_page import description_of_paper, paper_page
from papers.pages.pieces import piece_html
from papers.pages.private_answers import kept_private, with_edit_link
from papers.pages.timeline import YearCount, draw_timeline
from papers.site_values import absolute_url


def paper_list(request: HttpRequest) -> HttpResponse:
    form = PaperFilterForm(request.GET)
    whole = overview_of_library()
    context = {
        "form": form,
        "filter_fields": filter_fields(form),
        "page": form.page(request.GET.get("before", "")),
        "filter_query": form.query,
        "most_in_file": MOST_IN_FILE,
        "overview": whole,
        "timeline": timeline_html(whole.years, request.path),
    }
    return TemplateResponse(request, "papers/paper_list.html", context)


def timeline_html(years: Sequence[YearCount], path: str) -> str:
    drawing = draw_timeline(years)
    if drawing is None:
        return ""
    return piece_html("papers/_timeline.html", timeline=drawing, years=tuple(years), path=path)


def paper_detail(request: HttpRequest, key: str) -> HttpResponse:
    paper, is_public = readable_paper(key, request)
    if paper.key != key:
        return moved_to(paper.get_absolute_url())
    url = absolute_url(paper.get_absolute_url())
    context = {
        **paper_page(paper, request.GET.get("before", "")),
        "description": partial(description_of_paper, paper, url),
    }
    response = TemplateResponse(request, "papers/paper_detail.html", context)
    kept_private(response, is_public)
    return with_edit_link(request, response, paper)
