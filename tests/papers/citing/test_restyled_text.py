"""A post's text in the style that a reader chooses."""

import pytest

from blog.posts.saving_posts import format_lists, save_post
from papers.checking.standings import settle_standings
from papers.citing.cited_text import visible_text
from papers.citing.restyled_text import restyle
from papers.models import Notice, Paper, ReferenceList
from papers.registries.registry_record import NoticeKind
from tests.support.factories import make_paper, make_post

pytestmark = pytest.mark.django_db
SOURCE = "First [see *esp.* @curie, p. 3]. Then @curie [p. 4] and [@bohr]; [@curie; @nobody]."


@pytest.fixture
def post():
    make_paper("Radium", key="curie")
    make_paper("Atoms", key="bohr")
    return make_post(source=SOURCE)


def body(client, post, style=""):
    text = client.get(post.get_absolute_url(), {"style": style} if style else {}).content.decode()
    return text.partition("data-post-body")[2].partition("</p>")[0]


def test_a_numbered_style_numbers_the_text_too(client, post):
    format_lists.call(post.pk)
    shown = body(client, post, "ieee")
    assert 'href="#work-curie">1</a>' in shown or "[1" in shown
    assert "Curie, 1903" not in shown
    assert "<em>esp.</em>" in shown
    for name in ("cite-curie-1", "cite-curie-2", "cite-bohr-1", "cite-curie-3"):
        assert shown.count(f'id="{name}"') == 1
    assert '<span class="unresolved">[@nobody]</span>' in shown


def test_the_text_is_in_the_posts_own_style_without_a_choice_and_until_the_lists_are_made(
    client, post
):
    own = body(client, post)
    assert "Curie, 1903" in own
    assert body(client, post, "ieee") == own
    format_lists.call(post.pk)
    assert body(client, post, "ieee") != own
    assert body(client, post, "apa") == own
    assert body(client, post, "no-style") == own


def test_lists_of_an_earlier_text_go_with_it(client, post):
    format_lists.call(post.pk)
    post.source = "Now [@bohr] first, [@curie] then."
    save_post(post)
    assert set(ReferenceList.objects.values_list("style", flat=True)) == {"apa"}
    own = body(client, post)
    assert body(client, post, "ieee") == own
    format_lists.call(post.pk)
    assert "[1]" in body(client, post, "ieee").replace(
        '<a class="citation" id="cite-bohr-1" href="#work-bohr">', ""
    ).replace("</a>", "")


def test_blanks_before_superior_numbers_come_and_go(client, post):
    format_lists.call(post.pk)
    assert "First<span " in body(client, post, "nature")
    nature = make_post(source="So [@curie].", style="nature", slug="nature")
    assert "So<span " in body(client, nature)
    format_lists.call(nature.pk)
    assert "So <span " in body(client, nature, "apa")


def test_choosing_a_style_formats_nothing(client, post, django_assert_max_num_queries, monkeypatch):
    format_lists.call(post.pk)
    monkeypatch.setattr("papers.citing.reference_lists.format_works", None)
    assert client.get(post.get_absolute_url(), {"style": "ieee"}).status_code == 200


def test_only_our_own_elements_are_replaced():
    forged = (
        '<span class="citations">(Forged)</span> <span class="citations" data-place="7">x</span>'
    )
    assert restyle(forged, ["[1]"], [{}]) == forged


def test_authors_years_and_words_alone(post):
    made = make_post(source=r"\citeauthor{curie}, \citeyear{curie}, [[@curie|She]].", slug="parts")
    assert visible_text(made.body_html).strip() == "Curie, 1903, She."
    assert made.cited_works.get().citations.count() == 3


def test_brackets_side_by_side_are_one_citation(post):
    made = make_post(
        source='A [@curie][@bohr]. B <d-cite key="curie"></d-cite><d-cite key="bohr"></d-cite>.',
        slug="two",
    )
    assert made.body_html.count('class="citations"') == 2
    assert made.problems == []


def test_a_work_that_was_retracted_is_marked_in_every_style(client, post):
    for name in "abc":
        make_paper(f"On {name}", key=name)
    taken_back = Paper.objects.get(key="b")
    Notice.objects.create(paper=taken_back, kind=NoticeKind.RETRACTION, is_confirmed=True)
    settle_standings([taken_back.pk])
    post.source = "All of it [@a; @b; @c], and @bohr."
    save_post(post)
    format_lists.call(post.pk)
    for style in ("", "ieee", "nature"):
        assert body(client, post, style).count("retracted") == 1
