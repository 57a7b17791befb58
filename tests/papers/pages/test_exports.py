import json

import pytest
from django.urls import reverse

from papers.formats.any_format import read_text
from papers.formats.entries import Entry
from papers.models import Paper
from tests.support.factories import cite, make_paper, make_post

MEDIA_TYPES = {
    "bib": "text/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json; charset=utf-8",
}
kinds = pytest.mark.parametrize("kind", MEDIA_TYPES)


def records_in(text):
    return [{"id": one.key, **one.record} for one in read_text(text) if isinstance(one, Entry)]


@kinds
def test_a_paper_is_saved_whole(client, db, kind):
    paper = make_paper("Radioactivity", identifiers=[("doi", "10.1000/1")], volume="3")
    response = client.get(reverse("papers:paper_export", args=[paper.key, kind]))
    assert response["Content-Type"] == MEDIA_TYPES[kind]
    name = f'attachment; filename="curie1903radioactivity.{kind}"'
    assert response["Content-Disposition"] == name
    assert records_in(response.content.decode()) == [paper.record]


def test_an_old_key_leads_to_the_paper(client, db):
    paper = make_paper(key="new")
    paper.keys.create(value="old.one")
    response = client.get("/papers/old.one.bib")
    assert (response.status_code, response["Location"]) == (301, "/papers/new.bib")


@kinds
def test_the_whole_library_is_streamed(client, db, kind):
    papers = [make_paper(), make_paper(), make_paper("Tücken & 3 < 4")]
    response = client.get(reverse("papers:library_export", args=[kind]))
    assert response.streaming
    assert response["Content-Type"] == MEDIA_TYPES[kind]
    text = b"".join(response.streaming_content).decode()
    assert records_in(text) == [paper.record for paper in papers]


@kinds
def test_a_posts_references_come_in_its_order(client, db, kind):
    first, second, other = make_paper(), make_paper(), make_paper()
    post = make_post(slug="two")
    cite(post, second, position=1)
    cite(post, first, position=2)
    cite(post, other, position=3, is_confirmed=False)
    address = reverse("blog:references", args=["two", kind])
    response = client.get(address)
    assert response["Content-Type"] == MEDIA_TYPES[kind]
    assert records_in(response.content.decode()) == [second.record, first.record]
    assert address in client.get(post.get_absolute_url()).content.decode()


def test_what_its_owner_noted_for_himself_is_not_given_away(client, db):
    custom = {"file": "/home/me/a.pdf", "Groups": "mine", "venue": "Paris"}
    paper = make_paper(custom=custom | {"ris": {"L1": ["/home/me/a.pdf"]}}, annote="weak")
    assert Paper.objects.get().record["annote"] == "weak"
    item = json.loads(client.get(f"/papers/{paper.key}.json").content)[0]
    assert item["custom"] == {"venue": "Paris"}
    assert "annote" not in item
