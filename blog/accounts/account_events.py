"""What the log of events hears by itself: of every log-in, and of every change of a row that it is
about, whichever page, command or job makes it. ``QuerySet.update`` alone passes it by.

House rules know no signals of our own; these are Django's, and nothing but the log and the end of
sessions hangs on them.
"""

import time
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import signals
from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Model
from django.db.models import signals as row_signals
from django_tasks_db.models import DBTaskResult

from blog.accounts.browser_names import browser_name
from blog.accounts.event_log import is_asked_by_user, record_event
from blog.accounts.session_endings import end_sessions_after_change
from blog.comments.moderation.rate_counts import fill_bucket
from blog.models import (
    Act,
    ApiToken,
    Backup,
    Ban,
    Comment,
    DraftLink,
    Event,
    Invitation,
    Letter,
    MailAddress,
    Subscriber,
    Subscription,
    WebLink,
)
from blog.models.events import EventKind
from blog.models.moderation import ActKind
from blog.models.user_sessions import BEGUN, BROWSER
from papers.models import Question, Watch

TOLD_FIELDS = ("username", "email", "is_active", "is_staff", "is_superuser")
FLAGS = ("is_active", "is_staff", "is_superuser")
SECRET_FIELDS = {"token_hash", "revoked_at"}
OF_MODERATORS = {ActKind.EXPORT: EventKind.EXPORTED, ActKind.ERASE: EventKind.DELETED}
UNTOLD: dict[type[Model], str] = {
    Comment: "moderators' acts tell of it, without what the law lets a reader have erased",
    Ban: "moderators' acts tell of it, without the address that it may be",
    MailAddress: "a reader's address",
    Subscriber: "a reader's address",
    Subscription: "a reader's wish",
    Letter: "has a reader's address",
    User: "told as an account",
    Event: "the log itself, of which old events go",
    DBTaskResult: "a job that was done",
    Question: "asked again by itself",
    WebLink: "found again by itself",
}
"""Models of the admin whose deletions are not told one by one, and why."""


def listen() -> None:
    """Connects all of it, once the admin has its models."""
    signals.user_logged_in.connect(logged_in)
    signals.user_login_failed.connect(login_refused)
    signals.user_logged_out.connect(logged_out)
    row_signals.pre_save.connect(account_before, sender=User)
    row_signals.post_save.connect(account_stored, sender=User)
    row_signals.post_delete.connect(account_deleted, sender=User)
    for given in (User.groups, User.user_permissions, Group.permissions):
        row_signals.m2m_changed.connect(rights_changed, sender=given.through)
    row_signals.post_save.connect(invitation_stored, sender=Invitation)
    row_signals.post_save.connect(act_stored, sender=Act)
    row_signals.post_save.connect(backup_stored, sender=Backup)
    for model in (Watch, ApiToken, DraftLink):
        row_signals.post_save.connect(secret_stored, sender=model)
    for model in (*admin.site._registry, ApiToken, DraftLink):
        if model not in UNTOLD:
            row_signals.post_delete.connect(row_deleted, sender=model)


def logged_in(request: Any, user: Any, **_more: Any) -> None:
    request.session[BEGUN] = int(time.time())
    request.session[BROWSER] = browser_name(request.META.get("HTTP_USER_AGENT", ""))
    name = user.get_username()
    record_event(EventKind.LOGIN, name, request.session[BROWSER], by=name, request=request)


def login_refused(credentials: dict[str, Any], request: Any = None, **_more: Any) -> None:
    """Of an account that there is alone the name is told: others type a password in its place."""
    if request is not None and fill_bucket("refusals told", *settings.BLOG_REFUSED_LOGINS_KEPT):
        found = User.objects.filter(username=credentials.get(User.USERNAME_FIELD)).first()
        name = found.get_username() if found else ""
        record_event(EventKind.REFUSED, name, by="", request=request)


def logged_out(request: Any, user: Any, **_more: Any) -> None:
    if user is not None:
        name = user.get_username()
        record_event(EventKind.LOGOUT, name, by=name)


def account_before(instance: Any, update_fields: Any = None, **_more: Any) -> None:
    """Keeps how the account was. A log-in stores its moment in it, which is no change of it."""
    instance._before = None
    if instance.pk and set(update_fields or ()) != {"last_login"}:
        instance._before = User.objects.filter(pk=instance.pk).first()


def account_stored(instance: Any, created: bool, **_more: Any) -> None:
    name, before = instance.get_username(), instance._before
    if created:
        record_event(EventKind.ACCOUNT_MADE, name, ", ".join(flags_of(instance)))
    if before is None:
        return
    changed = [one for one in TOLD_FIELDS if getattr(instance, one) != getattr(before, one)]
    if changed:
        told = [f"{one}: {getattr(instance, one)}" if one in FLAGS else one for one in changed]
        if "username" in changed:
            told.append(f"{before.get_username()} → {name}")
        record_event(EventKind.ACCOUNT_CHANGED, name, ", ".join(told))
    has_new_password = is_new_password(instance, before)
    if has_new_password:
        record_event(EventKind.PASSWORD, name)
    end_sessions_after_change(instance, has_new_password=has_new_password)


def flags_of(user: Any) -> list[str]:
    return [one for one in FLAGS if getattr(user, one)]


def is_new_password(user: Any, before: Any) -> bool:
    """Not the one that was there, hashed anew as Django does at a log-in after an update."""
    is_other = user.password != before.password
    return is_other and (user._password is not None or not is_password_usable(user.password))


def account_deleted(instance: Any, **_more: Any) -> None:
    record_event(EventKind.DELETED, instance.get_username(), User._meta.verbose_name.title())


def rights_changed(
    instance: Any, action: str, reverse: bool, model: Any, pk_set: Any, **_more: Any
) -> None:
    """Who has which groups, and which permissions they or a group have, from either side."""
    kinds = {
        "post_add": EventKind.RIGHTS_GIVEN,
        "post_remove": EventKind.RIGHTS_TAKEN,
        "pre_clear": EventKind.RIGHTS_TAKEN,
    }
    if action not in kinds or (pk_set is not None and not pk_set):
        return
    others = model.objects.filter(pk__in=pk_set or ())
    names = sorted(map(name_of_right, others)) or ["all"]
    if reverse:
        for name in names:
            record_event(kinds[action], name, name_of_right(instance))
    else:
        record_event(kinds[action], name_of_right(instance), ", ".join(names))


def name_of_right(row: Any) -> str:
    if isinstance(row, Permission):
        return f"{row.content_type.app_label}.{row.codename}"
    return row.get_username() if isinstance(row, User) else row.name


def invitation_stored(instance: Invitation, created: bool, **_more: Any) -> None:
    if created:
        record_event(EventKind.INVITED, instance.email)


def act_stored(instance: Act, created: bool, **_more: Any) -> None:
    kind = OF_MODERATORS.get(instance.kind)
    if created and kind is not None:
        record_event(kind, Comment._meta.verbose_name_plural, instance.note, by=instance.by_name)


def backup_stored(instance: Backup, **_more: Any) -> None:
    record_event(EventKind.EXPORTED, Backup._meta.verbose_name, instance.folder)


def secret_stored(instance: Model, update_fields: Any = None, **_more: Any) -> None:
    """A secret ends with its hash, or by the word of who made it (``revoked_at``)."""
    if update_fields and SECRET_FIELDS & set(update_fields):
        is_good = instance.token_hash and not getattr(instance, "revoked_at", None)
        kind = EventKind.SECRET_MADE if is_good else EventKind.SECRET_ENDED
        record_event(kind, instance, f"{instance._meta.verbose_name} {instance.pk}")


def row_deleted(sender: type[Model], instance: Model, origin: Any, **_more: Any) -> None:
    """By somebody who is logged in, and groups by whatever way: what jobs tidy away is not told,
    nor what goes along."""
    is_meant = origin is instance or getattr(origin, "model", None) is sender
    if is_meant and (sender is Group or is_asked_by_user()):
        record_event(EventKind.DELETED, instance, f"{sender._meta.verbose_name} {instance.pk}")
