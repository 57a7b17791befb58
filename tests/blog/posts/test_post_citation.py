"""A post is cited as other works are."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from blog.posts.post_citation import name_parts, post_record, reference_to
from papers.formats.any_format import read_text
from papers.models import Style
from tests.support.factories import make_author, make_post, set_site

pytestmark = pytest.mark.django_db
NOTES = (Path(__file__).parents[2] / "data/citing/notes.csl").read_text()
DAY = datetime(2024, 2, 29, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada Lee", {"given": "Ada", "family": "Lee"}),
        (
            "Ludwig van der Beek",
            {"given": "Ludwig", "non-dropping-particle": "van der", "family": "Beek"},
        ),
        ("Иван Петров", {"given": "Иван", "family": "Петров"}),
        ("김 철수", {"literal": "김 철수"}),
        ("山田 太郎", {"literal": "山田 太郎"}),
        ("Plato", {"literal": "Plato"}),
        ("Lee, Ada", {"literal": "Lee, Ada"}),
        ("{A} B", {"literal": "{A} B"}),
        ("", {"literal": ""}),
    ],
)
def test_a_byline_is_parted_where_its_script_says_how(name: str, parts: dict):
    assert name_parts(name) == parts


def test_the_record_is_of_the_sites_day(client):
    set_site(time_zone="Asia/Seoul", name="Notes")
    authors = [make_author(name="Ada Lee"), make_author(name="김철수")]
    make_post(title="On <Radium>", slug="radium", published_at=DAY, authors=authors)
    (record,) = client.get("/posts/radium/cite.json").json()
    assert record["issued"] == {"date-parts": [[2024, 3, 1]]}
    assert record["id"] == "lee2024radium"
    assert (record["type"], record["container-title"]) == ("post-weblog", "Notes")
    assert [one.get("family") or one["literal"] for one in record["author"]] == ["Lee", "김철수"]
    assert record["URL"].endswith("/posts/radium/")


@pytest.mark.parametrize("kind", ["bib", "ris", "json"])
def test_every_format_is_read_back(client, kind: str):
    make_post(title="Über Radium & {more}", slug="a", published_at=DAY, authors=[make_author()])
    response = client.get(f"/posts/a/cite.{kind}")
    assert response.headers["Content-Disposition"] == f'attachment; filename="a.{kind}"'
    assert response.headers["X-Robots-Tag"] == "noindex"
    entry = next(iter(read_text(response.content.decode())))
    assert entry.record["title"] == "Über Radium & {more}"
    assert entry.record["issued"] == {"date-parts": [[2024, 2, 29]]}


def test_the_page_shows_its_reference_and_a_draft_none(client, admin_client):
    make_post(title="On <Radium>", slug="a", authors=[make_author(name="Ada Lee")])
    make_post(title="Draft", slug="b", published_at=None)
    page = client.get("/posts/a/").content.decode()
    assert "Lee, A." in page
    assert "On &#60;Radium&#62;" in page.split('id="cite-this"')[1].split("</section>")[0]
    assert 'href="/posts/a/cite.bib"' in page
    assert 'id="cite-this"' not in admin_client.get("/posts/b/").content.decode()


def test_who_first_published_it_is_cited():
    post = make_post(canonical_url="https://example.org/a")
    assert post_record(post, "https://here.example/")["URL"] == "https://example.org/a"


def test_a_style_that_an_editor_mends_is_seen_at_once():
    style = Style(source=NOTES, title="Notes")
    style.save()
    set_site(citation_style=style.name)
    record = post_record(
        make_post(title="On Radium", slug="radium", published_at=DAY), "https://a/"
    )
    assert "Mended" not in reference_to(record)
    style.source = NOTES.replace('<layout suffix=".">', '<layout suffix=", Mended.">')
    style.save()
    assert "Mended" in reference_to(record)
