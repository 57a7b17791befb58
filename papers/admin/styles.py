"""Citation styles in the admin: a ``.csl`` file is uploaded and checked."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from papers.admin.concurrent_edits import MeanwhileAdmin
from papers.citing.stored_references import store_all_references
from papers.citing.style_names import site_style
from papers.csl.xmltree import MAX_BYTES
from papers.library.changes import papers_changed
from papers.models import CitedWork, ReferenceList, Style


class StyleForm(forms.ModelForm):
    """Takes the style from a file, or from the field where it can be mended."""

    file = forms.FileField(
        label=_("File"), required=False, help_text=_("A style in CSL 1.0.2, such as ieee.csl.")
    )

    class Meta:
        fields = ["source"]
        widgets = {"source": forms.Textarea(attrs={"rows": 24, "cols": 100})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        file = cleaned.get("file")
        if file is not None and file.size > MAX_BYTES:
            raise forms.ValidationError({"file": _("The file is too large for a style.")})
        if file is not None:
            try:
                cleaned["source"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise forms.ValidationError({"file": _("The file is no text in UTF-8.")}) from error
        if not cleaned.get("source"):
            raise forms.ValidationError({"file": _("Choose a file.")})
        return cleaned


class StyleAdmin(MeanwhileAdmin):
    form = StyleForm
    list_display = ["title", "name"]
    search_fields = ["title", "name"]
    fields = ["file", "source"]

    def save_model(self, request: HttpRequest, obj: Style, form: Any, change: bool) -> None:
        """The posts in a changed style are rendered again, and references of the site's."""
        super().save_model(request, obj, form, change)
        posts = ReferenceList.objects.filter(style=obj.name).values("post")
        papers_changed(CitedWork.objects.filter(post__in=posts).values_list("paper_id", flat=True))
        if obj.name == site_style():
            store_all_references.enqueue()
