"""Writing a comment, what its writer and its readers may do with it, and its own address."""

from django.conf import settings
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from blog.comments.moderation.rate_counts import spend_rate
from blog.comments.moderation.reports import report_comment
from blog.comments.moderation.sender_hashes import client_address
from blog.comments.sending.edits_and_withdrawals import (
    GONE,
    may_be_edited,
    receive_edit,
    withdraw_comment,
)
from blog.comments.sending.forms import CommentForm, EditForm, ReportForm
from blog.comments.sending.kept_text import keeps_text, text_to_copy
from blog.comments.sending.own_comments import find_own, own_comments, remember_own
from blog.comments.sending.same_origin import same_origin_only
from blog.comments.sending.submission import is_of_sender, receive_comment
from blog.comments.thread_pages import page_of
from blog.models import Comment, Post

reads_or_posts = require_http_methods(["GET", "HEAD", "POST"])


@same_origin_only
@keeps_text
@reads_or_posts
def comment_add(request: HttpRequest, slug: str) -> HttpResponse:
    """The form on a page of its own: for a reply, as a preview, and again with its errors."""
    post = get_object_or_404(Post.objects.published(), slug=slug)
    if not post.takes_comments():
        return text_to_copy(request, 403, post)
    status = 200
    if request.method == "POST":
        form = CommentForm(post, request.POST)
        comment, status = receive_comment(request, form)
        if comment is not None:
            response = redirect("blog:comment_thanks", slug=post.slug)
            if comment is form.instance or is_of_sender(request, comment):
                remember_own(response, request, comment)
            return response
    else:
        form = CommentForm(post, initial={"parent": request.GET.get("parent", "")})
    return form_page(request, "blog/comment_add.html", form, status, post=post)


@require_safe
@never_cache
def comment_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    post = get_object_or_404(Post.objects.published(), slug=slug)
    context = {
        "post": post,
        "own_comments": own_comments(request, post),
        "edit_minutes": settings.BLOG_EDIT_MINUTES,
    }
    return TemplateResponse(request, "blog/comment_thanks.html", context)


@same_origin_only
@keeps_text
@reads_or_posts
@never_cache
def comment_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    comment = find_own(request, slug, pk)
    if not may_be_edited(comment):
        return text_to_copy(request, GONE, comment.post)
    form, status = EditForm(instance=comment), 200
    if request.method == "POST":
        form = EditForm(request.POST, instance=comment)
        status = receive_edit(request, form)
    if status == 302:
        return redirect("blog:comment_thanks", slug=slug)
    if status == GONE:
        return text_to_copy(request, GONE, comment.post)
    return form_page(request, "blog/comment_edit.html", form, status, post=comment.post)


@same_origin_only
@reads_or_posts
@never_cache
def comment_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    comment = find_own(request, slug, pk)
    if request.method == "POST":
        withdraw_comment(comment.pk)
        return redirect(f"{comment.post.get_absolute_url()}#comments")
    context = {"comment": comment, "may_edit": may_be_edited(comment)}
    return TemplateResponse(request, "blog/comment_withdraw.html", context)


@same_origin_only
@keeps_text
@reads_or_posts
def comment_report(request: HttpRequest, pk: int) -> HttpResponse:
    """A hint for the moderators, from anybody."""
    comment = find_public_comment(pk)
    form, status = ReportForm(), 200
    if request.method == "POST":
        form = ReportForm(request.POST)
        status = receive_report(request, comment, form)
    is_done = request.method == "POST" and status == 200
    return form_page(
        request, "blog/comment_report.html", form, status, comment=comment, done=is_done
    )


@require_safe
def comment_detail(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Leads to the comment's place on the page of its post."""
    comment = find_public_comment(pk)
    query = page_of(comment)
    return redirect(f"{comment.post.get_absolute_url()}{query}#{comment.anchor}")


def receive_report(request: HttpRequest, comment: Comment, form: ReportForm) -> int:
    """Takes a report that is within its sender's limit; the status of the page. Reports cost
    little and wait for a moderator anyway, so nothing else happens when very many are sent."""
    if not form.is_valid():
        return 422
    spent = spend_rate(request, "report")
    if not spent.is_free:
        form.refusal = spent
        return 429
    report_comment(comment, form.cleaned_data["note"], client_address(request))
    return 200


def form_page(
    request: HttpRequest, template: str, form: BaseForm, status: int, **context: object
) -> HttpResponse:
    """The page of a form, also when it comes back: of one that came too soon (429), it says when
    it may be sent again."""
    context |= {"form": form, "status": status}
    response = TemplateResponse(request, template, context, status=status)
    if form.is_bound and form.refusal is not None:
        response.headers["Retry-After"] = str(form.refusal.wait)
    return response


def find_public_comment(pk: int) -> Comment:
    comment = Comment.objects.public().select_related("post").filter(pk=pk).first()
    if comment is None:
        raise Http404(_("There is no comment at this address."))
    return comment
