"""What a draft cites stands nowhere where readers look: every public address is opened."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from blog.comments.moderation.decisions import decide_comments, undo_batch
from blog.comments.rendering_comments import render_comment
from blog.models import Comment, Post
from blog.posts.saving_posts import save_post
from blog.transfer.storing.post_import import import_posts
from papers.choices import Origin
from papers.formats.any_format import read_text
from papers.library.adding_papers import add_entries
from papers.models import Contributor, Key, Paper, Reading
from tests.guards.test_permissions import MATRIX
from tests.support.factories import (
    LONG_AGO,
    cite,
    make_author,
    make_comment,
    make_paper,
    make_post,
)
from tests.support.form_reading import read_form

pytestmark = pytest.mark.django_db
BIB = """@article{verborgen9731unseen, title={Unseen results on quarks}, year={9731},
author={Verborgen, Xaveria}, doi={10.5555/unseen}, journal={Journal of Hidden Things}}"""
# Numbers that no counter of rows or slugs reaches in a run; a moment may have any.
PARTS_OF_SECONDS = re.compile(r"(?<=:\d\d)\.\d{6}")
SECRETS = ["nseen", "erborgen", "Hidden Things", "9731", "10.5556"]


@pytest.fixture
def draft(tmp_path) -> Post:
    """Imported with its bibliography; its text names another work by its identifier alone."""
    folder = tmp_path / "_posts"
    folder.mkdir()
    (folder / "refs.bib").write_text(BIB)
    header = (
        "---\ntitle: My plans\nauthor: Zzyzx Draftee\npublished: false\nbibliography: refs.bib\n"
    )
    text = "---\nAs [@verborgen9731unseen] and [@doi:10.5556/other] say of this.\n"
    (folder / "2024-01-01-plans.md").write_text(header + text)
    list(import_posts([tmp_path]))
    post = Post.objects.get()
    assert post.cited_works.count() == 2
    return post


def addresses_of_matrix() -> set[str]:
    """Making them makes rows of every kind."""
    return {one.make() for situations in MATRIX.values() for one in situations}


def public_addresses() -> set[str]:
    """Every other address of the site: of lists, and of the pages of all that is stored."""
    stored = {
        row.get_absolute_url() for model in (Paper, Contributor) for row in model.objects.all()
    }
    keys = {f"/papers/{key}{end}" for key in Key.objects.values_list("value", flat=True)
            for end in ("/", ".bib", ".ris", ".json", "/feed.atom")}  # fmt: skip
    sections = {f"/sitemap-{one}.xml" for one in ("papers", "people", "tags", "pages")}
    lists = {"/papers.bib", "/papers.ris", "/papers/?sort=added", "/papers/?sort=discussed"}
    lists |= {"/papers/?type=article-journal", "/papers/?state=to_look_up", "/papers/?year=9731"}
    return stored | keys | sections | lists | {"/papers/?person=Verborgen"}


def where_shown(client: Client, addresses: set[str]) -> list[str]:
    """The addresses that show one of the secrets, but for what the visitor wrote into them."""
    shown = []
    for address in sorted(addresses):
        response = client.get(address)
        if response.status_code == 200:
            body = b"".join(response) if response.streaming else response.content
            text = PARTS_OF_SECONDS.sub("", body.decode(errors="replace"))
            for own in ("Verborgen", "9731") if "?" in address else ():
                text = text.replace(f'value="{own}"', "").replace(f"={own}", "")
            shown += [address] * any(secret in text for secret in SECRETS)
    return shown


def test_what_a_draft_cites_is_shown_nowhere(client, draft):
    make_post(title="Open", source="Something public.")
    addresses = addresses_of_matrix()
    for moment in (None, timezone.now() + timedelta(days=3)):
        draft.published_at = moment
        save_post(draft)
        assert where_shown(client, addresses | public_addresses()) == []
        assert "Draftee" not in client.get("/about/").content.decode()
        assert client.get("/authors/zzyzx-draftee/").status_code == 404
    draft.published_at = LONG_AGO
    draft.save()
    told = {"/papers.bib", "/sitemap-people.xml"}
    assert where_shown(client, told) == sorted(told)
    assert "Draftee" in client.get("/about/").content.decode()
    draft.published_at = None
    draft.save()
    assert where_shown(client, addresses | public_addresses()) == []


def test_the_library_counts_nothing_that_is_hidden(client, draft):
    make_paper("Seen", year=2001)
    page = client.get("/papers/").content.decode()
    assert "There is 1 of them" in page
    assert "9731" not in page


def test_what_an_unlisted_post_cites_has_pages_and_stands_in_no_list(client, draft):
    draft.published_at, draft.is_unlisted = LONG_AGO, True
    draft.save()
    paper = Paper.objects.get(key__startswith="verborgen")
    person = paper.contributors.get()
    robots = '<meta name="robots" content="noindex">'
    pages = (paper.get_absolute_url(), person.get_absolute_url(), "/authors/zzyzx-draftee/")
    for address in pages[:2]:
        assert "nseen" in client.get(address).content.decode()
    for address in pages:
        assert robots in client.get(address).content.decode()
    for address in ("/papers/", "/papers.bib", "/sitemap-papers.xml", "/sitemap-people.xml"):
        response = client.get(address)
        assert "erborgen" not in b"".join(response).decode()
    assert "Draftee" not in client.get("/about/").content.decode()
    make_paper("Seen", author="Verborgen").authorships.update(contributor=person)
    shown = client.get(person.get_absolute_url()).content.decode()
    assert "Seen" in shown and "nseen" not in shown and robots not in shown
    draft.is_unlisted = False
    draft.save()
    for address in pages:
        assert robots not in client.get(address).content.decode()


def hidden_paper() -> Paper:
    """One that a draft alone cites."""
    paper = make_paper("Unseen", key="unseen", identifiers=[("doi", "10.5555/unseen")])
    paper.is_in_library = False
    paper.save()
    Paper.objects.filter(pk=paper.pk).update(is_listed=False)
    cite(make_post(published_at=None), paper)
    assert not Paper.objects.visible().exists()
    return paper


def is_listed() -> bool:
    return Paper.objects.listed().filter(key="unseen").exists()


def test_a_comment_makes_a_paper_public_while_it_is_published(do_jobs):
    hidden_paper()
    comment = make_comment(source="See https://doi.org/10.5555/unseen there.")
    assert is_listed()
    comment.delete()
    assert not is_listed()


@pytest.mark.parametrize("state", ["spam", "removed", "pending"])
def test_a_comment_that_is_taken_away_takes_its_paper_along(state):
    hidden_paper()
    comment = make_comment(source="See https://doi.org/10.5555/unseen there.")
    batch = decide_comments([comment.pk], state, None)
    assert not is_listed()
    undo_batch(batch.pk, None)
    assert is_listed()


@pytest.mark.parametrize("change", [{"commenting": "hidden"}, {"published_at": None}])
def test_a_comment_that_its_post_hides_makes_nothing_public(change):
    hidden_paper()
    post = make_post()
    make_comment(post, source="See https://doi.org/10.5555/unseen there.")
    assert is_listed()
    for name, value in change.items():
        setattr(post, name, value)
    post.save()
    assert not is_listed()


def test_deleting_a_post_or_a_thread_hides_what_its_comments_cited():
    hidden_paper()
    comment = make_comment(source="Words.")
    make_comment(comment.post, parent=comment, source="See https://doi.org/10.5555/unseen there.")
    assert is_listed()
    Comment.objects.filter(pk=comment.pk).delete()
    assert not is_listed()
    post = make_comment(source="See https://doi.org/10.5555/unseen there.").post
    assert is_listed()
    post.delete()
    assert not is_listed()


def test_the_reading_list_makes_a_paper_public(admin_client):
    paper = hidden_paper()
    reading = Reading.objects.create(paper=paper)
    assert is_listed()
    admin_client.post(f"/admin/papers/reading/{reading.pk}/delete/", {"post": "yes"})
    assert not is_listed()
    reading = Reading.objects.create(paper=paper)
    action = {"action": "delete_selected", "_selected_action": [reading.pk], "post": "yes"}
    admin_client.post("/admin/papers/reading/", action)
    assert not is_listed()


def test_an_editor_who_imports_it_says_so(client):
    hidden_paper()
    add_entries(list(read_text("@article{x, title={Unseen}, doi={10.5555/unseen}}")))
    assert is_listed()


def test_an_editor_may_say_so_in_the_admin_and_take_it_back(admin_client):
    paper = hidden_paper()
    address = f"/admin/papers/paper/{paper.pk}/change/"
    for said in ({"is_in_library": "on"}, {}):
        fields, _files = read_form(admin_client.get(address).content.decode())
        fields.pop("is_in_library", None)
        assert admin_client.post(address, fields | said).status_code == 302
        assert is_listed() == bool(said)


def test_a_preview_tells_nothing_of_what_drafts_cite():
    hidden_paper()
    for text in ("[@unseen]", "[@doi:10.5555/unseen]", "[x](/papers/unseen/)"):
        shown = render_comment(f"As {text} says. https://doi.org/10.5555/unseen")
        assert "Unseen" not in shown
        assert "Curie" not in shown


def test_a_published_comment_finds_no_hidden_key():
    hidden_paper()
    comment = make_comment(source="As [@unseen] says.")
    assert "Curie" not in comment.body_html
    assert not is_listed()


def test_editors_read_what_is_hidden_and_no_cache_keeps_it(client, admin_client):
    paper = hidden_paper()
    for address in (paper.get_absolute_url(), "/papers/unseen.bib"):
        assert Client().get(address).status_code == 404
        response = admin_client.get(address)
        assert response.status_code == 200
        assert "no-store" in response.headers["Cache-Control"]


def test_versions_that_are_hidden_are_not_named(client):
    paper = hidden_paper()
    main = make_paper("Seen", key="seen")
    Paper.objects.filter(pk=paper.pk).update(version_of=main)
    assert "/papers/unseen/" not in client.get("/papers/seen/").content.decode()


def test_a_work_that_is_only_proposed_is_not_public():
    paper = hidden_paper()
    cite(make_post(), paper, is_confirmed=False, found_by=Origin.TITLE)
    assert not Paper.objects.visible().exists()


def test_saving_a_paper_leaves_alone_what_is_counted():
    paper = make_paper()
    stale = Paper.objects.get(pk=paper.pk)
    cite(make_post(authors=[make_author()]), paper)
    stale.save()
    assert Paper.objects.get(pk=paper.pk).discussions_count == 1
