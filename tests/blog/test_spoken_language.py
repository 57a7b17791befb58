"""In what language the pages, the mails and the jobs speak."""

import pytest
from django.core import mail

from blog.comments.mail.letter_queue import comment_was_held, comment_was_published
from blog.models import Letter
from tests.support.factories import cite, make_comment, make_page, make_paper, make_post, set_site

pytestmark = pytest.mark.django_db


def shown(client, address: str, **headers) -> str:
    return client.get(address, headers=headers).content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ["Zitierte Arbeiten", "Noch keine Kommentare.", "Zum Text springen"]),
        ("de-AT", ["Zitierte Arbeiten", "Noch keine Kommentare.", "Zum Text springen"]),
        ("ko", ["인용 문헌", "아직 댓글이 없습니다.", "본문으로 건너뛰기"]),
        ("ko-KR", ["인용 문헌", "아직 댓글이 없습니다.", "본문으로 건너뛰기"]),
        ("en-GB", ["Works cited", "No comments yet.", "Skip to the text"]),
    ],
)
def test_a_page_speaks_the_sites_language(client, language: str, words: list[str]):
    set_site(language=language)
    cite(make_post(slug="a"), make_paper())
    text = shown(client, "/posts/a/", **{"accept-language": "fr, en;q=0.5"})
    assert f'<html lang="{language}">' in text
    assert all(word in text for word in words)


def test_a_text_says_its_own_language_inside_of_a_page_that_speaks_the_sites(client):
    set_site(language="de")
    make_post(title="Of leaves", slug="a", source="Leaves.", language="en")
    make_page(title="À propos", address="moi", language="fr")
    for text in (shown(client, "/posts/a/"), shown(client, "/")):
        assert '<html lang="de">' in text
        assert 'lang="en"' in text
        assert "Schlagwörter" in text
    assert '<h1 lang="en"' in shown(client, "/posts/a/")
    assert '<h1 lang="fr"' in shown(client, "/moi/")


def test_a_text_without_a_language_is_in_the_sites_where_pages_cannot_speak_it(client):
    set_site(language="zh")
    make_post(title="学习", slug="a")
    for text in (shown(client, "/posts/a/"), shown(client, "/")):
        assert '<html lang="en">' in text
        assert 'lang="zh"' in text
        assert "Skip to the text" in text


@pytest.mark.parametrize(
    ("language", "byline"),
    [("en", "Curie and Meitner"), ("de", "Curie und Meitner"), ("ko", "Curie, Meitner")],
)
def test_the_names_of_a_work_are_joined_as_the_language_does(client, language: str, byline: str):
    set_site(language=language)
    paper = make_paper(author="Curie", in_library=True)
    paper.record["author"].append({"family": "Meitner"})
    paper.save()
    cite(make_post(), paper)
    assert byline in shown(client, "/papers/")


def test_the_admin_speaks_the_sites_language(admin_client):
    set_site(language="ko")
    text = shown(admin_client, "/admin/blog/post/add/", **{"accept-language": "de"})
    assert '<html lang="ko"' in text
    assert "인용 스타일" in text


def test_the_page_of_a_fault_speaks_the_sites_language(client, monkeypatch):
    set_site(language="de")
    client.raise_request_exception = False
    monkeypatch.setattr("papers.queries.prepared.Statement.rows", None)
    text = shown(client, "/")
    assert '<html lang="de">' in text
    assert "Etwas ist schiefgegangen" in text


def test_what_no_page_can_be_made_for_is_answered_in_the_sites_language(client):
    set_site(language="de")
    assert '<html lang="de">' in client.post("/posts/a/", {"source": "a\0b"}).content.decode()
    assert "Ungültige Anfrage" in shown(client, "/" + "a" * 3000)
    assert "Nicht gefunden" in shown(client, "/none/")


def test_letters_and_jobs_speak_the_sites_language(admin_user, do_jobs):
    set_site(language="de")
    admin_user.email = "ada@example.org"
    admin_user.save()
    comment_was_held(make_comment(state="pending"))
    comment_was_published(make_comment(state="pending", email="reader@example.org"))
    do_jobs()
    (letter,) = mail.outbox
    assert letter.subject.endswith("Kommentare warten auf Wellcited")
    assert "Entscheidung" in letter.body
    assert '<html lang="de"' in letter.alternatives[0].content
    outcomes = set(Letter.objects.values_list("outcome", flat=True))
    assert outcomes == {"gesendet", "✗ der Kommentar ist nicht veröffentlicht"}
