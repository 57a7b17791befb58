"""Pages of the admin whose texts are rendered while their forms are checked."""

from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from blog.models import ChangedMeanwhile
from papers.admin.concurrent_edits import SeenAdmin


class RenderingAdmin(SeenAdmin):
    """Checks its form outside of the transaction that Django opens around it, which would hold up
    all other writers while the text is rendered. ``save_model`` and ``save_related`` are to store
    in a transaction of their own, and raise ``ChangedMeanwhile`` where the row is not what the
    form was checked against any more."""

    @method_decorator(csrf_protect)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        try:
            return self._changeform_view(request, object_id, form_url, extra_context)
        except (ChangedMeanwhile, IntegrityError):  # the second time, the form sees what was stored
            return self._changeform_view(request, object_id, form_url, extra_context)
