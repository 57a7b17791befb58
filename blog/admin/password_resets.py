"""A new password by a letter, for who forgot theirs: Django's own pages in the admin's frame.

They tell nothing of who is known here: whatever address is asked for is answered with the same
page in the same time, since a job looks it up and sends the letter.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django_tasks import task

from blog.comments.moderation.rate_counts import Spending, limits_of, spend_limits
from blog.comments.moderation.sender_hashes import client_address, hash_name
from blog.models import current_site


class LetterForm(PasswordResetForm):
    """Has a job look whose address it is; a letter that cannot be sent fails the job, which is
    tried again."""

    refusal: Spending | None = None

    def save(self, **given: Any) -> None:
        send_reset_letters.enqueue(self.cleaned_data["email"])

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        context["site_name"] = current_site().name
        text = render_to_string("email/password.txt", context)
        subject = _("A new password for %(site)s") % {"site": current_site().name}
        EmailMultiAlternatives(subject, text, from_email, [to_email]).send()


@task()
def send_reset_letters(address: str) -> None:
    """To each user of this address; to nobody where there is none."""
    form = LetterForm({"email": address})
    if form.is_valid():
        host = urlsplit(settings.SITE_ORIGIN).netloc
        PasswordResetForm.save(form, domain_override=host, use_https=settings.IS_HTTPS)


def in_admin_frame(request: HttpRequest, title: str) -> dict[str, Any]:
    """For a page of who is not logged in, and has nothing to choose at its side."""
    frame = admin.site.each_context(request)
    return {**frame, "is_nav_sidebar_enabled": False, "title": title}


@never_cache
def password_reset(request: HttpRequest) -> HttpResponse:
    """Takes an address, if this site sends letters at all."""
    context = in_admin_frame(request, _("Password reset"))
    if not settings.BLOG_SENDS_MAIL:
        return TemplateResponse(request, "admin/no_letters.html", context)
    if request.method == "POST":
        spent = spend_limits(reset_limits(request))
        if not spent.is_free:
            context["spent"] = spent
            response = TemplateResponse(request, "admin/no_letters.html", context, status=429)
            response.headers["Retry-After"] = str(spent.wait)
            return response
    view = views.PasswordResetView.as_view(form_class=LetterForm, extra_context=context)
    return view(request)


def reset_limits(request: HttpRequest) -> dict[str, tuple[int, int]]:
    """Of one sender, and of the address that is asked for, whoever asks: nobody's box is filled."""
    for_sender, for_address = settings.BLOG_RESET_RATE_LIMITS
    asked = hash_name(request.POST.get("email", "").strip().casefold()[:320])
    limits = limits_of("resets", client_address(request) or "unknown", for_sender)
    return limits | {f"reset {asked}": for_address}


def password_reset_done(request: HttpRequest) -> HttpResponse:
    context = in_admin_frame(request, _("Password reset sent"))
    return views.PasswordResetDoneView.as_view(extra_context=context)(request)


@never_cache
def password_reset_confirm(request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
    context = in_admin_frame(request, _("Password reset"))
    view = views.PasswordResetConfirmView.as_view(
        extra_context=context, success_url=reverse_lazy("password_reset_complete")
    )
    return view(request, uidb64=uidb64, token=token)


def password_reset_complete(request: HttpRequest) -> HttpResponse:
    context = in_admin_frame(request, _("Password reset complete"))
    return views.PasswordResetCompleteView.as_view(extra_context=context)(request)
