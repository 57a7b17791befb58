import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from blog.models import Author
from papers.models import Contributor

RIGHT = "0000-0002-1825-0097"
WRITTEN = [RIGHT, f"https://orcid.org/{RIGHT}", f"orcid.org/{RIGHT}", "0000000218250097"]
WRONG = ["0000-0002-1825-0098", "https://orcid.org/0000-0002-1825-0098", "me"]


@pytest.mark.parametrize("written", WRITTEN)
def test_an_orcid_is_stored_in_one_form_however_it_is_written(db, written):
    author = Author.objects.create(name="Josiah Carberry", orcid=written)
    person = Contributor(family="Carberry", orcid=written)
    person.full_clean()
    person.save()
    assert (author.orcid, person.orcid) == (RIGHT, RIGHT)
    assert Author.objects.get(orcid=RIGHT) == author


@pytest.mark.parametrize("written", WRONG)
def test_a_wrong_orcid_is_refused_everywhere(db, written):
    for row in (Author(name="A", orcid=written), Contributor(family="A", orcid=written)):
        with pytest.raises(ValidationError):
            row.full_clean(exclude=["slug"])
        with pytest.raises(ValidationError), transaction.atomic():
            row.save()


@pytest.mark.parametrize("model", ["blog_author", "papers_contributor"])
def test_the_admin_takes_an_address_and_no_wrong_digit(admin_client, model):
    address = reverse(f"admin:{model}_add")
    names = {"name": "Ana", "slug": "ana", "family": "Ana"}
    for written in WRONG:
        page = admin_client.post(address, {**names, "orcid": written})
        assert "is no ORCID" in page.content.decode()
    answer = admin_client.post(address, {**names, "orcid": f"https://orcid.org/{RIGHT}"})
    assert answer.status_code == 302
    kind = Author if model == "blog_author" else Contributor
    assert kind.objects.get().orcid == RIGHT


def test_without_an_orcid_there_is_none(db):
    for empty in ("", None, " "):
        assert Author.objects.create(name="A", orcid=empty).orcid is None
