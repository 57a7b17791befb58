from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from papers.citing.style_names import TITLES, find_style
from papers.csl.style import bundled_names
from papers.models import Style
from tests.support.factories import make_paper, make_post

pytestmark = pytest.mark.django_db
NOTES = (Path(__file__).parents[2] / "data/citing/notes.csl").read_text()


@pytest.fixture
def notes() -> Style:
    style = Style(source=NOTES)
    style.full_clean()
    style.save()
    return style


def upload(client, text: str):
    file = SimpleUploadedFile("mine.csl", text.encode())
    return client.post("/admin/papers/style/add/", {"file": file, "source": ""})


def test_every_bundled_style_has_a_title_for_readers():
    assert set(TITLES) == set(bundled_names())


def test_a_style_is_uploaded_and_used(admin_client):
    assert upload(admin_client, NOTES).status_code == 302
    style = Style.objects.get()
    assert (style.name, style.title) == ("notes-with-ibid", "Notes with ibid.")
    make_paper("Radium", key="curie")
    post = make_post(source="So [@curie]. And [@curie, p. 3].", style=style.name)
    assert post.text == "So (Curie, Radium). And (Ibid., 3)."
    assert post.problems == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (NOTES.replace("</layout>", "", 1), "line "),
        (NOTES.replace('variable="locator"', 'macro="gone"', 1), "there is no macro “gone”"),
        ("<html/>", "the root is not &lt;style&gt;"),
        ("no XML", "line 1"),
    ],
)
def test_a_wrong_style_is_refused_with_the_reason(admin_client, text, message):
    response = upload(admin_client, text)
    assert response.status_code == 200
    assert message in response.content.decode()
    assert not Style.objects.exists()


def test_a_dependent_style_says_whose_it_is():
    link = '<link rel="independent-parent" href="http://www.zotero.org/styles/ieee"/>'
    head, _citation = NOTES.split("<citation>")
    style = Style(source=head.replace("</info>", f"{link}</info>") + "</style>")
    with pytest.raises(ValidationError, match="ieee"):
        style.full_clean()


def test_a_style_takes_no_bundled_name(notes):
    style = Style(source=NOTES, title="IEEE")
    style.save()
    assert style.name == "ieee-2"
    assert find_style("ieee")[0].title != "IEEE 2"


def test_a_changed_style_has_its_posts_rendered_again(admin_client, notes, do_jobs):
    make_paper("Radium", key="curie")
    post = make_post(source="So [@curie].", style=notes.name)
    changed = NOTES.replace('form="short"', 'form="long"', 1)
    address = f"/admin/papers/style/{notes.pk}/change/"
    assert admin_client.post(address, {"source": changed}).status_code == 302
    do_jobs()
    post.refresh_from_db()
    assert post.text == "So (Marie Curie, Radium)."
