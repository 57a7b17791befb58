"""A made export of Ghost: what is for all, what only members saw, and where posts stood."""

import json
from pathlib import Path

import pytest

from blog.models import OldAddress, Page, Post
from tests.support.cases import import_from

pytestmark = pytest.mark.django_db
USERS = [{"id": "u", "name": "Ada L.", "slug": "ada", "website": "https://ada.example/"}]
TAGS = [
    {"id": "t", "name": "Maps", "slug": "maps", "visibility": "public"},
    {"id": "i", "name": "#Note", "slug": "hash-note", "visibility": "internal"},
    {"id": "h", "name": "Hidden", "slug": "hidden", "visibility": "internal"},
]


def post(slug: str, **stated) -> dict:
    row = {"id": slug, "uuid": f"uuid-{slug}", "title": slug.title(), "slug": slug, "type": "post"}
    row |= {"status": "published", "visibility": "public", "author_id": "u"}
    return row | {"published_at": "2024-03-05T23:30:00.000Z", "html": f"<p>{slug}</p>"} | stated


def imported(folder: Path, *posts: dict, files: dict[str, str] | None = None, **tables) -> str:
    settings = [{"key": "timezone", "value": "Asia/Seoul"}, {"key": "title", "value": "G"}]
    data = {"posts": list(posts), "users": USERS, "tags": TAGS, "settings": settings, **tables}
    for name, text in (files or {}).items():
        (folder / name).write_text(text)
    file = folder / "ghost.json"
    file.write_text(json.dumps({"db": [{"data": data}]}))
    return import_from(file, take_site=True)


def source_of(slug: str) -> str:
    return Post.objects.get(slug=slug).source


def test_what_was_not_for_all_is_never_open(tmp_path: Path):
    gate = '<!--kg-gated-block:begin nonMember:{} memberSegment:"status:free" -->{}'
    end = "<!--kg-gated-block:end-->"
    html = (
        f"<p>Open</p>{gate.format('false', '<p>Secret</p>')}{end}<p>Also</p>"
        f"{gate.format('true', '<p>Visitors</p>')}{end}{gate.format('false', '<p>Unended secret')}"
    )
    said = imported(
        tmp_path,
        post("open", html=html),
        post("paid", visibility="paid", html="<p>Free part</p><!--members-only--><p>Rest</p>"),
        post("tiers", visibility="tiers"),
        post("letter", status="sent"),
        post("mail", posts_meta={}),
        post("page", type="page", visibility="members"),
        posts_meta=[{"post_id": "mail", "email_only": True}],
    )
    shown = Post.objects.exclude(published_at=None)
    assert [one.slug for one in shown] == ["open"]
    source = source_of("open")
    assert "ecret" not in source and "Also" in source and "Visitors" in source
    assert "parts that only members saw were left out" in said
    assert said.count("only members could read it: imported as a draft") == 3
    assert said.count("it was sent as a letter alone: imported as a draft") == 2
    assert Page.objects.get(title="Page").is_draft


def lexical(*nodes: dict) -> str:
    return json.dumps({"root": {"type": "root", "children": list(nodes)}})


def text(words: str, bits: int = 0) -> dict:
    return {"type": "extended-text", "text": words, "format": bits}


def test_a_lexical_document_without_html_comes_in(tmp_path: Path):
    document = lexical(
        {"type": "paragraph", "children": [text("a < b "), text("bold", 3), {"type": "linebreak"},
         {"type": "link", "url": "__GHOST_URL__/two/", "children": [text("two", 16)]}]},
        {"type": "extended-heading", "tag": "h3", "children": [text("Head")]},
        {"type": "list", "listType": "number",
         "children": [{"type": "listitem", "children": [text("one")]}]},
        {"type": "callout", "calloutText": "Mind", "calloutEmoji": "!"},
        {"type": "html", "html": "<p>For members</p>",
         "visibility": {"web": {"nonMember": False, "memberSegment": "status:free"}}},
        {"type": "email", "html": "<p>Hi</p>"},
        {"type": "strange"},
    )  # fmt: skip
    said = imported(tmp_path, post("one", html=None, lexical=document), post("two"))
    assert source_of("one").split("\n\n") == [
        "<p>a &lt; b <em><strong>bold</strong></em><br>"
        '<a href="/posts/two/"><code>two</code></a></p>',
        "<h3>Head</h3>",
        "<ol><li>one</li></ol>",
        '<div class="admonition note" role="note"><p>! Mind</p></div>',
    ]
    assert "cards that no page here can have were left out: email, strange" in said
    assert "parts that only members saw were left out" in said


def test_markdown_stays_markdown_in_both_documents(tmp_path: Path):
    card = {"type": "markdown", "markdown": "*a* and $x^2$"}
    alone = lexical(card, {"type": "paragraph", "children": []})
    mixed = lexical({"type": "paragraph", "children": [text("*no*")]}, card)
    imported(
        tmp_path,
        post("alone", html="<p>made of it</p>", lexical=alone),
        post("mixed", html="", lexical=mixed),
    )
    assert source_of("alone") == "*a* and $x^2$"
    assert source_of("mixed") == "<p>*no*</p>\n\n*a* and $x^2$"
    shown = Post.objects.get(slug="mixed").body_html
    assert "<p>*no*</p>" in shown and "<em>a</em>" in shown


def test_a_mobiledoc_without_html_comes_in(tmp_path: Path):
    document = {
        "version": "0.3.1",
        "atoms": [["soft-return", "", {}]],
        "cards": [["image", {"src": "__GHOST_URL__/content/images/a.png", "alt": "a"}], ["hr", {}]],
        "markups": [["a", ["href", "https://e.example/?a&b"]], ["em"], ["script"]],
        "sections": [
            [1, "h2", [[0, [], 0, "Head"]]],
            [1, "p", [[0, [1], 0, "i "], [0, [0], 2, "link"], [1, [], 0, 0], [0, [2], 1, "<s>"]]],
            [3, "ul", [[[0, [], 0, "one"]], [[0, [], 0, "two"]]]],
            *([10, 0], [10, 1], [10, 99], [2, "/b.png"], [7], "x"),
        ],
    }
    imported(tmp_path, post("one", html=None, mobiledoc=json.dumps(document)))
    assert source_of("one").split("\n\n") == [
        "<h2>Head</h2>",
        '<p><em>i <a href="https://e.example/?a&amp;b">link</a></em><br><span>&lt;s&gt;</span></p>',
        "<ul><li>one</li><li>two</li></ul>",
        '<figure><img src="/content/images/a.png" alt="a"></figure>',
        "<hr>",
        '<p><img src="/b.png" alt=""></p>',
    ]


def test_tags_authors_and_pictures(tmp_path: Path):
    html = (
        '<img src="__GHOST_URL__/content/images/size/w600/2024/a.png" alt="a" '
        'srcset="__GHOST_URL__/content/images/size/w600/2024/a.png 600w" sizes="1px">'
    )
    said = imported(
        tmp_path,
        post("one", html=html, feature_image="__GHOST_URL__/content/images/f.png",
             codeinjection_head="<script>x</script>"),
        posts_tags=[{"post_id": "one", "tag_id": key} for key in ("i", "t", "h")],
        posts_meta=[
            {"post_id": "one", "feature_image_alt": "F", "feature_image_caption": "<i>C</i>"}
        ],
    )  # fmt: skip
    one = Post.objects.get()
    assert [tag.name for tag in one.tags.all()] == ["Maps"]
    assert [(author.name, author.website) for author in one.authors.all()] == [
        ("Ada L.", "https://ada.example/")
    ]
    assert '<img src="/content/images/2024/a.png" alt="a">' in one.source
    assert one.source.startswith(
        '<figure><img src="/content/images/f.png" alt="F">'
        "<figcaption><i>C</i></figcaption></figure>"
    )
    assert "scripts and styles of its own (code injection) were left out" in said


def test_routes_and_redirects_beside_the_export(tmp_path: Path):
    routes = (
        "collections:\n  /maps/:\n    permalink: /maps/{year}/{month}/{day}/{slug}/\n"
        "    filter: tag:maps+featured:false\n  /:\n    permalink: /{primary_tag}/{slug}/\n"
        "taxonomies:\n  tag: /on/{slug}/\n"
    )
    redirects = [
        {"from": "^\\/former\\/?$", "to": "/maps/2024/03/06/one/"},
        {"from": "/older", "to": "https://g.example/maps/2024/03/06/one"},
        {"from": "^/a/(.*)$", "to": "/b/$1"},
    ]
    said = imported(
        tmp_path,
        post("one"),
        post("two", type="page"),
        post("three"),
        files={"routes.yaml": routes, "redirects.json": json.dumps(redirects)},
        posts_tags=[{"post_id": "one", "tag_id": "t"}],
    )
    assert set(OldAddress.objects.filter(post__slug="one").values_list("path", flat=True)) == {
        "/maps/2024/03/06/one/",
        "/former/",
        "/older",
    }
    assert OldAddress.objects.filter(post__slug="three", path="/all/three/").exists()
    assert Page.objects.get().address == "two"
    assert OldAddress.objects.filter(path="/on/maps/", tag__slug="maps").exists()
    assert "1 redirects are patterns, or lead nowhere, and were left out" in said


def test_ghost_before_1_wrote_milliseconds(tmp_path: Path):
    imported(tmp_path, post("old", published_at=1_500_000_000_000), post("none", published_at=True))
    assert Post.objects.get(slug="old").published_at.isoformat() == "2017-07-14T02:40:00+00:00"
    assert Post.objects.get(slug="none").published_at is None


def test_a_page_takes_no_address_of_a_list(tmp_path: Path):
    imported(tmp_path, post("about", type="page", uuid="4"), post("one"))
    assert Page.objects.get().address == "about"
    assert not OldAddress.objects.filter(path__startswith="/page/").exists()
