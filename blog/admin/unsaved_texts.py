"""The text that somebody typed into a post's form and did not save: kept by a script of ours
(blog/unsaved.js), and offered again to the same user."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.models import Post, UnsavedText
from blog.posts.unsaved_texts import (
    FORM_NAME,
    TooMuchTyped,
    end_unsaved,
    keep_unsaved,
    spend_keeping,
)
from papers.admin.conflicts import shown_lines
from papers.admin.extra_pages import ExtraPages
from papers.queries.row_numbers import row_number

FORM_FIELD, GO_ON = "unsaved_form", "_unsaved"
NOT_KEPT = ("csrfmiddlewaretoken", FORM_FIELD, "_turn", "_post")
MOST_OFFERED = 5


class KeepingUnsaved(ExtraPages):
    """Buffers are their users' alone: nobody else's address of one is there."""

    pages = {"unsaved/": "unsaved", "unsaved/<int:pk>/": "unsaved_text"}

    def unsaved_view(self, request: HttpRequest) -> HttpResponse:
        """Takes what a form holds at this moment; answers in JSON for the script."""
        form, turn = request.POST.get(FORM_FIELD, ""), request.POST.get("_turn", "")
        is_readable = FORM_NAME.fullmatch(form) and turn.isascii() and turn.isdecimal()
        if request.method != "POST" or not is_readable or len(turn) > 16:
            return JsonResponse({"said": _("This is no form of a post.")}, status=400)
        post = self.written_post(request, row_number(request.POST.get("_post", "")))
        spent = spend_keeping(request.user)
        if not spent.is_free:
            headers = {"Retry-After": str(spent.wait)}
            return JsonResponse({"said": str(spent)}, status=429, headers=headers)
        fields = {name: texts for name, texts in request.POST.lists() if name not in NOT_KEPT}
        try:
            is_kept = keep_unsaved(request.user, post, form, fields, int(turn))
        except TooMuchTyped:
            return JsonResponse({"said": _("The text is too long to be kept.")}, status=413)
        told = f"{timezone.localtime():%H:%M}"
        return JsonResponse({"kept": told}, status=200 if is_kept else 410)

    def written_post(self, request: HttpRequest, number: int | None) -> Post | None:
        """The post that a form is of, which its user must be allowed to change; ``None`` for a new
        one, or one that was deleted meanwhile."""
        post = Post.objects.filter(pk=number).only("pk").first()
        may_change = self.has_change_permission(request, post)
        if not (self.has_add_permission(request) if number is None else may_change):
            raise PermissionDenied
        return post

    def unsaved_text_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What differs from the post as it is stored, to who may still see that; a POST discards
        the text."""
        row = get_object_or_404(UnsavedText.objects.waiting(), pk=pk, user=request.user)
        back = ("admin:blog_post_change", row.post_id) if row.post_id else ("admin:blog_post_add",)
        if request.method == "POST":
            row.delete()
            return redirect(*back)
        post = row.post if self.has_view_permission(request, row.post) else None
        return self.extra_page(
            request,
            "admin/blog/post/unsaved.html",
            _("Text that was not saved"),
            original=post,
            row=row,
            lines=shown_lines(post.source if post else "", row.source),
        )

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """To go on with a text is to have its form as it was, with what is said of it by now."""
        if request.method == "POST" and GO_ON in request.POST:
            rows = UnsavedText.objects.waiting()
            row = get_object_or_404(rows, pk=row_number(request.POST[GO_ON]), user=request.user)
            request.POST = typed_form(row)
        return super().changeform_view(request, object_id, *args, **kwargs)

    def tell_form(self, request: HttpRequest, context: dict[str, Any], row: Any) -> None:
        sent = request.POST.get(FORM_FIELD, "")
        context["unsaved_form"] = sent if FORM_NAME.fullmatch(sent) else str(uuid4())
        if request.method == "GET":
            rows = UnsavedText.objects.waiting().filter(user=request.user, post=row)
            context["unsaved_texts"] = rows[:MOST_OFFERED]
        super().tell_form(request, context, row)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        end_unsaved(request.user, request.POST.get(FORM_FIELD, ""))


def typed_form(row: UnsavedText) -> QueryDict:
    """The form as it was kept, only to be shown."""
    data = QueryDict(mutable=True)
    for name, texts in row.fields.items():
        data.setlist(name, texts)
    data[FORM_FIELD], data[GO_ON] = row.form, str(row.pk)
    return data
