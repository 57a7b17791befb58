"""Tags and their posts."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from blog.models import Tag
from blog.posts import post_lists
from papers.queries.paging import page_by_name

TAGS_PER_PAGE = 500


def tag_list(request: HttpRequest) -> TemplateResponse:
    tags = Tag.objects.visible().with_counts()
    page = page_by_name(tags, request.GET.get("before", ""), TAGS_PER_PAGE, "key")
    return TemplateResponse(request, "blog/tag_list.html", {"page": page})


def tag_detail(request: HttpRequest, slug: str) -> TemplateResponse:
    tag = get_object_or_404(Tag.objects.visible().with_counts(), slug=slug)
    page = post_lists.posts_of_tag(tag, request.GET.get("before", ""), timezone.now())
    mentions = post_lists.mentions_of_tag(tag) if page.is_first else []
    context = {"tag": tag, "page": page, "mentions": mentions}
    return TemplateResponse(request, "blog/tag_detail.html", context)
