"""The site in the admin: one form, which the sidebar's link opens."""

from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from blog.admin.rendering_admin import RenderingAdmin
from blog.markup import MarkupError
from blog.models import Site, stored_site
from blog.models.media_room import MediaFull
from blog.models.site import ONLY
from blog.models.site_fields import zone_names
from blog.paper_notes import render_note
from blog.posts.site_changes import store_site
from blog.text.size_limits import MAX_LOGO
from blog.transfer.pictures.images import ENDINGS, image_format
from blog.transfer.pictures.svg_sanitizer import clean_svg
from papers.admin.concurrent_edits import SeenForm
from papers.citing.style_names import style_choices

LINES = {"navigation": 5, "social": 4, "suspect_words": 8, "tex_macros": 8}
LONG = {"description": 2, "footer": 5, "css": 14}


def zone_choices() -> list[tuple[str, Any]]:
    """By continent, as a menu shows them."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in zone_names():
        continent, _slash, place = name.partition("/")
        groups.setdefault(continent, []).append((name, place.replace("_", " ") or name))
    return list(groups.items())


class SiteForm(SeenForm):
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        help_text=Site._meta.get_field("time_zone").help_text,
    )
    citation_style = forms.ChoiceField(
        label=_("Citation style"),
        choices=style_choices,
        help_text=Site._meta.get_field("citation_style").help_text,
    )

    class Meta:
        widgets = {
            name: forms.Textarea(attrs={"rows": rows, "cols": 80})
            for name, rows in (LINES | LONG).items()
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keep_choice("time_zone", self.instance.time_zone)
        self.keep_choice("citation_style", self.instance.citation_style)

    def keep_choice(self, name: str, value: str) -> None:
        """What is chosen today can stay: a zone's older name, a style that was taken away."""
        field = self.fields.get(name)
        if field is not None and not field.valid_value(value):
            field.choices = [(value, value), *field.choices]

    def clean_footer(self) -> str:
        footer = self.cleaned_data["footer"]
        try:
            render_note(footer, "footer-")
        except MarkupError as error:
            raise forms.ValidationError(str(error)) from error
        return footer

    def clean_logo(self) -> Any:
        return read_upload(self.cleaned_data["logo"])

    def clean_icon(self) -> Any:
        return read_upload(self.cleaned_data["icon"])


def read_upload(upload: Any) -> Any:
    """An uploaded image under a name made of its bytes, an SVG as a drawing alone; what is no
    upload (the image that is there, or none any more) as it is."""
    if not isinstance(upload, UploadedFile):
        return upload
    if upload.size > MAX_LOGO:
        told = _("The image has %(size)d kB; at most %(most)d kB, since every page shows it.")
        sizes = {"size": upload.size // 1000, "most": MAX_LOGO // 1000}
        raise forms.ValidationError(told, params=sizes)
    data = upload.read()
    kind = image_format(data)
    if kind is None:
        raise forms.ValidationError(_("This is no image: choose a PNG, JPEG, GIF, WebP or SVG."))
    if kind == "svg":
        try:
            data = clean_svg(data)
        except ValueError as error:
            told = _("This drawing cannot be shown: %(why)s.")
            raise forms.ValidationError(told, params={"why": str(error)}) from error
    try:
        default_storage.require_room(len(data))
    except MediaFull as full:
        raise forms.ValidationError(str(full)) from full
    return ContentFile(data, f"{sha256(data).hexdigest()[:20]}{ENDINGS[kind][0]}")


@admin.register(Site)
class SiteAdmin(RenderingAdmin):
    form = SiteForm
    view_on_site = staticmethod(Site.get_absolute_url)  # also before its row is stored
    readonly_fields = ["contrasts"]
    fieldsets = [
        (None, {"fields": ["name", "tagline", "description", "language", "time_zone"]}),
        (_("Texts"), {"fields": ["citation_style", "licence", "tex_macros", "tool_years"]}),
        (_("Pages"), {"fields": ["navigation", "home_page", "posts_address", "social", "footer"]}),
        (
            _("Look"),
            {
                "fields": [
                    *("logo", "shows_name", "icon", "accent", "accent_dark", "contrasts", "css"),
                ]
            },
        ),
        (
            _("Comments"),
            {
                "fields": [
                    *("commenting", "comment_days", "holds_comments"),
                    *("other_languages", "suspect_words"),
                ]
            },
        ),
        (_("Other sites"), {"fields": ["takes_mentions", "sends_mentions", "hub"]}),
        (_("Posts by mail"), {"fields": ["mails_posts"]}),
    ]

    class Media:
        css = {"all": ["blog/admin.css"]}

    @admin.display(description=_("contrast to the page"))
    def contrasts(self, site: Site) -> str:
        shown = [name for name in ("accent", "accent_dark") if getattr(site, name)]
        rows = (
            (Site._meta.get_field(name).verbose_name, f"{site.contrast_of(name):.1f} : 1")
            for name in shown
        )
        return format_html_join("", "<p>{}: {}</p>", rows) or _("Of our own colours: 7 : 1 or more")

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The one row, or what stands in for it until it is stored."""
        return stored_site() if str(object_id) == str(ONLY) else None

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is no list of one."""
        return self.changeform_view(request, str(ONLY), "", extra_context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Site | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Site, form: Any, change: bool) -> None:
        if store_site(obj):
            told = _("Posts, comments and pages are being rendered again with what you changed.")
            messages.info(request, told)

    def response_change(self, request: HttpRequest, obj: Site) -> HttpResponse:
        response = super().response_change(request, obj)
        response["Location"] = reverse("admin:blog_site_changelist")
        return response
