"""A paper's reference in the site's style, stored with the paper."""

import pytest
from django.urls import reverse

from blog.models import stored_site
from blog.posts.site_changes import store_site
from blog.server.jobs import render_citing
from papers.choices import SourceKind
from papers.citing.stored_references import store_missing_references, store_references_of
from papers.library.paper_rows import add_paper, put_source
from papers.library.source_names import SourceName
from papers.models import Paper
from papers.records.record import Record

pytestmark = pytest.mark.django_db
FILE = SourceName(SourceKind.FILE, "a.bib")
RECORD: Record = {
    "type": "article-journal",
    "title": "On <things>",
    "container-title": "Nature",
    "author": [{"family": "Ito", "given": "Aya"}],
    "issued": {"date-parts": [[2020]]},
}


@pytest.fixture
def paper():
    return add_paper(RECORD, key="things", source=FILE)


def shown(client, paper) -> str:
    page = client.get(reverse("papers:paper_detail", args=[paper.key])).content.decode()
    return page.partition('<p class="reference">')[2].partition("</p>")[0]


def test_a_paper_shows_the_reference_that_was_stored_for_it(client, paper, do_jobs):
    assert shown(client, paper) == ""
    do_jobs()
    assert shown(client, paper) == "Ito, A. (2020). On &#60;things&#62;. <i>Nature</i>."


def test_it_follows_the_record_and_the_site(client, paper, do_jobs):
    do_jobs()
    put_source(paper, FILE, "things", {**RECORD, "title": "On others"})
    do_jobs()
    assert "On others" in shown(client, paper)
    site = stored_site()
    site.citation_style = "ieee"
    store_site(site)
    do_jobs()
    assert shown(client, paper) == "A. Ito, “On others,” <i>Nature</i>, 2020."


def test_it_is_made_once(paper, monkeypatch):
    render_citing.call([paper.pk])
    monkeypatch.setattr("papers.citing.stored_references.format_works", None)
    render_citing.call([paper.pk])
    assert Paper.objects.get(pk=paper.pk).reference_html.startswith("Ito, A.")


def test_what_an_editor_stores_from_an_old_form_does_not_undo_it(paper):
    old = Paper.objects.get(pk=paper.pk)
    store_references_of([paper.pk])
    old.save()
    assert Paper.objects.get(pk=paper.pk).reference_html.startswith("Ito, A.")


def test_those_whose_job_was_lost_are_made_some_at_a_time(paper, do_jobs, monkeypatch):
    monkeypatch.setattr("papers.citing.stored_references.AT_ONCE", 2)
    for number in range(4):
        add_paper(RECORD | {"title": f"More {number}"}, source=FILE)
    do_jobs()
    Paper.objects.update(reference_html="", reference_digest="")
    store_missing_references()
    assert Paper.objects.filter(reference_digest="").count() == 5
    do_jobs()
    assert not Paper.objects.filter(reference_html="").exists()
