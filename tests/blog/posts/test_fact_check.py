import io

import pytest
from django.core.management import CommandError, call_command

from blog.demo import load_demo
from blog.posts.fact_check import facts_of_post
from tests.support.factories import make_paper, make_post, set_site

pytestmark = pytest.mark.django_db
TITLE = "A rather long title of one work"


@pytest.fixture
def paper():
    return make_paper(TITLE, author="Curie", year=2001, key="curie2001")


@pytest.fixture
def wrong(paper):
    source = "“A rather long title of one work” by Curie is read [@curie2001].\n\n"
    return make_post(source=f"{source}Published in 2004, the paper [@curie2001] is good.")


def test_a_post_is_compared_with_the_library(wrong):
    (told,) = facts_of_post(wrong)
    assert "2004" in told
    assert "2001" in told


def test_years_of_versions_are_years_of_the_work(wrong, paper):
    preprint = make_paper(TITLE, year=2004, type="article")
    preprint.version_of = paper
    preprint.save()
    assert facts_of_post(wrong) == []


def test_a_heading_that_is_nearly_a_title_of_the_library_is_told(paper):
    assert facts_of_post(make_post(source="## A rather long titel of one work\n\nText."))
    assert not facts_of_post(make_post(source="## A rather short walk\n\nText."))


def test_the_site_knows_tools_of_its_own(paper):
    post = make_post(source="See [@curie2001]. The authors used Frobnicator for it.")
    assert facts_of_post(post) == []
    set_site(tool_years="Frobnicator 2010")
    assert "Frobnicator (2010)" in facts_of_post(post)[0]


def test_the_command_tells_and_changes_nothing(wrong, django_assert_max_num_queries):
    out = io.StringIO()
    with django_assert_max_num_queries(9):
        call_command("check_posts", stdout=out)
    assert f"/posts/{wrong.slug}/: " in out.getvalue()
    assert "1 posts checked, 1 warnings." in out.getvalue()
    with pytest.raises(CommandError, match="warnings"):
        call_command("check_posts", "--fail", stdout=out)
    with pytest.raises(CommandError, match="nowhere"):
        call_command("check_posts", "nowhere", stdout=out)


def test_the_editor_is_told_and_not_stopped(admin_client, wrong):
    page = admin_client.get(f"/admin/blog/post/{wrong.pk}/change/").content.decode()
    assert "the text says 2004; the record says 2001" in page


def test_queries_do_not_grow_with_the_works(django_assert_num_queries):
    keys = [make_paper(key=f"key{number}").key for number in range(6)]
    few = make_post(source=f"## A heading of some words\n\n[@{keys[0]}]")
    many = make_post(source="## A heading of some words\n\n" + " ".join(f"[@{k}]" for k in keys))
    for post in (few, many):
        facts_of_post(post)
        with django_assert_num_queries(5):
            facts_of_post(post)


SHORTENED = """
## 1. PyTorch: An Imperative Style High-Performance Deep Learning Library

A seminal work is the paper titled "PyTorch: An Imperative Style High-Performance Deep Learning
Library" by Adam Paszke, Sam Gross, Soumith Chintala, and Gregory Chanan. Published in 2019, this
paper provides an overview of PyTorch.

## 2. ImageNet Classification with Deep Convolutional Neural Networks

Another is "ImageNet Classification with Deep Convolutional Neural Networks" by Alex Krizhevsky,
Ilya Sutskever, and Geoffrey E. Hinton. This paper, published in 2012, is read. In their research,
the authors utilized PyTorch (then Torch) to implement it. Frameworks like PyTorch followed.
"""


def test_the_errors_of_the_post_that_began_it_are_told():
    load_demo()
    left_out, tool = facts_of_post(make_post(source=SHORTENED))
    assert "Gregory Chanan" in left_out
    assert "(21)" in left_out
    assert "PyTorch (2016)" in tool
