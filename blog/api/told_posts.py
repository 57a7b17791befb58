"""What the API tells of posts: one, a list, a copy to be changed elsewhere, a preview."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from blog.api.api_access import may_add, post_of_user, refuse_spent
from blog.api.api_faults import ApiRefused
from blog.api.request_bodies import SentPost
from blog.api.sent_bibliographies import sent_works
from blog.api.sent_texts import kept_text, read_post_text, refused_text, remember_text
from blog.folder.kept_folder import FolderRefusedError
from blog.folder.site_update import TEXT, changed_row, shown_header
from blog.folder.text_files import write_text_file
from blog.folder.text_headers import authors_by_name
from blog.markup import MarkupError
from blog.markup.page.text_checks import Finding
from blog.models import Post
from blog.models.posts import LONG_TEXTS
from blog.posts.own_author import author_of_user
from blog.posts.post_preview import previewed_post, spend_preview
from blog.posts.saving_posts import render_source
from blog.writing.check_findings import finding_words, gravity_of
from blog.writing.post_checks import check_typed
from papers.queries.row_numbers import row_number
from papers.site_values import absolute_url

AT_ONCE = 100


def told_post(post: Post) -> dict[str, Any]:
    """What the list says of a post."""
    return {
        "number": post.pk,
        "version": post.version,
        "title": post.title,
        "slug": post.slug,
        "state": post.state,
        "is_html": post.is_html,
        "address": absolute_url(post.get_absolute_url()),
        "edit_address": absolute_url(reverse("admin:blog_post_change", args=[post.pk])),
        "changed_at": post.updated_at.isoformat(),
    }


def told_whole(post: Post) -> dict[str, Any]:
    text = write_text_file(shown_header(post), post.source, is_html=post.is_html)
    return {**told_post(post), "text": text}


def told_findings(found: Iterable[Finding]) -> list[dict[str, Any]]:
    return [
        {
            "kind": str(one.kind),
            "gravity": str(gravity_of(one)),
            "line": one.line,
            "words": finding_words(one),
        }
        for one in found
    ]


def list_posts(request: HttpRequest) -> dict[str, Any]:
    """The posts over which the user stands, or with ``?whose=all`` all that the user may change;
    the newest rows first, ``next`` is where the list goes on."""
    user, whose = request.user, request.GET.get("whose", "mine")
    if whose not in ("mine", "all"):
        raise ApiRefused(422, _("This is neither “mine” nor “all”."), where="whose")
    posts = Post.objects.editable_by(user).order_by("-pk")
    if whose == "mine":
        posts = posts.filter(bylines__author__user=user)
    if written := request.GET.get("before", ""):
        before = row_number(written)
        if before is None:
            raise ApiRefused(422, _("This is no number."), where="before")
        posts = posts.filter(pk__lt=before)
    some = list(posts.defer(*LONG_TEXTS)[: AT_ONCE + 1])
    more = some[AT_ONCE - 1].pk if len(some) > AT_ONCE else None
    return {"posts": [told_post(one) for one in some[:AT_ONCE]], "next": more}


def copy_post(user: Any, number: int) -> dict[str, Any]:
    """A post's text to be changed elsewhere: it is kept, to be compared with what comes back."""
    post = post_of_user(user, number)
    remember_text(post, kept_text(post))
    return told_whole(post)


def preview_post(request: HttpRequest, sent: SentPost) -> dict[str, Any]:
    """The page that readers would see, and what an author should look at; nothing is stored."""
    user = request.user
    if sent.number is None:
        may_add(user)
    post = post_of_user(user, sent.number) if sent.number is not None else Post()
    refuse_spent(spend_preview(user))
    file, _remarks = read_post_text(sent.text, post.is_html)
    authors = [author_of_user(user)] if post.pk is None else list(post.authors.all())
    try:
        one = changed_row("post.md", post, file.values, file, set(file.values) | {TEXT})
        tags, named = one.tags, one.texts("authors")
        rendered = render_source(post.source, post.language, is_html=post.is_html)
    except (FolderRefusedError, MarkupError) as error:
        raise refused_text(error) from error
    if named:
        known = authors_by_name()
        authors = [known[name] for name in named if name in known]
    authors = [author for author in authors if author]
    brought = sent_works(user, sent.bibliography, post).named
    found = check_typed(post, has_byline=bool(authors), tags=tags, brought=brought)
    findings = told_findings(found)
    shown = previewed_post(post, rendered, tags, authors)
    html = render_to_string("blog/post_preview.html", {**shown, "faults": []}, request)
    return {"html": html, "findings": findings}
