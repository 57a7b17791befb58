import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from blog.text.size_limits import MAX_POST
from blog.transfer.posts.post_file import read_post
from blog.transfer.sites.file_discovery import find_posts
from blog.transfer.source.import_values import Found, Refused, SourceAuthor, SourceSite
from tests.blog.transfer.source_files import header, messages, read, write

WHOLE = """---
title: "A &amp; B"
date: 2024-01-02 03:04:05 +0100
tags: [AI, ai, "#Deep Learning", doi:10.1000/X]
category: Notes
description: "  <b>Short</b> "
lang: en_us
license: CC BY 4.0
canonical_url: https://journal.example/x
series: [One, Two]
author: {name: Ada, url: https://a.example}
comments: "false"
share: yes
hidden: true
redirect_from: /old/
bibliography: [x.bib, y.bib]
doi: https://doi.org/10.5438/J4XV
---

# H

text
"""


def test_read_post_reads_every_field(tmp_path: Path) -> None:
    post = read(tmp_path, WHOLE)
    when = datetime(2024, 1, 2, 2, 4, 5, tzinfo=UTC)
    expected = {
        "path": "_posts/2024-01-02-x.md",
        "title": "A & B",
        "slug": "x",
        "published_at": when,
        "date": when,
        "tags": ("AI", "Deep Learning"),
        "categories": ("Notes",),
        "summary": "Short",
        "language": "en-US",
        "license": "CC BY 4.0",
        "canonical_url": "https://journal.example/x",
        "series": "One",
        "doi": "10.5438/j4xv",
        "authors": (SourceAuthor("Ada", "https://a.example"),),
        "allow_comments": False,
        "allow_sharing": True,
        "is_unlisted": True,
        "old_paths": ("/notes/2024/01/02/x.html", "/old/"),
        "body": "# H\n\ntext\n",
        "body_line": 20,
        "is_html": False,
        "bibliography": ("x.bib", "y.bib"),
        "identifiers": ("doi:10.1000/x",),
    }
    assert {name: getattr(post, name) for name in expected} == expected
    assert [(note.line, note.message) for note in post.notes] == [(4, "“ai” was taken for “AI”")]


def test_read_post_says_nothing_where_nothing_is_said(tmp_path: Path) -> None:
    post = header(tmp_path, "title: A")
    assert (post.allow_comments, post.allow_sharing, post.is_unlisted) == (None, None, False)
    assert (post.summary, post.language, post.license, post.series) == ("", "", "", "")
    assert (post.authors, post.tags, post.identifiers, post.notes) == ((), (), (), ())


def test_read_post_drops_the_heading_that_is_the_title(tmp_path: Path) -> None:
    post = read(tmp_path, "---\ndate: 2024-01-02\n---\n\n# The *title*\n\ntext\n")
    assert (post.title, post.body, post.body_line) == ("The title", "text\n", 7)


def test_read_post_imports_a_header_with_a_mistake_as_a_draft(tmp_path: Path) -> None:
    post = header(tmp_path, "title: A\ndescription: b: c")
    assert (post.title, post.body, post.published_at) == ("A", "body\n", None)
    assert post.notes[0].line == 3
    assert post.notes[0].message.startswith("the header could not be read (mapping values")


def test_read_post_reads_files_without_header(tmp_path: Path) -> None:
    post = read(tmp_path, "# T\n\ntext", "x.md")
    assert (post.title, post.body, post.body_line) == ("T", "text", 3)


@pytest.mark.parametrize(
    ("system", "expected"), [("jekyll", ("a", "b")), ("", ("a", "b")), ("quarto", ("a b",))]
)
def test_read_post_splits_at_blanks_only_where_jekyll_does(
    tmp_path: Path, system: str, expected: tuple[str, ...]
) -> None:
    file = write(tmp_path, {"x.md": "---\ntags: a b\ncategory: c d\n---\nb"}) / "x.md"
    post = read_post(Found(file, "x.md", SourceSite(tmp_path, system)))
    assert (post.tags, post.categories) == (expected, ("c d",))


def test_read_post_reads_zolas_taxonomies(tmp_path: Path) -> None:
    text = '+++\ntitle = "A"\n[taxonomies]\ntags = ["a", "b"]\ncategories = ["c"]\n+++\nb'
    post = read(tmp_path, text)
    assert (post.tags, post.categories) == (("a", "b"), ("c",))


def test_read_post_reads_pelicans_lines(tmp_path: Path) -> None:
    post = read(tmp_path, "Title: A: B\nDate: 2024-01-02 10:20\nTags: x y, z\n\ntext", "a.md")
    assert (post.title, post.tags, post.body) == ("A: B", ("x y", "z"), "text")


def test_read_post_reads_middlemans_readmore(tmp_path: Path) -> None:
    post = header(tmp_path, "title: A", "source/a.html.md")
    assert not post.is_html and post.slug == "a"
    post = read(tmp_path, "---\ntitle: A\n---\nOne. READMORE Two.", "source/a.html.md")
    assert (post.summary, post.body) == ("One.", "One. Two.")


def test_read_post_takes_defaults_and_language_from_its_site(tmp_path: Path) -> None:
    config = "lang: de\ndefaults: [{scope: {path: ''}, values: {comments: false, author: Ada}}]"
    write(tmp_path, {"_config.yml": config, "_posts/a.md": "---\nauthor: Bob\n---\nb"})
    (found,) = find_posts([tmp_path])
    post = read_post(found)
    assert (post.language, post.allow_comments) == ("de", False)
    assert [author.name for author in post.authors] == ["Bob"]


def test_read_post_knows_its_own_site_from_another(tmp_path: Path) -> None:
    site = SourceSite(tmp_path, "jekyll", url="https://www.a.example")
    file = write(tmp_path, {"a.md": "---\ncanonical_url: https://a.example/b/\n---\nx"}) / "a.md"
    post = read_post(Found(file, "a.md", site))
    assert (post.canonical_url, post.old_paths) == ("", ("/b/",))


def test_read_post_remarks_on_odd_values(tmp_path: Path) -> None:
    post = header(tmp_path, "title: A\nlang: English\ncomments: maybe\ncanonical_url: nowhere")
    assert (post.language, post.allow_comments, post.canonical_url) == ("", None, "")
    assert sorted(note.line or 0 for note in post.notes) == [3, 4, 5]


def test_read_post_digest_changes_with_file_and_settings(tmp_path: Path) -> None:
    file = write(tmp_path, {"a.md": "x"}) / "a.md"
    found = Found(file, "a.md", SourceSite(tmp_path))
    first = read_post(found).digest
    assert read_post(found).digest == first
    assert (
        read_post(replace(found, site=SourceSite(tmp_path, timezone="Asia/Seoul"))).digest != first
    )
    file.write_text("y")
    assert read_post(found).digest != first


def test_read_post_refuses_what_is_no_post(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    write(tmp_path, {"empty.md": " \n", "big.md": b"x" * (MAX_POST + 1), "dir.md/x": ""})
    reasons = {}
    for name in ("pipe.md", "empty.md", "big.md", "dir.md", "gone.md", "nul\0.md"):
        with pytest.raises(Refused) as caught:
            read_post(Found(tmp_path / name, name, SourceSite(tmp_path)))
        reasons[name] = str(caught.value)
    assert reasons == {
        "pipe.md": "pipe.md: it is no ordinary file",
        "empty.md": "empty.md: the file is empty",
        "big.md": "big.md: it is bigger than 4 MB",
        "dir.md": "dir.md: it is no ordinary file",
        "gone.md": "gone.md: it cannot be read: No such file or directory",
        "nul\0.md": "nul\0.md: it cannot be read: its name is impossible",
    }


def test_messages_name_an_encoding(tmp_path: Path) -> None:
    post = read(tmp_path, b"---\ntitle: caf\xe9\n---\nb")
    assert post.title == "café"
    assert messages(post) == ["not UTF-8 (line 2): read as Windows-1252, check its accents"]


def test_read_post_takes_what_the_folders_above_say(tmp_path: Path) -> None:
    files = {
        "_quarto.yml": "website: {title: A}\n",
        "posts/_metadata.yml": "license: MIT\nlang: de",
    }
    files |= {"posts/x/_metadata.yml": "lang: fr", "posts/x/index.qmd": "---\ntitle: X\n---\nx"}
    (found,) = find_posts([write(tmp_path, files)])
    post = read_post(found)
    assert (post.license, post.language) == ("MIT", "fr")
    write(tmp_path, {"posts/_metadata.yml": "license: CC0\na: ["})
    again = read_post(found)
    assert (again.license, again.language, again.digest == post.digest) == ("", "fr", False)
    assert "_metadata.yml of its folder: line 2" in messages(again)[0]
