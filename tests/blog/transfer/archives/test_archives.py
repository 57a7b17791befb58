import io
import json
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from blog.models import Comment, OldAddress, Page, Post, Site, current_site
from blog.transfer.archives.export_files import archive_reader
from blog.transfer.archives.wordpress_text import read_wordpress_text
from blog.transfer.archives.xml_elements import read_elements
from blog.transfer.rewriting.html_as_markdown import html_as_markdown
from blog.transfer.source.import_values import Refused
from tests.blog.transfer.source_files import write
from tests.support.factories import make_comment

ARCHIVES = Path(__file__).parents[3] / "data" / "transfer" / "archives"


def run(*paths, **options) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_posts", *paths, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_a_wordpress_export_comes_in_whole():
    out, err = run(ARCHIVES / "wordpress.xml", take_site=True)
    assert "3 added" in out
    post = Post.objects.get(slug="why-sqrt-d")
    assert post.title == "Why √d & not d"
    assert post.published_at.isoformat() == "2021-03-04T20:00:00+00:00"
    assert {tag.name for tag in post.tags.all()} == {"Deep learning", "Methods"}
    assert [str(author) for author in post.authors.all()] == ["Ana Pérez"]
    assert "<p>First line<br>" in post.body_html
    assert "<msqrt>" in post.body_html
    assert 'href="/posts/second/"' in post.body_html
    assert 'src="/media/images/' in post.body_html
    assert "<figcaption>One dot</figcaption>" in post.body_html
    assert 'class="language-python">if a &lt; b:\n\n    print(a)</code>' in post.body_html
    assert '<figure class="wp-block-gallery">' in post.body_html
    assert "[gallery" not in post.body_html
    assert "the export has not what its galleries show as number 10" in err
    assert OldAddress.objects.get(path="/blog/2021/03/why-sqrt-d/").post == post
    draft = Post.objects.get(slug="not-ready")
    assert draft.published_at is None
    assert not OldAddress.objects.filter(post=draft).exists()
    second = Post.objects.get(slug="second")
    assert second.summary == "What it is about"
    assert "wp:" not in second.body_html
    assert Site.objects.get().name == "Field notes"
    page = Page.objects.get(title="About me")
    assert page.address == "about-me"
    assert "<p>I count cells.</p>" in page.body_html


FEATURED = """<item><title>Shown</title><link>https://fieldnotes.example/blog/shown/</link>
<wp:post_id>901</wp:post_id><wp:post_name>shown</wp:post_name><wp:status>publish</wp:status>
<wp:post_type>post</wp:post_type><wp:post_date_gmt>2021-05-04 20:00:00</wp:post_date_gmt>
<content:encoded><![CDATA[Text{more}]]></content:encoded>
<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>902</wp:meta_value></wp:postmeta>
</item><item><title>dot</title><wp:post_id>902</wp:post_id><wp:status>inherit</wp:status>
<wp:post_type>attachment</wp:post_type>
<wp:attachment_url>https://elsewhere.example/uploads/a&amp;dot.png</wp:attachment_url></item>"""


@pytest.mark.django_db
@pytest.mark.parametrize(("more", "count"), [("", 1), ('<img src="/u/a&amp;dot.png" alt="">', 0)])
def test_the_featured_image_of_wordpress_stands_over_the_text(tmp_path, more, count):
    text = (ARCHIVES / "wordpress.xml").read_text()
    file = tmp_path / "wordpress.xml"
    file.write_text(text.replace("</channel>", FEATURED.format(more=more) + "</channel>"))
    run(file)
    source = Post.objects.get(slug="shown").source
    assert source.count("https://elsewhere.example/uploads/a&amp;dot.png") == count
    assert source.index("uploads") < source.index("Text") if count else "Text" in source


@pytest.mark.django_db
def test_comments_come_with_their_threads_once():
    run(ARCHIVES / "wordpress.xml")
    run(ARCHIVES / "wordpress.xml")
    ben, ana, waiting = Comment.objects.order_by("created_at")
    assert ana.parent == ben
    assert ben.thread_id == ana.thread_id == ben.pk
    assert ben.created_at.isoformat() == "2021-03-05T10:00:00+00:00"
    assert "I <em>agree</em> &amp; thank <a href=" in ben.body_html
    assert "Two * stars" in ben.body_html
    assert (waiting.state, ben.state) == ("pending", "published")
    assert (ben.email, ben.website) == ("ben@example.org", "https://ben.example.org")


@pytest.mark.django_db
def test_what_was_decided_here_stays():
    run(ARCHIVES / "wordpress.xml")
    Comment.objects.filter(name="Waiting").update(state="spam")
    own = make_comment(Post.objects.get(slug="why-sqrt-d"))
    run(ARCHIVES / "wordpress.xml")
    assert Comment.objects.get(name="Waiting").state == "spam"
    assert Comment.objects.filter(pk=own.pk).exists()
    assert Comment.objects.count() == 4


@pytest.mark.django_db
def test_a_trial_stores_no_comment():
    run(ARCHIVES / "wordpress.xml", dry_run=True)
    assert not Comment.objects.exists()


@pytest.mark.django_db
def test_a_ghost_export_comes_in_whole():
    run(ARCHIVES / "ghost.json")
    trees = Post.objects.get(slug="trees")
    assert trees.title == "Trees & forests"
    assert trees.summary == "A short word"
    assert [tag.name for tag in trees.tags.all()] == ["Ecology"]
    assert [str(author) for author in trees.authors.all()] == ["Ana Pérez", "Ben Bo"]
    assert 'href="/posts/markdown-one/"' in trees.body_html
    markdown = Post.objects.get(slug="markdown-one")
    assert not markdown.is_html
    assert "<em>words</em>" in markdown.body_html
    assert "<msup>" in markdown.body_html
    assert Post.objects.get(slug="members").published_at is None
    assert not Post.objects.filter(slug="about-us").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "slug", "title", "text"),
    [
        ("feed.atom", "dust", "Dust & light", "All of <em>it</em>: 1 &lt; 2."),
        ("feed.atom", "only", "Only <a> summary", "Words."),
        ("feed.rss", "zelle", "Zelle & Kern", "Lang <b>und</b> breit."),
    ],
)
def test_a_feed_comes_in(name, slug, title, text):
    run(ARCHIVES / name)
    post = Post.objects.get(slug=slug)
    assert post.title == title
    assert text in post.body_html
    assert post.published_at is not None
    assert "alert" not in post.body_html


@pytest.mark.django_db
def test_what_a_feed_says_as_a_whole_counts_for_its_entries(tmp_path):
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr" xml:base="https://f.example/b/">'
        '<title type="html">F &amp;amp; &lt;em&gt;G&lt;/em&gt;</title><link href="/b/"/>'
        "<author><name>Ada</name></author>"
        '<entry xml:base="2024/"><id>1</id><title>A</title><link href="x.html"/>'
        '<updated>2024-01-02T03:04:05Z</updated><content type="html">One</content></entry>'
        '<entry><id>2</id><title>B</title><link href="https://f.example/b/y.html"/>'
        "<updated>2024-01-02T03:04:05Z</updated><author><name>Bo</name></author>"
        '<content type="html">Two</content></entry></feed>'
    )
    run(write(tmp_path, {"feed.xml": feed}) / "feed.xml", take_site=True)
    assert (current_site().name, current_site().language) == ("F & G", "fr")
    posts = Post.objects.order_by("slug")
    assert [[str(one) for one in post.authors.all()] for post in posts] == [["Ada"], ["Bo"]]
    paths = OldAddress.objects.order_by("path").values_list("path", flat=True)
    assert list(paths) == ["/b/2024/x.html", "/b/y.html"]


@pytest.mark.django_db
def test_several_archives_of_one_folder_are_several_sites():
    paths = [ARCHIVES / name for name in ("wordpress.xml", "ghost.json", "feed.atom", "feed.rss")]
    assert "9 added" in run(*paths)[0]
    assert "0 added, 0 changed, 9 unchanged" in run(*paths)[0]


@pytest.mark.django_db
def test_posts_of_one_number_are_two(tmp_path):
    text = (ARCHIVES / "wordpress.xml").read_text().replace("<wp:post_id>8<", "<wp:post_id>7<")
    (tmp_path / "twice.xml").write_text(text)
    assert "3 added" in run(tmp_path / "twice.xml")[0]
    assert "3 unchanged" in run(tmp_path / "twice.xml")[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cut.xml", (ARCHIVES / "wordpress.xml").read_bytes()[:3000]),
        ("bomb.xml", b'<!DOCTYPE r [<!ENTITY a "aa">]><rss><channel>&a;</channel></rss>'),
        ("deep.json", b'{"db":' + b"[" * 100_000),
        ("other.json", b'{"a": 1}'),
        ("tables.json", b'{"db":[{"data":{"posts":7}}]}'),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CommandError, match="refused"):
        run(tmp_path / name)


def test_control_characters_are_passed_over(tmp_path):
    file = tmp_path / "a.xml"
    file.write_bytes(b"<rss><item><title>a\x08b</title></item></rss>")
    assert [one.findtext("title") for one in read_elements(file, "a", frozenset({"item"}))] == [
        "ab"
    ]


def test_a_declaration_behind_a_long_comment_is_refused_too(tmp_path):
    file = tmp_path / "a.xml"
    declared = '<!DOCTYPE r [<!ENTITY a "aa">]><rss><item>&a;</item></rss>'
    for length in (70_000, (1 << 16) - 10):
        file.write_text(f"<!--{'x' * length}-->{declared}")
        with pytest.raises(Refused, match="document type"):
            list(read_elements(file, "a", frozenset({"item"})))


@pytest.mark.django_db
def test_long_names_of_posts_and_comments_without_one_come_in_once(tmp_path):
    text = (ARCHIVES / "wordpress.xml").read_text()
    text = text.replace("<wp:comment_id>13<", "<wp:comment_id><")
    text = text.replace("<wp:comment_id>12<", f"<wp:comment_id>{'1' * 900}<")
    text = text.replace("<wp:comment_parent>12<", f"<wp:comment_parent>{'1' * 900}<")
    (tmp_path / "long.xml").write_text(text.replace("_id>8<", f"_id>{'8' * 900}<"))
    for _time in range(2):
        run(tmp_path / "long.xml")
        assert (Post.objects.count(), Comment.objects.count()) == (3, 3)
    assert Comment.objects.get(name="Ana Pérez").parent.name == "Ben"


def test_only_exports_are_archives(tmp_path):
    (tmp_path / "a.md").write_text("<rss")
    (tmp_path / "b.xml").write_text("<html/>")
    assert archive_reader(tmp_path / "a.md") is None
    assert archive_reader(tmp_path / "b.xml") is None
    assert archive_reader(tmp_path / "none.xml") is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\n\nc", "<p>a<br />\nb</p>\n\n<p>c</p>"),
        ("<p>a</p>\n\n<p>b</p>", "<p>a</p>\n\n<p>b</p>"),
        ("<pre>a\n\nb</pre>\nc", "<pre>a\n\nb</pre>\n\n<p>c</p>"),
        ("x [embed]https://a.example/v?a=1&amp;b=2[/embed]", "https://a.example/v?a=1&amp;b=2</a>"),
        ("[python]\na < b\n[/python]", '<code class="language-python">a &lt; b</code>'),
        ("$latex a<b$ costs $5", r"<p>\(a&lt;b\) costs $5</p>"),
        ("as in [1] and [see below]", "<p>as in [1] and [see below]</p>"),
    ],
)
def test_wordpress_text(text, shown):
    assert shown in read_wordpress_text(text)[0]


@given(st.text(alphabet='ab \n<>[]/p="$\\\ue000\ue0010', max_size=300))
def test_any_wordpress_text_is_read(text):
    read_wordpress_text(text)


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("a <b>c</b> <i>d</i>", "a **c** *d*"),
        ("<p>a</p><p>b<br>c</p>", "a\n\nb\\\nc"),
        ("<blockquote><p>q</p><p>r</p></blockquote>z", "> q\n\n> r\n\nz"),
        ("1. not a list\n# no heading", "1\\. not a list\n\\# no heading"),
        ("<code>a*b</code> &lt;b&gt; $5", "`a*b` \\<b\\> \\$5"),
        ('<a href="javascript:x">a</a>', "a"),
        ("<script>alert(1)</script>ok", "ok"),
    ],
)
def test_html_as_markdown(source, markdown):
    assert html_as_markdown(source) == markdown


@given(st.text(alphabet='ab \n<>/preblockquoteaiem="*_`', max_size=300))
def test_any_html_is_markdown(source):
    html_as_markdown(source)


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), st.lists, max_leaves=10))
def test_any_json_is_ghosts_or_refused(tmp_path_factory, value):
    file = tmp_path_factory.mktemp("ghost") / "a.json"
    rows = {"posts": [{"id": value, "title": value, "mobiledoc": json.dumps(value)}, value]}
    data = rows | dict.fromkeys(["tags", "posts_tags", "users", "posts_meta", "settings"], value)
    file.write_text(json.dumps({"db": [{"data": data}]}))
    reader = archive_reader(file)
    with suppress(Refused):
        list(reader(file, "a")[1])
