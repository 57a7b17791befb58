"""A paper that posts or comments cite cannot be deleted in the admin."""

from django.urls import reverse

from papers.models import CommentCitation, Paper
from tests.support.factories import cite, make_comment, make_paper, make_post


def delete(client, paper):
    return client.post(reverse("admin:papers_paper_delete", args=[paper.pk]), {"post": "yes"})


def test_a_cited_paper_stays_and_the_page_says_where_it_is_cited(admin_client):
    paper = make_paper("Radium <1>")
    cite(make_post(title="On & on", published_at=None), paper)
    answer = delete(admin_client, paper)
    assert Paper.objects.filter(pk=paper.pk).exists()
    assert "“Radium &lt;1&gt;” is cited in “On &amp; on”" in answer.content.decode()


def test_a_paper_that_a_comment_cites_stays(admin_client):
    paper, comment = make_paper(), make_comment(make_post(title="The post"))
    CommentCitation.objects.create(comment=comment, paper=paper, position=1, anchor="a")
    assert "is cited in “The post”" in delete(admin_client, paper).content.decode()
    assert Paper.objects.filter(pk=paper.pk).exists()


def test_chosen_papers_stay_together_while_one_is_cited(admin_client):
    cited, other = make_paper(), make_paper()
    cite(make_post(), cited)
    chosen = {"action": "delete_selected", "_selected_action": [cited.pk, other.pk], "post": "yes"}
    admin_client.post(reverse("admin:papers_paper_changelist"), chosen)
    assert Paper.objects.count() == 2


def test_a_paper_that_nothing_cites_is_deleted(admin_client):
    paper = make_paper()
    assert delete(admin_client, paper).status_code == 302
    assert not Paper.objects.exists()
