"""A draft for those whom its authors gave a link, and what they note of it."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog.comments.sending.kept_text import text_to_copy
from blog.models import DraftLink, Post
from blog.posts.draft_links import DraftNoteForm, link_of_token, receive_note
from blog.posts.post_page import CITES, references_in
from papers.models import Paper
from papers.pages.private_answers import kept_private

ENDED, UNKNOWN = 410, 404


@csrf_exempt  # the address is a secret, which no other site has: it protects as a token does
@require_http_methods(["GET", "HEAD", "POST"])
def draft_detail(request: HttpRequest, token: str) -> HttpResponse:
    """The text as it is stored. Nothing is told of what a link led to that has ended or is none."""
    link = link_of_token(token)
    if link is None:
        return kept_secret(no_draft(request, UNKNOWN))
    is_reading = request.method != "POST"
    if is_reading and link.post.is_published and (link.is_open or not link.post.is_unlisted):
        return kept_secret(redirect(link.post))
    if not link.is_open:
        return kept_secret(no_draft(request, ENDED))
    if not is_reading:
        return kept_secret(answer_to_note(request, link, token))
    link.note_opening()
    return kept_secret(draft_page(request, link, DraftNoteForm()))


def answer_to_note(request: HttpRequest, link: DraftLink, token: str) -> HttpResponse:
    form = DraftNoteForm(request.POST)
    status = receive_note(request, link, form)
    if status == 302:
        return redirect(f"{reverse('blog:draft_detail', args=[token])}?noted=1#comments")
    response = draft_page(request, link, form, status)
    if status == 429:
        response.headers["Retry-After"] = str(form.refusal.wait)
    return response


def draft_page(
    request: HttpRequest, link: DraftLink, form: DraftNoteForm, status: int = 200
) -> TemplateResponse:
    posts = Post.objects.select_related("series").with_byline().with_whole_text()
    post = posts.annotate(cites=CITES).get(pk=link.post_id)
    listed = references_in(post, "")
    papers = [one.work.paper_id for one in listed["references"]]
    open_papers = set(Paper.objects.visible().filter(pk__in=papers).values_list("pk", flat=True))
    listed["references"] = [
        replace(one, has_page=one.work.paper_id in open_papers) for one in listed["references"]
    ]
    context = {
        "post": post,
        **listed,
        "link": link,
        "form": form,
        "status": status,
        "is_noted": request.GET.get("noted") == "1",
    }
    return TemplateResponse(request, "blog/draft_detail.html", context, status=status)


def no_draft(request: HttpRequest, status: int) -> HttpResponse:
    """A note that was sent there comes back to its writer."""
    if request.method == "POST":
        return text_to_copy(request, status)
    return TemplateResponse(request, "blog/draft_ended.html", {"status": status}, status=status)


def kept_secret(response: HttpResponse) -> HttpResponse:
    """No cache, no search engine and no other site learns of it."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return kept_private(response, is_public=False)
