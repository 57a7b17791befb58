"""Which tables readers' pages may read, and which changes of a row no page can show.

Every table of a model is counted, so that a new one is right by itself. A page that reads one of
``NOT_SHOWN`` is not kept.
"""

import re

from django.apps import apps
from django.db import models

from blog.models import (
    Act,
    AddressKey,
    ApiToken,
    Backup,
    Ban,
    Comment,
    DemoObject,
    DraftLink,
    DraftNote,
    Errand,
    Event,
    ExportedText,
    Invitation,
    Letter,
    MailAddress,
    MailedPost,
    Rate,
    Report,
    Revision,
    SeenFiles,
    Submission,
    Subscriber,
    Subscription,
    TagMerge,
    UnsavedText,
    UserSession,
)
from blog.models.comments import CommentState
from blog.models.table_versions import TableVersion
from papers.models import TitleSearch, Watch, WatchContent, WatchLook

EDITORS = "editors and moderators see it"
MAIL = "mail, which no page shows"
NOT_SHOWN: dict[type[models.Model], str] = {
    TableVersion: "the versions themselves",
    Rate: "how often somebody wrote; written by requests that change no page",
    UnsavedText: "what somebody typed and did not save",
    UserSession: "who is logged in: what they see is not kept",
    Invitation: "administrators see it",
    Event: "administrators see it",
    AddressKey: "a secret",
    ApiToken: "a secret",
    Backup: EDITORS,
    Ban: EDITORS,
    Act: EDITORS,
    Report: EDITORS,
    Revision: EDITORS,
    DraftLink: "a secret address, whose page is for who has it",
    DraftNote: EDITORS,
    Errand: EDITORS,
    Submission: EDITORS,
    TagMerge: EDITORS,
    Letter: MAIL,
    MailAddress: MAIL,
    Subscription: MAIL,
    Subscriber: MAIL,
    MailedPost: MAIL,
    ExportedText: "copies of what was exported",
    SeenFiles: "what an import compares files with",
    DemoObject: "which rows are the demo's",
    TitleSearch: EDITORS,
    Watch: EDITORS,
    WatchContent: EDITORS,
    WatchLook: EDITORS,
}
"""Models of ours that no reader's page reads, and why."""
NOT_SHOWN_APPS = {
    "admin": "the log of the admin",
    "auth": "who may log in: what one may see who did is not kept",
    "contenttypes": "the names of models",
    "otp_static": "second factors",
    "otp_totp": "second factors",
    "sessions": "Django's own table, which is empty",
    "django_tasks_database": "jobs",
}
NO_MODEL = re.compile(r"django_migrations|\w+_fts(_config|_data|_docsize|_idx)?|sqlite_\w+")
"""Tables without a model: what was migrated, and the search's, whose answers are not kept."""


def counted_tables() -> list[str]:
    """Those whose changes are counted."""
    found = (
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model not in NOT_SHOWN
        and model._meta.app_label not in NOT_SHOWN_APPS
        and model._meta.managed
    )
    return sorted(set(found))


PUBLISHED = CommentState.PUBLISHED.value
MOVED = (
    "COALESCE(OLD.parent_id, 0) <> COALESCE(NEW.parent_id, 0)"
    " OR OLD.post_id <> NEW.post_id OR OLD.thread_id <> NEW.thread_id"
)
UNSEEN: dict[str, dict[str, str]] = {
    Comment._meta.db_table: {
        "INSERT": f"NEW.state = '{PUBLISHED}'",
        "UPDATE": f"OLD.state = '{PUBLISHED}' OR NEW.state = '{PUBLISHED}' OR {MOVED}",
        "DELETE": f"OLD.state = '{PUBLISHED}'",
    }
}
"""When a changed row of a table can be seen: SQL that both databases read. A held comment shows
nothing of itself, whatever is written in it; it has a place in its thread as soon as an answer to
it is published, which is a change of that row, and as long as that answer is there."""
