"""Posts and series in the admin."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from blog.admin.cited_works import CitingWorks
from blog.admin.pictures_elsewhere import ShowingPictures
from blog.admin.post_revisions import ShowingRevisions
from blog.admin.rendering_admin import RenderingAdmin
from blog.admin.tags_field import TagsField
from blog.admin.unsaved_texts import GO_ON, KeepingUnsaved
from blog.markup import MarkupError, Rendered
from blog.models import Author, Byline, Post, Series
from blog.models.posts import DRAFT, UNLISTED
from blog.posts.fact_check import facts_of_post
from blog.posts.revisions import Saving
from blog.posts.saving_posts import render_source, save_post, unresolved_in
from papers.admin.concurrent_edits import SeenAdmin, SeenForm, SeenRows
from papers.admin.word_search import FindingByWords
from papers.citing.style_names import style_choices
from papers.search.ranked_hits import HEAD

FOUND = ("problems_found", "facts_found")
"""What an author should look at, under the text."""
NOT_SAVED = _("This is what you had typed, and it is not saved yet: look it through and save it.")
LIKELY_SEEN = 30
"""Revisions among which the text is looked for with which a form was opened."""


def own_or_site_style() -> list[tuple[str, str]]:
    return [("", _("the site's")), *style_choices()]


def line_of(line: int | None) -> str:
    return _("Line %(number)s") % {"number": line or "–"}


class PostForm(SeenForm):
    """Renders the text before anything is stored, so that a fault leaves it in the form."""

    rendered: Rendered | None = None

    tags = TagsField(
        label=_("Tags"),
        required=False,
        help_text=_("Names, with commas between. Case and blanks make no second tag."),
    )

    style = forms.ChoiceField(label=_("Citation style"), required=False, choices=own_or_site_style)

    class Meta:
        widgets = {
            "source": forms.Textarea(attrs={"rows": 32, "cols": 100}),
            "nocite": forms.Textarea(attrs={"rows": 2, "cols": 80}),
        }

    note = forms.CharField(
        label=_("Note on this save"),
        required=False,
        max_length=200,
        help_text=_("For the history: what changed, and why."),
    )

    def texts_before(self, name: str) -> Iterable[str]:
        texts = self.instance.revisions.values_list("source", flat=True)
        return texts[:LIKELY_SEEN] if name == "source" else ()

    def clean_source(self) -> str:
        source = self.cleaned_data["source"].replace("\r\n", "\n")
        try:
            language = self.data.get(self.add_prefix("language"), "")  # may not be checked yet
            self.rendered = render_source(source, language, is_html=self.instance.is_html)
        except MarkupError as error:
            raise forms.ValidationError(str(error)) from error
        return source

    def clean(self) -> dict[str, Any]:
        """A post is not published while citations lead nowhere, unless the editor says so."""
        cleaned = super().clean() or self.cleaned_data
        if GO_ON in self.data:
            self.add_error(None, NOT_SAVED)
        is_checked = cleaned.get("published_at") and not cleaned.get("publish_anyway")
        if is_checked and self.rendered is not None:
            nocite = cleaned.get("nocite", "")
            problems = unresolved_in(cleaned["source"], self.rendered, nocite)
            if problems:
                told = [f"{line_of(one.line)}: {one.message}" for one in problems]
                told.append(_("Mend them, leave the date empty, or tick “publish anyway”."))
                self.add_error("source", told)
        return cleaned


class BylineInline(SeenRows):
    model = Byline
    autocomplete_fields = ["author"]
    ordering = ["position", "pk"]


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("draft", _("draft")), ("scheduled", _("scheduled")), ("published", _("published"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "draft":
                return queryset.filter(published_at=None)
            case "scheduled":
                return queryset.scheduled()
            case "published":
                return queryset.published()
        return queryset


@admin.register(Post)
class PostAdmin(
    *(FindingByWords, KeepingUnsaved, CitingWorks, ShowingRevisions, ShowingPictures),
    RenderingAdmin,
):
    form = PostForm
    parts = (HEAD,)
    without_words = (DRAFT, UNLISTED)
    inlines = [BylineInline]
    list_display = ["title", "state_name", "published_at", "updated_at"]
    list_filter = [StateFilter, "series", "commenting"]
    search_fields = ["title", "slug"]
    autocomplete_fields = ["series"]
    readonly_fields = [*FOUND, "works_cited"]

    class Media:
        css = {"all": ["blog/admin.css"]}
        js = ["blog/unsaved.js"]

    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["title", "source", *FOUND, "tags", "published_at", "note"]}),
        (
            _("Presentation"),
            {"fields": ["summary", "slug", "series", "language", "license", "canonical_url"]},
        ),
        (_("Citations"), {"fields": ["works_cited", "style", "nocite", "publish_anyway"]}),
        (_("Readers"), {"fields": ["commenting", "comment_days", "allow_sharing", "is_unlisted"]}),
    ]

    @admin.display(description=_("state"), ordering="published_at")
    def state_name(self, post: Post) -> str:
        return dict(StateFilter.lookups(None, None, None))[post.state]

    @admin.display(description=_("facts to look at"))
    def facts_found(self, post: Post) -> str:
        """What the text says of works otherwise than their records; it never blocks."""
        rows = ((message,) for message in facts_of_post(post)) if post.pk else ()
        return format_html_join("", "<p>{}</p>", rows) or _("None.")

    @admin.display(description=_("problems in the text"))
    def problems_found(self, post: Post) -> str:
        if not post.problems:
            return _("None.")
        rows = ((line_of(problem["line"]), problem["message"]) for problem in post.problems)
        return format_html_join("", "<p>{}: {}</p>", rows)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Two ways to save, which stay in sight (blog/admin.css)."""
        context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        """The post is stored together with its rows."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        post = form.instance
        has_authors = any(one.model is Byline and one.has_changed() for one in formsets)
        writers = Author.objects.filter(user=request.user)
        store_rows = partial(super().save_related, request, form, formsets, change)
        save_post(
            post,
            tags=form.cleaned_data["tags"],
            authors=None if change or has_authors else list(writers),
            rendered=form.rendered,
            store_rows=store_rows,
            saving=Saving(request.user, form.cleaned_data["note"]),
        )
        for problem in post.problems:
            messages.warning(request, f"{line_of(problem['line'])}: {problem['message']}")
        for message in facts_of_post(post):
            messages.warning(request, message)


@admin.register(Series)
class SeriesAdmin(SeenAdmin):
    list_display = ["title", "slug", "posts"]
    search_fields = ["title", "slug"]
    fields = ["title", "slug", "description"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_counts()

    @admin.display(description=_("posts"))
    def posts(self, series: Series) -> int:
        return series.posts_count
