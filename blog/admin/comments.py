"""The queue of comments, and the page of each."""

from itertools import islice
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.admin.decision_buttons import answer_buttons, decisions_on, seen_at, undoable_acts
from blog.admin.personal_data_pages import erase_of, export_of
from blog.admin.rendering_admin import RenderingAdmin
from blog.comments.mail.proven_address import normal_mail
from blog.comments.moderation.bans import ban_senders
from blog.comments.moderation.decisions import decide_comments, keep_comments, note_act
from blog.comments.moderation.personal_data import erase_comments
from blog.comments.moderation.queue import TABS, in_tab, tabs
from blog.comments.rendering_comments import cite_published
from blog.comments.sending.forms import RenderedCommentForm, TextBox
from blog.models import ChangedMeanwhile, Comment, Post, Report
from blog.models.comments import CommentState
from blog.models.moderation import ActKind
from papers.admin.concurrent_edits import SeenForm
from papers.admin.word_search import MOST_FOUND, FindingByWords
from papers.queries.row_numbers import row_number
from papers.search.ranked_hits import HEAD, Bounds, newest_places
from papers.search.search_query import read_query
from papers.search.searchable import pk_at

MOST_POSTS = 20
"""Posts whose titles a search finds, the newest: their comments are found too."""
OF_POST = "post__exact"
"""What an address says that asks for the comments of one post."""


class TabFilter(admin.SimpleListFilter):
    """The tabs above the queue: what waits comes first, a search looks everywhere."""

    title = _("tab")
    parameter_name = "tab"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(TABS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return in_tab(queryset, current_tab(request))


def current_tab(request: HttpRequest) -> str:
    tab = request.GET.get("tab", "")
    default = "all" if request.GET.get("q") or request.GET.get(OF_POST) else "pending"
    return tab if tab in TABS else default


def post_asked_for(request: HttpRequest) -> Post | None:
    """The post whose comments the address asks for."""
    number = row_number(request.GET.get(OF_POST, ""))
    return Post.objects.filter(pk=number).only("title").first() if number else None


class ModeratedCommentForm(SeenForm, RenderedCommentForm):
    class Meta:
        model = Comment
        fields = ["name", "email", "website", "source"]
        widgets = {"source": TextBox(attrs={"rows": 10, "class": "vLargeTextField"})}

    def clean(self) -> dict[str, Any]:
        """A moderator has no limits: the text is rendered at once."""
        cleaned = super().clean()
        self.render_text()
        return cleaned


@admin.register(Comment)
class CommentAdmin(FindingByWords, RenderingAdmin):
    """Comments are written by readers, on the posts' pages; here they are decided. A published one
    is found by its words, by its writer's whole mail address and by its post's title; the newest
    others also by parts of these."""

    form = ModeratedCommentForm
    list_display = ["entry"]
    list_display_links = None
    list_filter = [TabFilter]
    list_select_related = ["post", "parent"]
    list_per_page = 50
    list_max_show_all = 500
    search_fields = ["name", "email", "source", "post__title"]
    without_words = [Q(state=one) for one in CommentState if one != CommentState.PUBLISHED]
    newest_first = "-created_at"
    actions = [
        "approve",
        "mark_as_spam",
        "mark_as_spam_and_ban",
        "remove",
        "keep",
        "hold",
        export_of,
        erase_of,
    ]
    readonly_fields = ["below_post", "parent", "created_at", "decided_at", "is_email_verified"]
    fields = ["name", "source", "email", "is_email_verified", "website", "below_post", "parent"]
    fields += ["created_at", "decided_at"]
    show_full_result_count = False

    class Media:
        css = {"all": ["blog/admin.css"]}
        js = ["blog/queue.js"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        reports = Prefetch("reports", Report.objects.unanswered(), to_attr="open_reports")
        return super().get_queryset(request).prefetch_related(reports)

    def named_by(self, search_term: str) -> list[int]:
        mail = normal_mail(search_term)
        rows = Comment.objects.alias(mail=Lower("email")).filter(mail=mail).exclude(email="")
        found = list(rows.order_by().values_list("pk", flat=True)[:MOST_FOUND]) if mail else []
        query = read_query(" ".join(f"{word}*" for word in search_term.split()))
        places = islice(newest_places(Post, query, HEAD, Bounds(), MOST_POSTS), MOST_POSTS)
        under = Comment.objects.filter(post__in=list(map(pk_at, places))).order_by()
        return [*found, *under.values_list("pk", flat=True)[:MOST_FOUND]]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_view_on_site_url(self, obj: Comment | None = None) -> str | None:
        return obj.get_absolute_url() if obj and obj.is_public else None

    @admin.display(description=_("post"))
    def below_post(self, comment: Comment) -> str:
        """Its public page: not all who decide comments may open the form of a post."""
        return format_html('<a href="{}">{}</a>', comment.post.get_absolute_url(), comment.post)

    @admin.display(description=_("comment"))
    def entry(self, comment: Comment) -> str:
        context = {"comment": comment, "decisions": decisions_on(comment)}
        return render_to_string("admin/blog/comment/_entry.html", context)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        if request.method == "POST" and answer_buttons(self, request):
            return HttpResponseRedirect(request.get_full_path())
        context = {
            "title": _("Comments"),
            "tabs": tabs(),
            "tab": current_tab(request),
            "of_post": post_asked_for(request),
            **undoable_acts(request.user),
            "seen": timezone.now().isoformat(),
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST" and answer_buttons(self, request):
            return HttpResponseRedirect(reverse("admin:blog_comment_changelist"))
        context: dict[str, Any] = {"seen": timezone.now().isoformat()}
        comment = self.get_object(request, object_id)
        if comment is not None:
            context["decisions"] = decisions_on(comment)
            context["acts"] = comment.acts.order_by("-at", "-pk")[:50]
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def save_model(self, request: HttpRequest, obj: Comment, form: Any, change: bool) -> None:
        """Stores what the moderator changed, and nothing of what a decision, or the comment's
        writer, changed meanwhile."""
        changed = form.changed_data
        if not changed:
            return
        if "email" in changed:
            obj.is_email_verified = False  # its owner proved the other one
        with transaction.atomic():
            rows = Comment.objects.select_for_update().filter(pk=obj.pk)
            if rows.values(*changed).first() != {name: form.initial[name] for name in changed}:
                raise ChangedMeanwhile(f"Comment {obj.pk} was changed since it was read.")
            obj.save(update_fields=[*changed, "body_html", "is_email_verified"])
            note_act(ActKind.EDIT, request.user, obj, ", ".join(changed))
        if "source" in changed:
            cite_published(obj.pk)  # papers' pages show its sentences

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """Only the comments themselves: others' answers to them stay."""
        names = [str(comment) for comment in objs]
        return names, {self.opts.verbose_name_plural: len(names)}, set(), []

    def delete_model(self, request: HttpRequest, obj: Comment) -> None:
        self.delete_queryset(request, [obj])

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        comments = list(queryset)
        for comment in comments:
            note_act(ActKind.ERASE, request.user, comment, "")
        erase_comments(comments)

    @admin.action(description=_("Approve the selected comments"), permissions=["change"])
    def approve(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.decide(request, queryset, CommentState.PUBLISHED)

    @admin.action(description=_("Mark the selected comments as spam"), permissions=["change"])
    def mark_as_spam(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.decide(request, queryset, CommentState.SPAM)

    @admin.action(
        description=_("Mark them as spam and ban their IP addresses"), permissions=["change"]
    )
    def mark_as_spam_and_ban(self, request: HttpRequest, queryset: QuerySet) -> None:
        if not request.user.has_perm("blog.add_ban"):
            raise PermissionDenied
        banned = ban_senders(queryset, request.user)
        self.decide(request, queryset, CommentState.SPAM)
        message = ngettext("%(count)d address banned.", "%(count)d addresses banned.", banned)
        self.message_user(request, message % {"count": banned})

    @admin.action(description=_("Remove the selected comments"), permissions=["change"])
    def remove(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.decide(request, queryset, CommentState.REMOVED)

    @admin.action(description=_("Keep the selected comments as they are"), permissions=["change"])
    def keep(self, request: HttpRequest, queryset: QuerySet) -> None:
        pks = list(queryset.order_by("pk").values_list("pk", flat=True))
        count = keep_comments(pks, request.user).count
        message = ngettext("%(count)d comment kept.", "%(count)d comments kept.", count)
        messages.success(request, message % {"count": count})

    @admin.action(description=_("Let the selected comments wait again"), permissions=["change"])
    def hold(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.decide(request, queryset, CommentState.PENDING)

    def decide(self, request: HttpRequest, comments: QuerySet, state: CommentState) -> None:
        pks = list(comments.order_by("pk").values_list("pk", flat=True))
        batch = decide_comments(pks, state, request.user, seen_at(request))
        count = batch.count
        if batch.left:
            left = ngettext(
                "%(count)d stays as it is: decided already, or edited since you saw it.",
                "%(count)d stay as they are: decided already, or edited since you saw them.",
                batch.left,
            )
            messages.warning(request, left % {"count": batch.left})
        message = ngettext(
            "%(count)d comment is now %(state)s.", "%(count)d comments are now %(state)s.", count
        )
        messages.success(request, message % {"count": count, "state": state.label})
