"""What the library's pages cost with many papers: queries and milliseconds for each.

    python -m tests.benchmarks.library_pages [PAPERS] [POSTS]

Fills the database of this environment, which should be an empty one (DATA_DIR=/tmp/somewhere or
DATABASE_URL), with PAPERS (100,000) papers and POSTS (2,000) posts that cite 20 each, a few papers
in most of them; a database that is filled already is used as it is. Then asks for each page six
times through the whole stack, without any cache of pages, and prints the quickest and the slowest
query.
"""

import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

# They read settings, which have to be set up first.
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402

from blog.models import Comment, Post, Tag, TaggedPost  # noqa: E402
from papers.library.discussion_counts import store_counts  # noqa: E402
from papers.models import (  # noqa: E402
    Authorship,
    Citation,
    CitedWork,
    CommentCitation,
    Contributor,
    Identifier,
    Key,
    Paper,
    Reading,
)

CITED = 20
PEOPLE = 20_000
TAGS = 60
BATCH = 2000
START = datetime(2015, 1, 1, tzinfo=UTC)
TYPES = ["article-journal"] * 6 + ["paper-conference"] * 3 + ["article", "book", "thesis"]
random.seed(5)


def fill(papers: int, posts: int) -> None:
    people = Contributor.objects.bulk_create(
        Contributor(family=f"Family{n % 7000}", given=f"Given{n}", slug=f"person-{n}")
        for n in range(PEOPLE)
    )
    for begin in range(0, papers, BATCH):
        add_papers(people, begin, min(begin + BATCH, papers))
    ids = list(Paper.objects.order_by("pk").values_list("pk", flat=True))
    tags = [Tag.objects.create(name=f"Tag {n}") for n in range(TAGS)]
    for begin in range(0, posts, BATCH):
        add_posts(ids, tags, range(begin, min(begin + BATCH, posts)))
    for begin in range(0, len(ids), BATCH):
        cited = CitedWork.objects.filter(paper__in=ids[begin : begin + BATCH]).order_by()
        store_counts(list(cited.values_list("paper_id", flat=True).distinct()), datetime.now(UTC))
    Reading.objects.bulk_create(
        Reading(paper_id=pk, state=("to_read", "reading", "read")[n % 3], note_html="<p>Good.</p>")
        for n, pk in enumerate(ids[:600])
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@transaction.atomic
def add_papers(people: list[Contributor], begin: int, end: int) -> None:
    rows, names = [], []
    for n in range(begin, end):
        authors = random.sample(people, 3)
        names.append(authors)
        year, venue = (
            1950 + int(75 * random.random() ** 0.4),
            f"Journal {int(random.paretovariate(1))}",
        )
        record = {
            "id": f"key{n}",
            "type": random.choice(TYPES),
            "title": f"Paper number {n} on a subject with a title of some length",
            "author": [{"family": one.family, "given": one.given} for one in authors],
            "container-title": venue,
            "issued": {"date-parts": [[year]]},
            "abstract": "An abstract of the usual length. " * 30,
            "DOI": f"10.1000/{n}",
        }
        rows.append(
            Paper(
                key=record["id"],
                record=record,
                type=record["type"],
                title=record["title"],
                title_key=record["title"].lower(),
                container_title=venue,
                issued_year=year,
                sort_year=year,
                abstract=record["abstract"],
            )
        )
    Paper.objects.bulk_create(rows)
    Key.objects.bulk_create(Key(value=paper.key, paper=paper) for paper in rows)
    Identifier.objects.bulk_create(
        Identifier(paper=paper, scheme="doi", value=paper.record["DOI"]) for paper in rows
    )
    Authorship.objects.bulk_create(
        Authorship(paper=paper, contributor=one, position=position)
        for paper, authors in zip(rows, names, strict=True)
        for position, one in enumerate(authors, 1)
    )


@transaction.atomic
def add_posts(papers: list[int], tags: list[Tag], numbers: range) -> None:
    posts = Post.objects.bulk_create(
        Post(
            title=f"Post {n}",
            slug=f"post-{n}",
            source="Text.",
            body_html="<p>Text.</p>" * 300,
            text="Text. " * 1000,
            published_at=START + timedelta(hours=12 * n),
        )
        for n in numbers
    )
    works = []
    for post in posts:
        common = {papers[int(random.paretovariate(0.6)) % len(papers)] for _n in range(CITED // 2)}
        chosen = {papers[0], *common, *random.sample(papers, CITED // 2)}
        works += [
            CitedWork(post=post, paper_id=pk, position=position, published_at=post.published_at)
            for position, pk in enumerate(sorted(chosen), 1)
        ]
    CitedWork.objects.bulk_create(works)
    Citation.objects.bulk_create(
        Citation(cited_work=work, position=n, anchor=f"cite-{n}", sentence=f"Sentence {n} of it.")
        for work in works
        for n in (1, 2)
    )
    TaggedPost.objects.bulk_create(
        TaggedPost(content_object=post, tag=tag, published_at=post.published_at)
        for post in posts
        for tag in {tags[0], *random.sample(tags, 3)}
    )
    comments = Comment.objects.bulk_create(
        Comment(post=post, name="Reader", source="Text.", body_html="<p>Text.</p>", state=state)
        for post in posts
        for state in ("published", "published", "spam")
    )
    for comment in comments:
        comment.thread_id = comment.pk
    Comment.objects.bulk_update(comments, ["thread"], batch_size=500)
    CommentCitation.objects.bulk_create(
        CommentCitation(
            comment=comment, paper_id=pk, position=position, anchor="c", sentence="So it is."
        )
        for comment in comments
        for position, pk in enumerate([papers[0], random.choice(papers)], 1)
    )


def addresses() -> Iterator[tuple[str, str]]:
    most, rare = Paper.objects.order_by("-discussions_count", "-pk")[:1].get(), Paper.objects.last()
    yield "paper in every post", most.get_absolute_url()
    yield "paper, deep", f"{most.get_absolute_url()}?before=20150301T000000.000000-1"
    yield "paper in no post", rare.get_absolute_url()
    yield "feed of a paper", f"{most.get_absolute_url()}feed.atom"
    person = most.contributors.order_by("pk").first()
    yield "person", person.get_absolute_url()
    yield "post", Post.objects.order_by("pk").last().get_absolute_url()
    yield "reading list", "/papers/reading/"
    yield "library", "/papers/"
    yield "library, deep", f"/papers/?before={deep('sort_year')}"
    filters = {
        "year": "2010",
        "type": "article-journal",
        "state": "unchecked",
        "venue": "Journal+1",
        "tag": "tag-1",
        "large tag": "tag-0",
        "person": person.slug,
        "family": person.family,
    }
    orders = {"": "sort_year", "discussed": "discussions_count", "added": ""}
    for name, value in filters.items():
        field = {"large tag": "tag", "family": "person"}.get(name, name)
        for order, column in orders.items():
            query = f"{field}={value}&sort={order}"
            yield f"{name} {order}".strip(), f"/papers/?{query}"
            yield f"{name} {order}, deep", f"/papers/?{query}&before={deep(column)}"
    yield "two filters", "/papers/?year=2010&type=book"
    yield "rare filters", "/papers/?type=thesis&venue=Journal+1&sort=discussed"
    yield "sitemap", "/sitemap.xml"
    yield "sitemap, last", f"/sitemap-papers.xml?p={-(-Paper.objects.count() // 5000)}"


def deep(column: str) -> str:
    """The cursor of a page far down the library in an order."""
    place = int(Paper.objects.count() * 0.9)
    rows = Paper.objects.order_by(*([f"-{column}"] if column else []), "-pk")
    row = rows.only("pk", *filter(None, [column]))[place]
    return f"{getattr(row, column)}-{row.pk}" if column else str(row.pk)


def measure(client: Client, address: str) -> tuple[int, float, float]:
    """Queries, milliseconds of the quickest of six times, and those of the slowest query."""
    times = []
    for _round in range(6):
        begun = time.perf_counter()
        response = client.get(address)
        times.append((time.perf_counter() - begun) * 1000)
        assert response.status_code == 200, (address, response.status_code)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    slowest = max(float(query["time"]) for query in queries) * 1000
    return len(queries), min(times), slowest


def main() -> None:
    papers = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    posts = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    call_command("migrate", verbosity=0)
    if not Paper.objects.exists():
        begun = time.perf_counter()
        fill(papers, posts)
        print(f"Filled in {time.perf_counter() - begun:.0f} s.")
    print(f"{Paper.objects.count()} papers, {CitedWork.objects.count()} cited works.")
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=storages, ALLOWED_HOSTS=["testserver"]):
        client = Client()
        for name, address in addresses():
            queries, milliseconds, slowest = measure(client, address)
            print(
                f"{name:28} {queries:3} queries {milliseconds:7.1f} ms, slowest {slowest:6.1f} ms"
            )


if __name__ == "__main__":
    main()
