"""A post's revisions in the admin: which there are, what each changed, and one brought back."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.admin.publishing_question import question_of
from blog.markup import MarkupError
from blog.models import ChangedMeanwhile, EarlierVersion, Post, Revision
from blog.models.earlier_versions import LONGEST_WORDS
from blog.posts.earlier_versions import show_version
from blog.posts.revisions import NOBODY, Saving, put_back, revision_of, told_header
from blog.posts.saving_posts import render_source, save_post
from blog.posts.telling_corrections import tell_correction, withdraw_correction
from papers.admin.conflicts import shown_lines
from papers.admin.extra_pages import ExtraPages

PER_PAGE = 50


class ShowingRevisions(ExtraPages):
    """For whoever may change the post, and nobody else."""

    pages = {
        "<int:pk>/revisions/": "revisions",
        "<int:pk>/revisions/<int:number>/": "revision",
    }

    def revisions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        post = self.changeable_row(request, pk)
        told = post.corrections.filter(version=OuterRef("version"))
        open_ones = post.earlier_versions.filter(version=OuterRef("version"), is_public=True)
        rows = post.revisions.defer("source", "header").annotate(
            is_told=Exists(told), is_open=Exists(open_ones.order_by())
        )
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        return self.page_of(request, post, "revisions", page=page)

    def revision_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        post = self.changeable_row(request, pk)
        revision = get_object_or_404(post.revisions, pk=number)
        is_told, question = self.tell_readers(request, post, revision), {}
        if is_told:
            return redirect("admin:blog_post_revision", post.pk, revision.pk)
        if request.method == "POST" and is_told is None:
            question = question_about(post, revision, request.POST)
            if not question:
                return self.bring_back(request, post, revision)
        is_since = request.GET.get("since") == "1"
        older = post.revisions.filter(pk__lt=number).first() or Revision()
        today = revision_of(post, list(post.tags.names()), NOBODY)
        old, new = (revision, today) if is_since else (older, revision)
        shown = {
            "revision": revision,
            "question": question,
            "typed": request.POST,
            "is_since": is_since,
            "is_as_today": revision.content == today.content,
            "seen": seen_version(post, revision),
            "correction": post.corrections.filter(version=revision.version).first(),
            "header_lines": shown_lines(told_header(old), told_header(new)),
            "lines": shown_lines(old.source, new.source),
        }
        return self.page_of(request, post, "revision", **shown)

    def page_of(self, request: HttpRequest, post: Post, name: str, **shown: Any) -> HttpResponse:
        return self.extra_page(
            request,
            f"admin/blog/post/{name}.html",
            _("Revisions of “%(post)s”") % {"post": post},
            original=post,
            **shown,
        )

    def tell_readers(self, request: HttpRequest, post: Post, revision: Revision) -> bool | None:
        """Does what the forms for readers ask for, and whether it could; ``None`` of another form.
        The page says what is wrong, with what was typed."""
        try:
            if "correction" in request.POST:
                said = correct(request.POST, post, revision)
            elif "version_words" in request.POST:
                said = open_version(request.POST, post, revision)
            else:
                return None
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return False
        self.log_change(request, post, said)
        self.message_user(request, said, messages.SUCCESS)
        return True

    def bring_back(self, request: HttpRequest, post: Post, revision: Revision) -> HttpResponse:
        """A save like any other, and so a revision itself."""
        at = f"{timezone.localtime(revision.at):%Y-%m-%d %H:%M}"
        tags = put_back(post, revision)
        try:
            note = _("As it was on %(at)s.") % {"at": at}
            save_post(post, tags=tags, saving=Saving(request.user, note))
        except ChangedMeanwhile:
            told = _("Somebody changed the post in this moment, so nothing was brought back.")
            self.message_user(request, told, messages.ERROR)
        except MarkupError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.log_change(request, post, note)
            told = _("The text of %(at)s is the post's text again.") % {"at": at}
            self.message_user(request, told, messages.SUCCESS)
        return redirect("admin:blog_post_revisions", post.pk)


def correct(data: QueryDict, post: Post, revision: Revision) -> str:
    """Readers are told of a revision, in other words, or no longer; what was done, in words."""
    text = data["correction"].strip()
    told = post.corrections.filter(version=revision.version).first()
    if text:
        tell_correction(revision, text, is_change_shown="change" in data)
        return _("Readers are told of the correction, on the post and in feeds.")
    if told is None:
        raise ValidationError(_("Say what was wrong and what is right now."))
    withdraw_correction(told)
    return _("Readers are no longer told of this correction.")


def open_version(data: QueryDict, post: Post, revision: Revision) -> str:
    """Readers may open what they saw of the post at that time, or no longer; which, in words."""
    row, words = seen_version(post, revision), data["version_words"].strip()
    if row is None:
        raise ValidationError(_("No reader saw this one, or it is too long ago."))
    if len(words) > LONGEST_WORDS:
        said = _("The words for readers have at most %(most)d characters; these have %(has)d.")
        raise ValidationError(said % {"most": LONGEST_WORDS, "has": len(words)})
    is_public = "version_open" in data
    show_version(row, is_public=is_public, words=words)
    return _("Readers may open it.") if is_public else _("Readers may not open it.")


def seen_version(post: Post, revision: Revision) -> EarlierVersion | None:
    """What readers saw while a revision stood on the post's page, if it did and does no more."""
    if not post.is_published:
        return None
    rows = post.earlier_versions.filter(version=revision.version)
    return rows.only("post", "version", "is_public", "words", "begun_at", "ended_at").first()


def question_about(post: Post, revision: Revision, data: QueryDict) -> dict[str, Any]:
    """What is asked before a revision is brought back into a published post."""
    changed = copy(post)
    put_back(changed, revision)
    try:
        rendered = render_source(changed.source, changed.language, is_html=changed.is_html)
    except MarkupError:  # which bringing it back tells
        return {}
    return question_of(changed, rendered, data)
