"""What an editor sees of a paper's sources, corrects, takes back and takes."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from papers.choices import SourceKind
from papers.library.paper_rows import put_source
from papers.library.source_names import SourceName
from papers.models import Paper
from tests.support.factories import make_paper
from tests.support.forms import fields_of

CROSSREF = SourceName(SourceKind.REGISTRY, "crossref")


def change_page(paper: Paper) -> str:
    return reverse("admin:papers_paper_change", args=[paper.pk])


def save(client, paper: Paper, **changes) -> Paper:
    page = client.get(change_page(paper))
    answer = client.post(change_page(paper), fields_of(page.content.decode()) | changes)
    assert answer.status_code == 302
    return Paper.objects.get(pk=paper.pk)


@pytest.fixture
def radium(db) -> Paper:
    paper = make_paper("Radium", year=1902, volume="1")
    said = {"type": "article-journal", "title": "Radium", "volume": "7", "page": "3-9"}
    put_source(paper, CROSSREF, "doi:10.1000/ra", said)
    return paper


def test_only_what_an_editor_changes_is_a_correction_until_it_is_set_back(admin_client, radium):
    assert (radium.volume, radium.page) == ("1", "3-9")
    paper = save(admin_client, radium, volume="2", page="")
    assert paper.sources.get(kind="editor").record == {"volume": "2", "page": ""}
    assert paper.record["volume"] == "2"
    assert "page" not in paper.record
    paper = save(admin_client, radium, volume="1", page="3-9")
    assert not paper.sources.filter(kind="editor").exists()
    paper = save(admin_client, radium, issued_month="5")
    assert paper.record["issued"] == {"date-parts": [[1902, 5]]}


def test_the_page_shows_what_each_source_says_and_one_can_be_taken(admin_client, radium):
    page = admin_client.get(change_page(radium))
    (line,) = (line for line in page.context["lines"] if line.field == "volume")
    assert [(cell.text, cell.is_shown) for cell in line.cells] == [("1", True), ("7", False)]
    assert "Take “volume” from registry crossref" in page.content.decode()
    taken = {"source": line.cells[1].source.pk, "field": "volume"}
    address = reverse("admin:papers_paper_take", args=[radium.pk])
    assert admin_client.post(address, taken).url == change_page(radium)
    radium.refresh_from_db()
    assert radium.volume == "7"
    put_source(radium, CROSSREF, "doi:10.1000/ra", {"type": "article-journal", "volume": "8"})
    assert Paper.objects.get(pk=radium.pk).volume == "8"
    taken["source"] = line.cells[0].source.pk
    admin_client.post(address, taken)
    assert Paper.objects.get(pk=radium.pk).volume == "1"
    wrong = admin_client.post(address, {"source": "x", "field": "volume"}, follow=True)
    assert "says nothing of that field" in wrong.content.decode()


def test_who_may_not_change_papers_takes_nothing(client, radium, django_user_model):
    address = reverse("admin:papers_paper_take", args=[radium.pk])
    taken = {"source": radium.sources.get(kind="registry").pk, "field": "volume"}
    assert client.post(address, taken).status_code == 403
    user = django_user_model.objects.create_user("viewer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_paper"))
    client.force_login(user)
    assert client.post(address, taken).status_code == 403
    assert "Take this one" not in client.get(change_page(radium)).content.decode()
    assert Paper.objects.get(pk=radium.pk).volume == "1"
    assert client.get(address).status_code == 403
