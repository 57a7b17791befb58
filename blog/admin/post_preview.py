"""The page that readers would see of a post whose form is open, of what stands in it now."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import reverse

from blog.admin.tags_field import split_tag_names
from blog.models import Author, Byline, Post
from blog.posts.post_preview import previewed_post, spend_preview
from papers.admin.extra_pages import ExtraPages

SHOWN = "blog/post_preview.html"


class PreviewingPosts(ExtraPages):
    """By POST alone, for who may save the form; nothing of it is stored, and no cache keeps it."""

    pages = {"preview/": "preview", "<int:pk>/preview/": "preview"}

    def preview_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        post = Post.objects.filter(pk=pk).first()  # a form outlives its post, as a new one's
        if not (self.has_change_permission(request, post) if post else self.may_add(request)):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        spent = spend_preview(request.user)
        if not spent.is_free:
            headers = {"Retry-After": str(spent.wait)}
            faults = [str(spent)]
            return TemplateResponse(request, SHOWN, {"faults": faults}, status=429, headers=headers)
        return TemplateResponse(request, SHOWN, self.previewed(request, post))

    def may_add(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request)

    def previewed(self, request: HttpRequest, post: Post | None) -> dict[str, Any]:
        """What the template shows of the form: the post, and what stands in its way."""
        make_form = self.get_form(request, post, change=post is not None)
        form = make_form(request.POST, instance=post)
        formsets, _inlines = self._create_formsets(request, form.instance, change=bool(post))
        form.is_valid()
        faults = [told for name in form.errors for told in faults_of(form, name)]
        if form.rendered is None:
            return {"faults": faults}
        rows = [one for one in formsets if one.model is Byline]
        authors = typed_authors(rows[0]) if rows and rows[0].is_valid() else None
        if authors is None or not (authors or post):
            authors = self.authors_without_rows(request, post)
        tags = split_tag_names(request.POST.get("tags", ""))
        shown = previewed_post(form.instance, form.rendered, tags, authors)
        told = [problem["message"] for problem in shown["post"].problems]
        faults = [one for one in faults if not any(message in one for message in told)]
        return {"faults": faults, **shown}

    def authors_without_rows(self, request: HttpRequest, post: Post | None) -> list[Author]:
        """Those that a save would leave, or give a new post."""
        if post is not None:
            return [one.author for one in post.bylines.select_related("author")]
        return list(Author.objects.filter(user=request.user))


def faults_of(form: Any, name: str) -> Iterable[str]:
    """What is said of a field, each with the field's name."""
    label = form[name].label if name in form.fields else ""
    for told in form.errors[name]:
        yield f"{label}: {told}" if label else told


def typed_authors(rows: Any) -> list[Author]:
    """Those that the rows of a form name, in their order."""
    kept = [form.instance for form in rows.forms if form not in rows.deleted_forms]
    typed = [byline for byline in kept if byline.author_id]
    return [byline.author for byline in sorted(typed, key=lambda byline: byline.position)]


def preview_address(post: Post | None) -> str:
    return reverse("admin:blog_post_preview", args=[post.pk] if post and post.pk else [])
