"""Both sides of the limits of docs/limits.md that no other test stands at."""

import time
from contextlib import nullcontext
from datetime import timedelta
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from blog.admin import own_tokens, subscribers
from blog.admin.site import read_upload
from blog.comments.mail.letter_links import CONFIRM_SALT, CONFIRM_SECONDS
from blog.comments.rendering_comments import render_comment
from blog.comments.sending.forms import CommentForm, EditForm, ReportForm
from blog.management.commands import take_off_bounces
from blog.markup import MarkupError
from blog.markup.document.text_policy import MOST_CITED_IN_COMMENT
from blog.mentions import received_mentions
from blog.mentions.foreign_pages import ForeignPage
from blog.models import Comment, Errand, Letter, MailAddress, Post
from blog.models.errands import ErrandKind
from blog.models.mail import LetterKind
from blog.posts import draft_links, saving_posts
from blog.posts.draft_links import DraftNoteForm
from blog.text.size_limits import MAX_LOGO
from blog.transfer.archives import comment_exports
from blog.transfer.source.import_values import Refused
from config.keeping_rules import LONGEST, KeepingRules
from config.readable_requests import LONGEST_PATH
from papers.admin.imports import MAX_ENTRIES
from papers.models import Paper
from tests.guards.sources import ROOT
from tests.support.drawn import picture
from tests.support.factories import make_comment, make_paper, make_post


@pytest.mark.django_db
def test_a_path_has_its_limit(client):
    longest = "/" + "a" * (LONGEST_PATH - 1)
    assert client.get(longest).status_code == 404
    response = client.get(longest + "a")
    assert response.status_code == 400
    assert "longer than any" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("setting", "most", "said"),
    [
        ("DATA_UPLOAD_MAX_MEMORY_SIZE", 2 * 1024**2, "more than 2 MB of text"),
        ("DATA_UPLOAD_MAX_NUMBER_FIELDS", 30, "more than 30 fields"),
        ("DATA_UPLOAD_MAX_NUMBER_FILES", 3, "more than 3 files"),
    ],
)
@pytest.mark.parametrize("address", ["/admin/login/", "comments"])
def test_a_form_that_is_too_large_is_told_how_large_it_may_be(
    client, settings, setting: str, most: int, said: str, address: str
):
    if address == "comments":
        address = reverse("blog:comment_add", args=[make_post().slug])
    setattr(settings, setting, most)
    for more in (0, 1):
        form: dict[str, object] = {"source": "x"}
        if setting.endswith("SIZE"):
            form["source"] = "x" * (most + 1000 if more else most - 100)
        elif setting.endswith("FIELDS"):
            form = {f"field-{number}": "x" for number in range(most + more)}
        else:
            form["file"] = [SimpleUploadedFile("a", b"a") for _one in range(most + more)]
        response = client.post(address, form)
        assert (response.status_code == 413) == bool(more)
        assert (said in response.content.decode()) == bool(more)


@pytest.mark.django_db
def test_readers_fields_take_what_they_say_and_one_character_more_comes_back():
    post = make_post(source="x" * 1000)
    checked = set()
    for make in (
        lambda data: CommentForm(post, data=data),
        lambda data: EditForm(data=data, instance=Comment(post=post)),
        lambda data: ReportForm(data=data),
        lambda data: DraftNoteForm(data=data),
    ):
        for name, field in make({}).fields.items():
            most = getattr(field, "max_length", None)
            if not most or name in ("email", "website"):
                continue
            checked.add(name)
            assert name not in make({name: "x" * most}).errors, name
            form = make({name: "x" * (most + 1)})
            assert str(most) in str(form.errors[name]).replace(",", ""), name
            assert "x" * (most + 1) in str(form[name])  # typed text is not lost
    assert {"name", "source", "quote", "note"} <= checked


def test_a_logo_has_its_limit():
    drawn = picture()
    fits = SimpleUploadedFile("a.png", drawn + b"\0" * (MAX_LOGO - len(drawn)))
    assert fits.size == MAX_LOGO
    assert read_upload(fits) is not None
    with pytest.raises(Exception, match="at most"):
        read_upload(SimpleUploadedFile("a.png", drawn + b"\0" * (MAX_LOGO + 1 - len(drawn))))


@pytest.mark.django_db
def test_a_list_of_entries_has_its_limit(admin_client):
    for more in (0, 1):
        text = "".join(f"@misc{{k{n}, title={{T {n}}}}}\n" for n in range(MAX_ENTRIES + more))
        response = admin_client.post(reverse("admin:papers_paper_import"), {"text": text})
        assert ("more than this page" in response.content.decode()) == bool(more)


def test_a_file_of_an_archive_has_its_limit(tmp_path: Path, monkeypatch):
    file = tmp_path / "comments.json"
    file.write_text('[{"title": "/a/", "comments": []}]')
    monkeypatch.setattr(comment_exports, "MAX_COMMENT_EXPORT", file.stat().st_size)
    comment_exports.read_threads(file)
    monkeypatch.setattr(comment_exports, "MAX_COMMENT_EXPORT", file.stat().st_size - 1)
    with pytest.raises(Refused, match="bigger than"):
        comment_exports.read_threads(file)


@pytest.mark.django_db
def test_a_link_in_a_letter_has_its_time(client, monkeypatch):
    address = MailAddress.objects.create(address="ada@example.org")
    post = make_post()
    letter = Letter.objects.create(
        kind=LetterKind.CONFIRM, address=address.address, comment=make_comment(post)
    )
    written = time.time()
    token = signing.dumps(letter.pk, salt=CONFIRM_SALT)
    for more, status in ((-5, 200), (5, 404)):
        monkeypatch.setattr(
            signing.time, "time", lambda more=more: written + CONFIRM_SECONDS + more
        )
        assert client.get(f"/mail/confirm/{token}/").status_code == status


@pytest.mark.django_db
def test_a_link_for_a_new_password_has_its_time(client, admin_user, settings, monkeypatch):
    token = default_token_generator.make_token(admin_user)
    number = urlsafe_base64_encode(force_bytes(admin_user.pk))
    made = default_token_generator._now()
    for more, is_good in ((-5, True), (5, False)):
        at = made + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT + more)
        monkeypatch.setattr(default_token_generator, "_now", lambda at=at: at)
        page = client.get(f"/admin/password/{number}/{token}/", follow=True)
        assert (b"new_password1" in page.content) == is_good


@pytest.mark.django_db
def test_a_title_has_its_length(admin_client):
    most = Post._meta.get_field("title").max_length
    assert Post._meta.get_field("title").clean("x" * most, None)
    title = "x" * (most + 1)
    answer = admin_client.post(reverse("admin:blog_post_add"), {"title": title, "source": "Words."})
    page = answer.content.decode()
    assert f"at most {most} characters (it has {most + 1})" in page
    assert f'value="{title}"' in page and "Words.</textarea>" in page


@pytest.mark.django_db
def test_a_draft_has_its_links_and_its_notes(client, admin_client, monkeypatch):
    draft = make_post(published_at=None)
    page = f"/admin/blog/post/{draft.pk}/draft-links/"
    monkeypatch.setattr("blog.admin.draft_links.MOST_LINKS", 1)
    for name, said in (("Ann", '<code class="secret">'), ("Bo", "at most 1 links")):
        html = admin_client.post(page, {"name": name, "days": "14"}).content.decode()
        assert said in html
    assert 'value="Bo"' in html
    address = f"/drafts/{draft_links.make_draft_link(draft, 'Cy', 14, None)}/"
    monkeypatch.setattr(draft_links, "MOST_NOTES", 1)
    for note, status in (("A note.", 302), ("One more.", 422)):
        answer = client.post(address, {"name": "Cy", "note": note})
        assert answer.status_code == status
    assert "takes no more" in answer.content.decode() and note in answer.content.decode()


@pytest.mark.django_db
def test_a_user_has_so_many_tokens(admin_client, monkeypatch):
    monkeypatch.setattr(own_tokens, "MOST_TOKENS", 1)
    for name, said in (("a", '<code class="secret">'), ("b", "You have 1 tokens: revoke one")):
        sent = {"name": name, "days": "30"}
        page = admin_client.post("/admin/blog/author/mine/tokens/", sent).content.decode()
        assert said in page
    assert 'value="b"' in page


@pytest.mark.django_db
def test_addresses_and_reports_of_mail_have_their_sizes(admin_client, tmp_path, monkeypatch):
    data = b"email\nada@example.org\n"
    for more, said in ((0, "1 address was added"), (1, "The file has 0 kB; at most 0 kB")):
        monkeypatch.setattr(subscribers, "MAX_SUBSCRIBERS_FILE", len(data) - more)
        sent = {"file": SimpleUploadedFile("a.csv", data), "pace": "weekly", "consent": "a sheet"}
        answer = admin_client.post(reverse("admin:blog_subscriber_add"), sent, follow=True)
        assert said in answer.content.decode()
        (tmp_path / "mail").write_bytes(data)
        monkeypatch.setattr(take_off_bounces, "MAX_MAIL_REPORTS", len(data) - more)
        with nullcontext() if not more else pytest.raises(CommandError, match="give it in parts"):
            call_command("take_off_bounces", str(tmp_path / "mail"), stdout=StringIO())


@pytest.mark.django_db
def test_a_comment_cites_so_many():
    make_paper(key="k")
    post = make_post()
    assert render_comment("[@k] " * MOST_CITED_IN_COMMENT, post)
    with pytest.raises(MarkupError, match="more than 100 citations"):
        render_comment("[@k] " * (MOST_CITED_IN_COMMENT + 1), post)


@pytest.mark.django_db
def test_a_post_adds_so_many_papers(monkeypatch):
    source = "[@arxiv:2001.00001] [@arxiv:2001.00002]"
    for most in (1, 2):
        monkeypatch.setattr(saving_posts, "MOST_ADDED_BY_POST", most)
        make_post(source=source)
        assert Paper.objects.count() == most


@pytest.mark.django_db
def test_so_many_links_of_a_page_are_followed_to_a_post(settings, monkeypatch):
    post = make_post()
    here = [f"{settings.SITE_URL}/posts/none/", f"{settings.SITE_URL}{post.get_absolute_url()}"]
    page = ForeignPage("", "", "", endpoint=None, links=dict.fromkeys(here, "Words"))
    for most, found in ((2, "Words"), (1, None)):
        monkeypatch.setattr(received_mentions, "MOST_TRIED", most)
        assert received_mentions.text_around(page, post) == found


@pytest.mark.django_db
def test_that_a_page_was_looked_at_is_kept_for_some_days():
    post, now = make_post(), timezone.now()
    for name, more in (("old", 1), ("new", -1)):
        at = now - received_mentions.KEPT_FOR - timedelta(minutes=more)
        Errand.objects.create(
            kind=ErrandKind.LOOK, post=post, source=f"https://{name}.example/", asked_at=at
        )
    Errand.objects.update(due_at=None)
    received_mentions.forget_looks()
    assert [one.source for one in Errand.objects.all()] == ["https://new.example/"]


def test_what_is_kept_for_all_has_its_length(settings):
    asked = {"REQUEST_METHOD": "GET", "HTTP_HOST": urlsplit(settings.SITE_URL).netloc}
    asked |= {"wsgi.url_scheme": "http"}
    for more in (0, 1):
        path = {"PATH_INFO": "/" + "a" * (LONGEST - 1 + more)}
        query = {"PATH_INFO": "/", "QUERY_STRING": "style=" + "a" * (LONGEST - 6 + more)}
        for one in (path, query):
            assert (KeepingRules().key_of(asked | one) is None) == bool(more)


def test_the_proxies_take_what_the_site_takes(settings):
    most = settings.PAPERS_WATCHED_BYTES // 1_000_000
    for file, said in (("nginx.conf", f"size {most}m;"), ("Caddyfile", f"max_size {most}MB")):
        assert said in (ROOT / "deploy" / file).read_text()
        assert said in (ROOT / "deploy/README.md").read_text()
