"""No kept page is ever another one than Django would make now, whatever changes and by which way.

``STALE_SEED=7 STALE_STEPS=500 pytest tests/config/test_never_stale.py`` tries other changes.
"""

import os
import random
import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.urls import reverse
from django.utils import timezone

from blog.comments.moderation.decisions import decide_comments
from blog.models import Author, Comment, Page, Post, Series, Site, Tag
from blog.page_store.recording import LONGEST_LIFE
from blog.page_store.table_rules import counted_tables
from blog.posts.own_pages import save_page
from blog.posts.saving_posts import save_post
from blog.posts.tag_merges import merge_tags
from papers.library.merging import merge_papers
from papers.models import Notice, Paper, Reading
from papers.registries.registry_record import NoticeKind
from tests.blog.test_post_admin import post_form
from tests.support.factories import (
    cite,
    make_author,
    make_comment,
    make_page,
    make_paper,
    make_post,
    set_site,
)
from tests.support.forms import fields_of
from tests.support.kept_site import KeptSite, asked
from tests.support.sending import send

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SEED = int(os.environ.get("STALE_SEED", "1"))
STEPS = int(os.environ.get("STALE_STEPS", "8"))
PAGES = [
    *("/", "/archive/", "/tags/", "/tags/physics/", "/authors/ada/", "/series/long/", "/own/"),
    *("/posts/post-0/", "/posts/post-1/", "/posts/post-0/?comments=1", "/posts/post-0.md"),
    *("/posts/post-2/", "/posts/post-0/?style=ieee", "/archive/2020/", "/papers/?state=read"),
    *("/papers/", "/papers/work-0/", "/papers/notices/", "/papers/reading/", "/papers/people/"),
    *("/papers/people/marie-curie/", "/feeds/posts.atom", "/feeds/comments.atom", "/sitemap.xml"),
    *("/sitemap-posts.xml", "/papers/notices/feed.atom", "/about/", "/corrections/"),
]


class Way:
    """The ways in; each does one thing, which some pages may show."""

    ROWS = ("ROWS", "post", "comment", "paper")

    def __init__(self, admin_client, client, do_jobs, tmp_path, clock, chance) -> None:
        self.admin, self.client, self.do_jobs = admin_client, client, do_jobs
        self.folder, self.clock, self.chance = tmp_path, clock, chance

    def post(self) -> Post:
        return self.chance.choice(list(Post.objects.exclude(source="").order_by("pk")))

    def comment(self) -> Comment:
        return self.chance.choice(list(Comment.objects.order_by("pk")))

    def paper(self) -> Paper:
        return self.chance.choice(list(Paper.objects.order_by("pk")))

    def form_of_a_post(self) -> None:
        address = reverse("admin:blog_post_change", args=[self.post().pk])
        fields = fields_of(self.admin.get(address).content.decode())
        fields |= {"title": f"By a form {self.chance.random()}", "tags": "physics, New"}
        assert self.admin.post(address, fields).status_code == 302

    def new_post_by_a_form(self) -> None:
        values = {"published_at": "2024-05-01 12:00", "tags": "physics"}
        self.admin.post(reverse("admin:blog_post_add"), post_form(**values))

    def form_of_the_site(self) -> None:
        set_site(name=f"Blog {self.chance.random()}"[:20], comment_days=self.chance.choice([0, 9]))

    def site_by_update(self) -> None:
        set_site()
        Site.objects.update(tagline=f"Tag {self.chance.random()}")

    def site_speaks(self) -> None:
        languages, zones = ("en", "de", "ko", "ar"), ("UTC", "Asia/Seoul", "America/New_York")
        told = {"language": self.chance.choice(languages), "time_zone": self.chance.choice(zones)}
        set_site(**told, citation_style=self.chance.choice(["apa", "ieee"]))

    def site_looks(self) -> None:
        icon = f"icons/{self.chance.random()}.png"
        navigation = self.chance.choice(["", "Own /own/", "All /archive/\nOwn /own/"])
        set_site(navigation=navigation, footer=f"Foot {self.chance.random()}")
        Site.objects.update(icon=icon)

    def an_editor_looks(self) -> None:
        """Their pages lead to forms and show drafts, and nothing of that is on anybody's else."""
        make_post(title="Draft", source="", published_at=None)
        posts = [post.get_absolute_url() for post in Post.objects.all()]
        for path in [*PAGES, *posts]:
            self.admin.get(path)

    def a_commenter_looks(self) -> None:
        for path in PAGES:
            self.client.get(path)

    def comment_sent(self) -> None:
        send(self.client, self.post(), source=f"Sent {self.chance.random()}")

    def comment_decided(self) -> None:
        state = self.chance.choice(["published", "removed", "spam", "pending"])
        decide_comments([self.comment().pk], state, None)

    def comment_answered(self) -> None:
        other = self.comment()
        make_comment(other.post, parent=other, source="An answer.")

    def comment_deleted(self) -> None:
        self.comment().delete()

    def comment_by_form(self) -> None:
        address = reverse("admin:blog_comment_change", args=[self.comment().pk])
        values = {"name": "Reader", "source": "**Corrected**", "state": "published"}
        assert self.admin.post(address, values).status_code == 302

    def posts_imported(self) -> None:
        file = self.folder / f"2021-02-0{self.chance.randrange(1, 9)}-imported.md"
        file.write_text(f"---\ntitle: Imported\n---\nText {self.chance.random()} [@work-0].\n")
        call_command("import_posts", str(self.folder), verbosity=0)

    def jobs(self) -> None:
        self.do_jobs()

    def posts_rendered(self) -> None:
        Post.objects.update(body_html="", excerpt="")
        call_command("render_posts", verbosity=0)

    def post_scheduled(self) -> None:
        later = timezone.now() + timedelta(hours=self.chance.randrange(1, 30))
        make_post(title=f"Scheduled {self.chance.random()}", published_at=later, tags=["physics"])

    def post_put_off(self) -> None:
        post = self.post()
        post.published_at = self.chance.choice([None, timezone.now() + timedelta(hours=3)])
        save_post(post)

    def post_published_now(self) -> None:
        save_post(Post(title="Now", source="Now.", published_at=timezone.now()), tags=["physics"])

    def some_minutes(self) -> None:
        self.clock.ahead += timedelta(minutes=self.chance.randrange(1, 200))

    def some_days(self) -> None:
        self.clock.ahead += timedelta(days=self.chance.randrange(1, 12))

    def author_renamed(self) -> None:
        Author.objects.update(name=f"Ada {self.chance.random()}")

    def tags_merged(self) -> None:
        into, other = Tag.objects.get_or_create(name="physics")[0], Tag.objects.create(name="Odd")
        self.post().tags.add(other)
        merge_tags(into, [other])

    def series_told(self) -> None:
        Series.objects.update(description=f"Told {self.chance.random()}")

    def paper_told(self) -> None:
        paper = self.paper()
        paper.abstract = f"Of {self.chance.random()}"
        paper.save()

    def notice_told(self) -> None:
        Notice.objects.create(paper=self.paper(), kind=NoticeKind.RETRACTION, is_confirmed=True)

    def paper_read(self) -> None:
        paper = self.paper()
        Reading.objects.filter(paper=paper).delete()
        Reading.objects.create(paper=paper, note=f"Read {self.chance.random()}")

    def papers_merged(self) -> None:
        merge_papers(self.paper(), [make_paper()])

    def work_cited(self) -> None:
        cite(self.post(), make_paper())

    def page_comes_first(self) -> None:
        page = Page.objects.filter(address="own").first()
        page.title = f"Own {self.chance.random()}"
        save_page(page)
        set_site(home_page=self.chance.choice([page, None]))

    def by_sql(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE blog_post SET title = 'By SQL' WHERE slug = 'post-0'")

    def many_at_once(self) -> None:
        Post.objects.bulk_create(
            Post(title="Many", slug=f"many-{self.chance.random()}", published_at=timezone.now())
            for _number in range(3)
        )

    def what_came_to_nothing(self) -> None:
        with transaction.atomic():
            Post.objects.update(title="Never")
            transaction.set_rollback(True)


class Clock:
    def __init__(self) -> None:
        self.ahead, self.now = timedelta(0), timezone.now

    def __call__(self):
        return self.now() + self.ahead


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


@pytest.fixture
def site():
    author = make_author(name="Ada")
    series = Series.objects.create(title="Long", slug="long")
    papers = [make_paper(f"Work {number}", key=f"work-{number}") for number in range(3)]
    for number in range(4):
        post = make_post(
            slug=f"post-{number}",
            source=f"Text [@work-{number % 3}], and more. " * 9,
            authors=[author],
            tags=["physics", f"tag {number}"],
            series=series if number < 2 else None,
        )
        for _comment in range(3):
            make_comment(post, source=f"See [@work-{number % 3}].")
    Reading.objects.create(paper=papers[0])
    make_page(address="own", title="Own")
    kept = KeptSite()
    yield kept
    kept.close()


def compare(site: KeptSite, after: str, pages: Sequence[str] = PAGES) -> int:
    """How many pages were answered without Django."""
    before = site.rendered
    for path in pages:
        kept, fresh = site.get(path), site.fresh(path)
        assert kept.same == fresh.same, (after, path)
    return len(pages) - (site.rendered - before)


def some_pages(chance: random.Random) -> Sequence[str]:
    """Fewer in the tests of every day: each is rendered for every change."""
    return PAGES if "STALE_STEPS" in os.environ else chance.sample(PAGES, 6)


def test_every_way_in_is_seen(site, clock, admin_client, client, do_jobs, tmp_path):
    chance = random.Random(SEED)
    way = Way(admin_client, client, do_jobs, tmp_path, clock, chance)
    names = [name for name in vars(Way) if name[0] != "_" and name not in Way.ROWS]
    compare(site, "the beginning")
    for path in PAGES:
        with site.rendering(0):
            assert site.get(path).status == "200 OK", path
    order: list[str] = []
    while len(order) < STEPS:
        order += chance.sample(names, len(names))
    kept = 0
    for name in order:
        getattr(way, name)()
        kept += compare(site, name, some_pages(chance))
    assert kept > len(order)  # else nothing is shown, since nothing was kept
    compare(site, "the end")


def test_every_column_of_every_table_is_seen(site, clock):
    """Changed by SQL in rows that there are, and back again."""
    chance = random.Random(SEED)
    tables = set(counted_tables())
    columns = [
        field
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table in tables and model._base_manager.exists()
        for field in model._meta.concrete_fields
        if is_changeable(field)
    ]
    compare(site, "the beginning")
    for field in chance.sample(columns, min(STEPS, len(columns))):
        rows = field.model._base_manager.order_by("pk")
        row = chance.choice(list(rows))
        old = getattr(row, field.attname)
        name = f"{field.model._meta.label}.{field.name} of {row.pk}"
        if change(row, field, other_value(field, old, chance)):
            compare(site, name, some_pages(chance))
            assert change(row, field, old)
            compare(site, f"{name}, back", some_pages(chance))


def is_changeable(field: models.Field) -> bool:
    """Values of one kind alone, which no code reads as another one."""
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    is_read = field.name in ("time_zone", "language", "style", "record", "citation_style", "digest")
    is_other = isinstance(field, models.BooleanField | models.DateTimeField)
    return not field.primary_key and not is_read and (is_text or is_other)


def other_value(field: models.Field, old, chance: random.Random):
    if isinstance(field, models.BooleanField):
        return not old
    if isinstance(field, models.DateTimeField):
        return (old or timezone.now()) + timedelta(days=chance.choice([-3, 40_00]))
    return f"{old}{chance.choice('abc')}"


def change(row: models.Model, field: models.Field, value) -> bool:
    try:
        with transaction.atomic():
            models.QuerySet(field.model).filter(pk=row.pk).update(**{field.attname: value})
    except DatabaseError:  # a constraint that does not allow it
        return False
    return True


def test_two_stores_see_what_the_other_one_shows(site, clock):
    """As two processes would: each has its memory and its connections."""
    other, found, turn = KeptSite(), [], threading.Barrier(2)

    def ask() -> None:
        try:
            for _round in range(5):
                turn.wait(20)
                found.append(asked(other.store.answer, "/posts/post-0/").body)
                turn.wait(20)
        finally:
            other.close()
            connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    for number in range(5):
        Post.objects.filter(slug="post-0").update(title=f"State {number}")
        assert f"State {number}".encode() in site.get("/posts/post-0/").body
        turn.wait(20)
        turn.wait(20)
    thread.join()
    assert [f"State {number}".encode() in body for number, body in enumerate(found)] == [True] * 5


def test_pages_live_for_hours(site, clock):
    compare(site, "the beginning")
    clock.ahead += LONGEST_LIFE
    assert compare(site, "hours") == 0
