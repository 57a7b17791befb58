"""What everybody may have of a post's source."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.folder.post_source import without_unseen
from blog.folder.text_files import read_text_file
from blog.models import Series
from tests.support.factories import make_author, make_post

pytestmark = pytest.mark.django_db
HIDDEN = [
    "<!-- of reviewer two -->",
    "<!-- open to the end",
    "{% comment %}of two{% endcomment %}",
    "{%- comment -%}\nof two\n{%- endcomment -%}",
    "{::comment}\nof two\n{:/comment}",
    "{::comment}of two{:/}",
    "{% comment for us %}of two{% endcomment %}",
    "[//]: # (of two)",
    '[//]: # "of\ntwo"',
    "[comment]: <> (of two)",
    "[comment]: <> (of one)\n[comment]: <> (of two)",
    "> [_]: <#> 'of two'",
    "% <!--\nof two\n-->",
    "a ` b\n\n<!-- of two `-->",
]


def test_the_source_has_its_front_matter_and_nothing_else(client):
    ada, other = make_author(name="Ada Lee"), make_author(name="Bo Yi")
    make_author(name="Bo Yi", slug="bo-2")
    series = Series.objects.create(title="Radium")
    post = make_post(
        title="One: “two”", source="A *text*.\r\n\r\nMore", authors=[ada, other], tags=["Radium"]
    )
    post.series, post.language = series, "en"
    post.save()
    response = client.get(f"/posts/{post.slug}.md")
    assert response.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Link"].endswith(f'/posts/{post.slug}/>; rel="canonical"')
    file = read_text_file("a.md", response.content)
    assert file.text == post.source
    assert file.values["title"] == "One: “two”"
    assert file.values["authors"] == ["Ada Lee", other.slug]  # another one has the same name
    assert (file.values["tags"], file.values["series"]) == (["Radium"], "Radium")


def test_the_page_names_its_source_where_everybody_may_have_it(client, admin_client):
    post = make_post(source="A text.")
    draft, html = make_post(published_at=None), make_post(source="<p>A</p>", is_html=True)
    link = 'type="text/markdown"'
    assert link in client.get(post.get_absolute_url()).content.decode()
    for one in (draft, html):
        assert link not in admin_client.get(one.get_absolute_url()).content.decode()
        assert admin_client.get(f"/posts/{one.slug}.md").status_code == 404


def test_the_source_of_an_old_address_is_found(client):
    post = make_post(slug="학습")
    post.slug = "new"
    post.save()
    response = client.get("/posts/학습.md")
    assert (response.status_code, response.url) == (301, "/posts/new.md")
    assert client.get(response.url).status_code == 200
    assert client.get("/posts/none.md").status_code == 404


def test_the_canonical_address_is_where_the_text_first_stood(client):
    post = make_post(source="A text.", canonical_url="https://example.org/é?a=1")
    told = client.get(f"/posts/{post.slug}.md").headers["Link"]
    assert told == '<https://example.org/%C3%A9?a=1>; rel="canonical"'


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_no_reader_sees_is_no_ones(client, hidden: str):
    post = make_post(source=f"Before.\n\n{hidden}")
    told = client.get(f"/posts/{post.slug}.md").content.decode()
    assert "Before." in told
    assert "two" not in told
    assert "open to" not in told


def test_a_comment_that_readers_see_in_code_stays(client):
    source = "Write\n\n```html\n<!-- a\n  remark -->\n<p>\n```\n\nor `<!-- b -->` <!-- c -->.\n"
    post = make_post(source=source)
    told = client.get(f"/posts/{post.slug}.md").content.decode()
    assert "<!-- a\n  remark -->" in told
    assert "<!-- b -->" in told
    assert "<!-- c" not in told


def test_a_comment_that_begins_in_code_is_none(client):
    source = "Write `<!--` and `{% comment %}`: shown. <!-- of {% endcomment %} two -->\n\n"
    source += "- ```html\n  <!-- open\n  ```\n\nLast.\n"
    told = client.get(f"/posts/{make_post(source=source).slug}.md").content.decode()
    assert "Write `<!--` and `{% comment %}`: shown. \n" in told
    assert "<!-- open" in told
    assert "Last." in told
    assert "two" not in told


def test_a_link_that_a_text_names_stays(client):
    source = "[Up][top] and [x].\n\n[top]: # (To the top)\n[x]: https://a.example (X)\n"
    assert without_unseen(source, "Up and x.") == source


def test_a_long_text_is_read_once_for_all_of_its_code():
    code = " ".join(f"`x{number}`" for number in range(60_000))
    text = code.replace("`", "")
    began = process_time()
    assert without_unseen(f"{code} <!-- a -->`x1`", f"{text} x1") == f"{code} `x1`"
    assert process_time() - began < 3


def test_code_out_of_its_order_is_seen():
    source = "`a <!-- 1 -->` `b <!-- 2 -->` <!-- c --> `d`"
    shown = "b <!-- 2 --> d a <!-- 1 -->"
    assert without_unseen(source, shown) == source.replace("<!-- c -->", "")


@given(st.text(alphabet="<!->a%{}[]:#()` \n"))
def test_any_source_is_read_and_only_shortened(source: str):
    left = without_unseen(source, "")
    assert len(left) <= len(source)
    assert without_unseen(source, source) == source


@pytest.mark.parametrize(
    "source",
    [
        "[x]: #" + " " * 100_000,
        "".join(f"[{number}]: # (a)\n" for number in range(10_000)),
        "- ~~~\n" * 20_000,
        "- ~~~\n" * 20_000 + "\n~~~\n",
    ],
)
def test_a_source_full_of_beginnings_is_read_in_a_moment(source: str):
    began = process_time()
    without_unseen(f"<!-- a -->\n{source}", "other")
    assert process_time() - began < 3
