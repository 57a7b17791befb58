"""The way from a row in the admin to its page at the site, for those alone who may see the row."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from papers.queries.row_numbers import row_number


@admin.site.admin_view
def view_on_site(request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
    """Django's own leads everybody in the admin to the address of any row, and so tells what
    somebody else's draft is called."""
    kind = get_object_or_404(ContentType, pk=row_number(content_type_id))
    model_admin = admin.site._registry.get(kind.model_class())
    row = model_admin and model_admin.get_object(request, object_id)
    if row is None or not model_admin.has_view_permission(request, row):
        raise Http404
    return shortcut(request, kind.pk, object_id)
