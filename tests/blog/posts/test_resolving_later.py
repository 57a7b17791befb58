"""Keys that led nowhere when a text was written, and that the library gets later."""

import pytest
from django.urls import reverse

from blog.posts.saving_posts import save_post
from blog.server.jobs import render_citing
from papers.formats.any_format import read_text
from papers.library.adding_papers import Doubt, add_entries
from papers.models import Contributor, UnresolvedKey
from tests.blog.test_post_admin import paper_form
from tests.support.factories import make_comment, make_paper, make_post

pytestmark = pytest.mark.django_db
SOURCE = "As [@curie1903radium] says."
MARKED = '<span class="unresolved">'


def unresolved() -> list[str]:
    return sorted(UnresolvedKey.objects.values_list("value", flat=True))


def test_text_is_rendered_again_when_the_library_gets_its_key(do_jobs) -> None:
    post, comment = make_post(source=SOURCE), make_comment(source="No. " + SOURCE)
    other = make_post(source="[@nobody] was here.")
    assert unresolved() == ["curie1903radium", "curie1903radium", "nobody"]
    paper = make_paper(key="curie1903radium")
    do_jobs()
    for text in (post, comment, other):
        text.refresh_from_db()
    assert MARKED not in post.body_html
    assert MARKED not in comment.body_html
    assert post.problems == []
    assert MARKED in other.body_html
    assert unresolved() == ["nobody"]
    assert post.cited_works.get().paper == paper
    assert comment.citations.get().paper == paper


def test_imported_papers_and_new_aliases_resolve_too(do_jobs) -> None:
    post = make_post(source=SOURCE + " And [@mine].")
    entries = list(read_text("@book{mine, title={Mine}, author={Curie, Marie}, year=1903}"))
    add_entries(entries, Doubt.ADD)
    do_jobs()
    post.refresh_from_db()
    assert unresolved() == ["curie1903radium"]
    assert [work.paper.key for work in post.cited_works.all()] == ["curie1903mine"]


def test_paper_and_alias_given_in_the_admin_resolve(admin_client, do_jobs) -> None:
    post = make_post(source=SOURCE)
    keys = {"keys-TOTAL_FORMS": 1, "keys-0-value": "curie1903radium"}
    form = paper_form(title="Radium", key="other", **keys)
    response = admin_client.post(reverse("admin:papers_paper_add"), form)
    assert response.status_code == 302
    do_jobs()
    post.refresh_from_db()
    assert MARKED not in post.body_html


def test_text_that_no_longer_names_a_key_waits_for_none() -> None:
    post = make_post(source=SOURCE)
    post.source = "Nothing."
    save_post(post)
    assert unresolved() == []
    paper = make_paper(key="curie1903radium")
    assert render_citing.call([paper.pk]) == 0


def test_corrected_name_of_a_person_is_shown_where_the_paper_is_cited(
    admin_client, do_jobs
) -> None:
    paper = make_paper(author="Cure", key="one")
    post = make_post(source="As [@one] says.")
    person = Contributor.objects.get()
    address = reverse("admin:papers_contributor_change", args=[person.pk])
    data = {"family": "Curie", "given": "Marie"}
    assert admin_client.post(address, data).status_code == 302
    do_jobs()
    post.refresh_from_db()
    paper.refresh_from_db()
    assert paper.record["author"][0]["family"] == "Curie"
    assert "Curie" in post.body_html
