"""What an author should look at in a post's text, told in its form: as it is stored, while it is
written (blog/checks.js), and by a button that saves nothing."""

import re
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.admin.post_verbs import STAY
from blog.admin.tags_field import split_tag_names
from blog.comments.moderation.rate_counts import spend_limits
from blog.markup.page.text_checks import Finding
from blog.models import Post
from blog.posts.saving_posts import PostDraft
from blog.writing.check_findings import finding_words, gravity_of
from blog.writing.post_checks import check_post, check_typed, saved_state, stored_state
from papers.admin.extra_pages import ExtraPages
from papers.queries.row_numbers import row_number

CHECK = "_check"
"""The name of the button that checks and does not save."""
CHECKED = gettext_lazy("The text was checked, and nothing is saved yet.")
TYPED = ("title", "source", "language", "nocite")
AUTHOR_CHOSEN = re.compile(r"bylines-(\d+)-author")
MOST_MESSAGES = 10
FRAGMENT = "admin/blog/post/_findings.html"


class CheckingTexts(ExtraPages):
    """Nothing that is checked is stored; whoever may write the post may have it checked."""

    pages = {"checks/": "checks"}

    def checks_view(self, request: HttpRequest) -> HttpResponse:
        """The findings of a text as it is being written, as a piece of a page."""
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        post = self.written_post(request, row_number(request.POST.get("_post", "")))
        limit = settings.BLOG_CHECK_RATE_LIMIT
        spent = spend_limits({f"checks {request.user.pk}": limit})
        if not spent.is_free:
            headers = {"Retry-After": str(spent.wait)}
            return HttpResponse(str(spent), "text/plain", status=429, headers=headers)
        if post is not None:
            post = Post.objects.filter(pk=post.pk).first()
        return TemplateResponse(request, FRAGMENT, shown_findings(findings_of(request.POST, post)))

    @admin.display(description=gettext_lazy("checks"))
    def checks_found(self, post: Post) -> str:
        """By line; they never block."""
        shown = {**shown_findings(getattr(post, "findings", ())), "post": post, "check": CHECK}
        return render_to_string("admin/blog/post/_checks.html", shown)

    def tell_form(self, request: HttpRequest, context: dict[str, Any], row: Any) -> None:
        post = context["adminform"].form.instance
        if request.method == "POST":
            stored = Post.objects.filter(pk=post.pk).first() if post.pk else None
            post.findings = findings_of(request.POST, stored)
        elif post.pk:
            post.findings = check_post(stored_state(post))
        super().tell_form(request, context, row)

    def tell_findings(self, request: HttpRequest, draft: PostDraft, tags: Sequence[str]) -> None:
        """After a save, which they do not stand in the way of. A form that is shown again has them
        below its text."""
        if STAY in request.POST:
            return
        post, found = draft.post, check_post(saved_state(draft, tags))
        for one in found[:MOST_MESSAGES]:
            line = told_line(one.line)
            messages.warning(request, f"{line}: {finding_words(one)}")
        if len(found) > MOST_MESSAGES:
            told = _("%(n)d more are told below the text of “%(post)s”.")
            told %= {"n": len(found) - MOST_MESSAGES, "post": post}
            messages.warning(request, told)


def findings_of(data: Mapping[str, str], stored: Post | None) -> list[Finding]:
    """Of a form as it was sent, whatever is wrong with it."""
    post = copy(stored) if stored else Post()
    for name in TYPED:
        setattr(post, name, data.get(name, "").replace("\r\n", "\n"))
    has_byline = stored is None or names_author(data)
    return check_typed(post, has_byline=has_byline, tags=split_tag_names(data.get("tags", "")))


def names_author(data: Mapping[str, str]) -> bool:
    rows = (AUTHOR_CHOSEN.fullmatch(name) for name in data if data.get(name))
    return any(row and not data.get(f"bylines-{row[1]}-DELETE") for row in rows)


def shown_findings(found: Sequence[Finding]) -> dict[str, Any]:
    rows = [
        {"line": one.line, "gravity": gravity_of(one), "words": finding_words(one)} for one in found
    ]
    return {"findings": rows}


def told_line(line: int | None) -> str:
    return _("Line %(number)s") % {"number": line} if line else _("Whole text")
