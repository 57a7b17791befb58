"""The first page, and pages of the owner's own."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control

from blog.models import Author, Page, current_site, stored_site
from blog.posts.own_pages import find_page, first_page
from blog.views.posts import post_list
from papers.pages.private_answers import kept_private, with_edit_link
from papers.site_values import absolute_url

MOST_AUTHORS = 50


def home(request: HttpRequest) -> HttpResponse:
    """The page that the owner put first, else the newest posts."""
    page = first_page()
    return show_page(request, page) if page else post_list(request)


def page_detail(request: HttpRequest, address: str) -> HttpResponse:
    """A page, or the newest posts at the address that they have when a page comes first."""
    if address == current_site().posts_address:
        return post_list(request) if first_page() else redirect("blog:home")
    return show_page(request, find_page(request, address))


def about(request: HttpRequest) -> HttpResponse:
    """The owner's own page at this address, else what we know of the blog and its authors."""
    page = Page.objects.published().filter(address="about").first()
    if page is not None:
        return show_page(request, page)
    return TemplateResponse(
        request, "blog/about.html", {"authors": Author.objects.listed()[:MOST_AUTHORS]}
    )


def show_page(request: HttpRequest, page: Page) -> HttpResponse:
    is_first = page.pk == current_site().home_page_id and page.is_public
    path = reverse("blog:home") if is_first else page.get_absolute_url()
    context = {"page": page, "url": absolute_url(path)}
    response = TemplateResponse(request, "blog/page_detail.html", context)
    kept_private(response, page.is_public)
    return with_edit_link(request, response, page)


def site_look(request: HttpRequest, digest: str) -> HttpResponse:
    """The owner's colours and CSS. An older sheet's address leads to the one of today."""
    site = current_site() if current_site().look_digest == digest else stored_site()
    if not site.look_digest:
        raise Http404
    if site.look_digest != digest:
        return redirect("blog:site_look", digest=site.look_digest)
    response = HttpResponse(site.look, content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=31_536_000, immutable=True)
    return response
