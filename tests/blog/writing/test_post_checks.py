import pytest

from blog.markup.page.text_checks import FindingKind
from blog.models import Post
from blog.writing.check_findings import SAID, finding_words
from blog.writing.post_checks import check_post, check_typed, stored_state, typed_state
from papers.models import Paper
from tests.support.factories import make_author, make_paper, make_post

pytestmark = pytest.mark.django_db
KIND = FindingKind


def told(found) -> list[tuple[str, int | None]]:
    return [(one.kind, one.line) for one in found]


def test_every_kind_has_its_words():
    assert SAID.keys() == set(FindingKind)


def test_a_text_as_it_is_written():
    make_paper(key="curie1903")
    source = (
        "## One\n\n[@curie1903] and [@nobody1900] and [@doi:10.9999/nonsense-typo].\n\n"
        "#### Two\n\n![](/media/none.png)\n\n[a](/posts/none/)"
    )
    found = check_typed(Post(title="New", source=source))
    assert told(found) == [
        (KIND.KEY, 3),
        (KIND.UNKNOWN_WORK, 3),
        (KIND.SKIPPED, 5),
        (KIND.TEXTLESS, 7),
        (KIND.MISSING_PICTURE, 7),
        (KIND.LINK, 9),
    ]
    assert "doi:10.9999/nonsense-typo" in finding_words(found[1])
    assert Paper.objects.count() == 1
    assert not Post.objects.exists()


def test_a_stored_text_is_checked_as_it_was_rendered(django_assert_max_num_queries):
    post = make_post(source="## One\n\n![](a.png)\n\n[@nobody1900]")
    expected = [(KIND.TEXTLESS, 3), (KIND.MISSING_PICTURE, 3), (KIND.KEY, 5), (KIND.BYLINE, None)]
    with django_assert_max_num_queries(14):
        assert told(check_post(stored_state(post))) == expected


def test_the_facts_of_a_typed_text_are_those_of_the_stored_one():
    make_paper("A rather long title of one work", year=2001, key="curie2001")
    source = "Text.\n\nPublished in 2004, the paper [@curie2001] is good."
    post = make_post(source=source, authors=[make_author()])
    (stored,) = check_post(stored_state(post))
    assert (stored.kind, stored.line) == (KIND.FACT, 3)
    assert check_typed(Post(title="New", source=source)) == [stored]


def test_a_work_that_its_registry_does_not_know_is_told_with_its_line():
    paper = make_paper(key="curie1903")
    post = make_post(source="One\n\n[@curie1903]", authors=[make_author()])
    Paper.objects.filter(pk=paper.pk).update(standing="not_found")
    (one,) = check_post(stored_state(post))
    assert (one.kind, one.line) == (KIND.REFUSED_WORK, 3)


def test_a_text_that_cannot_be_rendered_is_told_as_that():
    (one,) = check_typed(Post(title="New", source="x" * 500_001))
    assert one.kind == KIND.PROBLEM


def test_checking_twice_finds_the_same():
    post = Post(title="New", source="![](a.png)\n\n[@none]")
    assert check_post(typed_state(post)) == check_post(typed_state(post))
