"""The pages that letters lead to. Opening one changes nothing; its buttons do."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from blog.comments.mail.letter_links import (
    confirm_address,
    letter_of_token,
    refuse_letters,
    stop_letters,
    subscription_of_token,
)
from blog.comments.mail.proven_address import remember_address
from blog.comments.sending.same_origin import same_origin_only


@same_origin_only
@never_cache
def mail_confirm(request: HttpRequest, token: str) -> HttpResponse:
    letter = letter_of_token(token)
    if letter is None:
        raise Http404(_("This link has expired, or it is not whole. No letter was confirmed."))
    context = {"letter": letter, "done": ""}
    address = None
    if request.method == "POST":
        if request.POST.get("do") == "refuse":
            refuse_letters(letter.address)
            context["done"] = "refused"
        else:
            address = confirm_address(letter)
            context["done"] = "confirmed"
    response = TemplateResponse(request, "blog/mail_confirm.html", context)
    if address is not None:
        remember_address(response, address)
    return response


@csrf_exempt
@never_cache
def mail_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Mail programs post here by themselves, without cookies (RFC 8058, section 3.2)."""
    subscription = subscription_of_token(token)
    if subscription is None:
        raise Http404(_("This link is not whole. Please copy all of it from the letter."))
    context = {"subscription": subscription, "done": ""}
    if request.method == "POST":
        if request.POST.get("do") == "refuse":
            refuse_letters(subscription.address.address)
        else:
            stop_letters(subscription)
        context["done"] = "stopped"
    return TemplateResponse(request, "blog/mail_stop.html", context)
