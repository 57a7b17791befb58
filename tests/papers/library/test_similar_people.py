"""People who may be one, as an editor is asked about them, and who is meant by a name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from papers.formats.item_repair import entry_of_item
from papers.library.adding_papers import Doubt, add_entries
from papers.library.duplicates import call_distinct
from papers.library.merging import merge_people, undo_merge
from papers.library.similar_people import similar_people
from papers.models import Contributor, DistinctPeople, Paper

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:papers_contributor_duplicates")
ORCID, OTHER = "0000-0002-1825-0097", "0000-0001-5109-3700"


def person(family, given="", **more):
    return {"family": family, "given": given} | more


def add(title, *names, venue=""):
    record = {"title": title, "author": list(names), "container-title": venue}
    (addition,) = add_entries([entry_of_item("", 1, record)], Doubt.ADD)
    return addition


def pairs():
    found, after = [], ""
    while True:
        page = similar_people(after)
        found += [(str(pair.first), str(pair.second)) for pair in page.pairs]
        after = page.following
        if not after:
            return found


def authors(paper: Paper) -> list[int]:
    rows = paper.authorships.order_by("role", "position")
    return list(rows.values_list("contributor", flat=True))


def test_spellings_come_first_then_company_then_places() -> None:
    hinton = person("Hinton", "Geoffrey")
    add("One", person("Jegou", "Herve"), venue="A")
    add("Two", person("Jégou", "Hervé"), venue="B")
    add("Three", person("LeCun", "Y."), hinton, venue="C")
    add("Four", person("LeCun", "Yann"), hinton, venue="D")
    add("Five", person("Bach", "F."), venue="E")
    add("Six", person("Bach", "Francis"), venue="E")
    add("Seven", person("Wang", "Y."), venue="F")
    add("Eight", person("Wang", "Yang"), person("Wang", "Yong"), venue="F")
    assert pairs() == [
        ("Herve Jegou", "Hervé Jégou"),
        ("Y. LeCun", "Yann LeCun"),
        ("F. Bach", "Francis Bach"),
    ]


def test_who_wrote_one_paper_together_is_two_and_so_is_who_has_two_orcids() -> None:
    add("One", person("Jegou", "Herve"), person("Jégou", "Hervé"))
    Contributor.objects.create(family="Perez", given="Ana", orcid=ORCID)
    Contributor.objects.create(family="Pérez", given="Ana", orcid=OTHER)
    assert pairs() == []


def test_two_people_are_not_asked_about_again(admin_client) -> None:
    one = Contributor.objects.create(family="Perez", given="Ana")
    other = Contributor.objects.create(family="Pérez", given="Ana")
    page = admin_client.get(PAGE).content.decode()
    assert f"merge/?rows={one.pk},{other.pk}" in page
    admin_client.post(PAGE, {"distinct": f"{one.pk}-{other.pk}"})
    assert pairs() == []
    third = Contributor.objects.create(family="Perez", given="ANA")
    merge = merge_people(third, [other])
    assert not DistinctPeople.objects.exists()
    undo_merge(merge)
    assert DistinctPeople.objects.get().second == other


def test_queries_do_not_grow_with_the_people() -> None:
    def ask() -> int:
        with CaptureQueriesContext(connection) as queries:
            similar_people()
        return len(queries)

    for number in range(2):
        Contributor.objects.create(family="Perez", given="Ana" if number else "ANA")
    few = ask()
    for number in range(10):
        for given in ("Ana", "ANA"):
            Contributor.objects.create(family=f"Name{number}", given=given)
    assert ask() == few


def test_an_orcid_is_stored_and_tells_people_of_one_name_apart() -> None:
    first = add("One", person("Liu", "Yang", ORCID=f"https://orcid.org/{ORCID}")).paper
    second = add("Two", person("Liu", "Yang", ORCID=OTHER)).paper
    again = add("Three", person("Liu", "Yang", ORCID=ORCID)).paper
    assert authors(first) == authors(again) != authors(second)
    assert set(Contributor.objects.values_list("orcid", flat=True)) == {ORCID, OTHER}


def test_an_orcid_joins_spellings_and_the_record_says_so() -> None:
    first = add("One", person("LeCun", "Yann", ORCID=ORCID)).paper
    second = add("Two", person("LeCun", "Y.", ORCID=ORCID)).paper
    assert authors(first) == authors(second)
    assert Paper.objects.get(pk=second.pk).record["author"][0]["given"] == "Yann"
    assert Contributor.objects.count() == 1


def test_spellings_with_one_orcid_in_one_file_leave_nobody_without_papers() -> None:
    records = [
        {"title": title, "author": [person("LeCun", given, ORCID=ORCID)]}
        for title, given in (("One", "Y."), ("Two", "Yann"))
    ]
    add_entries([entry_of_item("", 1, record) for record in records], Doubt.ADD)
    assert Contributor.objects.get().authorships.count() == 2


@pytest.mark.parametrize("orcid", ["0000-0002-1825-0098", "me", ""])
def test_what_is_no_orcid_is_left_alone(orcid) -> None:
    add("One", person("Liu", "Yang", ORCID=orcid))
    assert Contributor.objects.get().orcid is None


def test_an_orcid_copied_from_name_to_name_is_nobodys() -> None:
    add("One", person("Liu", "Yang", ORCID=ORCID), person("Wu", "Wei", ORCID=ORCID))
    assert set(Contributor.objects.values_list("orcid", flat=True)) == {None}
    add("Two", person("LeCun", "Yann", ORCID=ORCID))
    stranger = add("Three", person("Bengio", "Yoshua", ORCID=ORCID)).paper
    assert Contributor.objects.get(orcid=ORCID).family == "LeCun"
    assert Contributor.objects.get(pk=authors(stranger)[0]).family == "Bengio"


def test_of_people_of_one_name_the_one_with_common_co_authors_is_meant() -> None:
    hinton, bengio = person("Hinton", "Geoffrey"), person("Bengio", "Yoshua")
    first = add("One", person("Liu", "Yang", ORCID=ORCID), hinton).paper
    second = add("Two", person("Liu", "Yang", ORCID=OTHER), bengio).paper
    add("Three", person("Liu", "Yang", ORCID=ORCID))
    told = add("Four", person("Liu", "Yang"), person("Bengio", "Y."))
    assert authors(told.paper)[0] == authors(second)[0]
    assert told.problems() == []
    guessed = add("Five", person("Liu", "Yang"), person("Wu", "Wei"))
    assert authors(guessed.paper)[0] == authors(first)[0]
    assert "several people here" in guessed.problems()[0]


def test_a_new_orcid_makes_another_person_where_several_have_the_name() -> None:
    for _number in range(2):
        Contributor.objects.create(family="Liu", given="Yang")
    call_distinct(*Contributor.objects.order_by("pk"))
    paper = add("One", person("Liu", "Yang", ORCID=ORCID)).paper
    assert Contributor.objects.count() == 3
    assert Contributor.objects.get(pk=authors(paper)[0]).orcid == ORCID
