"""Papers that may be one work, as an editor is asked about them."""

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from papers.library import duplicates
from papers.library.duplicates import possible_duplicates
from papers.library.merging import merge_papers, undo_merge
from papers.library.versions import link_versions
from papers.models import DistinctPair, Paper
from tests.support.factories import make_paper

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:papers_paper_duplicates")


def test_pairs_are_those_of_one_title_first_author_and_near_years() -> None:
    one = make_paper("Deep things", year=2019)
    other = make_paper("Deep Things!", year=2020, type="article")
    make_paper("Deep things", year=1950)
    make_paper("Deep things", author="Bohr", year=2019)
    make_paper("Other things")
    for number in (1, 2):
        make_paper("Two of one kind", identifiers=[("pmid", str(number))])
    (pair,) = possible_duplicates().pairs
    assert (pair.first, pair.second) == (one, other)


def test_pages_have_every_pair_once(monkeypatch) -> None:
    monkeypatch.setattr(duplicates, "TITLES", 2)
    for number in range(5):
        make_paper(f"Title {number}")
        make_paper(f"Title {number}")
    seen, after = [], ""
    while True:
        page = possible_duplicates(after)
        seen += [pair.first.title for pair in page.pairs]
        after = page.following
        if not after:
            break
    assert seen == [f"Title {number}" for number in range(5)]


def test_queries_do_not_grow_and_read_the_index() -> None:
    def ask() -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            possible_duplicates()
        return [query["sql"] for query in queries]

    make_paper("Title")
    make_paper("Title")
    few = ask()
    for number in range(30):
        make_paper(f"Title {number % 10}")
    assert len(ask()) == len(few) == 4
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {few[0]}")
            plan = " ".join(row[3] for row in cursor.fetchall())
        assert "paper_by_title" in plan
        assert "TEMP B-TREE" not in plan


def test_two_works_are_not_asked_about_again(admin_client) -> None:
    one, other = make_paper("Deep things"), make_paper("Deep things", volume="2")
    page = admin_client.get(PAGE).content.decode()
    assert f"merge/?rows={one.pk},{other.pk}" in page
    assert page.count("Deep things") == 2
    page = admin_client.post(PAGE, {"distinct": f"{one.pk}-{other.pk}"}, follow=True)
    assert "There are none." in page.content.decode()
    admin_client.post(PAGE, {"distinct": f"{other.pk}-{one.pk}"})
    assert DistinctPair.objects.count() == 1
    page = admin_client.post(PAGE, {"distinct": "1-99999"}, follow=True).content.decode()
    assert "not there any more" in page


def test_versions_are_linked(admin_client) -> None:
    preprint = make_paper("Deep things", year=2021, type="article")
    published = make_paper("Deep things", year=2020)
    admin_client.post(PAGE, {"versions": f"{preprint.pk}-{published.pk}"})
    preprint.refresh_from_db()
    assert preprint.version_of == published
    assert possible_duplicates().pairs == []
    thesis = make_paper("Deep things", year=2019, type="thesis")
    link_versions(thesis, preprint)
    assert set(published.versions.all()) == {thesis, preprint}
    newer = make_paper("Deep things", year=2025)
    link_versions(published, newer)
    assert set(newer.versions.all()) == {thesis, preprint, published}


def test_what_was_called_distinct_comes_back_with_its_papers() -> None:
    one, two, three = (make_paper("Deep things", volume=str(n)) for n in range(3))
    DistinctPair.objects.create(first=one, second=two)
    merge = merge_papers(three, [two])
    assert not DistinctPair.objects.exists()
    undo_merge(merge)
    assert DistinctPair.objects.filter(first=one, second=two).exists()


def test_page_needs_the_rights_to_merge(client) -> None:
    user = User.objects.create_user("editor", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="change_paper"))
    client.force_login(user)
    assert client.get(PAGE).status_code == 403
    assert Paper.objects.count() == 0


@pytest.mark.parametrize("pair", ["9" * 30 + "-1", "١-٢", "1-", "-", "1-2-3", "x"])
def test_numbers_that_are_no_papers_are_told(admin_client, pair) -> None:
    for choice in ("distinct", "versions"):
        answer = admin_client.post(PAGE, {choice: pair}, follow=True)
        assert "One of them is not there any more." in answer.content.decode()
