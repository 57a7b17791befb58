"""Handing out or erasing what is stored of the person who wrote a comment."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.comments.moderation.personal_data import comments_of_person, erase_person, export_person
from blog.models import Comment

JSON_AS_PEOPLE_READ_IT = {"ensure_ascii": False, "indent": 2}


def person_of(request: HttpRequest, comments: QuerySet[Comment]) -> dict[str, str] | None:
    """Who wrote the one comment that is selected: by mail, else by name."""
    rows = list(comments.order_by("pk")[:2])
    if len(rows) != 1:
        messages.warning(request, _("Select one comment of the person."))
        return None
    comment = rows[0]
    return {"mail": comment.email} if comment.email else {"name": comment.name}


@admin.action(
    description=gettext_lazy("Export all comments of this person"), permissions=["change"]
)
def export_of(_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet) -> object:
    person = person_of(request, queryset)
    if person is None:
        return None
    exported = export_person(request.user, **person)
    return JsonResponse(
        exported,
        json_dumps_params=JSON_AS_PEOPLE_READ_IT,
        headers={"Content-Disposition": 'attachment; filename="comments.json"'},
    )


@admin.action(description=gettext_lazy("Erase all comments of this person"), permissions=["delete"])
def erase_of(
    model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet
) -> HttpResponse | None:
    """Asks on a page of its own first."""
    person = person_of(request, queryset)
    if person is None:
        return None
    if "sure" in request.POST:
        messages.success(request, str(erase_person(request.user, **person)))
        return None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Erase all comments of this person"),
        "opts": model_admin.opts,
        "person": person.get("mail") or person["name"],
        "count": comments_of_person(**person).count(),
        "comment": queryset.get(),
    }
    return TemplateResponse(request, "admin/blog/comment/erase.html", context)
