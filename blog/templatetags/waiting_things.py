"""What waits for whom in the admin: one table, of which the admin's home shows each user the rows
that are theirs to deal with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.db.models import QuerySet
from django.template.defaultfilters import date as date_in_words
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from blog.comments.moderation.queue import in_tab
from blog.models import Backup, Comment, DraftNote, Post, WebLink
from blog.models.writing_rights import CHANGES_POSTS, WRITES_DRAFTS, has_one_of
from papers.library.duplicates import newest_duplicates
from papers.models import Notice, Paper, Question, Watch
from papers.queries.capped_counts import COUNT_CAP, capped_words

register = template.Library()


@dataclass(frozen=True)
class WaitingKind:
    """One kind of what waits. ``rights``: who has one of them may act. ``count`` gives how many
    there are for a user, in a fixed number of queries and never more than one beyond
    ``COUNT_CAP``. ``words`` take ``number`` and ``count``. ``address`` and ``query`` are of the
    page that lists them."""

    rights: tuple[str, ...]
    count: Callable[[Any], int]
    words: Any
    address: str
    query: str = ""

    def line(self, user: Any) -> tuple[str, str] | None:
        """Its words and where they lead; ``None`` where nothing waits for this user."""
        if not has_one_of(user, self.rights):
            return None
        number = self.count(user)
        if not number:
            return None
        told = self.words % {"number": number, "count": capped_words(number)}
        return told, reverse(self.address) + self.query


def rows(of: Callable[[Any], QuerySet]) -> Callable[[Any], int]:
    return lambda user: of(user).order_by()[: COUNT_CAP + 1].count()


def drafts_to_submit(user: Any) -> QuerySet[Post]:
    """None of who publishes: their drafts go to readers, not to the editors."""
    if user.has_perm(CHANGES_POSTS):
        return Post.objects.none()
    return Post.objects.written_by(user).unsubmitted()


def rows_to_ask(of: Callable[[], QuerySet]) -> Callable[[Any], int]:
    """The same of what registries are asked: nothing waits where none may be asked."""
    count = rows(lambda _user: of())
    return lambda user: count(user) if settings.PAPERS_REGISTRY_URLS else 0


KINDS = (
    WaitingKind(
        ("blog.change_comment",),
        rows(lambda _user: in_tab(Comment.objects.all(), "pending")),
        ngettext_lazy("%(count)s comment waits", "%(count)s comments wait", "number"),
        "admin:blog_comment_changelist",
    ),
    WaitingKind(
        ("blog.change_comment",),
        rows(lambda _user: in_tab(Comment.objects.all(), "reported")),
        ngettext_lazy("%(count)s comment is reported", "%(count)s comments are reported", "number"),
        "admin:blog_comment_changelist",
        "?tab=reported",
    ),
    WaitingKind(
        (CHANGES_POSTS,),
        rows(lambda _user: Post.objects.submitted()),
        ngettext_lazy("%(count)s draft is submitted", "%(count)s drafts are submitted", "number"),
        "admin:blog_post_changelist",
        "?state=submitted",
    ),
    WaitingKind(
        (WRITES_DRAFTS,),
        rows(drafts_to_submit),
        ngettext_lazy(
            "%(count)s draft of yours is not submitted",
            "%(count)s drafts of yours are not submitted",
            "number",
        ),
        "admin:blog_post_changelist",
        "?state=unsubmitted",
    ),
    WaitingKind(
        (CHANGES_POSTS, WRITES_DRAFTS),
        rows(lambda user: DraftNote.objects.waiting().of_posts_for(user)),
        ngettext_lazy(
            "%(count)s note of a draft’s reader waits",
            "%(count)s notes of drafts’ readers wait",
            "number",
        ),
        "admin:blog_post_changelist",
        "?state=noted",
    ),
    WaitingKind(
        (CHANGES_POSTS,),
        rows(lambda _user: Post.objects.citing_unknown()),
        ngettext_lazy(
            "%(count)s post cites what leads nowhere",
            "%(count)s posts cite what leads nowhere",
            "number",
        ),
        "admin:blog_post_changelist",
        "?state=unresolved",
    ),
    WaitingKind(
        ("papers.change_notice",),
        rows(lambda _user: Notice.objects.to_look_at()),
        ngettext_lazy(
            "%(count)s notice about a paper waits",
            "%(count)s notices about papers wait",
            "number",
        ),
        "admin:papers_notice_changelist",
        "?waits=yes",
    ),
    WaitingKind(
        ("papers.change_paper",),
        rows(lambda _user: Paper.objects.unanswered()),
        ngettext_lazy(
            "A registry says something else about %(count)s paper",
            "Registries say something else about %(count)s papers",
            "number",
        ),
        "admin:papers_paper_unanswered",
    ),
    WaitingKind(
        ("papers.delete_paper",),
        lambda _user: newest_duplicates(),
        ngettext_lazy(
            "%(count)s of the newest papers may be there twice",
            "%(count)s of the newest papers may be there twice",
            "number",
        ),
        "admin:papers_paper_duplicates",
    ),
    WaitingKind(
        ("papers.change_watch",),
        rows(lambda _user: Watch.objects.needing_editors()),
        ngettext_lazy(
            "%(count)s bibliography kept in step waits for you",
            "%(count)s bibliographies kept in step wait for you",
            "number",
        ),
        "admin:papers_watch_changelist",
    ),
    WaitingKind(
        ("papers.view_question",),
        rows_to_ask(lambda: Question.objects.filter(asked_at=None)),
        ngettext_lazy(
            "%(count)s identifier is not looked up yet",
            "%(count)s identifiers are not looked up yet",
            "number",
        ),
        "admin:papers_question_changelist",
        "?outcome=new",
    ),
    WaitingKind(
        ("papers.view_question",),
        rows_to_ask(lambda: Question.objects.failed()),
        ngettext_lazy(
            "%(count)s identifier gave no record", "%(count)s identifiers gave no record", "number"
        ),
        "admin:papers_question_changelist",
        "?outcome=failed",
    ),
    WaitingKind(
        ("blog.view_weblink",),
        rows(lambda _user: WebLink.objects.gone()),
        ngettext_lazy(
            "%(count)s link to another site leads nowhere",
            "%(count)s links to other sites lead nowhere",
            "number",
        ),
        "admin:blog_weblink_changelist",
        "?waits=yes",
    ),
    WaitingKind(
        ("django_tasks_database.change_dbtaskresult",),
        rows(lambda _user: DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)),
        ngettext_lazy("%(count)s job failed", "%(count)s jobs failed", "number"),
        "admin:django_tasks_database_dbtaskresult_changelist",
        f"?status__exact={TaskResultStatus.FAILED}",
    ),
)
"""In the order in which they are shown."""


@register.simple_tag(takes_context=True)
def waiting_things(context: dict[str, Any]) -> list[tuple[str, str]]:
    """The lines that wait for the user, each with its address."""
    user = context["user"]
    return [line for kind in KINDS if (line := kind.line(user)) is not None]


@register.simple_tag(takes_context=True)
def backup_to_make(context: dict[str, Any]) -> str:
    """What is to be said of the newest backup to those who run the site, where it is old or none
    was made; nothing while a demo is shown, or where ``BACKUP_DAYS`` is 0."""
    if not context["user"].is_superuser or not Backup.is_due():
        return ""
    newest = Backup.objects.first()
    if newest is None:
        return _("No backup of this site was made yet.")
    return _("The newest backup is of %(date)s.") % {
        "date": date_in_words(newest.made_at, "DATE_FORMAT")
    }
