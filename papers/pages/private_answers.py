"""What is an answer for one visitor alone."""

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.urls import reverse


def kept_private(response: HttpResponseBase, is_public: bool) -> HttpResponseBase:
    """An answer, which caches leave alone unless everybody may have it."""
    if not is_public:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def with_edit_link(
    request: HttpRequest, response: SimpleTemplateResponse, row: models.Model
) -> SimpleTemplateResponse:
    """A row's page, which leads those to its form who may change the row. Who comes without a
    session gets the page that everybody gets, without a look at who it is."""
    address = edit_address(request, row)
    if address:
        response.context_data["edit_address"] = address
        kept_private(response, is_public=False)
    return response


def edit_address(request: HttpRequest, row: models.Model) -> str:
    """Where the visitor may change a row; '' for who may not."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    user, model = request.user, row._meta
    if not (user.is_staff and user.has_perm(f"{model.app_label}.change_{model.model_name}")):
        return ""
    return reverse(f"admin:{model.app_label}_{model.model_name}_change", args=[row.pk])
