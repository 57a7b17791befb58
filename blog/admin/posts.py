"""Posts and series in the admin."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from blog.admin.tags_field import TagsField
from blog.markup import MarkupError, Rendered
from blog.models import Author, Byline, Post, Series
from blog.posts.saving_posts import render_source, save_post, unresolved_in
from papers.choices import Origin
from papers.citing.style_names import style_choices
from papers.library.discussion_counts import papers_cited_in, recount_discussions
from papers.models import CitedWork


def own_or_site_style() -> list[tuple[str, str]]:
    return [("", _("the site's")), *style_choices()]


def line_of(line: int | None) -> str:
    return _("Line %(number)s") % {"number": line or "–"}


class PostForm(forms.ModelForm):
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

    def clean_source(self) -> str:
        source = self.cleaned_data["source"].replace("\r\n", "\n")
        try:
            self.rendered = render_source(source, is_html=self.instance.is_html)
        except MarkupError as error:
            raise forms.ValidationError(str(error)) from error
        return source

    def clean(self) -> dict[str, Any]:
        """A post is not published while citations lead nowhere, unless the editor says so."""
        cleaned = super().clean()
        is_checked = cleaned.get("published_at") and not cleaned.get("publish_anyway")
        if is_checked and self.rendered is not None:
            nocite = cleaned.get("nocite", "")
            problems = unresolved_in(cleaned["source"], self.rendered, nocite)
            if problems:
                told = [f"{line_of(one.line)}: {one.message}" for one in problems]
                told.append(_("Mend them, leave the date empty, or tick “publish anyway”."))
                self.add_error("source", told)
        return cleaned


class BylineInline(admin.TabularInline):
    model = Byline
    extra = 0
    autocomplete_fields = ["author"]
    ordering = ["position", "pk"]


class CitedWorkForm(forms.ModelForm):
    """A row that nobody changed is taken as it stands: to look its paper up and to have the
    database check its constraints takes six queries, and a post may cite hundreds of works."""

    def full_clean(self) -> None:
        if self.is_bound and self.instance.pk and not self.has_changed():
            self._errors = ErrorDict()
            self.cleaned_data = dict(self.initial)  # which the check for doubles looks at
        else:
            super().full_clean()


class CitedWorkInline(admin.TabularInline):
    """Works found in the text, and those that an editor adds. One that is wrongly found is hidden
    by taking its confirmation away: deleted, it would be found again."""

    model = CitedWork
    form = CitedWorkForm
    extra = 0
    autocomplete_fields = ["paper"]
    fields = ["paper", "role", "position", "is_confirmed", "found_by"]
    readonly_fields = ["found_by"]
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
class PostAdmin(admin.ModelAdmin):
    form = PostForm
    inlines = [BylineInline, CitedWorkInline]
    list_display = ["title", "state_name", "published_at", "updated_at"]
    list_filter = [StateFilter, "series", "commenting"]
    search_fields = ["title", "slug"]
    autocomplete_fields = ["series"]
    readonly_fields = ["problems_found"]

    class Media:
        css = {"all": ["blog/admin.css"]}

    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["title", "source", "problems_found", "tags", "published_at"]}),
        (
            _("Presentation"),
            {"fields": ["summary", "slug", "series", "language", "license", "canonical_url"]},
        ),
        (_("Citations"), {"fields": ["style", "nocite", "publish_anyway"]}),
        (_("Readers"), {"fields": ["commenting", "comment_days", "allow_sharing", "is_unlisted"]}),
    ]

    @admin.display(description=_("state"), ordering="published_at")
    def state_name(self, post: Post) -> str:
        return dict(StateFilter.lookups(None, None, None))[post.state]

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

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is CitedWork:
            for row in formset.save(commit=False):
                row.found_by = Origin.EDITOR
                row.published_at = form.instance.listed_at
        has_changed = formset.model is CitedWork and formset.has_changed()
        papers = papers_cited_in([form.instance.pk]) if has_changed else []
        super().save_formset(request, form, formset, change)
        if has_changed:
            recount_discussions([*papers, *papers_cited_in([form.instance.pk])])

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        """A new post must be there for its rows; one that is there is stored once, with them."""
        if not change:
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        post = form.instance
        writer = Author.objects.filter(user=request.user)
        first = list(writer) if not change and not post.bylines.exists() else None
        save_post(post, authors=first, rendered=form.rendered)
        for problem in post.problems:
            messages.warning(request, f"{line_of(problem['line'])}: {problem['message']}")


@admin.register(Series)
class SeriesAdmin(admin.ModelAdmin):
    list_display = ["title"]
    search_fields = ["title"]
