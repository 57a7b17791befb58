"""Tags and their posts."""

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from blog.models import Post, Tag
from blog.posts import post_lists
from blog.posts.cited_standing import tell_standings
from papers.pages.private_answers import with_edit_link
from papers.queries.paging import page_by_name

TAGS_PER_PAGE = 500


def tag_list(request: HttpRequest) -> TemplateResponse:
    tags = Tag.objects.visible().with_counts()
    page = page_by_name(tags, request.GET.get("before", ""), TAGS_PER_PAGE, "key")
    return TemplateResponse(request, "blog/tag_list.html", {"page": page})


def tag_detail(request: HttpRequest, slug: str) -> TemplateResponse:
    tag = get_object_or_404(Tag.objects.visible().with_counts(), slug=slug)
    posts, cursor = Post.objects.with_byline(), request.GET.get("before", "")
    page = post_lists.page_of_tag(posts, tag, cursor, settings.BLOG_POSTS_PER_PAGE)
    tell_standings(page.rows)
    mentions = post_lists.mentions_of_tag(tag) if page.is_first else []
    context = {"tag": tag, "page": page, "mentions": mentions}
    response = TemplateResponse(request, "blog/tag_detail.html", context)
    return with_edit_link(request, response, tag)
