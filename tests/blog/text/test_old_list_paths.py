import pytest

from blog.text.old_list_paths import ListPath, read_list_path

FEED, HOME, ARCHIVE, TAGS = (ListPath(kind) for kind in ("feed", "home", "archive", "tags"))


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        *((path, FEED) for path in ("/feed.xml", "/index.xml", "/atom.xml", "/rss.xml", "/rss")),
        *((path, FEED) for path in ("/feed/", "/blog/feed.xml", "/posts/index.xml")),
        ("/feed.json", ListPath("json_feed")),
        ("/tag/x/feed.json", ListPath("json_feed", "x")),
        *((path, FEED) for path in ("/feeds/all.atom.xml", "/feed/by_tag/news.xml")),
        *((path, FEED) for path in ("/index-news.xml", "/en/index.xml", "/all.rss.xml")),
        ("/tags/news/index.xml", ListPath("feed", "news")),
        ("/category/a/feed/", ListPath("feed", "a")),
        ("/tag/x/", ListPath("tag", "x")),
        ("/tag/x.html", ListPath("tag", "x")),
        ("/blog/tag/x/index.html", ListPath("tag", "x")),
        ("/categories/a/b/", ListPath("tag", "b")),
        ("/tags/c++/page/2/", ListPath("tag", "c++")),
        ("/tag/.net/", ListPath("tag", ".net")),
        ("/blog/2024/", ListPath("year", year=2024)),
        ("/2024/05/", ListPath("year", year=2024)),
        ("/archive/2024.html", ListPath("year", year=2024)),
        ("/year/2024/", ListPath("year", year=2024)),
        *((path, HOME) for path in ("/page/2/", "/page2/", "/blog/", "/blog/page/3/")),
        *((path, HOME) for path in ("/index.html", "/posts.html", "/posts/page/2/")),
        *((path, ARCHIVE) for path in ("/archives/", "/archive.html", "/blog/archive/")),
        *((path, TAGS) for path in ("/tags.html", "/categories/", "/blog/category/")),
        *((path, None) for path in ("/", "/about/", "/2024/05/a-post/", "/sitemap.xml")),
        *((path, None) for path in ("/papers/2024/", "/admin/feed.xml", "/my-tag/", "/feedback/")),
        *((path, None) for path in ("/a/b/c/2024/", "/20245/", "/٢٠٢٤/", "/notes/page-turner/")),
    ],
)
def test_read_list_path(path: str, wanted: ListPath | None) -> None:
    assert read_list_path(path) == wanted
