"""Stores the comments of a file under the posts that are here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.urls import Resolver404, resolve

from blog.models import Comment, OldAddress, Post
from blog.text.path_forms import path_forms
from blog.transfer.archives.comment_exports import read_threads
from blog.transfer.source.header_values import as_path
from blog.transfer.source.import_values import Thread
from blog.transfer.storing.comment_rows import keep_old_comments


@dataclass
class ThreadOutcome:
    """What became of one thread: its post, None where none is here, how many of its comments are
    new, and remarks."""

    thread: Thread
    post: Post | None
    added: int = 0
    remarks: list[str] = field(default_factory=list)


def import_comments(file: Path, *, is_trial: bool = False) -> Iterator[ThreadOutcome]:
    """Stores a file's comments, each once; nothing in a trial. Raises ``Refused``."""
    for thread in read_threads(file):
        post = post_of(thread)
        outcome = ThreadOutcome(thread, post)
        if post is not None:
            keys = [one.key for one in thread.comments]
            there = Comment.objects.filter(post=post)
            if is_trial:
                known = set(there.filter(import_key__in=keys).values_list("import_key", flat=True))
                outcome.added = sum(key not in known for key in keys)
            else:
                before = there.count()
                outcome.remarks = keep_old_comments(post, thread.comments)
                outcome.added = there.count() - before
        yield outcome


def post_of(thread: Thread) -> Post | None:
    """The post of a thread: by an address that it has or had, else by its title if one has it."""
    path = as_path(thread.address, "*")
    olds = OldAddress.objects.filter(path__in=path_forms(path)).exclude(post=None) if path else ()
    for old in olds:
        return old.post
    try:
        found = resolve(f"{path.rstrip('/')}/") if path else None
    except Resolver404:
        found = None
    if found is not None and found.view_name == "blog:post_detail":
        return Post.objects.filter(slug=found.kwargs["slug"]).first()
    title = thread.title.strip()
    posts = Post.objects.filter(title=title).order_by("pk")[:2] if title else ()
    return posts[0] if len(posts) == 1 else None
