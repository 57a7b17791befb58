import pytest
from django.db import IntegrityError

from blog.models import Tag
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


def test_merging_in_the_list(editor, client):
    make_post(tags=["New"])
    make_post(tags=["New", "머신러닝"])
    tags = list(Tag.objects.values_list("pk", flat=True))
    response = editor.post("/admin/blog/tag/", {"action": "merge", "_selected_action": tags})
    assert response.status_code == 302
    assert client.get("/tags/머신러닝/").url == "/tags/new/"
