"""Every row of the specification of imports ("What should happen, feature by feature") as a reader
of the imported post sees it. `ROWS` names the tests of each row; a row without one fails."""

import ast
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from blog.models import OldAddress, Post
from tests.blog.transfer.source_files import ROOT, write

SPECIFICATION = ROOT.parent / "shared/import.md"
HERE = "test_imported_rows.py"
IMPORTS = "test_post_import.py"
ROWS = {
    "front matter": [(HERE, "test_headers_of_every_kind"), (HERE, "test_a_header_with_a_mistake")],
    "encoding": [(HERE, "test_encodings")],
    "title": [(HERE, "test_titles")],
    "date": [
        (HERE, "test_dates"),
        ("../posts/test_post_dates.py", "test_publication_date_looks_in_order"),
    ],
    "slug, old URL": [(HERE, "test_old_addresses")],
    "tags": [(HERE, "test_tags"), (IMPORTS, "test_a_tag_that_is_a_doi_is_a_citation")],
    "authors": [(HERE, "test_authors")],
    "published/draft/visible/hidden": [(HERE, "test_states")],
    "description, excerpt, `<!--more-->`": [(HERE, "test_summaries")],
    "comments, share": [(HERE, "test_comments_and_sharing")],
    "Liquid": [(HERE, "test_liquid")],
    "kramdown": [(HERE, "test_kramdown")],
    "hashtag lines": [(HERE, "test_hashtag_lines")],
    "math": [(HERE, "test_mathematics")],
    "raw HTML": [(HERE, "test_raw_html")],
    "images": [
        (IMPORTS, "test_images_come_along_and_again_nothing_changes"),
        (IMPORTS, "test_linked_files_and_every_source_of_a_picture_come_along"),
    ],
    "links": [
        (IMPORTS, "test_links_between_posts_lead_to_their_new_addresses_in_any_order"),
        (HERE, "test_a_link_that_is_none"),
    ],
    "citations": [
        ("../rewriting/test_citations.py", "test_every_form_becomes_pandocs_outside_code"),
        (IMPORTS, "test_cited_works_come_from_the_posts_bibliography"),
    ],
    "cited works": [
        (IMPORTS, "test_cited_works_come_from_the_posts_bibliography"),
        (IMPORTS, "test_no_work_is_doubled_and_a_taken_key_stays_with_its_paper"),
    ],
    "idempotence": [
        (IMPORTS, "test_again_changes_nothing_and_a_changed_file_changes_its_post"),
        (
            "test_post_import_again.py",
            "test_an_edit_made_here_is_kept_and_said_until_it_is_given_up",
        ),
    ],
    "report": [(IMPORTS, "test_refused_files_are_named_and_the_others_come_in")],
}


def titles(text: str) -> list[str]:
    table = text.partition("## What should happen")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \|", table, re.MULTILINE)
    return [row for row in rows if row not in {"feature", "---"}]


def test_every_row_has_a_test() -> None:
    there = SPECIFICATION.read_text() if SPECIFICATION.exists() else ""
    assert titles(there) in ([], list(ROWS))
    for file, name in (test for tests in ROWS.values() for test in tests):
        tree = ast.parse((Path(__file__).parent / file).read_text())
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def imported(folder, *posts, **options):
    """The posts by name, and what the report said."""
    files = {f"_posts/2024-01-0{n}-p{n}.md": text for n, text in enumerate(posts, start=1)}
    err = StringIO()
    path = str(write(folder, files))
    call_command("import_posts", path, stdout=StringIO(), stderr=err, **options)
    return list(Post.objects.order_by("import_path")), err.getvalue()


def one(folder, header, body="Text.", **options):
    posts, report = imported(folder, f"---\n{header}\n---\n{body}\n", **options)
    return posts[0], report


def test_headers_of_every_kind(db, tmp_path):
    headers = ["---\ntitle: A\n---\n", '+++\ntitle = "B"\n+++\n', "Title: C\nDate: 2024-01-02\n\n"]
    headers += ['{"title": "D"}\n\n', "---\ntitle: E\ntags:\n\t- a\n---\n"]
    posts, report = imported(tmp_path, *(header + "Text." for header in headers))
    assert [post.title for post in posts] == list("ABCDE")
    assert "tabs in the header were read as blanks" in report
    assert "the key “title” stands twice" in one(tmp_path / "x", "title: A\ntitle: F")[1]


def test_a_header_with_a_mistake(db, tmp_path):
    post, report = one(tmp_path, "title: [A\ndate: 2024-01-02")
    assert (post.state, post.source.strip()) == ("draft", "Text.")
    assert "p1.md:" in report
    assert "could not be read" in report


def test_encodings(db, tmp_path):
    texts = [b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\ne\xcc\x81\x07 \xe2\x80\x8d x", b"caf\xe9"]
    posts, report = imported(tmp_path, *texts)
    assert [post.source.strip() for post in posts] == ["é \u200d x", "café"]
    assert "cp1252" in report or "1252" in report


def test_titles(db, tmp_path):
    texts = [
        "---\ntitle: A &amp; *b*\n---\nText.",
        "# First *one*\n\nText.",
        "---\ntitle: ''\n---\nx",
    ]
    posts, report = imported(tmp_path, *texts)
    assert [post.title for post in posts] == ["A & *b*", "First one", "P3"]
    assert "First" not in posts[1].source
    assert "p3.md" in report


def test_dates(db, tmp_path):
    headers = ["date: 2023-05-06 10:00:00 +0200", "title: b", "date: 3-4-2019"]
    texts = [f"---\n{header}\n---\nText." for header in headers]
    write(tmp_path, {"_config.yml": "timezone: Asia/Seoul\n"})
    posts, report = imported(tmp_path, *texts, date_order="dmy")
    assert [post.published_at.isoformat()[:16] for post in posts] == [
        *("2023-05-06T08:00", "2024-01-01T15:00", "2019-04-02T15:00")
    ]
    assert "the header says 2023-05-06, the file name 2024-01-01" in report


def test_old_addresses(client, db, tmp_path):
    write(tmp_path, {"_config.yml": "permalink: /:year/:title/\n"})
    header = "aliases: [/a/]\nredirect_from: /b/\nblogger-link: https://x.blogspot.com/c.html"
    imported(tmp_path, f"---\n{header}\n---\nText.", "---\npermalink: /own/\n---\nText.")
    assert set(OldAddress.objects.values_list("path", "post__slug")) == {
        *(("/2024/p1/", "p1"), ("/a/", "p1"), ("/b/", "p1"), ("/c.html", "p1"), ("/own/", "p2"))
    }
    assert client.get("/c.html").url == "/posts/p1/"


def test_tags(db, tmp_path):
    headers = ["tags: [A, a, '#b', ' ', doi:10.1/x]", "tags: a, b", "tags: a b", "tags:"]
    headers += ["categories: [c]\ntags: [a]"]
    posts, report = imported(tmp_path, *(f"---\n{header}\n---\nText." for header in headers))
    names = [list(post.tags.names()) for post in posts]
    assert names == [["A", "b"], ["A", "b"], ["A", "b"], [], ["A", "c"]]
    assert "p1.md" in report


def test_authors(db, tmp_path):
    header = """authors:
- '<a href="https://a.example">Ada L.</a>*'
- name: Bob $^*$
  affiliation: Somewhere
  orcid: 0000-0002-1825-0097"""
    post, _ = one(tmp_path, header)
    facts = [(author.name, author.website, author.affiliation, author.orcid)
             for author in post.authors.order_by("bylines__position")]  # fmt: skip
    assert facts == [("Ada L.", "https://a.example", "", None),
                     ("Bob", "", "Somewhere", "0000-0002-1825-0097")]  # fmt: skip


def test_states(db, tmp_path):
    headers = ["published: false", "draft: true", "visible: false", "hidden: true"]
    posts, _ = imported(tmp_path, *(f"---\n{header}\n---\nText." for header in headers))
    assert [(post.state, post.is_unlisted) for post in posts] == [
        *[("draft", False)] * 3, ("published", True)
    ]  # fmt: skip


def test_summaries(db, tmp_path):
    texts = ["---\ndescription: ' '\n---\nText.", "---\nexcerpt: Short\n---\nText."]
    posts, _ = imported(tmp_path, *texts, "One.\n<!--more-->\nTwo.")
    assert [post.summary for post in posts] == ["", "Short", "One."]
    assert [post.description for post in posts] == ["Text.", "Short", "One."]


def test_comments_and_sharing(db, tmp_path):
    post, _ = one(tmp_path, 'comments: false\nshare: "true"')
    assert (post.commenting, post.allow_sharing) == ("read-only", True)


def test_liquid(db, tmp_path):
    body = (
        "[a]({{ site.baseurl }}/x) [b]({{ '/y' | relative_url }}) {% unknown tag %}\n"
        "{% assign who = 'Ada' %}{{ who }} `{{ kept }}`\n\n"
        "{% highlight python %}\nx = 1\n{% endhighlight %}\n\n{% raw %}{{ z }}{% endraw %}\n"
    )
    post, report = one(tmp_path, "title: A", body)
    for part in ('href="/x"', 'href="/y"', "{% unknown tag %}", "Ada", "{{ kept }}", "{{ z }}"):
        assert part in post.body_html
    assert "highlight" not in post.text
    assert "p1.md:4: " in report
    assert "unknown" in report


def test_kramdown(db, tmp_path):
    body = (
        "# Über uns\n\n* toc\n{:toc}\n\nText.\n{: .c #i}\n\n$$x$$ inline[^1]\n\n"
        "| a | b |\n| c | d |\n\n[^1]: Note.\n"
    )
    post, _ = one(tmp_path, "title: A", body)
    assert "{:" not in post.body_html
    for part in ('id="über-uns"', 'class="c"', "<math", "Note.", "<td>a</td>"):
        assert part in post.body_html


def test_hashtag_lines(db, tmp_path):
    post, _ = one(tmp_path, "tags: [a]", "Text.\n\n#Deep #Learning\n\n`#no`\n")
    assert "<h1" not in post.body_html
    assert list(post.tags.names()) == ["a"]
    post, _ = one(
        tmp_path, "tags: [a]", "Text.\n\n#Deep #Learning\n\n```\n#no\n```\n", hashtags="tags"
    )
    assert list(post.tags.names()) == ["a", "Deep", "Learning"]


def test_mathematics(db, tmp_path):
    body = r"""$a_b * c_d$ and \(e\) for $5 and 6.

$$f \\ g$$

\[h\]
"""
    post, _ = one(tmp_path, "title: A", body)
    assert post.body_html.count("<math") == 4
    assert "$5 and 6" in post.body_html
    assert "<em>" not in post.body_html


def test_raw_html(db, tmp_path):
    body = (
        '<div markdown="1">*em*</div>\n\n<p onclick="x()">p</p><script>bad()</script>\n\n'
        '<iframe src="https://www.youtube.com/embed/x"></iframe>\n'
    )
    post, report = one(tmp_path, "title: A", body)
    assert "<em>em</em>" in post.body_html
    assert "youtube" in post.body_html
    assert "script" not in post.body_html
    assert "onclick" not in post.body_html
    assert "script" in report


@pytest.mark.parametrize("address", ["http://[::1", "https://[x]/y", "//[", "http://a:b:c/"])
def test_a_link_that_is_none(db, tmp_path, address):
    assert one(tmp_path, "title: A", f"[a](<{address}>) Text.")[0].source.strip().endswith("Text.")
