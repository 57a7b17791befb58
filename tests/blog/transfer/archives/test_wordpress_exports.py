"""What the items of a made WordPress export say of each other."""

from html import escape
from pathlib import Path

import pytest

from blog.models import OldAddress, Page, Post, current_site
from tests.support.cases import import_from

pytestmark = pytest.mark.django_db
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>W</title><link>https://w.example/lab</link><language>en</language>
<wp:base_blog_url>https://w.example/lab</wp:base_blog_url>
<wp:author><wp:author_login>ada</wp:author_login>
<wp:author_display_name>Ada L.</wp:author_display_name></wp:author>
<wp:author><wp:author_login>bo</wp:author_login>
<wp:author_display_name>Bo B.</wp:author_display_name></wp:author>
<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>methods</wp:category_nicename>
<wp:cat_name>Methods</wp:cat_name></wp:category>
"""


def item(
    number: int, kind: str = "post", text: str = "", meta: dict | None = None, **stated
) -> str:
    """An item as WordPress writes it."""
    facts = {"status": "publish", "post_name": f"n{number}", "post_date_gmt": "2021-05-04 20:00:00"}
    link = stated.pop("link", f"https://w.example/lab/2021/{number}/n{number}/")
    title, labels = stated.pop("title", f"T{number}"), stated.pop("labels", "")
    rows = "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in {**facts, **stated}.items())
    notes = "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
        f"<wp:meta_value>{escape(value)}</wp:meta_value></wp:postmeta>"
        for key, value in (meta or {}).items()
    )
    return (
        f"<item><title>{title}</title><link>{link}</link><dc:creator>ada</dc:creator>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded><wp:post_id>{number}</wp:post_id>"
        f"<wp:post_type>{kind}</wp:post_type>{rows}{labels}{notes}</item>"
    )


def imported(folder: Path, *items: str, **options) -> str:
    file = folder / "w.xml"
    file.write_text(f"{HEAD}{''.join(items)}</channel></rss>", encoding="utf-8")
    return import_from(file, **options)


def source_of(number: int) -> str:
    return Post.objects.get(import_path=f"post/{number}").source


def test_links_by_number_and_to_pages_of_uploads_lead_there(tmp_path: Path):
    photo = item(
        9,
        "attachment",
        link="https://w.example/lab/2021/1/n1/photo/",
        attachment_url="https://w.files.example/2021/photo.jpg",
        status="inherit",
    )
    links = (
        '<a href="https://w.example/lab/?p=2#top">two</a> <a href="/lab/?page_id=404">no</a>'
        '<a href="http://www.w.example/lab/2021/1/n1/photo">p</a> <a href="/?attachment_id=9">q</a>'
        '<a href="https://other.example/?p=2">else</a>'
    )
    imported(tmp_path, item(1, text=links), item(2, text="Two"), photo)
    source = source_of(1)
    assert '<a href="/posts/n2/#top">two</a> <a href="/lab/?page_id=404">no</a>' in source
    assert source.count('href="https://w.files.example/2021/photo.jpg"') == 2
    assert 'href="https://other.example/?p=2"' in source


def test_former_slugs_redirect_and_several_authors_are_named(tmp_path: Path):
    authors = '<category domain="author" nicename="cap-bo">bo</category>'
    authors += '<category domain="author" nicename="cap-cy">Cy C.</category>'
    imported(tmp_path, item(1, text="One", meta={"_wp_old_slug": "former"}, labels=authors))
    post = Post.objects.get()
    assert OldAddress.objects.get(path="/2021/1/former/").post == post
    assert [str(author) for author in post.authors.all()] == ["Bo B.", "Cy C."]


@pytest.mark.parametrize("creator", [">ada", "ada>", " a&lt;d&gt;a/"])
def test_a_login_is_read_as_wordpress_reads_it(tmp_path: Path, creator: str):
    text = item(1).replace("<dc:creator>ada<", f"<dc:creator>{creator}<")
    imported(tmp_path, text)
    assert [author.name for author in Post.objects.get().authors.all()] == ["Ada L."]


def menu_entry(number: int, order: int, title: str = "", **meta: str) -> str:
    label = '<category domain="nav_menu" nicename="main-menu">Main menu</category>'
    stated = {f"_menu_item_{key}": value for key, value in meta.items()}
    return item(number, "nav_menu_item", title=title, menu_order=order, labels=label, meta=stated)


def test_a_title_is_text_without_its_markup(tmp_path: Path):
    titles = "<![CDATA[On <em>E. coli</em> &#8211; a list]]>", "Vec&lt;T&gt; &amp; a &lt; b"
    imported(tmp_path, *(item(number, title=title) for number, title in enumerate(titles, 1)))
    assert set(Post.objects.values_list("title", flat=True)) == {
        "On E. coli – a list",
        "Vec<T> & a < b",
    }


def test_the_menu_comes_with_the_site(tmp_path: Path):
    page = item(2, "page", "<p>Me</p>", title="About me", link="https://w.example/lab/about/")
    said = imported(
        tmp_path,
        item(1, text="One", labels='<category domain="category">Methods</category>'),
        page,
        menu_entry(20, 3, type="post_type", object="page", object_id="2"),
        menu_entry(21, 1, "Far", type="custom", url="https://far.example/"),
        menu_entry(22, 2, type="taxonomy", object="category", object_id="3"),
        take_site=True,
    )
    assert current_site().navigation.splitlines() == [
        "Far https://far.example/",
        "Methods /tags/methods/",
        "About me /about/",
    ], said
    assert Page.objects.get().address == "about"


def test_other_types_are_told_and_taken_by_name(tmp_path: Path):
    kinds = [item(1, text="One"), item(2, "project", "Mine"), item(3, "wp_block", "No")]
    said = imported(tmp_path, *kinds)
    assert "the collection “project” was left out: --collections project takes it" in said
    assert "wp_block" not in said and Post.objects.count() == 1
    imported(tmp_path, *kinds, collections=["project"])
    assert {post.import_path for post in Post.objects.all()} == {"post/1", "project/2"}


def test_a_sized_copy_stands_for_the_picture(tmp_path: Path):
    folder = tmp_path / "wp-content/uploads/2021"
    folder.mkdir(parents=True)
    (folder / "dot.gif").write_bytes(b"GIF89a\x01\x00\x01\x00\x00\xff\x00,")
    path = "w.example/lab/wp-content/uploads/2021"
    picture = f'<img src="https://{path}/dot-300x200.gif" alt="d">'
    picture += f'<img src="https://i2.wp.com/{path}/dot.gif?w=300&ssl=1" alt="d">'
    imported(tmp_path, item(1, text=picture))
    assert source_of(1).count('src="/media/images/') == 2


def test_what_stands_before_a_fault_comes_in(tmp_path: Path):
    file = tmp_path / "w.xml"
    file.write_text(HEAD + item(1, text="One") + "<item><title>Tw", encoding="utf-8")
    with pytest.raises(Exception, match="refused"):
        import_from(file)
    assert source_of(1) == "<p>One</p>"


def test_a_page_takes_no_address_of_a_list(tmp_path: Path):
    about = item(2, "page", "Words.", link="https://w.example/lab/about/", post_name="about")
    draft = item(3, "page", "More.", link="https://w.example/lab/?page_id=3", status="draft")
    imported(tmp_path, item(1), about, draft, take_site=True)
    assert sorted(Page.objects.values_list("address", flat=True)) == ["about", "n3"]
    assert not OldAddress.objects.filter(path__contains="/page/").exists()
