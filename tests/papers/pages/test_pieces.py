"""Pieces of pages, kept under what they are made of."""

from functools import partial

import pytest
from django.template import engines
from django.utils import timezone, translation

from blog.context import site_locale
from blog.models import Post, Site
from papers.pages import pieces
from papers.pages.pieces import facts_of, forget_pieces, kept_piece, piece_html
from papers.queries.byte_shelf import Shelf
from papers.queries.page_reads import page_changes_at
from papers.queries.prepared import lay_beside, prepared
from tests.support.factories import make_post

pytestmark = pytest.mark.django_db
NAME = "papers/_place.html"


@pytest.fixture
def rendered(monkeypatch) -> list[dict]:
    """The contexts of the pieces that were rendered, not taken from those that are kept."""
    found = []

    class Noted:
        def __init__(self, template) -> None:
            self.template = template

        def render(self, context):
            found.append(context)
            return self.template.render(context)

    source = "{{ at|date:'DATETIME_FORMAT' }} {{ title }} {{ site_name }}{{ request.path }}"
    template = engines["django"].from_string(source)
    monkeypatch.setattr(pieces, "get_template", lambda _name: Noted(template))
    forget_pieces()
    yield found
    forget_pieces()


def test_a_piece_is_made_once_of_the_same_facts(rendered):
    at = timezone.now().replace(2026, 3, 1, 23, 30)
    first = piece_html(NAME, at=at, title="<1>")
    assert piece_html(NAME, at=at, title="<1>") == first
    assert len(rendered) == 1
    assert first.endswith(" &lt;1&gt; "), "It knows its facts and nothing else."
    other = piece_html(NAME, at=at, title="2")
    with translation.override("de"):
        german = piece_html(NAME, at=at, title="<1>")
    with timezone.override("Asia/Seoul"):
        there = piece_html(NAME, at=at, title="<1>")
    assert len({first, other, german, there}) == 4
    assert len(rendered) == 4


def test_pieces_take_no_more_memory_than_they_may(rendered, monkeypatch):
    monkeypatch.setattr(pieces, "_kept", Shelf(most=40_000))
    for number in range(30):
        piece_html(NAME, title=f"{number}", sentences=("long " * 500,))
    assert len(rendered) == 30
    assert 5 < len(pieces._kept) < 15
    assert pieces._kept.bytes <= 40_000
    piece_html(NAME, title="29", sentences=("long " * 500,))
    assert len(rendered) == 30, "The last one is kept still."
    for _twice in range(2):
        piece_html(NAME, title="huge", sentences=("long " * 2500,))
    assert len(rendered) == 32, "What would take the place of all others is not kept."


@prepared
def titled_posts(posts: list[int]):
    return Post.objects.filter(pk__in=posts).order_by("pk").with_titles()


def test_a_row_that_was_read_is_a_fact_with_what_was_told_to_it(rendered):
    """Each step changes one thing, after which another piece is made, and only once."""
    one, other = make_post(title="One"), make_post(title="Other")

    def pieces_made(told: str = "", beside: tuple = (), posts=None) -> int:
        before = len(rendered)
        for _twice in range(2):
            row, *_rest = posts or titled_posts([one.pk])
            if told:
                row.standing = told
            if beside:
                lay_beside([row], "tags", [(row.pk, tag) for tag in beside])
            piece_html(NAME, post=row, rows=[{"of": (row, 1)}])
        return len(rendered) - before

    assert pieces_made() == 1
    assert pieces_made() == 0
    assert pieces_made(told="about") == 1
    assert pieces_made(beside=tuple(titled_posts([other.pk]))) == 1
    Post.objects.filter(pk=other.pk).update(title="Another")
    assert pieces_made(beside=tuple(titled_posts([other.pk]))) == 1
    Post.objects.filter(pk=one.pk).update(title="Two")
    assert pieces_made() == 1
    assert pieces_made() == 0
    Site(name="A new name").save()
    assert pieces_made() == 1
    assert pieces_made(posts=[Post.objects.get(pk=one.pk)]) == 2, "Of it nobody knows what it was."


def test_what_is_laid_beside_a_row_later_is_a_fact_too(rendered):
    row, other = titled_posts([make_post().pk]), titled_posts([make_post().pk])
    for number, name in enumerate(("tags", "bylines", "tags"), start=1):
        lay_beside(row, name, [(row[0].pk, other[0])] * number)
        piece_html(NAME, post=row[0])
        assert len(rendered) == number


def test_a_page_is_made_of_one_state_of_the_site(rf, monkeypatch):
    """Also where another process changes the site, and this one reads it, while it is made."""
    Site(name="Before").save()

    template = "{% load pieces %}{{ change }}{% piece %}{{ site_name }}{% endpiece %}"
    page = engines["django"].from_string(template)

    def change() -> str:
        Site.objects.update(name="After")
        monkeypatch.setattr("blog.models.site._kept", None)  # as when its time is over
        return ""

    forget_pieces()
    request = rf.get("/")
    pages = [site_locale(partial(page.render, {"change": one})) for one in (change, "")]
    assert [one(request) for one in pages] == ["Before", "After"]


@pytest.mark.parametrize(
    "asks", [lambda: page_changes_at(timezone.now()), lambda: Post.objects.count()]
)
def test_a_piece_that_asked_for_more_than_its_facts_is_not_kept(asks):
    made = []

    def make() -> str:
        made.append(kept_piece("inner", {}, lambda: str(asks())))
        return "outer"

    forget_pieces()
    for _twice in range(2):
        kept_piece("outer", {"n": 1}, make)
    assert len(made) == 2


def test_facts_of_a_row_are_its_values_and_what_its_methods_give():
    class Row:
        name = "Ada"

        def get_absolute_url(self) -> str:
            return "/ada/"

    facts = facts_of("name", "get_absolute_url")
    one, other = facts(Row()), facts(Row())
    assert (one.name, one.get_absolute_url) == ("Ada", "/ada/")
    assert one == other
    assert hash(one) == hash(other)
