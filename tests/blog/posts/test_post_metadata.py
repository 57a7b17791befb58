import json
import re
from datetime import timedelta

import pytest

from tests.support.factories import LONG_AGO, cite, make_author, make_paper, make_post
from tests.support.pages import DATA, check_page

pytestmark = pytest.mark.django_db
URL = "http://127.0.0.1:8000/posts/rays/"


@pytest.fixture
def page(client):
    post = make_post(
        title='On "rays" & more',
        slug="rays",
        summary="What they are.</script>",
        tags=["Radium", "Rays"],
        authors=[make_author(name="Marie Curie", orcid="0000-0002-1825-0097")],
        license="CC BY 4.0",
    )
    cite(post, make_paper("Cited", identifiers=[("doi", "10.1000/xyz")]))
    return check_page(client.get(post.get_absolute_url()))


def contents(page: str, name: str) -> list[str]:
    return re.findall(rf'<meta (?:name|property)="{name}" content="([^"]*)">', page)


def test_a_post_is_a_blog_post_to_reference_managers(page):
    assert contents(page, "z:itemType") == ["blogPost"]
    assert contents(page, "citation_title") == ["On &quot;rays&quot; &amp; more"]
    assert contents(page, "citation_author") == ["Marie Curie"]
    assert contents(page, "citation_publication_date") == ["2020/05/17"]
    assert contents(page, "og:type") == ["article"]
    assert contents(page, "og:site_name") == ["Wellcited"]
    assert contents(page, "og:url") == contents(page, "citation_public_url") == [URL]
    assert contents(page, "article:tag") == ["Radium", "Rays"]
    assert "citation_journal_title" not in page
    assert "Z3988" not in page, "COinS would hide the post from Zotero's button"


def test_a_post_leads_to_its_references(page, client):
    for kind, media_type in (
        ("ris", "application/x-research-info-systems"),
        ("bib", "text/x-bibtex"),
    ):
        address = f"/posts/rays/references.{kind}"
        assert f'<link rel="alternate" type="{media_type}"' in page
        assert page.count(f'href="{address}"') == 2
        assert client.get(address).headers["Content-Type"].startswith(media_type)
    plain = check_page(client.get(make_post().get_absolute_url()))
    assert "references.ris" not in plain


def test_a_post_as_linked_data(page):
    [data] = map(json.loads, DATA.findall(page))
    assert data["@type"] == "BlogPosting"
    assert data["@id"] == URL
    assert data["headline"] == 'On "rays" & more'
    assert data["description"] == "What they are.</script>"
    assert data["author"][0]["sameAs"] == ["https://orcid.org/0000-0002-1825-0097"]
    assert data["datePublished"] == "2020-05-17T12:00:00+00:00"
    assert data["dateModified"] > data["datePublished"]
    assert [one["@id"] for one in data["citation"]] == ["https://doi.org/10.1000/xyz"]


def test_a_scheduled_post_and_a_draft_have_heads_too(admin_client):
    for published_at in (None, LONG_AGO + timedelta(days=36500)):
        post = make_post(published_at=published_at)
        text = admin_client.get(post.get_absolute_url()).content.decode()
        assert contents(text, "z:itemType") == ["blogPost"]
        assert bool(contents(text, "citation_publication_date")) == bool(published_at)
