"""Two people of one name are taken apart, stay so, and become one again."""

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from papers.formats.item_repair import entry_of_item
from papers.library.adding_papers import Doubt, add_entries
from papers.library.merging import merge_people
from papers.library.similar_people import similar_people
from papers.library.splitting import split_person
from papers.models import Contributor, Paper
from tests.support.factories import make_paper

pytestmark = pytest.mark.django_db
ORCID = "0000-0002-1825-0097"


def page_of(person: Contributor) -> str:
    return reverse("admin:papers_contributor_split", args=[person.pk])


def test_chosen_papers_go_to_another_person_and_come_back(admin_client) -> None:
    one, two = make_paper("One", author="Liu"), make_paper("Two", author="Liu")
    person = Contributor.objects.get()
    address = person.get_absolute_url()
    change = reverse("admin:papers_contributor_change", args=[person.pk])
    assert page_of(person) in admin_client.get(change).content.decode()
    assert "Two" in admin_client.get(page_of(person)).content.decode()
    data = {"papers": [two.pk], "orcid": ORCID}
    page = admin_client.post(page_of(person), data, follow=True).content.decode()
    other = Contributor.objects.exclude(pk=person.pk).get()
    assert f"rows={person.pk},{other.pk}" in page
    assert (other.orcid, list(other.papers.all())) == (ORCID, [two])
    assert list(person.papers.all()) == [one]
    assert Contributor.objects.get(pk=person.pk).get_absolute_url() == address
    assert other.get_absolute_url() != address
    assert similar_people("").pairs == []
    merge_people(person, [other])
    assert set(person.papers.all()) == {one, two}
    assert admin_client.get(other.get_absolute_url()).url == address


def test_a_later_import_keeps_them_apart() -> None:
    shared = [{"family": "Hinton", "given": "Geoffrey"}]
    liu = {"family": "Liu", "given": "Yang"}
    make_paper("One", author="Other")
    records = [
        {"title": "A", "author": [liu]},
        {"title": "B", "author": [liu]},
        {"title": "C", "author": [liu, *shared]},
    ]
    add_entries([entry_of_item("", 1, record) for record in records], Doubt.ADD)
    person = Contributor.objects.get(family="Liu")
    other = split_person(person, [Paper.objects.get(title="C").pk])
    late = {"title": "D", "author": [liu, *shared]}
    add_entries([entry_of_item("", 1, late)], Doubt.ADD)
    assert {paper.title for paper in other.papers.all()} == {"C", "D"}
    assert {paper.title for paper in person.papers.all()} == {"A", "B"}


def test_what_cannot_be_taken_apart_is_told(admin_client) -> None:
    papers = [make_paper(author="Liu") for _number in range(2)]
    person = Contributor.objects.get()
    Contributor.objects.create(family="Carberry", orcid=ORCID)
    every = [paper.pk for paper in papers]
    for data, told in [
        ({}, "Choose the papers"),
        ({"papers": every}, "Leave at least one"),
        ({"papers": every[:1], "orcid": ORCID}, "Carberry already"),
        ({"papers": every[:1], "orcid": "0000-0002-1825-0098"}, "is no ORCID"),
        ({"papers": ["x"]}, "not a valid"),
    ]:
        assert told in admin_client.post(page_of(person), data or {"orcid": ""}).content.decode()
    assert Contributor.objects.count() == 2


def test_the_page_needs_rights(client) -> None:
    make_paper()
    user = User.objects.create_user("editor", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="change_contributor"))
    client.force_login(user)
    assert client.get(page_of(Contributor.objects.get())).status_code == 403
