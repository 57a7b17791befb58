import pytest
from django.contrib.auth.models import Permission, User
from django.db import IntegrityError

from blog.models import Post, Tag, TagAlias, TagMerge
from blog.posts.tag_merges import merge_tags
from tests.support.factories import make_post


@pytest.fixture
def editor(admin_client):
    return admin_client


def save_tag(client, tag: Tag | None = None, **values: str):
    place = f"{tag.pk}/change" if tag else "add"
    return client.post(f"/admin/blog/tag/{place}/", {"slug": "", "description": ""} | values)


def errors(response) -> str:
    assert response.status_code == 200, "it was saved"
    said = " ".join(str(one) for one in response.context["errors"])
    assert "onstraint" not in said
    return said


def test_a_slug_is_made_from_the_name(editor):
    assert save_tag(editor, name="Deep Learning").status_code == 302
    assert save_tag(editor, name="deep-learning").status_code == 302
    assert list(Tag.objects.values_list("slug", flat=True)) == ["deep-learning-2", "deep-learning"]


@pytest.mark.parametrize("slug", ["a/b", "/", "a b", "a?b", "a#b", "..", "a%2Fb", "a\u200bb"])
def test_a_slug_that_is_no_part_of_an_address_is_refused_in_words(editor, slug):
    assert "letters of any script" in errors(save_tag(editor, name="A", slug=slug))
    assert not Tag.objects.exists()


@pytest.mark.parametrize("name", ["\u200b", "#"])
def test_every_name_gets_a_slug_or_is_refused_in_words(editor, client, name):
    response = save_tag(editor, name=name)
    assert response.status_code == 302 or errors(response)


def test_no_name_is_refused_in_words(editor):
    assert errors(save_tag(editor, name="  "))


def test_a_slug_with_a_slash_cannot_be_stored_at_all(db):
    with pytest.raises(IntegrityError):
        Tag.objects.create(name="A", slug="a/b")


@pytest.mark.parametrize("name", ["ai", "A I", "ＡＩ"])
def test_a_name_that_another_tag_has_but_for_its_case_is_refused_in_words(editor, name):
    Tag.objects.create(name="AI")
    other = Tag.objects.create(name="Other")
    assert "“AI” already" in errors(save_tag(editor, name=name))
    assert "merge them" in errors(save_tag(editor, other, name=name))


def test_a_name_may_change_in_its_case_only(editor):
    tag = make_post(tags=["Deep learning"]).tags.get()
    assert save_tag(editor, tag, name="Deep Learning", slug=tag.slug).status_code == 302
    assert Tag.objects.get().name == "Deep Learning"
    assert not tag.aliases.exists()


def test_a_new_name_and_slug_leave_no_dead_link(editor, client, do_jobs):
    tag = make_post(tags=["Nets"], source="Words of #Nets.").tags.get()
    assert save_tag(editor, tag, name="Deep Learning").status_code == 302
    assert client.get("/tags/nets/").url == "/tags/deep-learning/"
    do_jobs()
    page = client.get("/").content.decode() + client.get("/tags/").content.decode()
    assert "/tags/deep-learning/" in page
    assert "/tags/nets/" not in client.get("/posts/", follow=True).content.decode() + page
    listed = editor.get(f"/admin/blog/tag/{tag.pk}/change/").content.decode()
    assert "Nets" in listed
    assert Tag.objects.named(["#Nets".strip("#")]) == [tag]


@pytest.fixture
def two(db):
    make_post(tags=["New"], title="Of the new one")
    both = make_post(tags=["x", "머신러닝", "New"], source="#머신러닝 and #New")
    only = make_post(tags=["머신러닝"], source="More of #머신러닝")
    return both, only


def choose(editor) -> str:
    tags = list(Tag.objects.exclude(name="x").values_list("pk", flat=True))
    chosen = {"action": "choose_to_merge", "_selected_action": tags}
    return editor.post("/admin/blog/tag/", chosen).url


def test_merging_is_looked_at_first_and_asks_what_stays(editor, client, two):
    address = choose(editor)
    page = editor.get(address).content.decode()
    assert "Of the new one" in page
    assert "/tags/%EB%A8%B8%EC%8B%A0%EB%9F%AC%EB%8B%9D/" in page
    assert Tag.objects.count() == 3
    kept = Tag.objects.get(name="머신러닝")
    assert editor.post(address, {"kept": kept.pk}).url == "/admin/blog/tagmerge/"
    assert client.get("/tags/new/").url == kept.get_absolute_url()


def test_a_merge_is_listed_and_undone(editor, client, two, do_jobs, admin_user):
    bodies = [Post.objects.get(pk=one.pk).body_html for one in two]
    editor.post(choose(editor), {"kept": Tag.objects.get(name="New").pk})
    do_jobs()
    assert [list(one.tags.names()) for one in two] == [["x", "New"], ["New"]]
    merge = TagMerge.objects.get()
    assert merge.by == admin_user
    assert "New ← 머신러닝" in editor.get("/admin/blog/tagmerge/").content.decode()
    address = f"/admin/blog/tagmerge/{merge.pk}/undo/"
    assert "New ← 머신러닝" in editor.get(address).content.decode()
    assert editor.post(address, follow=True).status_code == 200
    do_jobs()
    assert [list(one.tags.names()) for one in two] == [["x", "머신러닝", "New"], ["머신러닝"]]
    assert [Post.objects.get(pk=one.pk).body_html for one in two] == bodies
    assert client.get("/tags/머신러닝/").status_code == 200
    assert "머신러닝" in client.get("/search/?q=머신러닝").content.decode()
    assert not TagAlias.objects.exists()
    assert "undone already" in editor.post(address, follow=True).content.decode()


def test_what_was_filed_anew_since_stays_so(editor, two):
    both, _only = two
    editor.post(choose(editor), {"kept": Tag.objects.get(name="New").pk})
    both.refresh_from_db()
    both.tags.set(["y"])
    editor.post(f"/admin/blog/tagmerge/{TagMerge.objects.get().pk}/undo/")
    assert [list(one.tags.names()) for one in two] == [["y"], ["머신러닝"]]


def test_a_merge_is_not_undone_where_its_tag_is_gone_or_its_name_is_taken(editor, two):
    editor.post(choose(editor), {"kept": Tag.objects.get(name="New").pk})
    address = f"/admin/blog/tagmerge/{TagMerge.objects.get().pk}/undo/"
    taken = Tag.objects.create(name="머신러닝")
    page = editor.post(address, follow=True).content.decode()
    assert "belongs to another tag now" in page
    taken.delete()
    Tag.objects.get(name="New").delete()
    assert "undo that merge first" in editor.post(address, follow=True).content.decode()
    assert not TagMerge.objects.exclude(undone_at=None).exists()


def test_who_may_not_merge_tags_undoes_nothing(client, two):
    merge = merge_tags(*Tag.objects.exclude(name="x").order_by("pk")[:1], Tag.objects.all())
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.add(
        Permission.objects.get(codename="change_tag", content_type__app_label="blog")
    )
    client.force_login(user)
    assert client.post(f"/admin/blog/tagmerge/{merge.pk}/undo/").status_code == 403
    assert client.get("/admin/blog/tag/merge/?rows=1,2").status_code == 403
