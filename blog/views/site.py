"""The site itself: about it, its health, and what it says when something is wrong."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.static import serve

from blog.models import Author

MOST_AUTHORS = 50


def about(request: HttpRequest) -> HttpResponse:
    authors = Author.objects.listed()[:MOST_AUTHORS]
    return TemplateResponse(request, "blog/about.html", {"authors": authors})


def robots(request: HttpRequest) -> HttpResponse:
    sitemap = settings.SITE_URL + reverse("blog:sitemap_index")
    text = f"User-agent: *\nDisallow: /admin/\nSitemap: {sitemap}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def healthz(request: HttpRequest) -> HttpResponse:
    """``ok`` while the database answers; the storage fault page, 503, otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look on pages that name no icon, as the admin's."""
    return redirect(static("blog/icon.svg"), permanent=True)


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """An image of a post. A proxy in front may serve the folder itself, with these headers."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return TemplateResponse(request, "400.html", status=400).render()


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    context = {"reason": str(exception)}
    return TemplateResponse(request, "403.html", context, status=403).render()


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    argument = exception.args[0] if exception.args else ""
    reason = argument if isinstance(argument, str) else ""
    return TemplateResponse(request, "404.html", {"reason": reason}, status=404).render()
