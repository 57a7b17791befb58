import time
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from blog.models import Post
from blog.transfer.pictures import framed_pages
from blog.transfer.pictures.framed_pages import read_framed
from blog.transfer.pictures.held_data import with_held_data
from blog.transfer.pictures.page_loads import scripts_in
from blog.transfer.source.import_values import Found, SourceSite
from tests.blog.transfer.source_files import write
from tests.blog.transfer.storing.test_post_import import post, run

PAGE = (
    '<html><head><link rel=stylesheet href="/assets/css/a.css">'
    '<script src="lib/d3.js?v=3"></script>'
    "<script src='https://cdn.example.org/x.js'></script><script src=\"none.js\"></script></head>"
    '<body style="background: url(\'../img/b g.png\')"><a href="#x">a</a><a href="/about/">b</a>'
    '<img src="data:image/png;base64,x"></body></html>'
)
FILES = {
    "assets/plot.html": PAGE,
    "assets/css/a.css": '@import "more.css"; p { background: url(../img/c.png) }',
    "assets/css/more.css": "b { color: red }",
    "assets/lib/d3.js": "d3 = 1",
    "img/b g.png": b"b",
    "assets/img/c.png": b"c",
    "secret.txt": "s",
    "other.html": "o",
}


def found(folder, files):
    write(folder, files)
    return Found(folder / "_posts/x.md", "_posts/x.md", SourceSite(folder, "jekyll"))


def test_a_page_is_copied_with_what_it_loads(tmp_path):
    page = read_framed(found(tmp_path, FILES), "/assets/plot.html")
    picture = next(path for path in page.files if path.startswith("b-g-"))
    assert set(page.files) == {
        *("assets/plot.html", "assets/css/a.css", "assets/css/more.css", "assets/lib/d3.js"),
        *("assets/img/c.png", picture),
    }
    markup = page.files["assets/plot.html"].decode()
    assert 'href="css/a.css"' in markup
    assert 'src="lib/d3.js"' in markup
    assert f"url('../{picture}')" in markup
    assert 'href="/about/"' in markup
    assert page.elsewhere == {"https://cdn.example.org/x.js"}
    assert page.missing == {"none.js"}
    again = read_framed(found(tmp_path, FILES), "/assets/plot.html")
    assert again.digest == page.digest
    changed = read_framed(found(tmp_path, {"assets/lib/d3.js": "d3 = 2"}), "/assets/plot.html")
    assert changed.digest != page.digest


def test_what_it_loads_from_other_hosts_comes_out_of_folders(tmp_path):
    copies = tmp_path / "copies"
    write(copies, {"x.js": "x = 1", "../outside.js": "o"})
    page = '<script src="//cdn.example.org/x.js?v=1"></script><script src="https://b.org/y.js">'
    page += '</script><script src="https://cdn.example.org/../outside.js"></script>'
    one = found(tmp_path / "site", {"plot.html": page})
    read = read_framed(replace(one, copies={"cdn.example.org": copies}), "/plot.html")
    assert read.files["cdn.example.org/x.js"] == b"x = 1"
    assert b'src="cdn.example.org/x.js"' in read.files["plot.html"]
    assert set(read.files) == {"plot.html", "cdn.example.org/x.js"}
    assert read.elsewhere == {"https://b.org/y.js", "https://cdn.example.org/../outside.js"}


@pytest.mark.django_db
def test_a_later_run_takes_what_framed_pages_lacked(tmp_path):
    site = {"_config.yml": "", "plot.html": '<script src="https://cdn.example.org/x.js"></script>'}
    site["_posts/2024-01-02-x.md"] = '<iframe src="/plot.html"></iframe>'
    write(tmp_path / "site", site)
    write(tmp_path / "copies", {"x.js": "x = 1"})
    _out, err = run(tmp_path / "site")
    assert "will lack what it loads: https://cdn.example.org/x.js (copies of them are" in err
    assert "taken by --images cdn.example.org=FOLDER)" in err
    old = Post.objects.get().body_html
    out, err = run(tmp_path / "site", "--images", f"cdn.example.org={tmp_path / 'copies'}")
    assert "1 changed" in out
    assert "lack" not in err
    assert Post.objects.get().body_html != old


PLOTLY = """<html><head><meta charset=utf-8><link rel=canonical href="https://a.org/plot.html">
<link href=https://fonts.example.org/css?family=Lato rel=stylesheet>
<script>window.PlotlyConfig = {MathJaxConfig: 'local'};</script>
<script charset="utf-8" src="https://cdn.plot.ly/plotly-2.35.2.min.js"></script>
<script src=lib/own.js></script></head><body><div id="p"></div>
<script>Plotly.newPlot("p", [{"text": "https://arxiv.org/abs/1706.03762"}])</script></body></html>"""
BOKEH = """<!DOCTYPE html><html><script type="application/json">{"name":"CustomJS"}</script><script>
const js_urls = ["https://cdn.bokeh.org/bokeh/release/bokeh-3.3.0.min.js"];
js_urls.forEach(url => { const one = document.createElement("script"); one.src = url; });
</script></html>"""
MODULES = """<script type="module">import * as d3 from "https://cdn.jsdelivr.net/npm/d3@7/+esm";
import {draw} from './lib/draw.mjs'; const more = await import("./lib/more.js");
requirejs.config({paths: {plotly: ['https://cdn.plot.ly/plotly-2.27.0.min']}});
d3.csv("data/points.csv").then(draw); fetch('/data/all.json'); fetch("data/none.json");
vegaEmbed("#vis", "data/spec.json"); fetch(`https://api.example.org/now.json`);</script>"""


@pytest.mark.parametrize(
    ("page", "elsewhere", "files", "makes_code"),
    [
        (
            PLOTLY,
            {
                "https://cdn.plot.ly/plotly-2.35.2.min.js",
                "https://fonts.example.org/css?family=Lato",
            },
            {"lib/own.js"},
            False,
        ),
        (BOKEH, {"https://cdn.bokeh.org/bokeh/release/bokeh-3.3.0.min.js"}, set(), True),
        (
            MODULES,
            {
                "https://cdn.jsdelivr.net/npm/d3@7/+esm",
                "https://cdn.plot.ly/plotly-2.27.0.min",
                "https://api.example.org/now.json",
            },
            {"lib/draw.mjs", "lib/more.js", "lib/scale.js"},
            True,
        ),
    ],
    ids=["plotly", "bokeh", "modules"],
)
def test_what_scripts_load_is_copied_or_told(tmp_path, page, elsewhere, files, makes_code):
    beside = {
        "lib/own.js": "own = 1",
        "lib/draw.mjs": 'import {scale} from "./scale.js"; // https://a.org/x.js',
        "lib/scale.js": "s = 1",
        "lib/more.js": "m = 1",
        "data/points.csv": "a,b\n1,</script>",
        "data/all.json": "{}",
        "data/spec.json": "{}",
    }
    read = read_framed(found(tmp_path, {**beside, "plot.html": page}), "/plot.html")
    assert read.elsewhere == elsewhere
    assert set(read.files) == {"plot.html", *files}
    assert read.makes_code == makes_code
    text = read.files["plot.html"].decode()
    held = {"data/points.csv", "/data/all.json", "data/spec.json"}
    is_reading = page is MODULES
    assert read.missing == ({"data/none.json"} if is_reading else set())
    assert all((f'"{name}": "' in text) == is_reading for name in held)
    assert "1,</script>" not in text


def test_hostile_pages_cost_little_and_data_stands_behind_the_doctype():
    begun = time.process_time()
    assert len(list(scripts_in("<script>" * 100_000 + "</script><script>a</script>"))) == 1
    hostile = "<!---->" * 100_000
    assert with_held_data(hostile, {"a": "b"}).endswith(hostile)
    assert time.process_time() - begun < 2
    doctype = "\ufeff <!-- a - b -- c --><!doctype html>"
    assert with_held_data(f"{doctype}<p>", {"a": "<b>"}).startswith(f"{doctype}<script>")


def test_pages_that_a_page_only_links_to_are_not_copied(tmp_path):
    others = {f"x{n}.html": f'<a href="x{n + 1}.html">on</a>' for n in range(300)}
    page = '<link rel="stylesheet" href="a.css"><a class="b" href="x0.html">on</a>'
    page += '<iframe src="in.html">'
    files = {**others, "a.html": page, "a.css": "p{}", "in.html": "<p>"}
    assert set(read_framed(found(tmp_path, files), "/a.html").files) == {
        *("a.html", "a.css", "in.html"),
    }


def test_pages_that_load_each_other_end(tmp_path):
    files = {"a.html": '<iframe src="b.html"></iframe>', "b.html": '<iframe src="a.html"></iframe>'}
    assert set(read_framed(found(tmp_path, files), "/a.html").files) == {"a.html", "b.html"}


def test_a_page_has_limits(tmp_path, monkeypatch):
    many = "".join(f'<img src="{number}.png">' for number in range(9))
    files = {"a.html": many, **{f"{number}.png": b"x" for number in range(9)}}
    monkeypatch.setattr(framed_pages, "MOST_FILES", 5)
    with pytest.raises(ValueError, match="more than 5 files"):
        read_framed(found(tmp_path, files), "/a.html")
    monkeypatch.setattr(framed_pages, "MOST_FILES", 50)
    monkeypatch.setattr(framed_pages, "MAX_FRAMED_PAGE", 100)
    with pytest.raises(ValueError, match="more than 50 files"):
        read_framed(found(tmp_path, files), "/a.html")


def test_nothing_outside_of_the_site_is_copied(tmp_path):
    write(tmp_path, {"out.js": "x", "out.html": "x"})
    page = '<script src="../out.js"></script><script src="/../../out.js"></script>'
    inside = found(tmp_path / "site", {"a.html": page, "_config.yml": ""})
    (tmp_path / "site/link.html").symlink_to(tmp_path / "out.html")
    assert set(read_framed(inside, "/a.html").files) == {"a.html"}
    for path in ("../out.html", "/link.html", "/none.html"):
        with pytest.raises(ValueError, match="not there"):
            read_framed(inside, path)


def test_a_name_that_links_lead_elsewhere_is_not_copied(tmp_path):
    """What `linked/..` means is the folder of what it leads to; its plain form is another file."""
    write(tmp_path, {"out.json": "secret"})
    files = {"a.html": '<img src="linked/../x.json">', "deep/er/y.js": "", "deep/x.json": "mine"}
    inside = found(tmp_path / "site", {**files, "_config.yml": ""})
    (tmp_path / "site/linked").symlink_to(tmp_path / "site/deep/er")
    (tmp_path / "site/x.json").symlink_to(tmp_path / "out.json")
    assert b"secret" not in read_framed(inside, "/a.html").files.values()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "shown",
    [
        '<iframe src="/assets/plot.html" width="100%" height="300"></iframe>',
        "<iframe src=\"{{ '/assets/plot.html' | relative_url }}\" frameborder='0'></iframe>",
        '<div class="l-page">\n<iframe src="{{ site.baseurl }}/assets/plot.html"></iframe>\n</div>',
        '<object data="/assets/plot.html"></object>',
        '<embed src="../assets/plot.html">',
        "```{iframe} /assets/plot.html\n```",
    ],
)
def test_a_post_shows_its_sites_own_page(tmp_path, client, shown):
    files = {"_config.yml": "title: X", "_posts/2020-01-02-x.md": post(shown)}
    write(tmp_path, FILES | files)
    _out, err = run(tmp_path)
    html = Post.objects.get().body_html
    address = html.split('<iframe src="')[1].split('"')[0]
    assert 'sandbox="allow-scripts"' in html
    assert "will lack what it loads: https://cdn.example.org/x.js (copies" in err
    assert "; none.js (not in the site)" in err
    response = client.get(address)
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["Content-Security-Policy"] == (
        "sandbox allow-scripts; default-src 'self' 'unsafe-inline' data:; connect-src 'none'"
    )
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert not response.cookies
    assert b"d3.js" in response.getvalue()
    folder = address.removesuffix("plot.html")
    script = client.get(f"{folder}lib/d3.js")
    assert (script.getvalue(), script["Content-Type"][:15]) == (b"d3 = 1", "text/javascript")
    assert script["Content-Security-Policy"] == response["Content-Security-Policy"]
    before = Post.objects.values().get()
    assert "1 unchanged" in run(tmp_path)[0]
    assert Post.objects.values().get() == before
    write(tmp_path, {"assets/lib/d3.js": "d3 = 2"})
    assert "1 changed" in run(tmp_path)[0]


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_a_link_and_told(tmp_path):
    write(tmp_path, {"_posts/2020-01-02-x.md": post('<iframe src="/none.html"></iframe>')})
    _out, err = run(tmp_path)
    assert "the framed page /none.html was not kept: it is not there" in err
    assert '<a class="embed" href="/none.html">none.html</a>' in Post.objects.get().body_html


@pytest.mark.django_db
def test_only_what_was_copied_is_served_as_a_page(client):
    digest = "0" * 20
    default_storage.save(f"frames/{digest}/a.html.kept", ContentFile(b"<p>"))
    for path, kind in (
        (f"/frames/{digest}/a.html", True),
        (f"/media/frames/{digest}/a.html.kept", 0),
    ):
        response = client.get(path)
        assert response.getvalue() == b"<p>"
        assert response["Content-Type"].startswith("text/html") == kind
    for path in (
        "a.exe",
        "a.html.kept",
        "b.html",
        "../a.html",
        "a.html/",
        "%00.html",
        "x" * 300 + ".html",
    ):
        assert client.get(f"/frames/{digest}/{path}").status_code in (400, 404), path
    assert client.post(f"/frames/{digest}/a.html").status_code == 405


@pytest.mark.django_db
def test_a_drawing_in_an_object_is_an_image(tmp_path):
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
    body = '<object data="/a.svg" type="image/svg+xml"><img src="/a.png"></object>'
    write(tmp_path, {"a.svg": drawing, "_posts/2020-01-02-x.md": post(body)})
    run(tmp_path)
    assert '<img src="/media/images/' in Post.objects.get().body_html
