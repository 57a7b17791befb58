"""How long the page of a post with many comments takes, and an address of a comment: CPU time.

``DATABASE_URL=sqlite:////tmp/some/file.sqlite3 python -m tests.benchmarks.comment_speed`` makes a
database of its own there, with 10,000 comments in three shapes by default (``[comments]``). The
medians are of ``RUNS`` requests through the whole stack of middleware, without a stored page.
"""

import os
import sys
from statistics import median
from time import process_time

import django

RUNS = 15
BODY = "<p>I <em>agree</em> with the third point, less with the fourth: see <code>x + y</code>.</p>"
SHAPES = {
    "each alone": lambda place: None,
    "threads of 10, 5 deep": lambda place: None if place % 10 == 0 else place - 1 - place % 2,
    "one thread": lambda place: 0 if place else None,
}


def main(count: int = 10_000) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    # What follows needs the settings.
    from django.conf import settings
    from django.core.management import call_command  # the same
    from django.test import Client  # the same

    from blog.models import Post  # the same
    from blog.posts.saving_posts import save_post  # the same
    from tests.support.factories import LONG_AGO  # the same

    call_command("migrate", verbosity=0)
    client = Client(headers={"host": "localhost"})
    for number, (name, parents) in enumerate(SHAPES.items(), start=1):
        title = f"Shape {number} {os.getpid()}"
        post = save_post(Post(title=title, source="Some text.", published_at=LONG_AGO))
        last = fill(post, count, parents)
        address = post.get_absolute_url()
        print(f"{count:,} comments, {name}")
        timed(client, "  the first page", address)
        timed(client, "  the tenth page", f"{address}?comments=10")
        timed(client, "  the last comment's address", last.get_absolute_url(), 302)
    post = save_post(Post(title=f"Small {os.getpid()}", source="Text.", published_at=LONG_AGO))
    timed(client, "a post without comments", post.get_absolute_url())
    fill(post, 999, SHAPES["threads of 10, 5 deep"])
    settings.BLOG_COMMENTS_PER_PAGE = 1000
    timed(client, "999 comments on one page", post.get_absolute_url())


def fill(post, count: int, parents):
    """``count`` comments as they are stored, without rendering them; the last of them."""
    from blog.models import Comment  # after django.setup()

    first = (Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    rows: list[Comment] = []
    for place in range(count):
        parent = parents(place)
        thread = first + place if parent is None else rows[parent].thread_id
        parent_id = None if parent is None else first + parent
        rows.append(
            Comment(
                pk=first + place, post=post, thread_id=thread, parent_id=parent_id,
                name=f"Reader {place % 97}", website="https://example.org/" if place % 3 else "",
                source="Text.", body_html=BODY, state="published",
            )
        )  # fmt: skip
    Comment.objects.bulk_create(rows, batch_size=500)
    return rows[-1]


def timed(client, what: str, address: str, status: int = 200) -> None:
    from django.db import connection  # after django.setup()
    from django.test.utils import CaptureQueriesContext  # after django.setup()

    assert client.get(address).status_code == status
    times = []
    for _run in range(RUNS):
        start = process_time()
        client.get(address)
        times.append(process_time() - start)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    print(f"{what:32} {median(times) * 1000:7.1f} ms {len(queries):3} queries")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
