"""What was corrected, for readers."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from blog.models import Correction
from blog.posts.stored_differences import stored_lines
from papers.queries.paging import page_by_time

CORRECTIONS_PER_PAGE = 50


def correction_list(request: HttpRequest) -> TemplateResponse:
    rows = Correction.objects.listed().with_post().defer("change")
    page = page_by_time(rows, request.GET.get("before", ""), CORRECTIONS_PER_PAGE, time="at")
    return TemplateResponse(request, "blog/correction_list.html", {"page": page})


def correction_detail(request: HttpRequest, slug: str, version: int) -> TemplateResponse:
    rows = Correction.objects.published().with_post()
    correction = get_object_or_404(rows, post__slug=slug, version=version)
    context = {
        "title": _("Correction of “%(post)s”") % {"post": correction.post.title_words},
        "correction": correction,
        "post": correction.post,
        "lines": stored_lines(correction.change),
    }
    return TemplateResponse(request, "blog/correction_detail.html", context)
