"""Files of a Jekyll site that begin with a header come as the site's readers got them."""

from pathlib import Path

import pytest

from blog.models import Post
from blog.transfer.liquid.built_files import as_built
from blog.transfer.pictures.framed_pages import read_framed
from blog.transfer.source.import_values import Found, SourceSite
from tests.blog.transfer.pictures.test_images import SVG
from tests.blog.transfer.source_files import write
from tests.blog.transfer.storing.test_post_import import run

SITE = {
    "_config.yml": "title: Notes\nbaseurl: /notes\n",
    "_data/points.yml": "[1, 2]\n",
    "_includes/name.txt": "{{ site.title }}",
}
UNFILLED = "{{ site.posts | size }}"


def found(folder, files, system="jekyll"):
    write(folder, SITE | files)
    return Found(folder / "_posts/x.md", "_posts/x.md", SourceSite(folder, system))


def built(folder, text, system="jekyll") -> str:
    file = folder / "a.txt"
    return as_built(found(folder, {}, system), file, text.encode()).decode()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("---\n---\na,b\n", "a,b\n"),
        ("---\r\nlayout: null\r\n---\r\na,b", "a,b"),
        ("---\ntitle: T\n---\n{{ page.title }}{{ page.none }}{{ none }}", "T"),
        ("---\n---\n{{ site.data.points | jsonify }}", "[1,2]"),
        ("---\n---\n{% include name.txt %}{% raw %}{{ x }}{% endraw %}", "Notes{{ x }}"),
        ("---\n---\n{{ '/a.js' | relative_url }}", "/a.js"),
        ("--- # a document of YAML\na: 1", "--- # a document of YAML\na: 1"),
        ("---\na: 1\nb: {{ x }}", "---\na: 1\nb: {{ x }}"),
        ("{{ page.title }}", "{{ page.title }}"),
        ("\n---\n---\na", "\n---\n---\na"),
    ],
)
def test_what_jekyll_writes_for_a_file(tmp_path, text, wanted):
    assert built(tmp_path, text) == wanted


def test_other_systems_fill_in_nothing(tmp_path):
    assert built(tmp_path, "---\n---\n{{ x }}", "quarto") == "---\n---\n{{ x }}"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (UNFILLED, "there only once the site is built"),
        ("{% seo %}", "{% seo %}” is not known"),
        ("{% for a in (1..9999999) %}{% endfor %}", "handles more"),
        ("{% if x %}", "not run: expected tag endif"),
    ],
)
def test_what_only_a_built_site_has_is_told(tmp_path, text, why):
    with pytest.raises(ValueError, match="Jekyll fills it in") as told:
        built(tmp_path, f"---\n---\n{text}")
    assert why in str(told.value)
    with pytest.raises(ValueError, match="stands in the layout “page”"):
        built(tmp_path, f"---\nlayout: page\n---\n{text}")


def test_framed_pages_and_what_they_load_are_filled_in(tmp_path):
    page = (
        '---\nlayout: none\n---\n<script src="{{ site.baseurl }}/a.js"></script>'
        '<script src="/lost.js"></script><script>fetch("/points.json")</script>'
    )
    files = {
        "plot.html": page,
        "a.js": "---\n---\na = {{ site.data.points | size }}",
        "lost.js": f"---\n---\n{UNFILLED}",
        "points.json": "---\n---\n{{ site.data.points | jsonify }}",
    }
    framed = read_framed(found(tmp_path, files), "/plot.html")
    assert framed.files["a.js"] == b"a = 2"
    assert framed.missing == {"lost.js"}
    markup = framed.files["plot.html"].decode()
    assert "---" not in markup
    assert 'src="a.js"' in markup
    assert "[1,2]" in markup


@pytest.mark.django_db
def test_no_template_is_kept_as_a_file(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    drawing = b"---\n---\n" + SVG % b"<title>{{ site.title }}</title>"
    files = {
        "data.csv": "---\n---\na,{{ site.title }}\n",
        "feed.json": f"---\n---\n{UNFILLED}",
        "robots.txt": "---\npermalink: /robots.txt\n---\nSitemap: {{ site.url }}/sitemap.xml\n",
        "a.svg": drawing,
        "_posts/2024-01-01-x.md": "[a](/data.csv) [b](/feed.json) [c](/robots.txt)\n\n![d](/a.svg)",
    }
    _, remarks = run(write(tmp_path / "site", SITE | files))
    assert "the file /feed.json was not kept: Jekyll fills it in" in remarks
    assert "feed.json" in Post.objects.get().body_html
    texts = [file.read_bytes() for file in Path(settings.MEDIA_ROOT).rglob("*.*")]
    assert b"a,Notes\n" in texts
    assert b"Sitemap: /sitemap.xml\n" in texts
    assert any(b"<title>Notes</title>" in one for one in texts)
    assert not any(b"{{" in one for one in texts)
