"""All that a site consists of: its rows, the pages that a visitor reaches, a folder's bytes."""

import json
import re
from collections import deque
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.test import Client

from blog.comments.rendering_comments import cite_comments
from blog.folder.layout import ROOTS, lasting_journal
from blog.folder.row_tables import COUNTER, HASHED, tables_within
from blog.models import (
    AddressKey,
    ApiToken,
    Backup,
    Comment,
    DemoObject,
    DraftLink,
    EarlierVersion,
    Errand,
    Event,
    ExportedText,
    Invitation,
    Letter,
    MailedPost,
    OldAddress,
    OwnPicture,
    Post,
    Rate,
    SeenFiles,
    TableVersion,
    TagMerge,
    UnsavedText,
    UserSession,
    WebLink,
)
from blog.posts.saving_posts import format_lists, render_again
from blog.posts.site_changes import render_pages_anew
from blog.posts.version_rendering import render_missing_versions
from papers.checking.standings import settle_standings
from papers.library.discussion_counts import recount_discussions
from papers.models import (
    IndexState,
    Merge,
    Paper,
    Question,
    Spelling,
    TitleSearch,
    WatchContent,
)

NOT_KEPT = (
    *(AddressKey, ApiToken, Backup, DemoObject, ExportedText, Letter, MailedPost, Rate),
    *(IndexState, OwnPicture, Question, SeenFiles, Spelling, TableVersion, TagMerge, TitleSearch),
    *(WatchContent, DraftLink, Errand, Event, Invitation, UnsavedText, UserSession, WebLink),
)
NUMBERED_ANEW = {"OldAddress", "Byline", "TaggedPost", "Hashtag", "Citation", "CommentCitation"}
NUMBERED_ANEW |= {"UnresolvedKey", "ReferenceList"}
NOT_COMPARED = ("/static/", "/admin/", "/.well-known/", "/healthz")
PAGED = re.compile(r"\?(?:before|page)=[^&]*$")
DRIFTING = re.compile(r'name="(?:stamp|csrfmiddlewaretoken)" value="[^"]*"')


def own_models() -> list[type[models.Model]]:
    found = [model for app in ("blog", "papers") for model in apps.get_app_config(app).get_models()]
    return [model for model in found if model not in NOT_KEPT]


def left_out_fields(model: type[models.Model]) -> set[str]:
    told = {}
    for table in (inner for root in ROOTS for inner in tables_within(root)):
        if table.model is model:
            told |= table.elsewhere
    names = {name for name, reason in told.items() if reason in (HASHED, COUNTER)}
    return names | ({"id"} if model.__name__ in NUMBERED_ANEW else set())


def all_rows() -> dict[str, list[dict[str, Any]]]:
    found = {}
    user = get_user_model()
    names = dict(user.objects.values_list("pk", "username"))
    for model in own_models():
        left = left_out_fields(model)
        named = {one.attname for one in model._meta.concrete_fields if one.related_model is user}
        rows = [
            {
                name: names[value] if name in named and value else value
                for name, value in row.items()
                if name not in left
            }
            for row in model._base_manager.order_by("pk").values()
        ]
        for row in rows if model is Merge else ():
            row["journal"] = lasting_journal(row["journal"])
        found[model.__name__] = sorted(rows, key=lambda row: json.dumps(row, default=str))
    return found


def all_pages() -> dict[str, tuple[int, str, str | None]]:
    """What a visitor gets at every address that a page of the site leads to: status, text, and
    where it leads on."""
    client = Client()
    waiting, found = deque(["/", "/sitemap.xml", "/papers/", "/tags/", "/archive/"]), {}
    waiting += OldAddress.objects.values_list("path", flat=True)
    while waiting:
        path = waiting.popleft()
        if path in found or path.startswith(NOT_COMPARED):
            continue
        if "?" in path and not PAGED.search(path):
            continue  # the same rows once more, chosen or written otherwise
        response = client.get(path)
        data = b"".join(response) if response.streaming else response.content
        text = DRIFTING.sub("", data.decode(errors="replace"))
        found[path] = response.status_code, text, response.headers.get("Location")
        links = re.findall(r'(?:href|src)="(/[^"#]*)|<loc>http://[^/<]*(/[^<]*)', text)
        waiting += [(one or other).replace("&amp;", "&") for one, other in links]
    return found


def finish_jobs() -> None:
    """As the jobs leave a site to which nothing happens any more."""
    settle_standings(Paper.objects.values_list("pk", flat=True))
    recount_discussions(Paper.objects.values_list("pk", flat=True))
    cite_comments.call(list(Comment.objects.values_list("pk", flat=True)))
    render_pages_anew.call()
    for pk in Post.objects.values_list("pk", flat=True):
        render_again(pk)
        format_lists.call(pk)
    EarlierVersion.objects.update(body_html="", references=[], compared_with=0)
    render_missing_versions()


def folder_bytes(root: Path) -> dict[str, bytes]:
    files = (file for file in root.rglob("*") if file.is_file())
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}
