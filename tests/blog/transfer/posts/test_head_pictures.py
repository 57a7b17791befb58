"""Pictures that a header names stand over the text where their system showed them there."""

import pytest

from blog.models import Post
from tests.blog.transfer.source_files import read, write
from tests.support.cases import import_site

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'


def body_with(folder, header: str, *files: str, body: str = "Words.", name: str = "a.md") -> str:
    write(folder, dict.fromkeys(files, SVG))
    return read(folder, f"---\ntitle: T\n{header}\n---\n{body}\n", f"_posts/2024-01-02-{name}").body


@pytest.mark.parametrize(
    ("header", "file", "address"),
    [
        ("cover: {image: /a.svg, alt: A}", "a.svg", "![A](</a.svg>)"),
        ("cover: /a.svg", "a.svg", "![](</a.svg>)"),
        ("cover:\n  image: img/a b.svg", "img/a b.svg", "![](<img/a%20b.svg>)"),
        ("header:\n  overlay_image: /a.svg\n  caption: 'A [b]'", "a.svg", r"![A \[b\]](</a.svg>)"),
        ("image: {feature: a.svg}", "images/a.svg", "![](</images/a.svg>)"),
        ("featuredImage: /a.svg", "a.svg", "![](</a.svg>)"),
        ("featured-image: https://x.example/a.svg", "b.svg", "![](<https://x.example/a.svg>)"),
    ],
)
def test_what_stood_over_the_text_stands_there(tmp_path, header, file, address):
    assert body_with(tmp_path, header, file) == f"{address}\n\nWords.\n"


@pytest.mark.parametrize(
    "header",
    [
        "cover: {image: /a.svg, hidden: true}",
        "cover: {image: /a.svg, hiddenInSingle: true}",
        "cover: /gone.svg",
        "cover: ../../secret.svg",
        "cover: true",
        "header: [1, 2]",
        "image: /a.svg",
        "thumbnail: /a.svg",
        "header: {teaser: /a.svg}",
    ],
)
def test_what_did_not_does_not(tmp_path, header):
    write(tmp_path, {"../secret.svg": SVG})
    assert body_with(tmp_path, header, "a.svg") == "Words.\n"


def test_a_picture_that_the_text_shows_stands_once(tmp_path):
    body = "![A](/a.svg)\n"
    assert body_with(tmp_path, "cover: /a.svg", "a.svg", body=body).strip() == body.strip()


def test_a_post_in_html_has_it_in_html(tmp_path):
    header = "cover: {image: /a.svg, alt: '<A & \"b\">'}"
    body = body_with(tmp_path, header, "a.svg", body="<p>x</p>", name="a.html")
    alt = "&lt;A &amp; &quot;b&quot;&gt;"
    assert body == f'<figure><img src="/a.svg" alt="{alt}"></figure>\n\n<p>x</p>\n'


def test_lines_of_the_text_are_still_those_of_the_file(tmp_path):
    write(tmp_path, {"a.svg": SVG})
    post = read(tmp_path, "---\ntitle: T\ncover: /a.svg\n---\nWords.\n")
    assert post.body.split("\n")[5 - post.body_line] == "Words."


@pytest.mark.django_db
def test_pictures_for_lists_alone_are_counted(tmp_path):
    text = "---\ntitle: {0}\ndate: 2024-01-02\n{1}\n---\nWords.\n"
    files = {
        "_config.yml": "title: J\n",
        "_posts/2024-01-02-a.md": text.format("A", "thumbnail: /t.svg"),
        "_posts/2024-01-02-b.md": text.format("B", "image: {path: /t.svg}"),
        "_posts/2024-01-02-c.md": text.format("C", "cover: /t.svg\nimage: /t.svg"),
        "t.svg": SVG,
    }
    said = import_site(tmp_path, files)
    assert "2 were left out, the first is _posts/2024-01-02-a.md: /t.svg" in said
    assert '<img src="/media/images/' in Post.objects.get(title="C").body_html
    assert "<img" not in Post.objects.get(title="A").body_html
