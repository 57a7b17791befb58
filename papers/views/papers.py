"""The library's list, and a paper's own page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from papers import library
from papers.filters import PaperFilterForm
from papers.models import Paper
from papers.overview import overview
from papers.timeline import draw


def paper_list(request: HttpRequest) -> HttpResponse:
    form = PaperFilterForm(request.GET)
    whole = overview()
    context = {
        "form": form,
        "page": form.page(request.GET.get("before", "")),
        "filter_query": form.query,
        "overview": whole,
        "timeline": draw(whole.years),
    }
    return TemplateResponse(request, "papers/paper_list.html", context)


def paper_detail(request: HttpRequest, key: str) -> HttpResponse:
    paper = Paper.objects.by_key(key).first()
    if paper is None:
        raise Http404(_("There is no paper with this key in the library."))
    if paper.key != key:
        return redirect(paper, permanent=True)
    context = {
        "paper": paper,
        "authorships": library.authorships_of(paper),
        "identifiers": library.identifiers_of(paper),
        "page": library.discussions_of(paper, request.GET.get("before", "")),
    }
    return TemplateResponse(request, "papers/paper_detail.html", context)
