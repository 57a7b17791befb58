"""Handing out or erasing what is stored of the person who wrote a comment."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.comments.moderation.personal_data import comments_of_person, erase_person, export_person
from blog.models import Comment

JSON_AS_PEOPLE_READ_IT = {"ensure_ascii": False, "indent": 2}
MOST_SHOWN = 500
HASH_SHOWN = 8


@dataclass(frozen=True)
class Candidate:
    """A comment that may be the person's; ``is_likely`` where more than the name says so."""

    comment: Comment
    is_likely: bool

    @property
    def network(self) -> str:
        """The beginning of the hash of the address it came from, while that is known."""
        return self.comment.sender[:HASH_SHOWN]


def one_comment(request: HttpRequest, comments: QuerySet[Comment]) -> Comment | None:
    rows = list(comments.order_by("pk")[:2])
    if len(rows) != 1:
        messages.warning(request, _("Select one comment of the person."))
        return None
    return rows[0]


def person_of(comment: Comment) -> dict[str, str]:
    """Who wrote it: by mail, else by name."""
    return {"mail": comment.email} if comment.email else {"name": comment.name}


def chosen_of(request: HttpRequest, comment: Comment) -> list[int] | None:
    """The comments that were ticked; None for all, where a mail says whose they are."""
    if comment.email:
        return None
    return [int(one) for one in request.POST.getlist("chosen") if one.isdecimal() and len(one) < 19]


def candidates(comment: Comment) -> list[Candidate]:
    """The comments of the same mail; without one those of the same name, of which only what came
    from the same network is likely to be the same person's."""
    rows = comments_of_person(**person_of(comment)).select_related("post")
    network = (comment.sender, "") if comment.sender else None
    return [
        Candidate(row, row.pk == comment.pk or (row.sender, row.email) == network)
        for row in rows.order_by("-created_at", "-pk")[:MOST_SHOWN]
    ]


def ask_which(
    model_admin: admin.ModelAdmin, request: HttpRequest, comment: Comment, action: str
) -> HttpResponse:
    """Shows whose comments would be meant; a moderator chooses among those of one name."""
    context = {
        **model_admin.admin_site.each_context(request),
        "title": model_admin.get_actions(request)[action][2],
        "opts": model_admin.opts,
        "action": action,
        "is_erasing": action == "erase_of",
        "person": comment.email or comment.name,
        "by_name": not comment.email,
        "candidates": candidates(comment),
        "comment": comment,
    }
    return TemplateResponse(request, "admin/blog/comment/person.html", context)


@admin.action(
    description=gettext_lazy("Export all comments of this person"), permissions=["change"]
)
def export_of(
    model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet
) -> HttpResponse | None:
    comment = one_comment(request, queryset)
    if comment is None:
        return None
    if not comment.email and "sure" not in request.POST:
        return ask_which(model_admin, request, comment, "export_of")
    only = chosen_of(request, comment)
    exported = export_person(request.user, **person_of(comment), only=only)
    return JsonResponse(
        exported,
        json_dumps_params=JSON_AS_PEOPLE_READ_IT,
        headers={"Content-Disposition": 'attachment; filename="comments.json"'},
    )


@admin.action(description=gettext_lazy("Erase all comments of this person"), permissions=["delete"])
def erase_of(
    model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet
) -> HttpResponse | None:
    comment = one_comment(request, queryset)
    if comment is None:
        return None
    if "sure" not in request.POST:
        return ask_which(model_admin, request, comment, "erase_of")
    only = chosen_of(request, comment)
    messages.success(request, str(erase_person(request.user, **person_of(comment), only=only)))
    return None
