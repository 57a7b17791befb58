"""Looking for papers while a post is written, in JSON for a script."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from papers.models import Paper
from tests.support.factories import make_paper, make_post

SICI = "10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-h"
LOOK = "/admin/blog/post/papers/"


def asked(client, typed: str) -> list[dict[str, str]]:
    return client.get(LOOK, {"q": typed}).json()["papers"]


def test_a_row_says_who_when_what_and_how_it_stands(admin_client):
    make_paper("On Radium", author="Curie", year=1903, key="curie")
    wanted = {
        "cite": "curie",
        "authors": "Curie",
        "year": "1903",
        "title": "On Radium",
        "waits": False,
    }
    assert asked(admin_client, "cur") == [wanted | {"standing": "not checked"}]
    assert asked(admin_client, "curye") == [wanted | {"standing": "not checked"}]
    Paper.objects.update(notice="retraction")
    assert asked(admin_client, "1903")[0]["standing"] == "retracted"
    Paper.objects.update(state="to_look_up")
    assert asked(admin_client, "1903")[0]["standing"] == "to be looked up"
    assert asked(admin_client, "1903")[0]["waits"]
    Paper.objects.update(notice="", standing="not_found")
    assert asked(admin_client, "1903")[0]["standing"] == "no such work"
    assert not asked(admin_client, "1903")[0]["waits"]


@pytest.mark.parametrize(
    ("typed", "adds", "cites"),
    [
        ("10.1145/3065386", "DOI 10.1145/3065386", "doi:10.1145/3065386"),
        (" https://doi.org/10.1145/3065386", "DOI 10.1145/3065386", "doi:10.1145/3065386"),
        (SICI.upper(), f"DOI {SICI}", f"{{doi:{SICI}}}"),
        ("doi:10.1145/", "doi:10.1145/", ""),
        ("arXiv:1706.03762v2", "arXiv 1706.03762", "arxiv:1706.03762"),
        ("https://blog.example/a", "https://blog.example/a", ""),  # is no key
        ("978-0-306-40615-8", "978-0-306-40615-8", ""),  # its last digit is wrong
        ("978-0-306-40615-7", "ISBN 9780306406157", "isbn:9780306406157"),
        ("10.1000/one", "", ""),  # it is there
        ("attention", "", ""),
        ("1984", "", ""),
    ],
)
def test_an_identifier_that_the_library_lacks_is_added_or_cited_by_the_last_row(
    client, django_user_model, typed, adds, cites
):
    make_paper("A 10.1145/3065387", identifiers=[("doi", "10.1000/one")])
    user = django_user_model.objects.create_user("ana", is_staff=True)
    rights = Permission.objects.filter(codename__in=["add_post", "view_post"])
    user.user_permissions.set(rights)
    client.force_login(user)
    answer = client.get(LOOK, {"q": typed}).json()
    assert (answer.get("cites", ""), "adds" in answer) == (cites, bool(cites))
    if cites:
        post = make_post(source=f"See [@{cites}].")
        assert post.cited_works.get().paper.title == adds
        post.delete()
        Paper.objects.filter(title=adds).delete()
    user.user_permissions.set([*rights, *Permission.objects.filter(codename="add_paper")])
    answer = client.get(LOOK, {"q": typed}).json()
    assert answer.get("adds", "") == adds
    assert (f"The last row adds {adds}" in answer["said"]) == bool(adds)
    assert len(answer["papers"]) == (typed == "10.1000/one")


def test_a_key_that_would_be_read_in_part_stands_in_braces(admin_client):
    make_paper("One", key="a.-b")
    assert asked(admin_client, "One")[0]["cite"] == "{a.-b}"


def test_hidden_papers_are_found_and_twenty_at_most(admin_client):
    for number in range(23):
        make_paper(f"Radium {number}")
    Paper.objects.update(is_listed=False, is_in_library=False)
    assert len(asked(admin_client, "radium")) == 20
    assert asked(admin_client, "") == asked(admin_client, "x" * 5000) == []


@pytest.mark.parametrize(
    ("rights", "status"),
    [([], 403), (["view_post"], 403), (["add_post"], 200), (["change_post"], 200)],
)
def test_only_who_may_write_posts_may_look(client, django_user_model, rights, status):
    user = django_user_model.objects.create_user("ana", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    assert client.get(LOOK, {"q": "a"}).status_code == status


def test_looking_changes_nothing_and_has_a_limit(admin_client, settings):
    assert admin_client.post(LOOK, {"q": "a"}).status_code == 405
    settings.BLOG_PICKER_RATE_LIMIT = (2, 60)
    statuses = [admin_client.get(LOOK, {"q": "a"}).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert not Paper.objects.exists()


def test_the_form_leads_to_the_box_those_who_may_add_papers(
    admin_client, client, django_user_model
):
    address = reverse("admin:papers_paper_add_named")
    assert address in admin_client.get("/admin/blog/post/add/").content.decode()
    user = django_user_model.objects.create_user("ana", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["add_post", "view_post"]))
    client.force_login(user)
    text = client.get("/admin/blog/post/add/").content.decode()
    assert "picker.js" in text
    assert address not in text
