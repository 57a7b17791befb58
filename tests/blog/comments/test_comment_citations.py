"""Citations on the post's page, in its admin, and in comments."""

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from blog.comments.moderation.decisions import decide_comments, settle_comments
from blog.comments.rendering_comments import save_comment
from blog.models import Comment, Post
from papers.citing.stored_references import store_references_of
from papers.library.changes import papers_changed
from papers.library.corrections import keep_corrections
from papers.models import CommentCitation, Paper, ReferenceList
from tests.support.factories import make_comment, make_paper, make_post
from tests.support.pages import check_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def curie() -> Paper:
    return make_paper("Radium", key="curie", identifiers=[("doi", "10.1000/radium")])


def page_of(client, post, query="") -> str:
    return check_page(client.get(post.get_absolute_url() + query))


def test_an_entry_leads_back_to_each_place(client, curie):
    post = make_post(source="So [@curie]. And @curie says.")
    text = page_of(client, post)
    assert '<li id="work-curie">Curie, M. (1903).' in text
    for number in (1, 2):
        assert f'id="cite-curie-{number}" href="#work-curie"' in text
        assert f'href="#cite-curie-{number}"' in text
    assert '<a href="https://doi.org/10.1000/radium">https://doi.org/10.1000/radium</a>' in text
    assert "discussed in 1 post here" in text


def test_a_reader_chooses_the_style_of_list_and_text(client, curie, do_jobs):
    post = make_post(source="So [@curie].")
    waiting = page_of(client, post, "?style=ieee")
    assert "The list in this style is being made" in waiting
    assert "Curie, M. (1903)." in waiting
    do_jobs()
    text = page_of(client, post, "?style=ieee")
    assert "M. Curie, “Radium,”" in text
    assert "is being made" not in text
    assert "(<a class=" in waiting
    assert "(<a class=" not in text  # the text is in the chosen style too
    assert page_of(client, post, "?style=../../etc").count("Curie, M. (1903).") == 1


def test_a_list_shows_works_that_it_was_not_made_with(client, curie):
    post = make_post(source="So [@curie].")
    ReferenceList.objects.all().delete()
    assert "Radium" in page_of(client, post)
    store_references_of([curie.pk])
    assert "Curie, M. (1903)." in page_of(client, post)


def fields_of(post: Post, **values) -> dict[str, str]:
    forms = ["bylines", "cited_works"]
    management = {f"{form}-{name}_FORMS": "0" for form in forms for name in ("TOTAL", "INITIAL")}
    given = {
        "title": post.title,
        "source": post.source,
        "slug": post.slug,
        "tags": "",
        "commenting": "open",
    }
    return management | given | values


def published(**values) -> dict[str, str]:
    now = timezone.now()
    dates = {"published_at": f"{now:%Y-%m-%d %H:%M:%S}"}
    return fields_of(Post(title="New", slug="new"), **dates, **values)


def test_an_unresolved_citation_stops_publishing_until_the_editor_insists(admin_client, curie):
    source = "One.\n\nTwo [@curje] and [@doi:10.1145/3065386]."
    response = admin_client.post("/admin/blog/post/add/", published(source=source))
    text = strip_tags(response.content.decode())
    assert response.status_code == 200
    assert "Line 3: The citation key “curje” leads to no paper of the library." in text
    assert "Nearest: @curie." in text
    assert not Post.objects.exists()
    assert Paper.objects.count() == 1
    insisted = published(source=source, publish_anyway="on")
    assert admin_client.post("/admin/blog/post/add/", insisted).status_code == 302
    assert '<span class="unresolved">[@curje]</span>' in Post.objects.get().body_html


def test_a_draft_is_kept_and_its_author_told_at_once(admin_client, curie):
    data = fields_of(Post(title="New", slug="new"), source="Two [@curje].")
    response = admin_client.post("/admin/blog/post/add/", data, follow=True)
    assert "Line 1: The citation key “curje”" in response.content.decode()
    assert Post.objects.get().state == "draft"


def test_an_editor_chooses_the_style_and_silent_works(admin_client, curie):
    data = published(source="Text.", style="ieee", nocite="@curie")
    assert admin_client.post("/admin/blog/post/add/", data).status_code == 302
    post = Post.objects.get()
    assert ReferenceList.objects.get(post=post, style="ieee").entries[0][0] == "curie"


def test_a_comment_cites_with_a_list_of_its_own(client, curie):
    post = make_post()
    comment = make_comment(post, source="As [@curie, p. 3] says.")
    scope = f"comment-{comment.pk}-"
    assert f'id="{scope}cite-curie-1" href="#{scope}work-curie"' in comment.body_html
    assert f'<ul class="references"><li id="{scope}work-curie">Curie, M.' in comment.body_html
    page_of(client, post)
    row = CommentCitation.objects.published().get()
    assert (row.paper, row.comment, row.locator) == (curie, comment, "p. 3")
    assert row.sentence == "As (Curie, 1903, p. 3) says."


def test_a_comment_counts_once_it_is_approved(admin_user, curie, do_jobs):
    source = "See [@doi:10.1145/3065386] and [@curie]."
    comment = make_comment(source=source, state="pending")
    assert "https://doi.org/10.1145/3065386" in comment.body_html
    assert not CommentCitation.objects.exists()
    assert Paper.objects.count() == 1
    decide_comments([comment.pk], "published", admin_user)
    do_jobs()
    assert CommentCitation.objects.published().count() == 2
    assert Paper.objects.get(title="DOI 10.1145/3065386").state == "to_look_up"
    decide_comments([comment.pk], "removed", admin_user)
    assert not CommentCitation.objects.published().exists()


def test_comments_under_drafts_and_unlisted_posts_are_not_shown(curie):
    for values in ({"published_at": None}, {"is_unlisted": True}):
        make_comment(make_post(**values), source="[@curie]")
    assert CommentCitation.objects.count() == 2
    assert not CommentCitation.objects.published().exists()


def test_a_changed_paper_has_comments_written_again(curie, do_jobs):
    comment = make_comment(source="As [@curie] says.")
    curie.issued_year = 1904
    keep_corrections(curie)
    papers_changed([curie.pk])
    do_jobs()
    comment.refresh_from_db()
    assert "Curie, 1904" in comment.body_html


def test_saving_a_comment_twice_changes_nothing(curie):
    comment = make_comment(source="As [@curie] says.")
    before = comment.body_html
    assert save_comment(Comment.objects.get()).body_html == before


def test_an_edit_that_takes_a_citation_away_takes_its_row(curie, do_jobs):
    comment = make_comment(source="As [@curie] says.")
    comment.source, comment.body_html = "As she says.", "<p>As she says.</p>"
    comment.save()
    settle_comments(comment)
    do_jobs()
    assert not CommentCitation.objects.exists()


@pytest.mark.parametrize(
    "written",
    [
        "{cite:t}`hopper`",
        "{cite}`noether,hopper`",
        r"\citep[p.~3]{hopper}",
        "arXiv:1706.03762",
        "PMID 23193287",
        "www.arxiv.org/abs/1706.03762",
    ],
)
def test_a_comment_that_cites_in_another_form_is_shown_with_the_paper(written):
    identifiers = [("arxiv", "1706.03762"), ("pmid", "23193287")]
    hopper = make_paper("Compilers", key="hopper", identifiers=identifiers)
    make_comment(source=f"See {written} for it.")
    cited = CommentCitation.objects.filter(paper=hopper)
    assert cited.published().count() == 1


def test_a_comment_cites_with_mysts_roles(curie):
    comment = make_comment(source="As {cite:t}`curie` says {cite:p}`{see}curie{p. 3}`.")
    assert "As Curie (1903) says (see Curie, 1903, p. 3)." in strip_tags(comment.body_html)
