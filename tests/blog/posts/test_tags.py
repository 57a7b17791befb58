import pytest

from blog.models import OldAddress, Tag
from blog.posts.tags import merge_tags
from blog.text.slugs import tag_key, tag_slug
from tests.support.factories import make_post


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        (".NET", "dot-net"),
        ("学习", "学习"),
        ("🎉", "party-popper"),
        ("Deep Learning", "deep-learning"),
        ("R&D", "r-and-d"),
        ("***", "asterisk-asterisk-asterisk"),
        ("\u200b", "tag"),
    ],
)
def test_tag_slug(name, slug):
    assert tag_slug(name) == slug


def test_case_and_blanks_make_no_key():
    assert tag_key("Deep  Learning ") == tag_key("deeplearning") == tag_key("DeepLearning")


def test_case_and_blanks_make_no_second_tag(db):
    post = make_post(tags=["AI", "ai", "AI ", "Deep Learning", "deep learning", ""])
    assert list(post.tags.names()) == ["AI", "Deep Learning"]
    make_post(tags=["ai", "deepLearning"])
    assert Tag.objects.count() == 2


def test_tags_keep_the_given_order_and_take_a_new_one(db):
    post = make_post(tags=["b", "a", "c"])
    post.tags.set(["c", "b"])
    assert list(post.tags.names()) == ["c", "b"]
    post.tags.add("A")
    assert list(post.tags.names()) == ["c", "b", "a"]


def test_names_that_share_a_slug_get_addresses_of_their_own(db):
    tags = Tag.objects.named(["deep-learning", "Deep Learning"])
    assert [tag.slug for tag in tags] == ["deep-learning", "deep-learning-2"]


def test_the_through_row_follows_the_publication_date(db):
    post = make_post(tags=["a"])
    assert post.tagged_posts.get().published_at == post.published_at
    post.published_at = None
    post.save()
    assert post.tagged_posts.get().published_at is None
    post.tags.add("b")
    assert post.tagged_posts.get(tag__name="b").published_at is None


def test_tag_page_lists_its_posts_and_mentions_hashtags(client, db):
    tagged = make_post(title="The tagged one", tags=["PyTorch"])
    make_post(title="The mentioning one", source="I use #PyTorch.")
    make_post(title="The draft", tags=["PyTorch"], published_at=None)
    page = client.get(tagged.tags.get().get_absolute_url()).content.decode()
    assert page.index("The tagged one") < page.index("Mentioned in")
    assert "The mentioning one" in page.split("Mentioned in")[1]
    assert "The draft" not in page


def test_counts_leave_drafts_out(db):
    make_post(tags=["a"])
    make_post(tags=["a"], published_at=None)
    assert Tag.objects.with_counts().get().posts_count == 1


def test_a_tag_of_drafts_alone_is_not_there(client, db):
    post = make_post(tags=["Secret"])
    address = post.tags.get().get_absolute_url()
    assert client.get(address).status_code == 200
    post.published_at = None
    post.save()
    assert client.get(address).status_code == 404
    assert "Secret" not in client.get("/tags/").content.decode()


def test_merging_keeps_posts_and_addresses(client, db):
    kept, lost = make_post(tags=["Go"]).tags.get(), make_post(tags=["Golang", "Go"]).tags.first()
    assert merge_tags(kept, [lost]) == 1
    assert kept.tagged_posts.count() == 2
    response = client.get("/tags/golang/")
    assert (response.status_code, response.url) == (301, "/tags/go/")
    assert OldAddress.objects.get().tag == kept
