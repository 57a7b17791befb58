import pytest

from blog.models import Tag
from blog.posts.near_tags import CountedTag, near_key, near_tags, tags_being_typed
from tests.support.factories import make_post

ONE = [
    ("deep-learning", "Deep Learning", "deep_learning", "deeplearning", "DeepLearning"),
    ("neural network", "neural-networks", "Neural Networks"),
    ("Erdős numbers", "erdos number", "Erdös-Number"),
    ("case studies", "case study"),
    ("GANs", "GAN"),
    ("ﬁeld", "field"),
    ("기계 학습", "기계-학습"),
    ("Straße", "strasse"),
]
MANY = ["C", "C++", "C#", "F", "F#", "analysis", "analyst", "bias", "Physics", "physic", "的", "地"]


@pytest.mark.parametrize("names", ONE)
def test_names_that_differ_in_what_few_see_are_nearly_one(names):
    assert len({near_key(name) for name in names}) == 1


def test_names_that_mean_something_else_are_not():
    kept = [name for name in MANY if name != "physic"]
    assert len({near_key(name) for name in kept}) == len(kept)


@pytest.mark.django_db
def test_the_tag_with_more_posts_is_named(django_assert_num_queries):
    for number in range(3):
        make_post(tags=["deep-learning"], title=f"Of {number}")
    make_post(tags=["Deep Learning", "other"])
    with django_assert_num_queries(2):
        found = near_tags(["Deep Learnings", "other", "", "none"])
    assert found == {"Deep Learnings": CountedTag("deep-learning", 3)}
    assert near_tags(["Deep Learning"]) == {"Deep Learning": CountedTag("deep-learning", 3)}
    assert near_tags(["deep-learning"]) == {}


@pytest.mark.django_db
def test_what_is_typed_finds_tags_however_they_are_written(django_assert_max_num_queries):
    for names in (["deep-learning", "C++"], ["deep-learning"], ["Deepfakes"], ["on deep nets"]):
        make_post(tags=names)
    with django_assert_max_num_queries(2):
        found = tags_being_typed("Deep L", 5)
    assert found == [CountedTag("deep-learning", 2)]
    typed = tags_being_typed("deep", 5)
    assert [one.name for one in typed] == ["deep-learning", "Deepfakes", "on deep nets"]
    assert tags_being_typed("c+", 5) == [CountedTag("C++", 1)]
    assert tags_being_typed("  ", 5) == tags_being_typed("-", 5) == []
    assert len(tags_being_typed("deep", 2)) == 2
    Tag.objects.create(name="Draftish")
    assert tags_being_typed("draft", 5) == [CountedTag("Draftish", 0)]
