import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from papers.models import Paper
from tests.support.factories import make_paper

ADDRESS = reverse("admin:papers_paper_import")
BIB = """@article{new, title={Polonium}, author={Curie, Marie}, year={1898}}
@article{broken, author={Nobody}}
@article{held, title={Radium}, author={Curie, Marie}, year={1902}, doi={10.1000/ra}, volume={7}}
@article{like, title={Rays}, author={Curie, Marie}, year={1904}}
"""


@pytest.fixture
def library(db):
    return {
        "held": make_paper("Radium", year=1902, identifiers=[("doi", "10.1000/ra")]),
        "like": make_paper("Rays", year=1903),
    }


def chosen(**choices):
    named = {f"choice-{index.removeprefix('c')}": value for index, value in choices.items()}
    return {"text": BIB, "import": "1", **named}


def test_the_preview_tells_new_matched_and_doubtful(admin_client, library):
    page = admin_client.post(ADDRESS, {"text": BIB})
    rows = page.context["rows"]
    assert [row.addition.outcome for row in rows] == ["new", "changed", "doubtful"]
    assert rows[1].papers == [library["held"]]
    assert rows[2].choices[0] == ("add", "add as another paper")
    assert "Line 2: “broken” has no title." in page.content.decode()
    assert Paper.objects.count() == 2


def test_each_entry_is_chosen_by_itself(admin_client, library):
    held, like = library["held"].pk, library["like"].pk
    admin_client.post(ADDRESS, chosen(c0="leave", c1=f"same-{held}", c2=f"same-{like}"))
    assert Paper.objects.count() == 2
    assert Paper.objects.get(pk=held).volume == "7"
    assert Paper.objects.by_key("like").get() == library["like"]
    answer = admin_client.post(ADDRESS, chosen(c0="add", c2="add"), follow=True)
    assert Paper.objects.count() == 3
    assert "1 paper was added, 0 were changed." in answer.content.decode()


def test_another_paper_of_the_same_title_can_be_added(admin_client, library):
    admin_client.post(ADDRESS, chosen(c2="add"))
    assert Paper.objects.filter(title="Rays").count() == 2


def test_a_file_is_read(admin_client, db):
    file = SimpleUploadedFile("a.bib", "@misc{a, title={Übung}}".encode("cp1252"))
    page = admin_client.post(ADDRESS, {"file": file})
    assert page.context["rows"][0].addition.entry.record["title"] == "Übung"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Choose a file"),
        ("just words", "neither BibTeX"),
        ("".join(f"@misc{{k{n}, title={{T}}}}\n" for n in range(301)), "more than this page"),
        ("@misc{a, title={" + "x" * 1_000_000 + "}}", "more than this page"),
    ],
)
def test_what_cannot_be_shown_is_said(admin_client, db, text, reason):
    assert reason in admin_client.post(ADDRESS, {"text": text}).content.decode()


def test_markup_in_an_entry_is_shown_as_text(admin_client, db):
    bib = "@misc{a, title={<script>alert(1)</script>}}\n@misc{<b>, author={x}}"
    page = admin_client.post(ADDRESS, {"text": bib}).content.decode()
    assert "<script>alert" not in page
    assert "<b>" not in page


def test_only_who_may_add_papers_may_import(client, django_user_model, db):
    assert client.get(ADDRESS).status_code == 302
    user = django_user_model.objects.create_user("viewer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_paper"))
    client.force_login(user)
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, chosen(c0="add")).status_code == 403
    assert not Paper.objects.exists()
    assert ADDRESS not in client.get(reverse("admin:papers_paper_changelist")).content.decode()


def test_the_list_of_papers_leads_to_it(admin_client, db):
    assert ADDRESS in admin_client.get(reverse("admin:papers_paper_changelist")).content.decode()
    assert admin_client.get(ADDRESS).status_code == 200


def test_a_file_that_is_uploaded_again_corrects(admin_client, db):
    first = "@article{ra, title={Radium}, author={Curie, Marie}, volume={1}}\n@misc{x, title={X}}"
    for text in (first, first.split("\n")[0].replace("{1}", "{2}")):
        page = admin_client.post(ADDRESS, {"file": SimpleUploadedFile("a.bib", text.encode())})
        assert 'name="name" value="a.bib"' in page.content.decode()
        choices = {
            f"choice-{row.index}": row.choices[0][0] for row in page.context["rows"] if row.choices
        }
        sent = {"text": text, "name": "a.bib", "import": "1", **choices}
        said = admin_client.post(ADDRESS, sent, follow=True).content.decode()
    assert Paper.objects.get(title="Radium").volume == "2"
    assert "volume “1” → “2”" in said
    assert "“x” is not in a.bib any more" in said
    assert Paper.objects.count() == 2
