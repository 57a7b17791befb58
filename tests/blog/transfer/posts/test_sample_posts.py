"""Odd and hostile files (ours, CC0, in tests/data/transfer), real posts, and any bytes at all."""

import contextlib
import json
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from blog.transfer.posts.post_file import read_post
from blog.transfer.sites.file_discovery import find_posts
from blog.transfer.source.import_values import Found, Refused, SourcePost, SourceSite
from tests.blog.transfer.source_files import SAMPLES, SHARED, header, read, shared_posts, write

pytestmark = pytest.mark.slow

PERMALINK = "/:year-:month-:day/:slug/"
"""With what the reference renderings of the corpora were made."""


def sample(name: str) -> SourcePost:
    (found,) = find_posts([SAMPLES / name])
    return read_post(found)


def test_samples_are_imported_rightly() -> None:
    odd = sample("tags-typed.md")
    assert (odd.title, odd.tags) == ("404", ("2020", "yes", "12:30:45", "1e3", "a: b"))
    assert sample("tags-dup-case.md").tags == ("AI", "Deep Learning", "deep-learning")
    assert sample("latin1.md").title == "café"
    assert sample("huge-int.md").title == "X"
    closed = sample("comments-no.md")
    assert (closed.allow_comments, closed.allow_sharing, closed.published_at) == (False, True, None)
    gap = sample("date-dst-gap.md").published_at
    assert gap and gap.isoformat() == "2024-03-31T02:30:00+00:00"
    markup = sample("title-markup.md").title
    assert markup == "<script>alert(1)</script> *x* {{ 7*7 }} {% include x %}"


def test_a_time_in_the_gap_is_the_later_one_in_its_zone() -> None:
    (found,) = find_posts([SAMPLES / "date-dst-gap.md"], timezone="Europe/Berlin")
    post = read_post(found)
    assert post.published_at and post.published_at.isoformat() == "2024-03-31T01:30:00+00:00"
    assert "does not exist in Europe/Berlin" in post.notes[0].message


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("empty.md", "transfer/empty.md: the file is empty"),
        ("unclosed.md", "transfer/unclosed.md:1: the header that --- opens never ends"),
        ("python-tag.md", "transfer/python-tag.md:2: the tag tag:yaml.org,2002:python/object/"),
    ],
)
def test_samples_are_refused_with_path_line_and_reason(name: str, place: str) -> None:
    with pytest.raises(Refused) as caught:
        sample(name)
    assert str(caught.value).startswith(place)


@pytest.mark.parametrize(
    "text",
    [
        "---\na: " + "[" * 30_000 + "\n---\n",
        "---\ndescription: '" + "<!--" * 15_000 + "'\n---\n",
        "---\nauthor: {name: '" + "a." * 25_000 + "@'}\n---\n",
        "---\npermalink: '" + ":a_" * 20_000 + "'\ndate: 2024-01-02\n---\n",
        "+++\n" + ".".join("a" * 7000) + " = 1\n+++\n",
        "# " + "*a " * 1_000_000,
        "# \n" * 1_000_000,
        "<!--\n" * 800_000,
        "{%" * 9000 + "<!--more-->",
        "a" + "\u0316\u0301" * 600_000,
    ],
    ids=["deep", "comments", "mail", "pattern", "dots", "stars", "hashes", "open", "liquid", "nfc"],
)
def test_hostile_files_take_no_time(tmp_path: Path, text: str) -> None:
    start = process_time()
    with contextlib.suppress(Refused):
        assert read(tmp_path, text).title
    assert process_time() - start < 5


def test_hostile_html_takes_no_time(tmp_path: Path) -> None:
    start = process_time()
    assert read(tmp_path, "<h1>" * 1_000_000, "_posts/2024-01-02-x.html").title == "X"
    assert process_time() - start < 5


PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "---\n",
                "+++\n",
                "...\n",
                "{",
                "}",
                '"',
                "title",
                ": ",
                "=",
                "\n",
                "\t",
                "- ",
                "[",
                "]",
            ),
            *(
                "date",
                "2024-02-30",
                "3-4-2019",
                "tags",
                "#a",
                ",",
                "&a ",
                "*a",
                "!!",
                "%",
                "|\n",
                "# ",
            ),
            *(
                "author",
                "permalink",
                ":year",
                "/",
                "..",
                "slug",
                "draft",
                "true",
                "null",
                "\r",
                "\0",
            ),
            *(
                "doi:10.1/x",
                "é",
                "学",
                "🎉",
                "\ufeff",
                "\u2028",
                "<h1>",
                "<!--more-->",
                "READMORE",
                "\\x",
            ),
        ]
    ),
    max_size=40,
).map("".join)
ANYTHING = st.one_of(
    st.binary(max_size=300),
    PIECES.map(str.encode),
    PIECES.map(lambda text: f"---\n{text}\n---\n{text}".encode()),
    PIECES.map(lambda text: f"+++\n{text}\n+++\n{text}".encode()),
    st.text(max_size=60).map(lambda t: f"---\ntitle: {t}\ntags: {t}\ndate: {t}\n---\n".encode()),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("anything")


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=ANYTHING, name=st.sampled_from(["x.md", "_posts/2024-01-02-y.html", "a/index.html.md"]))
@example(b'---\ntitle: "\\ud800"\n---\nx', "x.md")
@example(b"---\ndate: 9999-12-31 23:59 -1200\n---\nx", "x.md")
@example(b"\xff\xfe\x00", "x.md")
def test_any_bytes_give_a_post_or_a_reason(folder: Path, data: bytes, name: str) -> None:
    file = write(folder, {name: data}) / name
    try:
        post = read_post(Found(file, name, SourceSite(folder, "jekyll", timezone="Europe/Berlin")))
    except Refused:
        return
    assert post.title and post.slug and post.body_line >= 1
    assert all(path.startswith("/") and not path.startswith("//") for path in post.old_paths)
    assert not post.published_at or post.published_at.utcoffset().total_seconds() == 0  # type: ignore[union-attr]
    whole = "".join([post.title, post.slug, post.body, post.summary, *post.tags, *post.old_paths])
    assert whole.encode() is not None and "\0" not in whole and "\r" not in whole


def test_every_visible_post_is_read() -> None:
    posts = [read_post(found) for found in shared_posts("corpora/posts")]
    assert len(posts) in {0, 54}
    assert all(post.title and post.published_at and post.body for post in posts)


def test_hostile_files_are_read_or_refused() -> None:
    for found in shared_posts("inputs/jekyll"):
        start = process_time()
        with contextlib.suppress(Refused):
            assert read_post(found).body
        assert process_time() - start < 5


def references() -> list[tuple[SourcePost, dict[str, object]]]:
    pairs = []
    for file in sorted(SHARED.glob("corpora/reference/*/meta.json")):
        posts = {}
        for found in shared_posts(f"corpora/posts/{file.parent.name}"):
            site = replace(found.site, permalink=PERMALINK)
            posts[found.path] = read_post(replace(found, site=site))
        pairs += [(posts[row["path"]], row) for row in json.loads(file.read_text())]
    return pairs


def test_metadata_is_that_of_jekyll() -> None:
    for post, row in references():
        assert post.date and post.date.strftime("%Y-%m-%dT%H:%M:%S+0000") == row["date"]
        assert list(post.tags) == list(dict.fromkeys(row["tags"]))  # type: ignore[call-overload]
        assert list(post.categories) == row["categories"]
        assert (post.published_at is None) == row["draft"]
        assert post.old_paths[0] == row["url"]
        assert post.slug == str(row["url"]).strip("/").split("/")[-1]


def test_titles_are_those_of_jekyll_but_for_entities_and_blank_ones() -> None:
    differing = [(post.title, row["title"]) for post, row in references()
                 if post.title != row["title"]]  # fmt: skip
    assert all(theirs == "" or "&#" in str(theirs) for _, theirs in differing)
    assert len(differing) in {0, 3}


def test_the_seed_is_read_as_its_author_meant_it(tmp_path: Path) -> None:
    post = header(
        tmp_path,
        'layout: post\ntitle: "PyTorch research papers and publications"\ndescription: " "\n'
        "date: 2023-09-14\ntags: [PyTorchResearch, Publications, PyTorchResearch, Publications, "
        "PyTorch, ResearchPapers]\ncomments: true\nshare: true",
        "_posts/2023-09-14-pytorch-research-papers-and-publications.md",
    )
    assert post.title == "PyTorch research papers and publications"
    assert post.tags == ("PyTorchResearch", "Publications", "PyTorch", "ResearchPapers")
    assert post.published_at and post.published_at.isoformat() == "2023-09-14T00:00:00+00:00"
    assert (post.summary, post.allow_comments, post.allow_sharing) == ("", True, True)
    assert post.notes == ()
