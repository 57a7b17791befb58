"""What readers saw can be opened where a correction or an editor says so; a draft never."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from blog.markup import MarkupError
from blog.models import EarlierVersion, Post
from blog.models.earlier_versions import LONGEST_WORDS
from blog.posts import earlier_versions, version_rendering
from blog.posts.earlier_versions import show_version
from blog.posts.revisions import Saving
from blog.posts.saving_posts import save_post
from blog.posts.telling_corrections import tell_correction, withdraw_correction
from blog.posts.version_rendering import render_missing_versions
from tests.guards.test_hidden_works import hidden_paper
from tests.support.factories import LONG_AGO, make_author, make_paper, make_post

pytestmark = pytest.mark.django_db
LIST = "/posts/tools/versions/"


def saved(post: Post, note: str = "", **values) -> Post:
    for name, value in values.items():
        setattr(post, name, value)
    return save_post(post, saving=Saving(note=note))


def texts(post: Post) -> list[str]:
    return list(post.earlier_versions.order_by("version").values_list("source", flat=True))


def test_a_reader_opens_and_cites_what_a_correction_ended(client, do_jobs):
    make_paper("Networks", key="curie1903", author="Curie")
    post = make_post(
        slug="tools",
        title="Tools",
        source="Of 1912 [@curie1903].",
        authors=[make_author(name="A B")],
    )
    saved(post, source="Of 1912 [@curie1903], see.")
    saved(post, "private words", title="On tools", source="Of 2012, see.")
    assert client.get(LIST).status_code == 404
    corrected = post.revisions.first()
    tell_correction(corrected, "Not 1912.", is_change_shown=False)
    assert client.get(LIST).status_code == 404
    told = tell_correction(corrected, "Not 1912.", is_change_shown=True)
    do_jobs()
    assert f'href="{LIST}"' in client.get(post.get_absolute_url()).content.decode()
    listed = client.get(LIST).content.decode()
    (row,) = EarlierVersion.objects.published()
    assert [key for key, _html in row.references] == ["curie1903"]
    assert "Not 1912." in listed and "private words" not in listed
    assert listed.count(f'"{LIST}') == 1 and f'{LIST}{row.version}/"' in listed
    page = client.get(f"{LIST}{row.version}/").content.decode()
    assert "This is an earlier version" in page and "Of 1912" in page and "Curie" in page
    assert 'content="noindex"' in page and '<link rel="canonical" href="http' in page
    assert '/posts/tools/">' in page.split('rel="canonical"')[1].split("\n")[0]
    assert "<b>2012</b>" in page and "private words" not in page
    cite = page.split('id="cite-this"')[1]
    assert f"{LIST}{row.version}/" in cite and str(row.begun_at.year) in cite
    assert "title = {Tools}" in cite
    first = post.earlier_versions.last()
    assert client.get(f"{LIST}{first.version}/").status_code == 404
    show_version(first, is_public=True, words="As it first stood.")
    saved(post, source="Of 2012, see it.")
    do_jobs()
    assert "As it first stood." in client.get(LIST).content.decode()
    page = client.get(f"{LIST}{first.version}/").content.decode()
    assert "<b>, see</b>" in page.split('id="difference"')[1]
    assert "<b> it</b>" in client.get(f"{LIST}{row.version}/").content.decode()
    saved(post, published_at=None)
    assert client.get(LIST).status_code == client.get(f"{LIST}{row.version}/").status_code == 404
    saved(post, published_at=LONG_AGO)
    withdraw_correction(told)
    assert client.get(f"{LIST}{row.version}/").status_code == 404


def test_what_no_reader_saw_is_no_version(settings):
    later = timezone.now() + timedelta(days=1)
    post = make_post(source="Draft.", published_at=None)
    saved(post, source="Draft two.")
    saved(post, source="Scheduled.", published_at=later)
    saved(post, source="Draft three.", published_at=None)
    saved(post, published_at=LONG_AGO)  # with a date of before all this
    assert texts(post) == []
    saved(post, source="Public two.", slug="moved")
    saved(post, summary="Readers of the text see no other one.")
    assert texts(post) == ["Draft three."]  # which stood there, as it was published unchanged
    saved(post, published_at=None)
    saved(post, source="Draft four.")
    saved(post, source="Public three.", published_at=LONG_AGO)
    assert texts(post) == ["Draft three.", "Public two."]
    assert not EarlierVersion.objects.published().exists()


def test_versions_nobody_may_open_are_few(monkeypatch):
    monkeypatch.setattr(earlier_versions, "MOST_KEPT", 2)
    post = make_post(source="0")
    for number in range(1, 3):
        saved(post, source=str(number))
    show_version(post.earlier_versions.last(), is_public=True)
    for number in range(3, 6):
        saved(post, source=str(number))
    assert texts(post) == ["0", "3", "4"]


def test_what_an_import_brought_is_rendered_without_what_drafts_cite(client):
    hidden_paper()
    row = make_post(slug="tools", source="Words.").earlier_versions.create(
        version=1, ended_by=2, title="T", source="See [@unseen] *there* <script>alert(1)</script>",
        begun_at=LONG_AGO, ended_at=LONG_AGO, is_public=True,
    )  # fmt: skip
    assert "being made" in client.get(f"{LIST}1/").content.decode()
    render_missing_versions()
    row.refresh_from_db()
    assert "<em>there</em>" in row.body_html and "<script" not in row.body_html
    assert "Unseen" not in row.body_html + json.dumps(row.references)
    assert row.compared_with == 1


def test_versions_that_cannot_be_rendered_are_not_in_the_way(monkeypatch):
    """One that was refused is tried again after a week, and behind those that were not tried."""
    monkeypatch.setattr(version_rendering, "AT_ONCE", 1)
    post = make_post(source="Words.")
    bad, good = (
        post.earlier_versions.create(
            version=number,
            ended_by=3,
            title="T",
            source=source,
            begun_at=LONG_AGO,
            ended_at=LONG_AGO,
            is_public=True,
        )
        for number, source in ((1, "bad"), (2, "good"))
    )
    tried, render = [], version_rendering.render_source

    def render_most(source: str, *args, **named):
        tried.append(source)
        if source == "bad":
            raise MarkupError("Too much of it.")
        return render(source, *args, **named)

    monkeypatch.setattr(version_rendering, "render_source", render_most)
    for _hour in range(3):
        render_missing_versions()
    assert tried == ["bad", "good"]
    EarlierVersion.objects.filter(pk=bad.pk).update(refused_at=LONG_AGO)
    EarlierVersion.objects.filter(pk=good.pk).update(body_html="")
    for _hour in range(3):
        render_missing_versions()
    assert tried == ["bad", "good", "good", "bad"]


def test_an_editor_lets_readers_open_a_version_and_takes_it_back(admin_client, client):
    post = make_post(slug="tools", source="Before.")
    saved(post, source="After.")
    old = post.revisions.last()
    page = f"/admin/blog/post/{post.pk}/revisions/{old.pk}/"
    assert "Readers saw this one" in admin_client.get(page).content.decode()
    admin_client.post(page, {"version_words": "First <b>.", "version_open": "on"})
    assert "First &lt;b&gt;." in client.get(LIST).content.decode()
    longest = "x" * LONGEST_WORDS
    answer = admin_client.post(page, {"version_words": f"{longest}y", "version_open": "on"})
    html = answer.content.decode()
    assert f"at most {LONGEST_WORDS} characters; these have {LONGEST_WORDS + 1}" in html
    assert f'value="{longest}y"' in html and 'name="version_open" checked' in html  # as typed
    assert "First &lt;b&gt;." in client.get(LIST).content.decode()
    admin_client.post(page, {"version_words": longest, "version_open": "on"})
    assert longest in client.get(LIST).content.decode()
    admin_client.post(page, {"version_words": ""})
    assert client.get(LIST).status_code == 404
    newest = f"/admin/blog/post/{post.pk}/revisions/{post.revisions.first().pk}/"
    admin_client.post(newest, {"version_words": "", "version_open": "on"})
    assert client.get(LIST).status_code == 404
