"""A bibliography that is sent to a private address."""

from io import BytesIO

import pytest

from papers.models import Paper, Watch, WatchContent
from papers.queries.secret_tokens import give_secret
from papers.watching.upload_tokens import revoke_token, watch_of_token
from papers.watching.watch_rounds import WatchRounds
from tests.papers.watching.conftest import bib

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent_to() -> Watch:
    return Watch.objects.create(kind="upload", place="My Library.bib")


def put(client, address: str, body: str | bytes, **more):
    return client.put(address, body, content_type="text/x-bibtex", **more)


def test_what_is_sent_is_taken_in(client, sent_to):
    address = f"/bibliographies/{give_secret(sent_to)}/"
    answer = put(client, address, bib(3))
    assert (answer.status_code, answer["Referrer-Policy"]) == (202, "no-referrer")
    assert "no-store" in answer["Cache-Control"]
    rounds = WatchRounds()
    rounds.look_at_all()
    assert Paper.objects.count() == 3
    assert put(client, address, bib(3, k1="5")).status_code == 202
    rounds.look_at_all()
    assert Paper.objects.get(keys__value="k1").volume == "5"


def test_the_token_may_stand_in_a_header(client, sent_to):
    token = give_secret(sent_to)
    answer = put(client, "/bibliographies/", bib(3), headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 202


def test_a_token_is_kept_as_a_hash_and_ends(client, sent_to):
    first = give_secret(sent_to)
    second = give_secret(sent_to)
    sent_to.refresh_from_db()
    assert second.partition(".")[2] not in sent_to.token_hash
    assert watch_of_token(first) is None
    assert watch_of_token(second) == sent_to
    revoke_token(sent_to)
    for token in (first, second, "", ".", f"{sent_to.pk}.", f"{sent_to.pk}.-", "x.y", "9" * 40):
        assert watch_of_token(token) is None
        assert put(client, f"/bibliographies/{token or 0}/", bib(3)).status_code == 401
    assert not WatchContent.objects.exists()


def test_a_token_is_good_for_its_own_kind_alone(client, sent_to):
    token = give_secret(sent_to)
    Watch.objects.update(kind="path", place="/srv/mine.bib")
    assert put(client, f"/bibliographies/{token}/", bib(3)).status_code == 401


def test_nothing_but_put_is_taken_and_put_is_taken_nowhere_else(client, sent_to, settings):
    token = give_secret(sent_to)
    address = f"/bibliographies/{token}/"
    for method in (client.get, client.post, client.head, client.delete, client.patch):
        assert method(address).status_code == 405
    for other in ("/", "/papers/", "/admin/", "/nothing/", "/admin/papers/watch/"):
        assert client.put(other).status_code == 405
        assert client.put(other, headers={"Authorization": f"Bearer {token}"}).status_code == 405


def test_a_file_is_measured_before_it_is_read(client, sent_to, settings):
    settings.PAPERS_WATCHED_BYTES = 1_000_000
    address = f"/bibliographies/{give_secret(sent_to)}/"
    assert put(client, address, "%" * 1_000_001).status_code == 413
    assert put(client, address, bib(1), CONTENT_LENGTH="").status_code == 411
    assert put(client, address, bib(1), CONTENT_LENGTH="9" * 30).status_code == 413
    assert put(client, address, bib(1), CONTENT_LENGTH="-1").status_code == 411
    assert put(client, address, b"", CONTENT_LENGTH="0").status_code == 422
    assert put(client, address, "<html>").status_code == 422
    assert put(client, address, bib(1), headers={"Content-Encoding": "gzip"}).status_code == 415
    assert not WatchContent.objects.exists()


def test_less_than_was_said_is_nothing(client, sent_to):
    address = f"/bibliographies/{give_secret(sent_to)}/"
    cut = {"wsgi.input": BytesIO(bib(1).encode()), "CONTENT_LENGTH": "5000"}
    assert put(client, address, bib(1), **cut).status_code == 400
    assert not WatchContent.objects.exists()


def test_guessing_is_slow(client, sent_to, settings):
    settings.BLOG_RATE_LIMITS = settings.BLOG_RATE_LIMITS | {"upload": ((3, 600), (300, 60))}
    statuses = [put(client, "/bibliographies/1.x/", bib(1)).status_code for _n in range(4)]
    assert statuses == [401, 401, 401, 429]
