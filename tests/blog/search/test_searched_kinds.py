"""Both databases run these tests, so that they answer alike."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from blog.models import Comment, Post, PostWords, Tag
from blog.search.searched_kinds import SearchResults, search_site
from papers.library.merging import merge_papers
from papers.models import Paper
from papers.records.identifiers import Id
from tests.support.factories import cite, make_author, make_comment, make_paper, make_post

pytestmark = pytest.mark.django_db


def titles(typed: str, kind: str = "posts") -> list[str]:
    kinds = {one.name: one.page.rows for one in search_site(typed, kind).kinds}
    return [str(found.row) for found in kinds.get(kind, [])]


@pytest.fixture
def library():
    dates = [datetime(2018 + n, 1, 1, tzinfo=UTC) for n in range(6)]
    make_post(title="Deep learning", source="Of layers.", published_at=dates[0], tags=["ML"])
    make_post(title="Layers", source="They learn deep things.", published_at=dates[1])
    make_post(
        title="심층 학습", source="논문을 읽는다. Some <b>deep</b> words.", published_at=dates[2]
    )
    make_post(title="深度学习", source="图像识别。", published_at=dates[3])
    make_post(title="Café in Zürich", source="C++ & self-attention", published_at=dates[4])
    make_post(title="The learning deep", source="x' OR 1=1; -- x", published_at=dates[5])


NASTY = {
    "학습": ["심층 학습"],
    "논문": ["심층 학습"],
    "度学": ["深度学习"],
    "cafe zurich": ["Café in Zürich"],
    "CAFÉ": ["Café in Zürich"],
    "lerning": ["The learning deep", "Deep learning"],
    '"deep learning"': ["Deep learning"],
    "deep": ["The learning deep", "Deep learning", "심층 학습", "Layers"],
    "deep -learning": ["심층 학습", "Layers"],
    'deep -"deep learning"': ["The learning deep", "심층 학습", "Layers"],
    "laye*": ["Layers", "Deep learning"],
    "c++": ["Café in Zürich"],
    "' OR 1=1; --": ["The learning deep"],
    'NEAR("a" b) AND {head} : ^x': [],
    "🎉 deep learning": ["The learning deep", "Deep learning"],
    "* - \" ( ) & | ! : '": [],
    "\0learning\0": ["The learning deep", "Deep learning"],
    "a" * 10_000: [],
    "tag:ml": ["Deep learning"],
    "tag:ml deep": ["Deep learning"],
    "year:2019": ["Layers"],
    "year:2018-2019 deep": ["Deep learning", "Layers"],
    "": [],
}


@pytest.mark.parametrize("typed", NASTY)
def test_a_query_finds_the_same_everywhere(library, typed: str):
    assert titles(typed) == NASTY[typed]


def test_a_misspelt_title_says_what_was_sought(library):
    assert search_site("lerning").instead == "learning"


def test_posts_are_found_by_what_they_cite_and_who_wrote_them():
    ada = make_author(name="Ada Lovelace")
    post, paper = make_post(title="Notes", authors=[ada]), make_paper(key="menabrea1842")
    make_post(title="Other")
    cite(post, paper)
    assert titles("cites:menabrea1842") == titles("person:lovelace") == ["Notes"]
    assert titles("cites:nobody") == []
    assert titles("lovelace", "authors") == ["Ada Lovelace"]


def test_papers_are_found_by_name_and_year_and_their_authors_by_name():
    make_paper(
        "Radioactive substances",
        author="Curie",
        year=1903,
        identifiers=[Id("doi", "10.5555/radium")],
    )
    assert titles("curie 1903", "papers") == ["Radioactive substances"]
    assert titles("10.5555/radium", "papers") == ["Radioactive substances"]
    assert titles("curie", "people") == ["Marie Curie"]


def test_lists_go_on_at_a_cursor():
    for number in range(45):
        make_post(title=f"Word {number}" if number % 2 else "None", source="A word.")
    seen, cursor = [], ""
    while True:
        page = search_site("word", "posts", cursor).kinds[0].page
        seen += [found.row.pk for found in page.rows]
        cursor = page.older
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 45


SECRET = "Xylophonist"


def hidden_rows() -> None:
    later = timezone.now() + timedelta(days=1)
    make_post(title=SECRET, published_at=None)
    make_post(title=SECRET, published_at=later, tags=[SECRET])
    make_post(title=SECRET, is_unlisted=True, authors=[make_author(name=SECRET)])
    make_comment(name=SECRET, state="pending")
    make_comment(name=SECRET, state="spam")
    make_comment(make_post(commenting="hidden"), name=SECRET)
    make_comment(make_post(published_at=None), name=SECRET)
    make_comment(make_post(is_unlisted=True), name=SECRET)
    paper = make_paper(SECRET, author=SECRET)
    Paper.objects.filter(pk=paper.pk).update(is_listed=False, is_in_library=False)


def told(results: SearchResults) -> str:
    rows = [found for kind in results.kinds for found in kind.page.rows]
    pieces = [piece.text for found in rows for piece in (*found.title, *found.passage)]
    return " ".join([*pieces, *(str(found.row) for found in rows), results.instead]).lower()


def test_nothing_hidden_is_found_or_told(client):
    make_post(title="Seen xylophone")
    assert "xylophone" in told(search_site("xyloph*"))
    hidden_rows()
    for typed in (SECRET, "xyloph*", SECRET.replace("o", "a", 1), f'"{SECRET}"', "year:2020"):
        for kind in ("", "posts", "papers", "comments", "authors", "people", "tags"):
            response = client.get("/search/", {"q": typed, "kind": kind})
            assert SECRET.lower() not in told(response.context["results"])


def test_what_became_hidden_is_found_no_more():
    post = make_post(title=SECRET)
    comment = make_comment(post, name=SECRET)
    assert titles(SECRET) == [SECRET]
    assert len(search_site(SECRET).kinds) == 2
    Comment.objects.filter(pk=comment.pk).update(state="spam")
    Post.objects.filter(pk=post.pk).update(published_at=None)
    assert search_site(SECRET).kinds == []
    assert not PostWords.objects.filter(head=SECRET.lower()).exists()


def test_merged_and_deleted_rows_are_found_under_what_is_left():
    kept, other = make_paper("Kept title", year=1999), make_paper("Other title", year=1999)
    merge_papers(kept, [other])
    assert titles("title", "papers") == ["Kept title"]
    Tag.objects.create(name="Unused")
    kept.delete()
    assert titles("title", "papers") == []


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", '"><img src=x>', "x" * 10_000])
def test_the_page_shows_markup_as_text(client, typed: str):
    make_post(title="<script>alert(1)</script> x", source="`<img src=x>` y")
    for q in (typed, "alert", "img"):
        response = client.get("/search/", {"q": q})
        assert response.status_code == 200
        text = response.content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert '<meta name="robots" content="noindex">' in text


def test_a_cursor_that_is_none_is_not_found(client):
    make_post(title="Word")
    assert client.get("/search/?q=word&kind=posts&before=zz").status_code == 404
