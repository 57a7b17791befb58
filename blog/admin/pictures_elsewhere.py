"""The pictures of other sites in a post's form: what became of each, and a button that has them
fetched by a job."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from blog.markup.page.pictures_elsewhere import elsewhere_in
from blog.models import OutsidePicture, Post
from blog.transfer.storing.picture_fetch_job import fetch_post_pictures
from papers.admin.extra_pages import ExtraPages

MOST_SHOWN = 200


@dataclass(frozen=True)
class PictureLine:
    """A picture that is a link in the post, and why (`""`: nobody asked for it yet)."""

    address: str
    problem: str


def picture_lines(post: Post) -> list[PictureLine]:
    addresses = elsewhere_in(post.body_html)[:MOST_SHOWN]
    rows = dict(OutsidePicture.objects.at(addresses).values_list("address", "problem"))
    return [PictureLine(address, rows.get(address, "")) for address in addresses]


def is_being_fetched(post: Post) -> bool:
    """Whether a job for the post waits or runs."""
    jobs = DBTaskResult.objects.filter(task_path=fetch_post_pictures.module_path)
    waiting = (jobs.ready() | jobs.running()).values_list("args_kwargs", flat=True)
    return any(post.pk in one.get("args", ()) for one in waiting)


class ShowingPictures(ExtraPages):
    """Below a post's form: its pictures of other sites."""

    change_form_template = "admin/blog/post/change_form.html"

    pages = {"<int:pk>/fetch-pictures/": "fetch_pictures"}

    def shown_below(self, row: Post) -> dict[str, Any]:
        shown = super().shown_below(row)
        if lines := picture_lines(row):
            shown |= {"picture_lines": lines, "is_being_fetched": is_being_fetched(row)}
        return shown

    def fetch_pictures_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        post = get_object_or_404(Post, pk=pk)
        if not self.has_change_permission(request, post):
            raise PermissionDenied
        if request.method == "POST" and not is_being_fetched(post):
            fetch_post_pictures.enqueue(post.pk)
            told = _("The pictures are being fetched. Open the post again to see what came.")
            self.message_user(request, told, messages.SUCCESS)
        return redirect("admin:blog_post_change", pk)
