import pytest

from blog.text.path_forms import path_forms


@pytest.mark.parametrize(
    ("path", "base", "forms"),
    [
        ("/a", "", ["/a", "/a/", "/a.html"]),
        ("/a/", "", ["/a/", "/a", "/a.html"]),
        ("/a.html", "", ["/a.html", "/a", "/a/"]),
        ("/a/index.html", "", ["/a/index.html", "/a/", "/a", "/a.html"]),
        ("/blog/a/", "/blog/", ["/blog/a/", "/a/", "/a", "/a.html"]),
        ("/index.html", "", ["/index.html", "/"]),
        ("/", "", ["/"]),
    ],
)
def test_path_forms_has_every_way_of_writing(path: str, base: str, forms: list[str]) -> None:
    assert path_forms(path, base) == forms
