"""A site of several languages: each text comes in with its own language and address."""

import base64
from pathlib import Path

import pytest

from blog.models import Page, Post
from tests.support.cases import import_from, import_site, post_text

pytestmark = pytest.mark.django_db
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
BY_NAME = "[languages.en]\nweight = 1\n[languages.de]\nweight = 2\n"
BY_FOLDER = (
    "[languages.en]\nweight = 1\ncontentDir = 'content/en'\n"
    "[languages.de]\nweight = 2\ncontentDir = 'content/de'\n"
)


def text(words: str, **header: str) -> str:
    return post_text(words, date="2024-01-02", **header)


def rows() -> dict[str, tuple[str, str]]:
    return {post.slug: (post.language, post.source.strip()) for post in Post.objects.all()}


def test_translations_have_their_own_language_address_and_links(client, tmp_path: Path):
    files = {
        "hugo.toml": BY_NAME,
        "content/posts/a.md": text('English, [b]({{< ref "b" >}}), [de](/de/posts/a/)'),
        "content/posts/a.de.md": text('Deutsch, [b]({{< ref "b" >}}), [c](b.md)'),
        "content/posts/b.md": text('[B]({{< relref path="a" lang="de" >}})', slug="b"),
        "content/posts/b.de.md": text("B", slug="b"),
        "content/posts/allein.de.md": text("Nur deutsch"),
        "content/about.md": "---\ntitle: About\n---\nMe",
        "content/about.de.md": "---\ntitle: Über mich\n---\nIch",
    }
    import_site(tmp_path, files, take_site=True)
    assert rows() == {
        "a": ("en", "English, [b](/posts/b/), [de](/posts/a-de/)"),
        "a-de": ("de", "Deutsch, [b](/posts/b-de/), [c](/posts/b-de/)"),
        "b": ("en", "[B](/posts/a-de/)"),
        "b-de": ("de", "B"),
        "allein": ("de", "Nur deutsch"),
    }
    assert client.get("/de/posts/a/").url == "/posts/a-de/"
    assert client.get("/de/posts/allein/").url == "/posts/allein/"
    assert client.get("/posts/a/").status_code == 200
    assert client.get("/de/").url == client.get("/de/posts/").url == "/"
    pages = dict(Page.objects.values_list("address", "language"))
    assert pages == {"about": "en", "de/about": "de"}
    again = import_from(tmp_path / "site", take_site=True)
    assert "0 added, 0 changed, 5 unchanged" in again
    assert len(rows()) == 5


def test_languages_in_folders_share_what_stands_beside_one(client, tmp_path: Path):
    picture = tmp_path / "site/content/en/posts/a/p.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(PNG)
    (picture.parent / "q.de.png").write_bytes(PNG)
    files = {
        "hugo.toml": BY_FOLDER + "[languages.fr]\ndisabled = true\ncontentDir = 'content/fr'\n",
        "content/en/posts/a/index.md": text("![p](p.png)"),
        "content/de/posts/a/index.md": text("![p](p.png) ![q](q.png)"),
        "content/fr/posts/secret.md": text("Non"),
    }
    said = import_site(tmp_path, files)
    assert "not kept" not in said
    assert rows()["a-de"][1].count("](/media/images/") == 2
    assert client.get("/de/posts/a/").url == "/posts/a-de/"
    assert not Post.objects.get(slug="secret").published_at


def test_zolas_translations(client, tmp_path: Path):
    files = {
        "config.toml": "base_url = 'https://z.example'\ndefault_language = 'fr'\n[languages.en]\n",
        "content/blog/_index.md": "+++\ntitle = 'Blog'\n+++\n",
        "content/blog/2024-05-06-mot.md": "+++\ntitle = 'Mot'\n+++\n"
        "[en](@/blog/2024-05-06-mot.en.md)",
        "content/blog/2024-05-06-mot.en.md": "+++\ntitle = 'Word'\n+++\nA word",
    }
    import_site(tmp_path, files)
    assert rows() == {"mot": ("fr", "[en](/posts/mot-en/)"), "mot-en": ("en", "A word")}
    assert client.get("/blog/mot/").url == "/posts/mot/"
    assert client.get("/en/blog/mot/").url == "/posts/mot-en/"


def test_what_hugo_never_showed_is_not_shown(tmp_path: Path):
    files = {
        "hugo.toml": "title = 'x'",
        "content/posts/a.md": text("A", headless="true"),
        "content/posts/b.md": text("B", build="{render: never}"),
        "content/posts/c.md": text("C", expiryDate="2024-02-02"),
        "content/posts/d.md": text("D", expiryDate="2999-02-02", build="{list: never}"),
        "content/posts/e/index.md": text("E"),
        "content/posts/e/part.md": text("Part"),
    }
    said = import_site(tmp_path, files)
    assert "it was shown until 2024-02-02" in said
    assert "part.md: it belongs to the text of its folder and had no address: left out" in said
    shown = Post.objects.exclude(published_at=None)
    assert dict(shown.values_list("slug", "is_unlisted")) == {"d": True, "e": False}
    assert Post.objects.count() == 5
