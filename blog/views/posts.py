"""Lists of posts, and the post itself."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from blog.comments.sending.empty_form import empty_form_html
from blog.comments.sending.own_comments import own_comments
from blog.folder.post_source import open_sources, written_source
from blog.mentions.mentioned_posts import takes_mentions
from blog.models import Author, Correction, Post
from blog.posts import post_lists, post_page
from blog.posts.cited_standing import tell_standings
from blog.posts.post_citation import post_record
from blog.posts.share_links import share_links
from papers.pages.exports import as_file
from papers.pages.private_answers import kept_private, with_edit_link
from papers.queries.paging import page_by_text
from papers.queries.prepared import prepared
from papers.records.address_forms import address_form
from papers.site_values import absolute_url

TITLES_PER_PAGE = 100
AUTHORS_PER_PAGE = 200


def post_list(request: HttpRequest) -> TemplateResponse:
    cursor = request.GET.get("before", "")
    page = post_lists.page_of_posts(cursor, settings.BLOG_POSTS_PER_PAGE)
    tell_standings(page.rows)
    context = {"page": page, **post_lists.around_posts()}
    return TemplateResponse(request, "blog/home.html", context)


def post_detail(request: HttpRequest, slug: str) -> TemplateResponse:
    post = post_page.find_post(request, slug)
    url = absolute_url(post.get_absolute_url())
    listed = post_page.references_in(post, request.GET.get("style", ""))
    references, corrections = listed["references"], post_page.told_corrections(post)
    context = {
        "post": post,
        "url": url,
        "corrections": corrections,
        "description": partial(post_page.description_of, post, url, references, corrections),
        **post_page.posts_beside(post, [one.work.paper for one in references]),
        **listed,
        **post_page.comments_of_post(post, request),
        "citation": partial(post_page.citation_of, post, url) if post.is_published else "",
        "form_html": empty_form_html(post),
        "own_comments": own_comments(request, post),
        "share_links": links_to_share(post, url),
        "webmention": absolute_url(reverse("blog:webmention")) if takes_mentions(post) else "",
    }
    response = TemplateResponse(request, "blog/post_detail.html", context)
    if context["webmention"]:
        response.headers["Link"] = f'<{context["webmention"]}>; rel="webmention"'
    kept_private(response, post.is_published and not context["own_comments"])
    return with_edit_link(request, response, post)


def links_to_share(post: Post, url: str) -> partial | str:
    """A call that a piece makes (``papers.pages.pieces``); nothing where the post is not shared."""
    return partial(share_links, post.title_words, url, _("Mail")) if post.allow_sharing else ""


def references(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The works that a post cites, in the order of its list, for reference managers."""
    post = post_page.find_post(request, slug)
    file = as_file(post_page.cited_records(post), kind, post.slug)
    return kept_private(file, post.is_published)


def post_cite(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The post itself, for reference managers."""
    posts = Post.objects.published().prefetch_related("bylines__author")
    post = get_object_or_404(posts, slug=slug)
    record = post_record(post, absolute_url(post.get_absolute_url()))
    return as_file([record], kind, post.slug)


def post_source(request: HttpRequest, slug: str) -> HttpResponse:
    """The Markdown of a published post (RFC 7763)."""
    post = open_sources().filter(slug=slug).first()
    if post is None:
        raise Http404(_("There is no source of a post at this address."))
    url = post.canonical_url or absolute_url(post.get_absolute_url())
    headers = {"X-Robots-Tag": "noindex", "Link": f'<{iri_to_uri(url)}>; rel="canonical"'}
    text = written_source(post)
    return HttpResponse(text, content_type="text/markdown; charset=utf-8", headers=headers)


def archive(request: HttpRequest) -> TemplateResponse:
    context = {
        "years": post_lists.years_of_archive(),
        "posts": post_lists.newest_titles(timezone.now(), most=TITLES_PER_PAGE),
        "has_corrections": Correction.objects.listed().exists(),
    }
    return TemplateResponse(request, "blog/archive.html", context)


def archive_year(request: HttpRequest, year: int) -> TemplateResponse:
    page = post_lists.page_of_year(year, request.GET.get("before", ""), TITLES_PER_PAGE)
    if not page.rows and page.is_first:
        raise Http404(_("There are no posts of that year."))
    return TemplateResponse(request, "blog/archive_year.html", {"year": year, "page": page})


def author_list(request: HttpRequest) -> TemplateResponse:
    authors = Author.objects.listed()
    page = page_by_text(authors, request.GET.get("before", ""), AUTHORS_PER_PAGE, "name")
    return TemplateResponse(request, "blog/author_list.html", {"page": page})


@prepared
def visible_author(slug: str, now: datetime) -> QuerySet:
    return Author.objects.visible(now).filter(slug=slug)


def author_detail(request: HttpRequest, slug: str) -> TemplateResponse:
    author = visible_author.first(address_form(slug), timezone.now())
    if author is None:
        raise Http404
    cursor = request.GET.get("before", "")
    page = post_lists.page_of_author(author, cursor, settings.BLOG_POSTS_PER_PAGE)
    tell_standings(page.rows)
    context = {"author": author, "page": page}
    response = TemplateResponse(request, "blog/author_detail.html", context)
    return with_edit_link(request, response, author)
