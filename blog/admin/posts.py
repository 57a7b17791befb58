"""Posts and series in the admin."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from blog.admin.added_pictures import AddingPictures
from blog.admin.bylines import (
    AUTHORS_FOLLOW,
    AuthorsByName,
    BylineInline,
    NamingWriters,
    own_name_field,
)
from blog.admin.checked_texts import CHECK, CHECKED, CheckingTexts
from blog.admin.cited_works import CitingWorks
from blog.admin.deleted_posts import DeletingPosts
from blog.admin.draft_links import SharingDrafts
from blog.admin.moment_field import EXAMPLE, MomentField, moment_in_words, place_of_site
from blog.admin.own_drafts import WritingOwnDrafts
from blog.admin.paper_picker import CitingPapers
from blog.admin.pictures_elsewhere import ShowingPictures
from blog.admin.post_preview import PreviewingPosts, preview_address
from blog.admin.post_revisions import ShowingRevisions
from blog.admin.post_verbs import PUBLISHES, date_by_verb
from blog.admin.publishing_question import AskingForm
from blog.admin.rendering_admin import RenderingAdmin
from blog.admin.state_filter import STATES, StateFilter
from blog.admin.tags_field import OfferingTags, TagsField
from blog.admin.unsaved_texts import GO_ON, KeepingUnsaved
from blog.markup import MarkupError, Rendered
from blog.models import Byline, Post, Series, current_site
from blog.models.posts import DRAFT, UNLISTED
from blog.posts.revisions import Saving
from blog.posts.saving_posts import render_source, save_draft
from blog.text.typed_moments import write_moment
from papers.admin.concurrent_edits import SeenAdmin
from papers.admin.word_search import FindingByWords
from papers.citing.style_names import style_choices
from papers.search.ranked_hits import HEAD

FOUND = ("picture_box", "checks_found")
"""What stands under the text: pictures to put in, and what an author should look at."""
NOT_SAVED = _("This is what you had typed, and it is not saved yet: look it through and save it.")
LIKELY_SEEN = 30
"""Revisions among which the text is looked for with which a form was opened."""


def own_or_site_style() -> list[tuple[str, str]]:
    return [("", _("the site's")), *style_choices()]


class SourceArea(forms.Textarea):
    """The text, below its toolbar."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        area = {"area": super().render(*args, **kwargs)}
        return render_to_string("admin/blog/post/_source.html", area)


def date_help() -> str:
    told = _(
        "By the clocks of %(place)s, like this: %(example)s. Empty: a draft. In the future: "
        "published then, by itself."
    )
    return told % {"place": place_of_site(), "example": EXAMPLE}


class PostForm(AskingForm):
    """Renders the text before anything is stored, so that a fault leaves it in the form."""

    rendered: Rendered | None = None

    tags = TagsField(
        label=_("Tags"),
        required=False,
        help_text=_("Names, with commas between. Case and blanks make no second tag."),
    )

    published_at = MomentField(
        label=_("Publication date"), required=False, help_text=lazy(date_help, str)()
    )

    style = forms.ChoiceField(label=_("Citation style"), required=False, choices=own_or_site_style)

    class Meta:
        labels = {"slug": _("Address")}
        help_texts = {
            "publish_anyway": _(
                "Though citations lead to no paper, which readers see marked, or pictures have "
                "no description."
            )
        }
        widgets = {
            "source": SourceArea(attrs={"rows": 24, "cols": 80}),
            "nocite": forms.Textarea(attrs={"rows": 2, "cols": 80}),
        }

    note = forms.CharField(
        label=_("Note on this save"),
        required=False,
        max_length=200,
        help_text=_("For the history: what changed, and why."),
    )

    own_name = own_name_field()

    added_authors = AuthorsByName()

    def _save_m2m(self) -> None:
        """Its tags are stored with the post."""

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

    def clean_published_at(self) -> datetime | None:
        """As the button says that was pressed; a date left alone keeps its parts of a second."""
        stored, typed = self.initial.get("published_at"), self.cleaned_data["published_at"]
        sent = self["published_at"].data
        if typed and not self.fields["published_at"].has_changed(stored, sent):
            typed = stored
        return date_by_verb(self.data, stored, typed)

    def clean(self) -> dict[str, Any]:
        """A post is not published while there are doubts, unless the editor says so."""
        cleaned = super().clean() or self.cleaned_data
        if GO_ON in self.data:
            self.add_error(None, NOT_SAVED)
        if CHECK in self.data:
            self.add_error(None, CHECKED)
        is_checked = cleaned.get("published_at") and not cleaned.get("publish_anyway")
        if is_checked and self.rendered is not None:
            self.ask_about(cleaned["source"], self.rendered, cleaned.get("nocite", ""))
        return cleaned


@admin.register(Post)
class PostAdmin(
    FindingByWords,
    WritingOwnDrafts,
    PreviewingPosts,
    CheckingTexts,
    AddingPictures,
    OfferingTags,
    NamingWriters,
    KeepingUnsaved,
    CitingPapers,
    CitingWorks,
    ShowingRevisions,
    SharingDrafts,
    ShowingPictures,
    DeletingPosts,
    RenderingAdmin,
):
    form = PostForm
    parts = (HEAD,)
    without_words = (DRAFT, UNLISTED)
    inlines = [BylineInline]
    list_display = ["title", "state_name", "published_at", "updated_at"]
    list_select_related = ["submission"]
    list_filter = [StateFilter, "series", "commenting"]
    search_fields = ["title", "slug"]
    readonly_fields = [*FOUND, "works_cited"]

    class Media:
        css = {"all": ["blog/admin.css", "blog/writing.css", "blog/checks.css"]}
        js = [
            forms.Script("blog/vendor/markdown-toolbar-element/index.js", type="module"),
            *("blog/unsaved.js", "blog/writing_keys.js", "blog/post_verbs.js", "blog/preview.js"),
            *("blog/checks.js", "blog/pictures.js", "blog/tags.js"),
        ]

    show_full_result_count = False
    fieldsets = [  # the first stands on the left; the authors' rows stand below AUTHORS_FOLLOW
        (None, {"fields": ["title", "source", *FOUND, "works_cited"]}),
        (
            _("Publication"),
            {"fields": ["published_at", "publish_anyway", "is_unlisted", "note"]},
        ),
        (
            _("Address and tags"),
            {"fields": ["slug", "tags", "series", "added_authors"], "classes": [AUTHORS_FOLLOW]},
        ),
        (_("Comments"), {"fields": ["commenting", "comment_days", "allow_sharing"]}),
        (
            _("Presentation"),
            {
                "fields": ["summary", "language", "license", "canonical_url"],
                "classes": ["collapse"],
            },
        ),
        (_("Citations"), {"fields": ["style", "nocite"], "classes": ["collapse"]}),
    ]

    @admin.display(description=_("state"), ordering="published_at")
    def state_name(self, post: Post) -> str:
        waits = post.published_at is None and hasattr(post, "submission")
        return _("draft, submitted") if waits else STATES[post.state]

    def tell_form(self, request: HttpRequest, context: dict[str, Any], row: Any) -> None:
        """The form has the whole width; its bar has verbs of its own (submit_line.html)."""
        context["is_nav_sidebar_enabled"] = context["show_save_and_add_another"] = False
        context |= state_of(row.pk if row else None)
        context["preview_address"] = preview_address(row)
        context["now_typed"] = write_moment(timezone.now(), current_site().zone)
        form = context["adminform"].form
        if len(context["errors"]) == 1 and form.non_field_errors():
            context["errors"] = None  # what is said or asked at the top needs no pointer to it
        super().tell_form(request, context, row)

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        """The post is stored together with its rows."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        post = form.instance
        added = form.cleaned_data["added_authors"]
        rows = [one for one in formsets if one.model is Byline]
        names_others = bool(added) or any(one.has_changed() for one in rows)
        own = self.writers_of(request, form, change) if change or not names_others else []
        is_over_it = own and not names_others and not (change and post.bylines.exists())

        def store_rows() -> None:
            super(PostAdmin, self).save_related(request, form, formsets, change)
            if names_others:
                self.add_authors(post, added)
                post.bylines.renumber()

        draft = save_draft(
            post,
            tags=form.cleaned_data["tags"],
            authors=own if is_over_it else None,
            rendered=form.rendered,
            store_rows=store_rows,
            saving=Saving(request.user, form.cleaned_data["note"]),
            works=form.works,
        )
        self.settle_submission(request, form)
        self.tell_findings(request, draft, form.cleaned_data["tags"])
        if post.published_at and PUBLISHES & request.POST.keys():
            tell_published(request, post)


def state_of(pk: int | None) -> dict[str, Any]:
    """What is stored of a post's state, whatever its form says; nothing of a new one."""
    post = Post.objects.filter(pk=pk).only("slug", "published_at", "updated_at").first()
    if post is None:
        return {"state": "draft"}
    last = post.revisions.values_list("at", flat=True).first()
    return {
        "state": post.state,
        "state_moment": moment_in_words(post.published_at) if post.published_at else "",
        "saved_at": timezone.localtime(max(filter(None, (last, post.updated_at)))),
    }


def tell_published(request: HttpRequest, post: Post) -> None:
    when = moment_in_words(post.published_at)
    if post.is_published:
        told = _('It is public: <a href="{}">{}</a>.')
        messages.success(request, format_html(told, post.get_absolute_url(), post))
    else:
        messages.success(request, _("It is published by itself on %(when)s.") % {"when": when})


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
