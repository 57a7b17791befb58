"""What pages of the admin have besides Django's own: views with addresses, and more to show below a
row's form. Each class that adds one of them has this as its base."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path


class ExtraPages(admin.ModelAdmin):
    """``pages`` has the views that a class itself adds, by their paths: ``odd`` is the method
    ``odd_view``, and of papers the address ``admin:papers_paper_odd``."""

    pages: ClassVar[dict[str, str]] = {}

    def get_urls(self) -> list:
        added: dict[str, str] = {}
        for one in type(self).__mro__:
            added |= vars(one).get("pages", {})
        model = f"{self.opts.app_label}_{self.opts.model_name}"
        own = []
        for address, name in added.items():
            view = self.admin_site.admin_view(getattr(self, f"{name}_view"))
            own.append(path(address, view, name=f"{model}_{name}"))
        return [*own, *super().get_urls()]

    def changeable_row(self, request: HttpRequest, pk: int) -> Any:
        """The row of a page for those who may change it, and for nobody else."""
        row = get_object_or_404(self.model, pk=pk)
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        return row

    def extra_page(
        self, request: HttpRequest, template: str, title: str, **shown: Any
    ) -> HttpResponse:
        """A page in the admin's frame."""
        frame = self.admin_site.each_context(request)
        context = {**frame, "opts": self.opts, "title": title, **shown}
        return TemplateResponse(request, template, context)

    def shown_below(self, row: Any) -> dict[str, Any]:
        """What the form's template is told of a row; each class adds its own."""
        return {}

    def tell_form(self, request: HttpRequest, context: dict[str, Any], row: Any) -> None:
        """Adds to what the form's template is told, of a row or, where that is ``None``, of a new
        one; each class adds its own. A form that is sent back with its faults shows nothing
        below."""
        if row is not None and request.method == "GET":
            context |= self.shown_below(row)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        self.tell_form(request, context, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)
