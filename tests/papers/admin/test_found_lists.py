"""What the boxes of the admin's lists find."""

import pytest

from papers.models import Notice, Paper, Reading
from tests.support.factories import make_paper, make_post

LIST = "/admin/papers/paper/"


@pytest.fixture
def attention(db) -> Paper:
    make_paper("On the attention of monkeys", author="Treue", year=2030)
    make_paper("Monkeys", author="Treue", year=2031, abstract="Their attention.")
    return make_paper(
        "Attention Is All You Need",
        author="Vaswáni",
        year=2017,
        identifiers=[("arxiv", "1706.03762")],
    )


def titles(client, address: str, typed: str, **more) -> list[str]:
    response = client.get(address, {"q": typed, **more})
    return [str(row) for row in response.context["cl"].result_list]


@pytest.mark.parametrize(
    "typed", ["vaswani", "vaswami", "2017 need", "https://arxiv.org/abs/1706.03762"]
)
def test_the_list_of_papers_is_searched_as_the_site_is(admin_client, attention, typed: str):
    assert titles(admin_client, LIST, typed) == [attention.title]


def test_the_list_of_papers_has_the_best_first_unless_another_order_is_chosen(
    admin_client, attention
):
    best = ["On the attention of monkeys", "Attention Is All You Need", "Monkeys"]
    assert titles(admin_client, LIST, "attention") == best
    by_title = sorted(best)
    assert titles(admin_client, LIST, "attention", o="1") == by_title
    assert titles(admin_client, LIST, "nothing of this") == []
    assert len(titles(admin_client, LIST, "")) == 3


def test_the_list_of_papers_tells_their_standing_and_their_posts(admin_client, attention):
    make_post(source=f"[@{attention.key}]")
    text = admin_client.get(LIST, {"q": "vaswani"}).content.decode()
    assert '<td class="field-standing">not checked</td>' in text
    assert '<td class="field-discussions_count">1</td>' in text


def test_a_box_that_chooses_a_paper_finds_it_the_same_way(admin_client, attention):
    asked = {
        "app_label": "papers",
        "model_name": "reading",
        "field_name": "paper",
        "term": "vaswami",
    }
    found = admin_client.get("/admin/autocomplete/", asked | {"term": "vaswami"}).json()["results"]
    assert [one["text"] for one in found] == [attention.title]


def test_rows_that_belong_to_papers_are_found_by_them(admin_client, attention):
    reading = Reading.objects.create(paper=attention)
    notice = Notice.objects.create(paper=attention, kind="correction", by_value="10.1/told")
    assert titles(admin_client, "/admin/papers/reading/", "1706.03762") == [str(reading)]
    assert titles(admin_client, "/admin/papers/notice/", "vaswami 2017") == [str(notice)]
    assert titles(admin_client, "/admin/papers/notice/", "10.1/told") == [str(notice)]
    assert titles(admin_client, "/admin/papers/reading/", "monkeys") == []
