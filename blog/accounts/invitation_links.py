"""Invitations: a link that works once and for some days; only its hash is kept."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from blog.accounts.event_log import record_event
from blog.models import Invitation, current_site
from blog.models.events import EventKind
from blog.models.invitations import end_of_invitation
from blog.models.writing_rights import ADDS_POSTS, has_one_of
from blog.posts.own_author import make_author_of
from papers.queries.secret_tokens import give_secret, row_of_token
from papers.site_values import absolute_url


def make_link(invitation: Invitation) -> str:
    """A new link of an invitation that nobody accepted, in place of any that it had."""
    invitation.expires_at = end_of_invitation()
    invitation.save(update_fields=["expires_at"])
    return absolute_url(reverse("invitation", args=[give_secret(invitation)]))


def invitation_of_token(token: str) -> Invitation | None:
    """The one that can be accepted by this link: it was not, has not ended, was not taken back."""
    return row_of_token(Invitation.objects.open(), token)


@task()
def send_invitation(pk: int) -> None:
    """The link is made here, so that no job's row holds it; a second try makes another one."""
    invitation = Invitation.objects.filter(pk=pk, accepted_at=None).first()
    if invitation is None:
        return
    site = current_site().name
    told = {
        "site_name": site,
        "invitation": invitation,
        "url": make_link(invitation),
        "days": settings.BLOG_INVITATION_DAYS,
    }
    subject = " ".join((_("You are invited to %(site)s") % {"site": site}).split())
    text = render_to_string("email/invitation.txt", told)
    EmailMultiAlternatives(subject, text, to=[invitation.email]).send()


@transaction.atomic
def accept_invitation(token: str, form: Any) -> Any | None:
    """The account that a checked ``form`` of the invited one makes; ``None`` where the invitation
    was accepted or taken back meanwhile."""
    invitation = row_of_token(Invitation.objects.open().select_for_update(), token)
    if invitation is None:
        return None
    user = form.save(commit=False)
    user.email, user.is_staff = invitation.email, True
    user.is_superuser = invitation.is_superuser
    user.save()
    user.groups.set(invitation.groups.all())
    invitation.accepted_at, invitation.username = timezone.now(), user.get_username()
    invitation.save(update_fields=["accepted_at", "username"])
    record_event(EventKind.INVITATION_TAKEN, invitation.email, by=user.get_username())
    user = get_user_model().objects.get(pk=user.pk)  # which knows the rights of its groups
    if has_one_of(user, ADDS_POSTS):
        make_author_of(user, user.get_full_name())
    return user


def forget_invitations() -> None:
    """Those that ended long ago, accepted or not: the log of events tells of them."""
    ended = timezone.now() - timedelta(days=settings.BLOG_INVITATION_DAYS)
    Invitation.objects.filter(expires_at__lt=ended).delete()
