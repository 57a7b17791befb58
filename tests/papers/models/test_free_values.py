import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from blog.models import Author
from papers.models import Contributor, FreeValues, free_value
from papers.models.free_values import numbered
from papers.models.people import OldSlug, slug_columns

pytestmark = pytest.mark.django_db


def authors(*slugs: str) -> None:
    Author.objects.bulk_create(Author(name=slug, slug=slug) for slug in slugs)


def free(wanted: str, reserved=()) -> str:
    return free_value(Author.objects.all(), "slug", wanted, reserved)


def test_first_free_number_is_taken():
    authors("curie", "curie-2", "curie-4", "curie-m")
    assert free("curie") == "curie-3"
    assert free("Curie") == "Curie"
    assert free("new") == "new"
    assert free("new", {"new", "new-2"}) == "new-3"
    assert free("curie", {"curie-3"}) == "curie-5"


def test_each_is_given_once():
    authors("curie")
    values = FreeValues([(Author.objects.all(), "slug")], ["curie", "joliot"])
    taken = [values.take(one) for one in ("curie", "joliot", "curie", "joliot", "curie-2")]
    assert taken == ["curie-2", "joliot", "curie-3", "joliot-2", "curie-2-2"]


def test_value_that_many_rows_have_takes_few_statements_by_the_index():
    authors(*(numbered("curie", number) for number in range(1, 2001)))
    with CaptureQueriesContext(connection) as queries:
        assert free("curie") == "curie-2001"
    assert len(queries) <= 5
    assert not any("LIKE" in one["sql"] for one in queries)


def test_addresses_that_people_had_are_not_free():
    paul = Contributor.objects.create(family="Langevin", given="Paul")
    OldSlug.objects.create(value="paul-langevin-2", contributor=paul)
    assert FreeValues(slug_columns()).take("paul-langevin") == "paul-langevin-3"
    assert Contributor.objects.create(family="Langevin", given="Paul").slug == "paul-langevin-3"


NAMES = st.sampled_from(["a", "a-2", "b"])


@given(
    taken=st.sets(st.builds(numbered, NAMES, st.integers(1, 12))),
    wanted=st.lists(NAMES, max_size=8),
)
def test_same_as_trying_one_after_the_other(taken, wanted):
    values, seen = FreeValues([], taken=taken), set(taken)
    for one in wanted:
        number = 1
        while numbered(one, number) in seen:
            number += 1
        seen.add(numbered(one, number))
        assert values.take(one) == numbered(one, number)
