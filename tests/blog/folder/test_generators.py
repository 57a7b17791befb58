"""Each program builds its folder, and whatever it is for, a text is read back to the letter."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from blog.folder.folder_watch import FolderWatch
from blog.folder.generators import GENERATORS, HUGO, QUARTO, Generator
from blog.folder.kept_folder import FolderRefusedError
from blog.folder.site_export import export_site
from blog.folder.site_import import import_site
from blog.folder.site_update import update_site
from blog.folder.text_files import read_text_file, write_text_file
from blog.models import OldAddress, Page, Post
from tests.support.emptied_database import empty_database
from tests.support.factories import make_author, make_page, make_paper, make_post, set_site

PIECES = (
    *("{{< x >}}", "{{<", ">}}", "{{% a %}}", "{{</* b */>}}", '{{% braces "<" %}}', "{", "}"),
    *('{{< figure src="a" >}}', "{{< pagebreak now >}}", "{{{< x >}}}", "@key", "@foo", "[@foo]"),
    *("&#64;", "&#064;", "\n", "\n\n", "---", "***", "****", "`", "```", "````{=html}", "    "),
    *("\\", "$", "x", "_", "*", "[", "]", "\\(", "\\)", "&#91;", "é", "\r\n"),
)
TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join)
SENT = TEXT.map(lambda text: re.sub("[\0\ud800-\udfff]", "", text))
FIRST = "Some words.\n\nAs in [@curie1903, p. 3] and @doi:10.1234/x; @nobody asked.\n\n"
NASTY = '"x": [y] # {{ z }} {% raw %} \\u0041 \u2028 <b>&amp;</b> \U0001f600 --- \\ $a_b$ @foo *x*'
SHORTCODES = """{{< unknown a="b" >}} {{< open

```
{{< figure src="x" >}} {{% a %}}
```

{{< figure src="/media/x.png" alt="A" >}}

---
title: b
---

`{{< youtube id >}}`
"""


@pytest.fixture
def root(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "site"


def file_name(generator: Generator, is_html: bool) -> str:
    return generator.file_name(generator.posts, "a", "2024-01-02", is_html)


@pytest.mark.parametrize("generator", GENERATORS.values(), ids=GENERATORS)
@pytest.mark.parametrize("is_html", [False, True])
@given(SENT, SENT)
def test_a_text_is_read_as_it_was_written(
    generator: Generator, is_html: bool, title: str, text: str
):
    values = {
        "layout": "post",
        "title": title,
        "description": title,
        "permalink": "/posts/%C3%A9/",
        "redirect_from": ["/old", "/", "/new/"],
        "authors": ["Ada"],
        "tags": ["a: b"],
    }
    written = write_text_file(values, text, generator, is_html, {"key"})
    found = read_text_file(file_name(generator, is_html), written.encode(), generator)
    assert (found.text, found.is_html) == (text, is_html)
    assert found.present_digest == found.digest
    for key in ("title", "description", "redirect_from", "authors", "tags"):
        assert found.values[key] == values[key]


@pytest.mark.parametrize("generator", GENERATORS.values(), ids=GENERATORS)
def test_a_header_is_yaml_for_each_program(generator: Generator):
    header = write_text_file({"title": NASTY}, "", generator).split("---\n")[1]
    title = yaml.safe_load(header)["title"]
    assert title == NASTY or generator is QUARTO


def make_site() -> None:
    make_paper("On radium", key="curie1903", identifiers=[("doi", "10.1234/x")])
    writer = make_author(name="Ada Lovelace")
    post = make_post(
        title=NASTY,
        slug="nasty",
        source=FIRST + SHORTCODES,
        summary=NASTY,
        tags=["C++", "a: b"],
        authors=[writer],
    )
    for path in ("/2020/01/02/nasty.html", "/", "/?p=12", "/a:b/", "/x y/"):
        OldAddress.objects.create(path=path, post=post)
    make_post(title="html", source="<p>As <em>said</em></p>", is_html=True, is_unlisted=True)
    make_post(title="草稿", slug="学习", source="a\r\n\r\nb", style="nature")
    make_post(title="draft", published_at=None, source="geheimnis")
    page = make_page(title="About: us", address="people/alumni", source="Words. [@curie1903]")
    set_site(
        name='A "site" \\ #1',
        time_zone="Asia/Tokyo",
        navigation="Us /people/alumni/\nPapers /papers/\nWeb https://example.org/",
        home_page=page,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("generator", [HUGO, QUARTO], ids=["hugo", "quarto"])
def test_an_edited_folder_is_an_update(root: Path, generator: Generator):
    make_site()
    export_site(root, wanted=generator)
    assert update_site(root).summary == "0 new, 0 changed, 0 not taken."
    folder = root / generator.posts
    file = next(one for one in folder.rglob("*") if "Some words." in read(one))
    file.write_text(file.read_text().replace("Some words.", "Other {{< words >}}."))
    new = root / file_name(generator, is_html=False)
    new.parent.mkdir(exist_ok=True)
    new.write_text(
        "---\ntitle: New \\_one\ndate: 2024-02-03\naliases: [/was/here/]\n---\n\nText &#64;x.\n"
    )
    done = update_site(root)
    assert (len(done.changed), len(done.added), done.refused) == (1, 1, {})
    assert Post.objects.get(slug="nasty").source.startswith("Other {{< words >}}.")
    post = Post.objects.get(old_addresses__path="/was/here/")
    is_quarto = generator is QUARTO
    assert post.title == ("New _one" if is_quarto else "New \\_one")
    assert post.source == ("Text @x." if is_quarto else "Text &#64;x.")
    assert post.slug == "a"
    watched = FolderWatch(root)
    assert watched.look().summary == "0 new, 0 changed, 0 not taken."
    file.write_text(file.read_text().replace("Other ", "Third "))
    assert watched.look() is None
    assert len(watched.look().changed) == 1


def read(file: Path) -> str:
    return file.read_text() if file.is_file() else ""


@pytest.mark.django_db
@pytest.mark.parametrize("generator", [HUGO, QUARTO], ids=["hugo", "quarto"])
def test_a_draft_that_is_moved_stays_one_until_its_key_goes(root: Path, generator: Generator):
    make_post(title="Draft", published_at=None, source="A")
    export_site(root, wanted=generator)
    (file,) = (one for one in (root / "private" / generator.drafts).rglob("*.*") if one.is_file())
    assert "draft: true\n" in file.read_text()
    moved = root / generator.posts / "2024-02-03-draft" / "index.md"
    moved.parent.mkdir(parents=True)
    file.rename(moved)
    assert update_site(root).changed == []
    assert Post.objects.get().published_at is None
    moved.write_text(moved.read_text().replace("draft: true\n", ""))
    assert len(update_site(root).changed) == 1
    assert Post.objects.get().published_at.isoformat() == "2024-02-03T00:00:00+00:00"


@pytest.mark.django_db
def test_the_same_texts_go_from_one_program_to_another(root: Path):
    make_site()
    sources = dict(Post.objects.values_list("slug", "source"))
    for number, generator in enumerate([HUGO, QUARTO, HUGO]):
        folder = root.with_name(f"site{number}")
        export_site(folder, wanted=generator)
        empty_database()
        assert import_site(folder) == []
    assert dict(Post.objects.values_list("slug", "source")) == sources
    assert Page.objects.get().address == "people/alumni"
    assert OldAddress.objects.filter(post__slug="nasty").count() == 5
    assert Post.objects.get(slug="html").is_html


@pytest.mark.django_db
def test_a_folder_stays_for_its_program(root: Path):
    make_post()
    call_command("export_site", str(root), "--hugo")
    call_command("export_site", str(root))
    assert json.loads((root / "export.json").read_text())["generator"] == "hugo"
    with pytest.raises(CommandError, match="was exported for Hugo"):
        call_command("export_site", str(root), "--quarto")
    told = json.loads((root / "export.json").read_text())
    (root / "export.json").write_text(json.dumps(told | {"generator": "gatsby"}))
    with pytest.raises(FolderRefusedError, match=r"'gatsby'.*jekyll, hugo, quarto"):
        update_site(root)


def test_html_of_quarto_that_lost_its_fences_is_refused():
    data = b"---\ntitle: a\nis_html: true\n---\n\n<p>a</p>\n"
    with pytest.raises(FolderRefusedError, match=r"posts/a/index\.qmd: is_html"):
        read_text_file("posts/a/index.qmd", data, QUARTO)


@pytest.mark.hugo
@pytest.mark.django_db
@pytest.mark.parametrize("address", ["https://example.org", "https://example.org/blog"])
def test_hugo_builds_it(root: Path, tmp_path: Path, settings, address: str):
    make_site()
    settings.SITE_URL, settings.SITE_PATH = address, address.removeprefix("https://example.org")
    export_site(root, wanted=HUGO)
    built = tmp_path / "built"
    command = [shutil.which("hugo"), "--source", str(root), "--destination", str(built)]
    done = subprocess.run(
        [*command, "--panicOnWarning"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not re.search("error|warn", done.stdout + done.stderr, re.IGNORECASE)
    pages = {file.relative_to(built).as_posix(): file.read_text() for file in built.rglob("*.html")}
    assert {"posts/html/index.html", "posts/学习/index.html", "2020/01/02/nasty.html"} <= set(pages)
    page = pages["posts/nasty/index.html"]
    for shown in ("{{&lt; unknown", "{{% a %}}", "<code>{{&lt; youtube id &gt;}}</code>"):
        assert shown in page
    assert re.search(r'<figure><img src="[^"]*/media/x\.png"\s+alt="A"', page)
    assert "<dt>[@curie1903]</dt><dd>Curie, M. (1903). On radium." in page
    assert "<h1>About: us</h1>" in pages["people/alumni/index.html"]
    home = pages["index.html"]
    assert "Words. [@curie1903]" in home and 'href="https://example.org/"' in home
    assert "/papers/" not in home  # which the folder has not
    assert "html</a>" not in home  # it is unlisted
    assert not any("geheimnis" in text for text in pages.values())


@pytest.mark.pandoc
@pytest.mark.django_db
def test_pandoc_reads_what_quarto_is_to_build(root: Path):
    make_site()
    export_site(root, wanted=QUARTO)
    told = yaml.safe_load((root / "_quarto.yml").read_text())
    assert told["website"]["title"] == 'A "site" \\ #1'
    menu = [(one["text"], one["href"]) for one in told["website"]["navbar"]["left"]]
    assert menu == [("Us", "pages/people.alumni/index.qmd"), ("Web", "https://example.org/")]
    pages = {}
    for file in [*root.glob("p*/*/index.qmd"), *root.glob("unlisted/*/index.qmd")]:
        style = f"{'../' * 2}{told['csl']}"
        command = ["pandoc", "-s", "--citeproc", "--csl", style, "-f", told["from"], "--mathml"]
        done = subprocess.run(
            [*command, file.name], capture_output=True, text=True, cwd=file.parent, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), file
        pages[file.parent.name] = done.stdout
    page = pages["nasty"]
    words = " ".join(re.sub("<[^>]*>", "", page).split())
    assert "As in (Curie, 1903, p. 3) and Curie (1903); @nobody asked." in words
    assert '<h2 id="title-b">title: b</h2>' in page
    assert "<p>As <em>said</em></p>" in pages["html"]
    header = yaml.safe_load((root / "posts/学习/index.qmd").read_text().split("---\n")[1])
    assert header["csl"] == "../../styles/nature.csl"
    assert (root / "posts/学习" / header["csl"]).is_file()
    assert header["engine"] == "markdown"  # no text of a blog is run
