"""An editor's note is rendered before the form's transaction, and only when it is another one."""

import pytest
from django.db import connection
from django.urls import reverse

from blog import paper_notes
from papers.library.paper_rows import put_source, rebuild_record
from papers.library.source_names import PASTED
from papers.models import Notice, Paper, Reading
from tests.support.factories import make_paper
from tests.support.forms import fields_of


@pytest.fixture
def rendered(monkeypatch) -> list[bool]:
    """Whether each rendering of a note stood in a transaction."""
    seen, render = [], paper_notes.render

    def rendering(*args, **kwargs):
        seen.append(connection.in_atomic_block)
        return render(*args, **kwargs)

    monkeypatch.setattr(paper_notes, "render", rendering)
    return seen


def make_noted(kind: str):
    paper = make_paper("On notes")
    if kind == "notice":
        return Notice.objects.create(paper=paper, kind="retraction", sources=["editor"])
    return Reading.objects.create(paper=paper) if kind == "reading" else paper


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["paper", "notice", "reading"])
def test_a_note_is_rendered_in_no_transaction(admin_client, rendered, kind):
    row = make_noted(kind)
    rendered.clear()
    change = reverse(f"admin:papers_{kind}_change", args=[row.pk])
    form = fields_of(admin_client.get(change).content.decode())
    answer = admin_client.post(change, form | {"note": " See *this*[^1].\r\n\r\n[^1]: There. "})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert "<em>this</em>" in row.note_html
    assert f'id="{row.note_scope.format(paper=getattr(row, "paper_id", ""))}' in row.note_html
    assert rendered and not any(rendered)


@pytest.mark.django_db(transaction=True)
def test_so_is_the_note_of_a_new_row(admin_client, rendered):
    paper = make_paper("On notes")
    add = reverse("admin:papers_reading_add")
    form = fields_of(admin_client.get(add).content.decode()) | {"paper": paper.pk, "note": "*New*"}
    assert admin_client.post(add, form).status_code == 302
    assert Reading.objects.get().note_html == "<p><em>New</em></p>"
    assert rendered and not any(rendered)


@pytest.mark.django_db
def test_what_else_changes_in_a_paper_renders_no_note(rendered):
    paper = make_paper("On notes")
    paper.note = "Old."
    paper.save()
    paper = Paper.objects.get()
    rendered.clear()
    put_source(paper, PASTED, "a", {"id": "a", "type": "book", "title": "On Other Notes"})
    rebuild_record(paper)
    assert rendered == []
    paper.note = "New."
    paper.save()
    paper.refresh_from_db()
    assert paper.note_html == "<p>New.</p>"


@pytest.mark.django_db
def test_a_note_that_is_too_long_is_told_in_the_form(admin_client):
    add = reverse("admin:papers_paper_add")
    form = fields_of(admin_client.get(add).content.decode())
    answer = admin_client.post(add, form | {"title": "A", "note": "a" * 500_001})
    assert "at most 500,000 can be shown" in answer.content.decode()
