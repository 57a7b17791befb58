"""Writing a comment, and a comment's own address."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blog.commenting import page_of, submit
from blog.forms import CommentForm
from blog.models import Comment, Post
from blog.moderation.limits import take
from blog.origin import same_origin_only


@same_origin_only
def comment_add(request: HttpRequest, slug: str) -> HttpResponse:
    """The form on a page of its own: for a reply, and again with its errors."""
    post = get_object_or_404(Post.objects.published(), slug=slug)
    status = 200
    if not post.allow_comments:
        form, status = CommentForm(post, initial=request.POST.dict()), 403
    elif request.method == "POST":
        form = CommentForm(post, request.POST)
        if form.is_valid() and take(request, "comment"):
            submit(request, form)
            return redirect("blog:comment_thanks", slug=post.slug)
        status = 422 if form.errors else 429
    else:
        form = CommentForm(post, initial={"parent": request.GET.get("parent", "")})
    context = {"post": post, "form": form, "parent": form.parent_comment(), "status": status}
    return TemplateResponse(request, "blog/comment_add.html", context, status=status)


@require_safe
def comment_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    post = get_object_or_404(Post.objects.published(), slug=slug)
    return TemplateResponse(request, "blog/comment_thanks.html", {"post": post})


@require_safe
def comment_detail(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Leads to the comment's place on the page of its post."""
    comments = Comment.objects.published().select_related("post")
    comment = get_object_or_404(comments, pk=pk)
    if not comment.post.is_published:
        raise Http404(_("There is no comment at this address."))
    query = page_of(comment)
    return redirect(f"{comment.post.get_absolute_url()}{query}#{comment.anchor}")
