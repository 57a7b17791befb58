"""The page where editors say what a post's cited works are to it."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog.models import Post
from blog.posts.saving_posts import render_again
from papers.choices import Origin, Role
from papers.models import CitedWork, Paper
from tests.support.factories import make_author, make_paper, make_post
from tests.support.forms import fields_of


@pytest.fixture
def citing(db) -> Post:
    for key in ("curie", "meitner", "noether"):
        make_paper(f"On {key}", key=key)
    return make_post(source="[@curie], [@meitner], [@noether].", authors=[make_author()])


def works_page(post: Post) -> str:
    return reverse("admin:blog_post_works", args=[post.pk])


def opened(client, post: Post) -> dict[str, str]:
    return fields_of(client.get(works_page(post)).content.decode())


def roles(post: Post) -> dict[str, str]:
    return dict(post.cited_works.values_list("paper__key", "role"))


def test_the_posts_form_shows_them_in_order_and_changes_none(admin_client, citing):
    Paper.objects.filter(key="meitner").update(note="Worth another look.")
    CitedWork.objects.filter(paper__key="noether").update(is_confirmed=False)
    address = reverse("admin:blog_post_change", args=[citing.pk])
    page = admin_client.get(address).content.decode()
    strip = page[page.index('<ol class="cited-works">') :]
    places = [strip.index(f"On {key}") for key in ("curie", "meitner", "noether")]
    assert places == sorted(places)
    assert "Worth another look." in strip and "readers do not see it" in strip
    assert works_page(citing) in strip
    assert not [name for name in fields_of(page) if name.startswith("cited_works")]


def test_an_editors_role_outlives_the_next_rendering(admin_client, citing):
    values = opened(admin_client, citing) | {"works-0-role": Role.DISPUTES}
    assert admin_client.post(works_page(citing), values).status_code == 302
    render_again(citing.pk)
    work = citing.cited_works.get(paper__key="curie")
    assert (work.role, work.found_by) == (Role.DISPUTES, Origin.EDITOR)
    assert work.citations.count() == 1
    assert citing.cited_works.get(paper__key="meitner").found_by == Origin.KEY


def test_roles_outlive_a_save_of_the_form_that_was_opened_before(admin_client, citing):
    address = reverse("admin:blog_post_change", args=[citing.pk])
    form = fields_of(admin_client.get(address).content.decode())
    values = opened(admin_client, citing) | {"works-0-role": Role.DISPUTES}
    assert admin_client.post(works_page(citing), values).status_code == 302
    answer = admin_client.post(address, form | {"source": "Only [@meitner] and [@curie]."})
    assert answer.status_code == 302
    assert roles(citing) == {"meitner": Role.MENTIONS, "curie": Role.DISPUTES}


def test_rows_changed_meanwhile_keep_what_the_editor_left_alone(admin_client, citing):
    values = opened(admin_client, citing) | {"works-1-role": Role.ABOUT}
    CitedWork.objects.filter(paper__key="curie").update(role=Role.DISPUTES, found_by="editor")
    CitedWork.objects.filter(paper__key="meitner").update(is_confirmed=False, found_by="editor")
    assert admin_client.post(works_page(citing), values).status_code == 302
    assert roles(citing) == {"curie": "disputes", "meitner": "about", "noether": "mentions"}
    assert not citing.cited_works.get(paper__key="meitner").is_confirmed


def test_a_row_that_both_changed_is_told_once(admin_client, citing):
    values = opened(admin_client, citing) | {"works-0-role": Role.ABOUT}
    CitedWork.objects.filter(paper__key="curie").update(role=Role.DISPUTES, found_by="editor")
    answer = admin_client.post(works_page(citing), values)
    page = answer.content.decode()
    assert "Somebody changed this meanwhile to “disputes”" in page
    assert roles(citing)["curie"] == Role.DISPUTES
    assert admin_client.post(works_page(citing), fields_of(page)).status_code == 302
    assert roles(citing)["curie"] == Role.ABOUT


def test_rows_that_are_gone_are_told(admin_client, citing):
    values = opened(admin_client, citing) | {"works-1-role": Role.ABOUT}
    citing.cited_works.get(paper__key="curie").delete()
    Paper.objects.get(key="curie").delete()
    answer = admin_client.post(works_page(citing), values, follow=True)
    assert "removed meanwhile" in answer.content.decode()
    assert roles(citing) == {"meitner": Role.ABOUT, "noether": Role.MENTIONS}


def test_a_work_is_found_by_words_and_chosen(admin_client, citing):
    wanted = make_paper("A third of all works", author="Dupont", year=1950)
    make_paper("A third of some works", author="Durand", year=1951)
    values = fields_of(admin_client.get(works_page(citing)).content.decode())
    answer = admin_client.post(works_page(citing), values | {"added-key": "third works"})
    text = answer.content.decode()
    assert "Choose one of these works" in text
    assert text.count('name="added-chosen"') == 2
    chosen = {"added-key": "third works", "added-chosen": str(wanted.pk)}
    assert admin_client.post(works_page(citing), values | chosen).status_code == 302
    assert citing.cited_works.filter(paper=wanted, found_by="editor").exists()
    values = fields_of(admin_client.get(works_page(citing)).content.decode())
    answer = admin_client.post(works_page(citing), values | chosen)
    assert "This work is in the list already." in answer.content.decode()
    wrong = {"added-key": "third works", "added-chosen": str(citing.pk + 9**9)}
    assert admin_client.post(works_page(citing), values | wrong).status_code == 200


def test_a_work_is_added_by_its_key_and_shown_to_readers(admin_client, citing):
    paper = make_paper("On Herschel", key="herschel", identifiers=[("doi", "10.1000/h")])
    values = opened(admin_client, citing)
    for wrong, told in (("nobody", "The library has no work"), ("@curie", "in the list already")):
        answer = admin_client.post(works_page(citing), values | {"added-key": wrong})
        assert told in answer.content.decode()
        assert fields_of(answer.content.decode())["added-key"] == wrong
    added = {"added-key": "doi:10.1000/h", "added-role": Role.ABOUT}
    assert admin_client.post(works_page(citing), values | added).status_code == 302
    work = citing.cited_works.get(paper=paper)
    assert (work.role, work.found_by, work.position) == (Role.ABOUT, Origin.EDITOR, 4)
    assert "On Herschel" in admin_client.get(citing.get_absolute_url()).content.decode()


def test_a_removed_work_goes_unless_the_text_names_it(admin_client, citing):
    CitedWork.objects.create(post=citing, paper=make_paper(key="herschel"), position=4)
    CitedWork.objects.filter(paper__key="curie").update(role=Role.DISPUTES, found_by="editor")
    values = opened(admin_client, citing) | {"works-0-DELETE": "on", "works-3-DELETE": "on"}
    assert admin_client.post(works_page(citing), values).status_code == 302
    assert roles(citing) == dict.fromkeys(("curie", "meitner", "noether"), Role.MENTIONS)


def test_who_may_change_the_post_and_its_works_opens_the_page(client, citing, django_user_model):
    rights = ["change_post", "change_citedwork"]
    user = django_user_model.objects.create_user("ed", is_staff=True)
    client.force_login(user)
    for right, expected in zip([None, *rights], (403, 403, 200), strict=True):
        if right:
            user.user_permissions.add(Permission.objects.get(codename=right))
        assert client.get(works_page(citing)).status_code == expected
    assert client.get(reverse("admin:blog_post_works", args=[999])).status_code == 404


def test_to_look_at_them_locks_nothing(admin_client, citing):
    with CaptureQueriesContext(connection) as queries:
        assert admin_client.get(works_page(citing)).status_code == 200
    assert not [one["sql"] for one in queries if "SAVEPOINT" in one["sql"]]


def test_they_are_stored_though_the_text_cannot_be_rendered_any_more(admin_client, citing):
    sent = opened(admin_client, citing) | {"works-0-role": Role.ABOUT}
    Post.objects.filter(pk=citing.pk).update(source="x" * 2_000_000)
    page = admin_client.post(works_page(citing), sent, follow=True).content.decode()
    assert "The cited works are stored." in page and "at most" in page
    assert roles(citing)["curie"] == Role.ABOUT
