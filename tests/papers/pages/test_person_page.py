import pytest
from django.test import Client

from papers.models import Authorship, Contributor, Paper
from papers.pages.person_page import coauthors_of
from tests.guards.rows import make_row

pytestmark = pytest.mark.django_db


def make_work(*people: Contributor, is_listed: bool = True) -> Paper:
    paper = make_row("papers.paper", is_in_library=is_listed)
    for position, person in enumerate(people, start=1):
        Authorship.objects.create(paper=paper, contributor=person, position=position)
    return paper


def test_coauthors_are_counted_by_the_works_that_readers_see():
    ada, ben, cy, dan = (make_row("papers.contributor", family=name) for name in "abcd")
    make_work(ada, cy)
    make_work(cy, ada, ben)
    make_work(ada, dan, is_listed=False)
    assert [(one, one.shared) for one in coauthors_of(ada)] == [(cy, 2), (ben, 1)]
    assert coauthors_of(dan) == []


def test_a_persons_page_has_its_coauthors_and_linked_data(client: Client):
    ada = make_row("papers.contributor", family="A</script>", orcid="0000-0002-1825-0097")
    ben = make_row("papers.contributor", family="Ben")
    make_work(ada, ben)
    text = client.get(ada.get_absolute_url()).content.decode()
    assert f'<a href="{ben.get_absolute_url()}">Ben</a>' in text
    assert '"@type":"Person"' in text
    assert '"sameAs":["https://orcid.org/0000-0002-1825-0097"]' in text
    assert "A</script>" not in text
