"""What an import takes over of a site besides its posts' texts."""

from pathlib import Path

import pytest

from tests.support.cases import (
    CASES,
    body,
    import_case,
    import_from,
    import_site,
    named,
    page,
    post_text,
    words,
    write,
)

pytestmark = pytest.mark.django_db
JEKYLL = {"_config.yml": "title: J\nurl: https://j.example.org\n"}
HUGO = {"hugo.toml": 'title="H"\nbaseURL="https://h.example.org/"\n'}
QUARTO = {"_quarto.yml": "project:\n  type: website\n"}
PICTURE = (CASES / "a11-myst-figures-and-links/site/posts/pic.png").read_bytes()


def drafts(admin_client) -> list[str]:
    """The posts that the admin lists."""
    rows = named(page(admin_client, "/admin/blog/post/"), "th")
    return [words(one) for one in rows if one.get("class") == "field-title"]


def test_pages_of_a_site_are_no_posts(admin_client):
    said = import_case("a10-site-pages-as-posts")
    assert drafts(admin_client) == ["A post"]
    assert "about.qmd" in said and "README.Rmd" in said


@pytest.mark.parametrize(
    ("site", "post", "other"),
    [
        (QUARTO, "posts/p/index.qmd", "blog.qmd"),
        (QUARTO, "posts/p/index.qmd", "posts/README.md"),
        (HUGO, "content/posts/p.md", "content/about.md"),
        (HUGO, "content/posts/p.md", "content/about/index.md"),
        ({"pelicanconf.py": "SITENAME = 'P'\n"}, "content/p.md", "content/pages/about.md"),
        ({"myst.yml": "version: 1\nproject:\n  title: M\n"}, "posts/p.md", "about.md"),
    ],
)
def test_page_of_a_system_is_no_post(
    admin_client, tmp_path: Path, site: dict[str, str], post: str, other: str
):
    dated = post_text("Words.", title="A post", date="2024-05-21")
    said = import_site(tmp_path, site | {post: dated, other: post_text("I write.", title="Other")})
    assert drafts(admin_client) == ["A post"]
    assert other in said


def test_page_that_is_asked_for_by_name_is_imported(admin_client, tmp_path: Path):
    write(tmp_path, QUARTO | {"about.qmd": post_text("I write.", title="About me")})
    import_from(tmp_path / "about.qmd")
    assert drafts(admin_client) == ["About me"]


def test_old_comments_come_or_their_loss_is_told(client):
    said = import_case("d01-old-comments")
    thread = words(page(client, "/posts/talk/"))
    is_there = all(one in thread for one in ("Cara", "I was here first.", "3 June 2024"))
    assert is_there or "1 comment" in said


@pytest.mark.parametrize(
    "name", ["_data/comments/{}/entry{}.yml", "_data/comments/{}/entry{}.json"]
)
def test_old_comments_are_counted(client, tmp_path: Path, name: str):
    files = {
        name.format(slug, number): '{"name": "Cara", "message": "Old words.", "date": "2024-06-03"}'
        for slug, number in [("talk", 1), ("talk", 2), ("gone", 3)]
    }
    said = import_site(tmp_path, JEKYLL | files | {"_posts/2024-06-02-talk.md": post_text("W.")})
    is_there = words(page(client, "/posts/talk/")).count("Old words.") == 2
    assert ("1 comment" in said and is_there) or "3 comments" in said


def test_old_comments_come_once(client, tmp_path: Path):
    import_case("d01-old-comments")
    said = import_case("d01-old-comments")
    count = words(page(client, "/posts/talk/")).count("I was here first.")
    assert count == 1 or "1 comment" in said


def test_decomposed_file_names_are_found(client):
    said = import_case("g02-nfd-file-names")
    sources = [one.get("src") for one in named(body(client, "nfd"), "img")]
    assert len(sources) == 2
    assert [one for one in sources if not one.startswith("/media/")] == []
    pictures = [client.get(one) for one in sources]
    assert [one.getvalue()[:4] for one in pictures] == [b"\x89PNG"] * 2
    assert "not there" not in said


NFC, NFD = "caf\u00e9", "cafe\u0301"


@pytest.mark.parametrize(
    ("file", "address"),
    [
        (f"assets/{NFD}.png", f"![A](/assets/{NFC}.png)"),
        (f"assets/{NFC}.png", f"![A](/assets/{NFD}.png)"),
        (f"{NFD}/a.png", f"![A](/{NFC}/a.png)"),
        (f"assets/{NFD}.png", "![A](/assets/caf%C3%A9.png)"),
        (f"assets/{NFD}.png", f'{{% include figure.liquid path="assets/{NFC}.png" %}}'),
        (f"assets/{NFD}.png", f'<img src="/assets/{NFC}.png" alt="">'),
    ],
)
def test_file_names_are_compared_composed(client, tmp_path: Path, file: str, address: str):
    picture = tmp_path / "site" / file
    picture.parent.mkdir(parents=True)
    picture.write_bytes(PICTURE)
    import_site(tmp_path, JEKYLL | {"_posts/2024-05-29-nfd.md": post_text(address)})
    (image,) = named(body(client, "nfd"), "img")
    assert image.get("src").startswith("/media/")


def test_bibliography_of_a_decomposed_name_is_found(client, tmp_path: Path):
    bib = "@article{a, author={Abe, A}, title={T}, journal={J}, year=2020}"
    text = post_text("See [@a].", bibliography=f"{NFC}.bib")
    import_site(tmp_path, JEKYLL | {f"{NFD}.bib": bib, "_posts/2024-05-29-nfd.md": text})
    assert words(body(client, "nfd")) == "See (Abe, 2020)."
