"""Both sides of the limits of docs/limits.md that no other test stands at."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from blog.admin.site import read_upload
from blog.comments.mail.letters import CONFIRM_SALT, CONFIRM_SECONDS
from blog.comments.sending.forms import CommentForm, EditForm, ReportForm
from blog.models import Comment, Letter, MailAddress
from blog.models.mail import LetterKind
from blog.text.size_limits import MAX_LOGO
from blog.transfer.archives import comment_exports
from blog.transfer.source.import_values import Refused
from config.readable_requests import LONGEST_PATH
from papers.admin.imports import MAX_ENTRIES
from tests.support.drawn import picture
from tests.support.factories import make_comment, make_post


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
    monkeypatch.setattr(comment_exports, "MAX_JSON", file.stat().st_size)
    comment_exports.read_threads(file)
    monkeypatch.setattr(comment_exports, "MAX_JSON", file.stat().st_size - 1)
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
