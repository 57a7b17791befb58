"""Pages of the admin whose rows carry a note."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from papers.admin.concurrent_edits import SeenAdmin
from papers.note_html import rendered_ahead


class NotedAdmin(SeenAdmin):
    """Renders the note that it is sent before Django opens its transaction around the form."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        note = request.POST.get("note", "").strip()  # as its field does
        scope = self.model.note_scope.format(paper=request.POST.get("paper", ""))
        with rendered_ahead(note, scope):
            return super().changeform_view(request, *args, **kwargs)
