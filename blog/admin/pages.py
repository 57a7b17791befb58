"""The owner's pages in the admin."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from blog.admin.checked_texts import told_line
from blog.admin.rendering_admin import RenderingAdmin
from blog.markup import MarkupError, Rendered
from blog.models import Page
from blog.models.page_addresses import page_address
from blog.posts.own_pages import render_page_source, save_page
from papers.admin.concurrent_edits import SeenForm


class AddressField(forms.CharField):
    """The slashes around an address may be typed or left out."""

    def to_python(self, value: Any) -> str:
        return page_address(super().to_python(value))


class PageForm(SeenForm):
    """Renders the text before anything is stored, so that a fault leaves it in the form."""

    rendered: Rendered | None = None

    class Meta:
        field_classes = {"address": AddressField}
        widgets = {"source": forms.Textarea(attrs={"rows": 32, "cols": 100})}

    def clean_source(self) -> str:
        source = self.cleaned_data["source"].replace("\r\n", "\n")
        try:
            language = self.data.get(self.add_prefix("language"), "")  # may not be checked yet
            self.rendered = render_page_source(source, language)
        except MarkupError as error:
            raise forms.ValidationError(str(error)) from error
        return source


@admin.register(Page)
class PageAdmin(RenderingAdmin):
    form = PageForm
    list_display = ["title", "address", "is_draft", "updated_at"]
    list_filter = ["is_draft"]
    search_fields = ["title", "address"]
    readonly_fields = ["problems_found"]
    fields = ["title", "address", "source", "problems_found", "summary", "language", "is_draft"]

    class Media:
        css = {"all": ["blog/admin.css"]}

    @admin.display(description=_("problems in the text"))
    def problems_found(self, page: Page) -> str:
        rows = ((told_line(problem["line"]), problem["message"]) for problem in page.problems)
        return format_html_join("", "<p>{}: {}</p>", rows) or _("None.")

    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:
        save_page(obj, form.rendered)
        for problem in obj.problems:
            messages.warning(request, f"{told_line(problem['line'])}: {problem['message']}")
