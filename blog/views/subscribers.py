"""Posts by mail: asking for them, and the pages that letters lead to. Opening one changes nothing;
its buttons do."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from blog.comments.mail.letter_links import refuse_letters
from blog.comments.sending.same_origin import same_origin_only
from blog.mailing.subscriber_links import (
    change_pace,
    confirm_subscriber,
    resume_subscriber,
    stop_subscriber,
    subscriber_to_confirm,
    subscriber_to_stop,
)
from blog.mailing.subscribing import SubscribeForm, receive_wish
from blog.models import Subscriber, current_site
from blog.models.subscribers import Pace
from blog.views.comments import reads_or_posts
from blog.views.pages import page_detail
from papers.pages.private_answers import kept_private


@same_origin_only
@reads_or_posts
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form; where posts are not mailed, the owner's own page at this address, if any."""
    if not current_site().takes_subscribers:
        return page_detail(request, "subscribe")
    form, status = SubscribeForm(), 200
    if request.method == "POST":
        form = SubscribeForm(request.POST)
        status = receive_wish(request, form)
    if status == 302:
        return redirect(f"{reverse('blog:subscribe')}?asked=1")
    context = {"form": form, "status": status, "is_asked": request.GET.get("asked") == "1"}
    response = TemplateResponse(request, "blog/subscribe.html", context, status=status)
    if form.refusal:
        response.headers["Retry-After"] = str(form.wait)
    return response


@same_origin_only
@reads_or_posts
@never_cache
def subscribe_confirm(request: HttpRequest, token: str) -> HttpResponse:
    found = subscriber_to_confirm(token)
    if found is None:
        raise Http404(_("This link has expired, or it is not whole. Nothing was changed."))
    subscriber, pace = found
    done = ""
    if request.method == "POST":
        is_refused = request.POST.get("do") == "refuse"
        if is_refused:
            refuse_letters(subscriber.address)
        else:
            confirm_subscriber(subscriber, pace)
        done = "refused" if is_refused else "confirmed"
    context = {"subscriber": subscriber, "pace": pace.label, "done": done}
    return secret_page(request, "blog/subscribe_confirm.html", context)


@csrf_exempt
@reads_or_posts
@never_cache
def subscribe_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Mail programs post here by themselves, without cookies (RFC 8058, section 3.2)."""
    subscriber = subscriber_to_stop(token)
    if subscriber is None:
        raise Http404(_("This link is not whole, or nothing is mailed to you any more."))
    done = ""
    if request.method == "POST":
        done = do_as_asked(subscriber, request.POST.get("do", ""))
        subscriber.refresh_from_db()
    return secret_page(
        request, "blog/subscribe_stop.html", {"subscriber": subscriber, "done": done}
    )


def do_as_asked(subscriber: Subscriber, wish: str) -> str:
    """What a button says; whatever else is posted stops the letters."""
    if wish in Pace.values:
        change_pace(subscriber, Pace(wish))
        return "changed"
    if wish == "resume":
        resume_subscriber(subscriber)
        return "resumed"
    stop_subscriber(subscriber)
    return "stopped"


def secret_page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """No cache and no other site learns of the address, which is its reader's alone."""
    response = TemplateResponse(request, template, context)
    response.headers["Referrer-Policy"] = "no-referrer"
    return kept_private(response, is_public=False)
