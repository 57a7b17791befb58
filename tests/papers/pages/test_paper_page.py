import json
import re

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime

from papers.checking.storing_checks import store_check
from papers.choices import SourceKind
from papers.library.paper_rows import add_paper, put_registry_record
from papers.library.source_names import SourceName
from papers.models import Contributor, Paper, Reading
from papers.pages import paper_page
from papers.records.identifiers import Id
from papers.registries import door_connection
from papers.registries.registry_record import RegistryName, RegistryRecord
from tests.support.factories import LONG_AGO, cite, make_comment, make_paper, make_post
from tests.support.pages import DATA, check_page

pytestmark = pytest.mark.django_db


def page_of(client, paper, query="") -> str:
    return check_page(client.get(f"{paper.get_absolute_url()}{query}"))


def test_a_paper_shows_its_sentences_with_their_places(client):
    paper = make_paper(key="curie")
    post = make_post(title="On rays", source="Rays are new [@curie, p. 3]. So says @curie.")
    text = page_of(client, paper)
    assert "discussed in 1 post" in text
    assert f'<h3><a href="{post.get_absolute_url()}" lang="en" dir="auto">On rays</a></h3>' in text
    assert "<li>mentions</li>" in text
    links = re.findall(r'<blockquote><p><a href="([^"]+)">([^<]+)</a>', text)
    assert [sentence for _link, sentence in links] == [
        "Rays are new (Curie, 1903, p. 3).",
        "So says Curie (1903).",
    ]
    body = client.get(post.get_absolute_url()).content.decode()
    for link, _sentence in links:
        path, _hash, anchor = link.partition("#")
        assert path == post.get_absolute_url()
        assert f'id="{anchor}"' in body


def test_many_sentences_fold_and_the_same_one_stands_once(client):
    paper = make_paper(key="curie")
    make_post(source="\n\n".join(f"Sentence {n // 2} [@curie]." for n in range(14)))
    text = page_of(client, paper)
    assert "3 more places" in text
    assert text.count("Sentence 6 ") == 1


def test_a_paper_shows_the_comments_that_cite_it(client):
    paper = make_paper(key="curie")
    comment = make_comment(make_post(title="Rays"), name="Pierre", source="See [@curie].")
    hidden = make_comment(name="Spammer", source="Buy [@curie]!")
    assert "Spammer" in page_of(client, paper)
    hidden.state = "spam"
    hidden.save()
    text = page_of(client, paper)
    assert "Spammer" not in text
    assert "on “Rays”" in text
    assert re.search(rf'<a href="{comment.get_absolute_url()}#[^"]+">See \(Curie', text)


def test_the_newest_comments_are_shown(client, monkeypatch, new_statements):
    monkeypatch.setattr(paper_page, "MOST_REMARKS", 1)
    paper = make_paper(key="curie")
    make_comment(name="Older", source="See [@curie].")
    assert "The newest of them" not in page_of(client, paper)
    make_comment(name="Newer", source="See [@curie].")
    text = page_of(client, paper)
    assert "The newest of them" in text
    assert "Older" not in text


def together_with(paper: Paper) -> list[Paper]:
    page = paper_page.discussions_of(paper, "")
    posts = paper_page.posts_on(paper, page)
    assert posts == paper_page.newest_posts_on(paper.pk, timezone.now())
    return paper_page.discussed_together(paper, posts)


def test_papers_often_discussed_together(client):
    paper, often, once, hidden = (make_paper(title, author=title) for title in "PONH")
    for number in range(2):
        post = make_post()
        cite(post, paper)
        cite(post, often)
        cite(post, hidden, is_confirmed=False)
        if number:
            cite(post, once)
    assert [(one.title, one.shared) for one in together_with(paper)] == [("O", 2)]
    assert "in 2 posts" in page_of(client, paper).partition("Often discussed together")[2]
    draft = make_post(published_at=None)
    cite(draft, paper)
    cite(draft, once)
    assert [one.title for one in together_with(paper)] == ["O"]


def test_notes_are_sanitized_and_stand_apart(client):
    paper = make_paper()
    paper.note = "## Read\n\n**Well** done.<script>alert(1)</script>"
    paper.save()
    Reading.objects.create(paper=paper, note="## Read\n\nAgain.")
    text = page_of(client, paper)
    assert "<strong>Well</strong>" in text
    assert "alert(1)</script>" not in text
    assert 'id="note-read"' in text
    assert f'id="reading-{paper.pk}-read"' in text


def test_a_paper_can_be_cited_in_every_format(client):
    paper = make_paper("Rays & <more>", key="curie", **{"event-place": "Paris"})
    text = page_of(client, paper)
    for kind in ("bib", "ris", "json"):
        assert f'href="/papers/curie.{kind}"' in text
        assert client.get(f"/papers/curie.{kind}").status_code == 200
    assert "[@curie]" in text
    assert "title = {Rays \\&amp; &lt;more&gt;}" in text
    assert "csljson" not in text
    [data] = DATA.findall(text)
    assert json.loads(data)["name"] == "Rays & <more>"


def test_a_papers_page_costs_few_queries_however_much_it_shows(
    client, django_assert_max_num_queries
):
    paper, other = make_paper(key="curie"), make_paper(key="other")
    for _number in range(3):
        make_comment(make_post(source="A [@curie]. B [@other]. C [@curie]."), source="D [@curie].")
    Reading.objects.create(paper=paper, note="Good.")
    with django_assert_max_num_queries(15):
        text = page_of(client, paper)
    assert other.title in text


def test_a_person_shows_works_and_the_posts_on_them(client):
    paper = make_paper("By her", key="curie")
    make_paper("Edited", author="Noether", editor=[{"family": "Curie", "given": "Marie"}])
    post = make_post(title="On rays", source="See [@curie] and again [@curie].")
    make_post(title="Unlisted", source="See [@curie].", is_unlisted=True)
    person = Contributor.objects.get(family="Curie")
    text = check_page(client.get(person.get_absolute_url()))
    assert paper.get_absolute_url() in text
    assert "1903 · editor" in text
    assert text.count(f'href="{post.get_absolute_url()}"') == 1
    assert "Unlisted" not in text


def test_the_reading_list_has_three_states_and_pages(client, settings):
    settings.PAPERS_PER_PAGE = 1
    for state in ("reading", "to_read", "read"):
        Reading.objects.create(paper=make_paper(f"One {state}"), state=state, note="*Good.*")
    text = check_page(client.get("/papers/reading/"))
    places = [text.index(f"One {state}<") for state in ("reading", "to_read", "read")]
    assert places == sorted(places)
    assert text.count("<em>Good.</em>") == 3
    Reading.objects.create(paper=make_paper("Two"), state="to_read")
    first = check_page(client.get("/papers/reading/?state=to_read"))
    assert "Two" in first
    assert "One to_read" not in first
    older = re.search(r'href="(/papers/reading/\?[^"]*before=[^"]*)"', first)[1]
    assert "One to_read" in check_page(client.get(older.replace("&amp;", "&")))
    assert client.get("/papers/reading/?state=no").status_code == 404
    assert client.get("/papers/reading/?state=read&before=x").status_code == 404


def test_the_reading_list_is_a_feed(client):
    reading = Reading.objects.create(paper=make_paper("Rays"), state="to_read", note="See #tag.")
    before = client.get("/papers/reading/feed.atom").content.decode()
    assert "<title>Rays (to read)</title>" in before
    assert "#to_read</id>" in before
    assert f"<updated>{reading.changed_at:%Y-%m-%d}" in before
    reading.state = "read"
    reading.save()
    assert "#read</id>" in client.get("/papers/reading/feed.atom").content.decode()


def test_a_paper_has_a_feed_of_its_posts(client):
    paper = make_paper(key="curie")
    make_post(title="On rays", source="See [@curie].")
    make_post(title="On other things")
    make_post(title="Unlisted", source="See [@curie].", is_unlisted=True, published_at=LONG_AGO)
    text = client.get(f"{paper.get_absolute_url()}feed.atom").content.decode()
    assert "On rays" in text
    assert "On other things" not in text
    assert "Unlisted" not in text


def test_a_page_tells_where_each_field_is_from_without_names_of_files(client):
    known = Id("doi", "10.5555/one")
    said = {"type": "article-journal", "title": "On made things", "page": "3"}
    paper = add_paper(said, [known], source=SourceName(SourceKind.FILE, "/home/ada/secret.bib"))
    theirs = {**said, "volume": "7"}
    reply = RegistryRecord(RegistryName.CROSSREF, known, theirs, titles=("On made things",))
    today = date_format(localtime(), "DATE_FORMAT")
    unchecked = client.get(paper.get_absolute_url()).content.decode()
    assert f"On made things <small>from file, {today}</small>" in unchecked
    assert "was compared with a registry’s yet" in unchecked
    put_registry_record(paper, reply)
    store_check(paper, reply)
    text = client.get(paper.get_absolute_url()).content.decode()
    assert f"On made things <small>from file, {today}</small>" in text
    assert "<td>journal article" in text
    assert f"7 <small>from Crossref, {today}</small>" in text
    assert "secret.bib" not in text


def test_a_reader_causes_no_question_to_another_host(client, settings, monkeypatch):
    """All registries are down, and nobody notices: no page view asks one."""
    settings.PAPERS_REGISTRY_URLS = dict.fromkeys(RegistryName, "http://127.0.0.1:9")
    post = make_post(source="As [@doi:10.5555/one] and [@arxiv:1009.3186] say.")
    monkeypatch.setattr(
        door_connection.socket, "socket", lambda *_args, **_kw: pytest.fail("asked")
    )
    papers = Paper.objects.order_by("pk")
    addresses = [post.get_absolute_url(), "/papers/", "/papers/notices/"]
    for address in [*addresses, *(paper.get_absolute_url() for paper in papers)]:
        assert client.get(address).status_code == 200
    assert {paper.state for paper in papers} == {"to_look_up"}
