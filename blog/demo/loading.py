"""Loads the demo from the files beside this module, and removes exactly it again."""

import json
import re
from collections.abc import Iterable
from datetime import timedelta
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Max, Q, QuerySet

from blog.comments.rendering_comments import save_comment
from blog.demo.loading_checks import load_checks
from blog.models import Author, Comment, DemoObject, Post, Series, Tag
from blog.models.comments import CommentState
from blog.transfer.storing.post_import import import_posts
from papers.choices import SourceKind
from papers.library.discussion_counts import recount_discussions
from papers.library.paper_rows import add_paper
from papers.library.source_names import SourceName
from papers.models import Contributor, Merge, MergeKind, Paper, Reading

MEDIA_NAME = re.compile(rf'src="{re.escape(settings.MEDIA_URL)}([^"]+)"')
FOLDER = Path(__file__).parent
DEMO = SourceName(SourceKind.FILE, "papers.json of the demo")
MADE = (Author, Series, Contributor, Paper, Reading, Tag, Post)


@transaction.atomic
def load_demo() -> None:
    """Stores the whole demo or nothing of it."""
    last = {model: model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in MADE}
    for record in read_demo_file("papers.json"):
        identifiers = [(one["scheme"], one["value"]) for one in record.pop("identifiers", [])]
        add_paper(record, identifiers, record["id"], is_in_library=False, source=DEMO)
    load_checks(read_demo_file("checks.json"))
    for entry in read_demo_file("authors.json"):
        facts = {name: entry.get(name) or "" for name in ("affiliation", "bio", "website")}
        Author.objects.create(name=entry["name"], slug=entry["slug"], **facts)
    for outcome in import_posts([FOLDER / "posts"]):
        if outcome.refusal:
            raise ValueError(outcome.refusal)
    load_comments(read_demo_file("comments.json"))
    for entry in read_demo_file("reading.json"):
        paper = Paper.objects.get(key=entry["paper"])
        Reading.objects.create(paper=paper, state=entry["state"], note=entry["note"])
    for model in MADE:
        remember_demo_rows(model.objects.filter(pk__gt=last[model]))


def read_demo_file(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def load_comments(entries: Iterable[dict[str, Any]]) -> None:
    posts = {post.slug: post for post in Post.objects.filter(slug__in={e["post"] for e in entries})}
    made: dict[int, Comment] = {}
    for entry in entries:
        post = posts[entry["post"]]
        written = post.published_at + timedelta(minutes=entry["minutes_after"])
        comment = Comment(
            post=post,
            parent=made.get(entry["parent"]),
            name=entry["name"],
            email=entry.get("email", ""),
            website=entry.get("website", ""),
            source=entry["source"],
            state=entry["state"],
            created_at=written,
        )
        if comment.state != CommentState.PENDING:
            comment.decided_at = written + timedelta(minutes=30)
        made[entry["id"]] = save_comment(comment)


def remember_demo_rows(rows: QuerySet) -> None:
    kind = ContentType.objects.get_for_model(rows.model)
    DemoObject.objects.bulk_create(
        DemoObject(content_type=kind, object_id=pk)
        for pk in rows.order_by("pk").values_list("pk", flat=True)
    )


@transaction.atomic
def flush_demo() -> tuple[int, int]:
    """Removes the demo's rows; the numbers of those removed and of those kept.

    Kept are papers, people, tags, authors and series that texts, comments or the reading list of
    the user name by now. Comments on a demo post go with the post.
    """
    removed = kept = 0
    images = {name for post in demo_rows(Post) for name in MEDIA_NAME.findall(post.body_html)}
    for model in (Post, Reading, Paper, Contributor, Tag, Author, Series):
        rows = demo_rows(model)
        free = rows.exclude(pk__in=used_elsewhere(model).values("pk"))
        kept += rows.count() - free.count()
        removed += free.count()
        free.delete()
    recount_discussions(demo_rows(Paper).values_list("pk", flat=True))
    DemoObject.objects.all().delete()
    for name in images:
        if not Post.objects.filter(body_html__contains=name).exists():
            default_storage.delete(name)
    return removed, kept


def demo_rows(model: type[models.Model]) -> QuerySet:
    kind = ContentType.objects.get_for_model(model)
    return model.objects.filter(
        pk__in=DemoObject.objects.filter(content_type=kind).values("object_id")
    )


def used_elsewhere(model: type[models.Model]) -> QuerySet:
    """The rows that are the user's by now, or that something outside of the demo needs, once its
    posts are gone."""
    used = {
        Reading: changed_readings,
        Paper: own_papers,
        Contributor: lambda: Q(authorships__isnull=False),
        Tag: lambda: Q(tagged_posts__isnull=False) | Q(hashtags__isnull=False),
        Author: lambda: Q(bylines__isnull=False) | Q(user__isnull=False),
        Series: lambda: Q(posts__isnull=False),
    }
    return model.objects.filter(used[model]()) if model in used else model.objects.none()


def changed_readings() -> Q:
    """Those that no longer say what the demo says."""
    same = [
        Q(paper__key=one["paper"], state=one["state"], note=one["note"])
        for one in read_demo_file("reading.json")
    ]
    return ~reduce(or_, same)


def own_papers() -> Q:
    """Those that a text or a list of the user's names, that an editor wants, wrote of, or merged
    with a paper of their own."""
    merged = Merge.objects.filter(kind=MergeKind.PAPERS, undone_at=None).values("kept_pk")
    named = ("cited_works", "comment_citations", "reading")
    return reduce(or_, (Q(**{f"{one}__isnull": False}) for one in named)) | (
        Q(is_in_library=True)
        | ~Q(note="")
        | Q(pk__in=merged)
        | Q(versions__in=Paper.objects.exclude(pk__in=demo_rows(Paper).values("pk")))
    )
