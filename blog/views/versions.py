"""What readers saw of a post before it was changed."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from blog.models import EarlierVersion, Post
from blog.posts.earlier_versions import listed_versions, version_page
from blog.posts.post_citation import post_record, reference_to
from blog.posts.side_notes import notes_beside
from blog.posts.stored_differences import stored_lines
from papers.formats.bibtex_writing import write_entry
from papers.site_values import absolute_url


def open_posts() -> QuerySet[Post]:
    return Post.objects.published().with_byline()


def version_list(request: HttpRequest, slug: str) -> TemplateResponse:
    post = get_object_or_404(open_posts(), slug=slug)
    versions = listed_versions(post)
    if not versions:
        raise Http404(_("There are no earlier versions of this post to read."))
    context = {"post": post, "versions": versions}
    return TemplateResponse(request, "blog/version_list.html", context)


def version_detail(request: HttpRequest, slug: str, version: int) -> TemplateResponse:
    post = get_object_or_404(open_posts(), slug=slug)
    rows = EarlierVersion.objects.published().defer("source")
    row = get_object_or_404(rows, post=post, version=version)
    row.post = post
    record = post_record(post, absolute_url(row.get_absolute_url()), row)
    shown = version_page(post, row)
    context = {
        "post": post,
        "row": row,
        "url": absolute_url(post.get_absolute_url()),
        "body_html": notes_beside(row.body_html),
        "lines": stored_lines(row.difference) if shown["is_compared"] else [],
        "citation_html": reference_to(record),
        "bibtex": write_entry(record, is_whole=False).strip(),
        **shown,
    }
    return TemplateResponse(request, "blog/version_detail.html", context)
