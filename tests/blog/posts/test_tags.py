import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Hashtag, OldAddress, Post, Tag, TaggedPost
from blog.models.word_rows import TagWords
from blog.posts.saving_posts import save_post
from blog.posts.tag_merges import merge_tags
from blog.posts.tags import link_hashtags
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
    assert str(merge_tags(kept, [lost])) == "Go ← Golang"
    assert kept.tagged_posts.count() == 2
    response = client.get("/tags/golang/")
    assert (response.status_code, response.url) == (301, "/tags/go/")
    assert OldAddress.objects.get().tag == kept


@pytest.mark.parametrize(
    "name",
    ["🎉" * 60, "㍿" * 100, "ﷺ" * 100, "ß" * 100, "x" * 100, "# " + "+" * 98, "\u0390" * 100],
)
def test_every_name_that_a_tag_may_have_fits_its_columns(name, client, db):
    [tag] = Tag.objects.named([name])
    for column in ("key", "slug"):
        assert len(getattr(tag, column)) <= Tag._meta.get_field(column).max_length
    assert Tag.objects.named([name, name.upper()[:100]])[0] == tag
    make_post(tags=[name])
    assert client.get(tag.get_absolute_url()).status_code == 200


def test_long_names_that_differ_at_their_end_are_two_tags(db):
    assert len(set(Tag.objects.named(["ﷺ" * 99 + "a", "ﷺ" * 99 + "b"]))) == 2


def test_a_merged_tag_does_not_come_back(client, db, do_jobs):
    new, old = make_post(tags=["New"]).tags.get(), make_post(tags=["Old"]).tags.get()
    mentioning = make_post(source="Of #Old and #old.")
    merge_tags(new, [old])
    post = make_post(tags=["old"], source="More #OLD things.")
    assert list(post.tags.all()) == [new]
    assert 'href="/tags/new/">#OLD' in post.body_html
    mentioning.refresh_from_db()
    save_post(mentioning)
    assert list(Tag.objects.all()) == [new]
    assert list(mentioning.hashtags.values_list("tag", flat=True)) == [new.pk]


def test_a_renamed_tag_is_found_by_its_old_name_until_another_one_takes_that(db):
    tag = make_post(tags=["Deep Nets"]).tags.get()
    tag.name = "Deep Learning"
    tag.save()
    assert Tag.objects.named(["deepnets", "Deep learning"]) == [tag]
    tag.name = "Deep Nets"
    tag.save()
    assert Tag.objects.named(["Deep Nets", "Deep Learning"]) == [tag]
    taken = Tag.objects.create(name="Deep Learning")
    assert Tag.objects.named(["Deep Nets", "Deep Learning"]) == [tag, taken]


def test_chains_of_merges_lead_to_the_last_tag(client, db):
    a, b, c = (make_post(tags=[name]).tags.get() for name in "abc")
    merge_tags(b, [a])
    merge_tags(c, [b])
    assert Tag.objects.named(["a", "b", "c"]) == [c]
    for old in "ab":
        assert client.get(f"/tags/{old}/").url == "/tags/c/"
    c.slug = "a"
    c.save()
    assert client.get("/tags/a/").status_code == 200
    assert client.get("/tags/c/").url == client.get("/tags/b/").url == "/tags/a/"


def test_links_in_stored_texts_follow_a_merge_and_a_rename(client, db, do_jobs):
    new = make_post(tags=["New"]).tags.get()
    own = make_post(tags=["Old"], source="Words of #Old and #Other.")
    mentioning = make_post(source="#Old\n\n`#Old` [old](/tags/old/)")
    merge_tags(new, [own.tags.get()])
    do_jobs()
    for post in (own, mentioning):
        post.refresh_from_db()
        assert 'class="hashtag" href="/tags/new/">#Old<' in post.body_html
    assert 'href="/tags/other/">#Other<' in own.body_html
    new.slug = "newest"
    new.save()
    link_hashtags.enqueue(new.pk)
    do_jobs()
    stored = Post.objects.get(pk=own.pk).body_html
    assert 'href="/tags/newest/">#Old<' in stored
    assert save_post(Post.objects.get(pk=own.pk)).body_html == stored


def test_links_written_anew_change_nothing_else_of_a_post(db):
    new = make_post(tags=["New"]).tags.get()
    post = make_post(tags=["Old"], source="Words of #Old.")
    merge_tags(new, [post.tags.get()])
    Post.objects.filter(pk=post.pk).update(title="Changed meanwhile")
    updated = Post.objects.get(pk=post.pk).updated_at
    assert link_hashtags.call(new.pk) == 1
    assert link_hashtags.call(new.pk) == 0
    post.refresh_from_db()
    assert (post.title, post.updated_at) == ("Changed meanwhile", updated)


def test_merging_leaves_one_row_of_each_post(db):
    kept, *merged = Tag.objects.named(["kept", "a", "b"])
    posts = [
        make_post(tags=["kept", "a", "b"], source="#a #b #kept"),
        make_post(tags=["b", "x", "a"], source="#kept"),
        make_post(tags=["x"], source="#a #b"),
        make_post(tags=["x"], source="#kept #b"),
        make_post(tags=["x"], source="#kept", published_at=None),
    ]
    merge_tags(kept, merged)
    assert [list(post.tags.names()) for post in posts] == [
        ["kept"], ["kept", "x"], ["x"], ["x"], ["x"],
    ]  # fmt: skip
    named = [[row.tag.name for row in post.hashtags.all()] for post in posts]
    assert named == [[], [], ["kept"], ["kept"], ["kept"]]
    assert posts[1].tagged_posts.get(tag=kept).published_at == posts[1].published_at
    for post in posts:
        rows = [*post.tagged_posts.values_list("tag"), *post.hashtags.values_list("tag")]
        save_post(Post.objects.get(pk=post.pk))
        assert rows == [*post.tagged_posts.values_list("tag"), *post.hashtags.values_list("tag")]


def merge_statements(count: int) -> int:
    """How many statements the merge of two tags of so many posts each takes."""
    kept, *merged = Tag.objects.named([f"kept{count}", f"a{count}", f"b{count}"])
    posts = [Post(title=str(number), slug=f"s-{count}-{number}") for number in range(count)]
    Post.objects.bulk_create(posts)
    for tag in merged:
        TaggedPost.objects.bulk_create(TaggedPost(content_object=post, tag=tag) for post in posts)
    Hashtag.objects.bulk_create(Hashtag(post=post, tag=kept) for post in posts[::2])
    with CaptureQueriesContext(connection) as queries:
        merge_tags(kept, merged)
    assert kept.tagged_posts.count() == count
    return len(queries)


def test_merging_takes_nearly_the_same_statements_for_ten_posts_and_for_a_thousand(db):
    few = merge_statements(10)
    assert merge_statements(1000) <= few + 4  # the journal is read some hundred rows at a time
    assert few <= 40


def test_new_tags_of_a_post_take_as_many_statements_as_one(django_assert_max_num_queries, db):
    taken = Tag.objects.create(name="Taken", slug="new-7")
    with django_assert_max_num_queries(8):
        made = Tag.objects.named([f"new {number}" for number in range(12)] + ["New  3"])
    assert [tag.slug for tag in made][6:9] == ["new-6", "new-7-2", "new-8"]
    words = TagWords.objects.values_list("of", flat=True)
    assert (
        set(words)
        == {tag.pk for tag in [taken, *made]}
        == set(Tag.objects.values_list("pk", flat=True))
    )
