"""Tags and their posts."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

from blog.models import Tag
from blog.posts import post_lists
from blog.posts.cited_standing import tell_standings
from papers.pages.private_answers import with_edit_link
from papers.queries.paging import page_by_name
from papers.queries.prepared import prepared
from papers.records.address_forms import address_form

TAGS_PER_PAGE = 500


def tag_list(request: HttpRequest) -> TemplateResponse:
    tags = Tag.objects.visible().with_counts()
    page = page_by_name(tags, request.GET.get("before", ""), TAGS_PER_PAGE, "key")
    return TemplateResponse(request, "blog/tag_list.html", {"page": page})


@prepared
def visible_tag(slug: str, now: datetime) -> QuerySet:
    return Tag.objects.visible(now).filter(slug=slug)


def tag_detail(request: HttpRequest, slug: str) -> TemplateResponse:
    tag = visible_tag.first(address_form(slug), timezone.now())
    if tag is None:
        raise Http404
    cursor = request.GET.get("before", "")
    page = post_lists.page_of_tag(tag, cursor, settings.BLOG_POSTS_PER_PAGE)
    tell_standings(page.rows)
    mentions = post_lists.mentions_of_tag(tag.pk, timezone.now()) if page.is_first else []
    context = {"tag": tag, "page": page, "mentions": mentions}
    response = TemplateResponse(request, "blog/tag_detail.html", context)
    return with_edit_link(request, response, tag)
