import time

import pytest

from blog.markup import COMMENT, POST, render
from blog.markup.document.state import Document
from blog.markup.reading.embedded_html import replace_embedded

TUBE = "https://www.youtube.com"
FRAME = "/frames/0123456789abcdef0123/assets/plot.html"


def html(source, **given):
    return render(source, **given).html.strip()


@pytest.mark.parametrize("is_html", [True, False])
@pytest.mark.parametrize(
    "given",
    [
        "",
        ' width="100%" onload="x()" srcdoc="<script>x</script>" name="n" allow="camera"',
        ' sandbox="allow-same-origin allow-top-navigation" loading="eager"',
    ],
)
def test_a_page_that_is_kept_here_is_shown_in_a_frame_that_may_run_scripts_alone(given, is_html):
    source = f'<iframe src="{FRAME}" title="A > b" height="400"{given}>no frames</iframe>'
    shown = html(source, is_html=is_html)
    attributes = f'src="{FRAME}" title="A &gt; b" height="400" sandbox="allow-scripts"'
    assert shown == f'<iframe {attributes} loading="lazy"></iframe>'
    assert "goes on" in html(f"Before.\n\n{source}\n\nIt goes on.", is_html=is_html)
    source = source.replace(' srcdoc="<script>x</script>"', "")
    within = html(f"Before {source} and it goes on.", is_html=is_html)
    assert "<iframe " in within
    assert "and it goes on." in within


@pytest.mark.parametrize("is_html", [True, False])
@pytest.mark.parametrize(
    "address",
    [
        *("/admin/", "/", "x.html", "//e.org/frames/0123456789abcdef0123/x.html", "https://e.org/"),
        *(
            "/frames/0123456789abcdef0123/../../admin/x.html",
            "/frames/0123456789abcdef0123/%2e%2e/%2e%2e/admin/x.html",
            "/frames/0123456789abcdef0123/a//b.html",
            "/frames/0123456789abcdef0123/x.html?next=/admin/",
            "/media/frames/x.html",
            "javascript:alert(1)",
            "data:text/html,x",
            "",
        ),
    ],
)
def test_no_other_address_is_shown_in_a_frame(address, is_html):
    for name in ("iframe", "embed", "frame"):
        assert "<iframe" not in html(f'<{name} src="{address}"></{name}>', is_html=is_html)
        assert "<iframe" not in html(f'a <{name} src="{address}"> b', is_html=is_html)
    assert "<iframe" not in html(f'<object data="{address}"></object>', is_html=is_html)


def test_a_comment_has_no_frame():
    assert "<iframe" not in html(f'<iframe src="{FRAME}"></iframe>', policy=COMMENT)


@pytest.mark.parametrize(
    ("address", "page", "words"),
    [
        (
            "https://www.youtube.com/embed/a-b_1?start=3",
            "https://www.youtube.com/watch?v=a-b_1",
            "YouTube",
        ),
        ("//www.youtube-nocookie.com/embed/x", "https://www.youtube.com/watch?v=x", "YouTube"),
        ("https://player.vimeo.com/video/12?h=1", "https://vimeo.com/12", "Vimeo"),
        ("https://codepen.io/me/embed/aBc?x=1", "https://codepen.io/me/pen/aBc", "CodePen"),
        ("https://e.org/a/b/plot.html?x=1", "https://e.org/a/b/plot.html?x=1", "e.org/…/plot.html"),
        (
            "https://docs.google.com/forms/d/e/1F-x/viewform?embedded=true",
            "https://docs.google.com/forms/d/e/1F-x/viewform",
            "Google Forms",
        ),
        (
            "https://docs.google.com/spreadsheets/d/e/2P/pubhtml?widget=true",
            "https://docs.google.com/spreadsheets/d/e/2P/pubhtml",
            "Google Sheets",
        ),
        (
            "https://docs.google.com/presentation/d/e/2P/embed?start=false",
            "https://docs.google.com/presentation/d/e/2P/pub",
            "Google Docs",
        ),
        (
            "https://docs.google.com/presentation/d/1a/embed",
            "https://docs.google.com/presentation/d/1a/preview",
            "Google",
        ),
        (
            "https://www.youtube.com/embed/videoseries?list=PL1",
            None,
            "www.youtube.com/…/videoseries",
        ),
    ],
)
def test_what_stands_elsewhere_is_a_figure_with_a_link_to_watch(address, page, words):
    shown = html(f'<p><iframe src="{address}" title="YouTube video player"></iframe></p>')
    link = f'<a class="embed" href="{page or address}">{words}</a>'
    assert shown == f'<figure class="embed">{link}</figure>'
    titled = html(f'<iframe src="{address}" title="A talk"></iframe>')
    assert ">A talk" in titled
    within = html(f'See <iframe src="{address}"></iframe>, please.')
    assert within == f"<p>See {link}, please.</p>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            '<object data="x.svg" aria-label="D"><img src="x.png"></object>',
            '<img src="x.svg" alt="D"',
        ),
        ('<object data="x.svg"><b>a</b><img src=x.png alt="F"></object>', 'src="x.svg" alt="F"'),
        (
            '<embed src="/a.pdf" type="application/pdf">\n\nb',
            '<figure class="embed"><a class="embed" href="/a.pdf">a.pdf</a></figure>\n<p>b</p>',
        ),
        (
            '<script src="https://gist.github.com/me/a1.js?file=b.py"></script>',
            '<figure class="embed"><a class="embed" href="https://gist.github.com/me/a1">GitHub</a>',
        ),
        (
            'In <script async src="https://asciinema.org/a/14.js"></script> line',
            '<p>In <a class="embed" href="https://asciinema.org/a/14">asciinema</a> line</p>',
        ),
        ('a\n\n<script src="https://e.org/a.js"></script>\n\nb', "<p>a</p>\n\n<p>b</p>"),
        ('<embed src="/a/x.svg?v=2">', '<img src="/a/x.svg?v=2" alt=""'),
        (
            'text <object data="x.svg"></object> on',
            'text <img src="x.svg" alt="" loading="lazy"> on',
        ),
        ('<object data="a.pdf"><a href="a.pdf">b</a></object>', 'href="a.pdf">a.pdf</a></figure>'),
        ('<video src="https://e.org/a.mp4"></video>', 'href="https://e.org/a.mp4">e.org/a.mp4</a>'),
        (
            '<video controls>\n<source src="//e.org/a.mp4">\nSorry</video>',
            '<figure class="embed"><a class="embed" href="https://e.org/a.mp4">e.org/a.mp4</a></figure>',
        ),
        ('<video src="/media/a.mp4" controls></video>', '<video src="/media/a.mp4" controls="">'),
        (
            '<audio controls><source src="https://e.org/a.mp3"><source src="a.mp3"></audio>',
            '<audio controls="">',
        ),
    ],
)
def test_objects_films_and_sound(source, expected):
    assert expected in html(source)
    assert "Sorry" not in html(source)


@pytest.mark.slow
@pytest.mark.parametrize(
    "part", ["<iframe>", "<video ", '<object a="', "<iframe></x>", '"<iframe "x']
)
def test_what_never_ends_takes_no_time(part):
    began = time.process_time()
    replace_embedded(Document("", POST, lambda name: None), part * 20_000)
    assert time.process_time() - began < 3
