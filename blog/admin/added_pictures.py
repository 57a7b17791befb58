"""Pictures put into a post's text: chosen, dropped or pasted into it (blog/pictures.js), or on a
page of their own."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.comments.moderation.rate_counts import spend_limits
from blog.models import Post
from blog.text.size_limits import MAX_IMAGE
from blog.writing.uploaded_pictures import MEGABYTE, picture_markdown, take_pictures_in
from papers.admin.extra_pages import ExtraPages

MOST_AT_ONCE = 10
KINDS = "image/jpeg,image/png,image/gif,image/webp,image/avif,image/svg+xml"


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PictureForm(forms.Form):
    """One picture with its words, or several whose words are written in the text."""

    picture = forms.FileField(
        label=gettext_lazy("Pictures"),
        required=False,
        widget=ManyFiles(attrs={"multiple": True, "accept": KINDS}),
    )
    words = forms.CharField(
        label=gettext_lazy("Description"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("What one sees, for those who cannot: a curve that falls."),
    )
    is_decorative = forms.BooleanField(
        label=gettext_lazy("It only decorates: there is nothing to describe"), required=False
    )


class AddingPictures(ExtraPages):
    """For whoever may write posts."""

    pages = {"pictures/": "pictures"}

    def pictures_view(self, request: HttpRequest) -> HttpResponse:
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        if request.method == "POST":
            return self.take_sent(request)
        return self.picture_page(request, PictureForm())

    def take_sent(self, request: HttpRequest) -> HttpResponse:
        limit = settings.BLOG_PICTURE_RATE_LIMIT
        spent = spend_limits({f"pictures {request.user.pk}": limit})
        files = request.FILES.getlist("picture")
        is_scripted = request.headers.get("X-Requested-With") == "XMLHttpRequest"
        problem, status = "", 200
        if not spent.is_free:
            problem, status = str(spent), 429
        elif not files:
            problem, status = _("Choose a picture first."), 400
        elif len(files) > MOST_AT_ONCE:
            problem, status = _("Send at most %(n)d at once.") % {"n": MOST_AT_ONCE}, 400
        form = PictureForm(request.POST)
        lines = [] if problem else self.taken_lines(form, files)
        if is_scripted:
            response = JsonResponse({"said": problem, "pictures": lines}, status=status)
        else:
            response = self.picture_page(request, form, problem=problem, lines=lines)
            response.status_code = status
        if status == 429:
            response.headers["Retry-After"] = str(spent.wait)
        return response

    def taken_lines(self, form: PictureForm, files: list[Any]) -> list[dict[str, str]]:
        """What became of each file: its Markdown, or why it is refused."""
        said = form.cleaned_data if form.is_valid() else {}
        words = said.get("words", "") if len(files) == 1 else ""
        return [
            {
                "file": one.file_name,
                "address": one.address,
                "refusal": one.refusal,
                "markdown": one.address
                and picture_markdown(
                    one.address, words, is_decorative=said.get("is_decorative", False)
                ),
            }
            for one in take_pictures_in(files)
        ]

    def picture_page(self, request: HttpRequest, form: PictureForm, **shown: Any) -> HttpResponse:
        return self.extra_page(
            request,
            "admin/blog/post/pictures.html",
            _("Put a picture into a text"),
            form=form,
            megabytes=MAX_IMAGE // MEGABYTE,
            **shown,
        )

    @admin.display(description=gettext_lazy("pictures"))
    def picture_box(self, post: Post) -> str:
        return render_to_string("admin/blog/post/_picture_box.html", {"kinds": KINDS})
