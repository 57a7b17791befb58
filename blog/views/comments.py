"""Writing a comment, and a comment's own address."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from blog.commenting import page_of
from blog.forms import CommentForm
from blog.keeping import keeps_text, text_to_copy
from blog.models import Comment, Post
from blog.origin import same_origin_only
from blog.posting import receive


@same_origin_only
@keeps_text
@require_http_methods(["GET", "HEAD", "POST"])
def comment_add(request: HttpRequest, slug: str) -> HttpResponse:
    """The form on a page of its own: for a reply, as a preview, and again with its errors."""
    post = get_object_or_404(Post.objects.published(), slug=slug)
    if not post.takes_comments():
        return text_to_copy(request, 403, post)
    status = 200
    if request.method == "POST":
        form = CommentForm(post, request.POST)
        comment, status = receive(request, form)
        if comment is not None:
            return redirect("blog:comment_thanks", slug=post.slug)
    else:
        form = CommentForm(post, initial={"parent": request.GET.get("parent", "")})
    context = {"post": post, "form": form, "status": status}
    return TemplateResponse(request, "blog/comment_add.html", context, status=status)


@require_safe
def comment_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    post = get_object_or_404(Post.objects.published(), slug=slug)
    return TemplateResponse(request, "blog/comment_thanks.html", {"post": post})


@require_safe
def comment_detail(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Leads to the comment's place on the page of its post."""
    comment = Comment.objects.public().select_related("post").filter(pk=pk).first()
    if comment is None:
        raise Http404(_("There is no comment at this address."))
    query = page_of(comment)
    return redirect(f"{comment.post.get_absolute_url()}{query}#{comment.anchor}")
