"""The works that a post cites: shown with its form, changed on a page of their own."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.markup import MarkupError
from blog.models import Post
from blog.models.writing_rights import WRITES_DRAFTS, has_one_of
from blog.posts.saving_posts import render_again
from papers.admin.concurrent_edits import SeenRowForm
from papers.admin.extra_pages import ExtraPages
from papers.admin.row_sets import SeenInlineFormSet
from papers.choices import Origin, Role
from papers.citing.found_papers import found_papers, pks_named
from papers.library.discussion_counts import papers_cited_in
from papers.library.uncited_papers import recount_and_forget
from papers.models import CitedWork, Paper

CHANGE_WORKS = "papers.change_citedwork"
WORK_LINKS = "work_links"
"""The attribute of a post whose form is shown that says where its works may lead."""
WORK_COLUMNS = ("role", "position", "is_confirmed")
MOST_FOUND_WORKS = 20
NOT_SHOWN = ("abstract", "note_html", "reference_html")


def works_of(post: Post) -> QuerySet[CitedWork]:
    """A post's cited works in order, with their papers, in one query."""
    rows = post.cited_works.select_related("paper").order_by("position", "pk")
    return rows.defer(*(f"paper__{name}" for name in NOT_SHOWN))


class AddedWorkForm(forms.Form):
    """One more work: by a key or an identifier, else by words that find it, of which one is chosen
    where they find some (``found``)."""

    key = forms.CharField(
        label=gettext_lazy("Add a work"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Its key or identifier, or its authors, title and year."),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=Role.choices,
        required=False,
        initial=Role.MENTIONS,
    )

    def __init__(self, post: Post, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post = post
        self.found: list[Paper] = []
        self.paper_id: int | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        key = cleaned.get("key", "").strip()
        if not key:
            return cleaned
        named = pks_named(key)
        self.found = found_papers(key, Paper.objects.all(), MOST_FOUND_WORKS)
        wanted = self.data.get(self.add_prefix("chosen"))
        chosen = [paper.pk for paper in self.found if str(paper.pk) == wanted]
        self.paper_id = next(iter([*chosen, *named]), None)
        if self.post.cited_works.filter(paper=self.paper_id).exists():
            self.add_error("key", gettext_lazy("This work is in the list already."))
        elif self.paper_id is None and self.found:
            self.add_error("key", gettext_lazy("Choose one of these works, or say more of it."))
        elif self.paper_id is None:
            told = gettext_lazy("The library has no work “%(key)s”: add the paper first.")
            self.add_error("key", forms.ValidationError(told, params={"key": key}))
        return cleaned


WorkRows = forms.inlineformset_factory(
    Post,
    CitedWork,
    form=SeenRowForm,
    formset=SeenInlineFormSet,
    fields=WORK_COLUMNS,
    extra=0,
)


class CitingWorks(ExtraPages):
    """A post's cited works: derived from its text, so that its form only shows them."""

    pages = {"<int:pk>/works/": "works"}

    @admin.display(description=gettext_lazy("cited works"))
    def works_cited(self, post: Post) -> str:
        if not post.pk:
            return _("Those that the text cites, once it is saved.")
        shown = {"post": post, "works": works_of(post), "links": getattr(post, WORK_LINKS, set())}
        return render_to_string("admin/blog/post/_cited_works.html", shown)

    def tell_form(self, request: HttpRequest, context: dict[str, Any], row: Any) -> None:
        """The works are shown with links to what their editor may open, and no others."""
        if row is not None:
            may = {
                "works": self.may_change_works(request, row),
                "papers": request.user.has_perm("papers.view_paper"),
            }
            setattr(row, WORK_LINKS, {name for name, is_allowed in may.items() if is_allowed})
        super().tell_form(request, context, row)

    def works_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        post = get_object_or_404(Post, pk=pk)
        if not self.may_change_works(request, post):
            raise PermissionDenied
        if request.method == "POST":
            with transaction.atomic():
                Post.objects.select_for_update().filter(pk=pk).values("pk").first()
                rows, added = work_forms(post, request.POST)
                is_stored = self.store_works(request, post, rows, added)
            if is_stored:
                self.tell_stored(request, pk, rows)
                return redirect("admin:blog_post_works", pk)
        else:
            rows, added = work_forms(post, None)
        return self.extra_page(
            request,
            "admin/blog/post/works.html",
            _("Cited works of “%(post)s”") % {"post": post},
            original=post,
            rows=rows,
            added=added,
            opens_papers=request.user.has_perm("papers.view_paper"),
            media=self.media,
        )

    def tell_stored(self, request: HttpRequest, pk: int, rows: Any) -> None:
        """Has the post show what was stored, and says so."""
        self.tell_gone_rows(request, rows)
        self.message_user(request, _("The cited works are stored."), messages.SUCCESS)
        try:
            render_again(pk)
        except MarkupError as error:
            self.message_user(request, str(error), messages.ERROR)

    def may_change_works(self, request: HttpRequest, post: Post) -> bool:
        """Who writes a draft says what it does with the works that it cites."""
        may_say = has_one_of(request.user, (CHANGE_WORKS, WRITES_DRAFTS))
        return may_say and self.has_change_permission(request, post)

    def store_works(self, request: HttpRequest, post: Post, rows: Any, added: Any) -> bool:
        """Stores what the editor said, which no later reading of the text overturns."""
        if not (rows.is_valid() and added.is_valid()):
            return False
        papers = papers_cited_in([post.pk])
        for form in rows.forms:
            store_work(form, is_gone=form in rows.deleted_forms)
        if added.paper_id:
            add_work(post, added.paper_id, added.cleaned_data["role"])
        recount_and_forget([*papers, *papers_cited_in([post.pk])])
        self.log_change(request, post, "cited works")
        return True


def work_forms(post: Post, data: Any) -> tuple[Any, AddedWorkForm]:
    rows = WorkRows(data, instance=post, queryset=works_of(post), prefix="works")
    return rows, AddedWorkForm(post, data, prefix="added")


def store_work(form: SeenRowForm, *, is_gone: bool) -> None:
    """Writes of one row what its editor changed, so that what others changed stays."""
    row = CitedWork.objects.filter(pk=form.instance.pk)
    said = {name: form.cleaned_data[name] for name in form.changed_data if name in WORK_COLUMNS}
    if is_gone:
        row.delete()
    elif said:
        row.update(found_by=Origin.EDITOR, **said)


def add_work(post: Post, paper_id: int, role: str) -> None:
    last = post.cited_works.order_by("-position").first()
    made = {"role": role or Role.MENTIONS, "position": last.position + 1 if last else 1}
    made |= {"found_by": Origin.EDITOR, "published_at": post.listed_at}
    CitedWork.objects.get_or_create(post=post, paper_id=paper_id, defaults=made)
