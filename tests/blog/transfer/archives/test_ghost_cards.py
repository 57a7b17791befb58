from time import process_time

import pytest

from blog.transfer.archives.ghost_cards import card_html, rewrite_cards
from blog.transfer.archives.html_elements import rewrite_elements

BOOKMARK = """<figure class="kg-card kg-bookmark-card kg-card-hascaption"><a
class="kg-bookmark-container" href="https://e.example/?a&amp;b"><div class="kg-bookmark-content">
<div class="kg-bookmark-title">A &amp; B</div><div class="kg-bookmark-description">About</div>
<div class="kg-bookmark-metadata"><img class="kg-bookmark-icon" src="https://e.example/i.ico">
<span class="kg-bookmark-author">E</span><span class="kg-bookmark-publisher">Ada</span></div></div>
<div class="kg-bookmark-thumbnail"><img src="https://e.example/t.png" alt=""></div></a>
<figcaption>See <b>it</b></figcaption></figure>"""
TOGGLE = """<div class="kg-card kg-toggle-card" data-kg-toggle-state="close">
<div class="kg-toggle-heading"><h4 class="kg-toggle-heading-text"><span>More</span></h4>
<button class="kg-toggle-card-icon" aria-label="Expand"><svg><path d="M23"/></svg>
</button></div><div class="kg-toggle-content"><p>In <em>it</em></p></div></div>"""
CALLOUT = """<div class="kg-card kg-callout-card kg-callout-card-blue"><div
class="kg-callout-emoji">💡</div><div class="kg-callout-text">Think <b>twice</b></div></div>"""
AUDIO = """<div class="kg-card kg-audio-card"><img src="" alt="audio-thumbnail"
class="kg-audio-thumbnail kg-audio-hide"><div class="kg-audio-player-container">
<audio src="/content/media/a.mp3" preload="metadata"></audio><div class="kg-audio-title">Talk</div>
<div class="kg-audio-player"><button class="kg-audio-play-icon"><svg><path d="M1"/></svg></button>
<span class="kg-audio-current-time">0:00</span><button>1&#215;</button></div></div></div>"""
VIDEO = """<figure class="kg-card kg-video-card"><div class="kg-video-container">
<video src="/content/media/v.mp4" poster="/content/images/p.jpg" playsinline></video>
<div class="kg-video-player"><span>0:00</span></div></div><figcaption>Seen</figcaption></figure>"""
FILE = """<div class="kg-card kg-file-card"><a class="kg-file-card-container"
href="/content/files/a.pdf" title="Download" download=""><div class="kg-file-card-contents">
<div class="kg-file-card-title">Paper</div><div class="kg-file-card-caption">All of it</div>
<div class="kg-file-card-metadata"><div class="kg-file-card-filename">a.pdf</div>
<div class="kg-file-card-filesize">1 MB</div></div></div>
<div><svg><path d="M1"/></svg></div>
</a></div>"""
STAR = (
    '<span class="kg-product-card-rating-{}kg-product-card-rating-star"><svg><path/></svg></span>'
)
PRODUCT = f"""<div class="kg-card kg-product-card"><div class="kg-product-card-container">
<img src="/content/images/b.jpg" class="kg-product-card-image"><div
class="kg-product-card-title-container"><h4 class="kg-product-card-title">Book</h4></div>
<div class="kg-product-card-rating">{STAR.format("active ") * 4}{STAR.format("")}</div>
<div class="kg-product-card-description"><p>Good</p></div>
<a href="https://e.example/" class="kg-product-card-button"><span>Buy</span></a></div></div>"""
SIGNUP = """<div class="kg-card kg-signup-card" data-lexical-signup-form=""><h2>Join</h2>
<form class="kg-signup-card-form"><input type="email"><button>Go</button></form></div>"""
GALLERY = """<figure class="kg-card kg-gallery-card"><div class="kg-gallery-container">
<div class="kg-gallery-row"><div class="kg-gallery-image"><img src="/a.png" alt="a &quot;b&quot;">
</div></div></div></figure>"""


@pytest.mark.parametrize(
    ("written", "html"),
    [
        (
            BOOKMARK,
            '<figure><p><a href="https://e.example/?a&amp;b">A &amp; B</a><br>About<br>E · Ada</p>'
            "<figcaption>See <b>it</b></figcaption></figure>",
        ),
        (TOGGLE, "<details><summary>More</summary><p>In <em>it</em></p></details>"),
        (
            CALLOUT,
            '<div class="admonition note" role="note"><p>💡 Think <b>twice</b></p></div>',
        ),
        (
            AUDIO,
            '<figure><audio controls src="/content/media/a.mp3"></audio>'
            "<figcaption>Talk</figcaption></figure>",
        ),
        (
            VIDEO,
            '<figure><video controls src="/content/media/v.mp4" poster="/content/images/p.jpg">'
            "</video><figcaption>Seen</figcaption></figure>",
        ),
        (FILE, '<p><a href="/content/files/a.pdf">Paper</a> (a.pdf, 1 MB)<br>All of it</p>'),
        (
            PRODUCT,
            '<div><img src="/content/images/b.jpg" alt=""><h4>Book</h4><p>★★★★☆</p><p>Good</p>'
            '<p><a href="https://e.example/">Buy</a></p></div>',
        ),
    ],
)
def test_cards_are_what_readers_saw(written: str, html: str) -> None:
    around = f"<p>A &lt; b</p>{written}<!-- c --><p>B&nbsp;</p>"
    assert rewrite_cards(around) == (f"<p>A &lt; b</p>{html}<!-- c --><p>B&nbsp;</p>", [])
    inside = f'<div class="kg-width-wide"><p>{written}</p></div>'
    assert html in rewrite_cards(inside)[0]


def test_what_is_no_special_card_stays() -> None:
    assert rewrite_cards(GALLERY)[0] == GALLERY
    assert rewrite_cards(SIGNUP + "<p>a") == ("<p>a", ["signup"])
    broken = '<div class="kg-card kg-callout-card"><div class="kg-callout-text">Kept'
    assert "Kept" in rewrite_cards(broken)[0]


@pytest.mark.parametrize(
    ("kind", "values", "html"),
    [
        ("image", {"src": "/a.png", "alt": "a", "caption": "C", "href": "https://e.example/"},
         '<figure><a href="https://e.example/"><img src="/a.png" alt="a"></a>'
         "<figcaption>C</figcaption></figure>"),
        ("gallery", {"images": [{"src": "/a.png"}, 7, {}]},
         '<figure><figure><img src="/a.png" alt=""></figure></figure>'),
        ("codeblock", {"code": "a < b", "language": "r"},
         '<figure><pre><code class="language-r">a &lt; b</code></pre></figure>'),
        ("html", {"html": "<b>x</b>"}, "<b>x</b>"),
        ("card-hr", {}, "<hr>"),
        ("bookmark", {"url": "https://e.example/", "metadata": {"title": "<T>"}},
         '<figure><p><a href="https://e.example/">&lt;T&gt;</a></p></figure>'),
        ("button", {"buttonUrl": "/x", "buttonText": "Go"}, '<p><a href="/x">Go</a></p>'),
        ("header", {"header": "H", "subheader": "S", "backgroundImageSrc": "/b.png"},
         '<div><img src="/b.png" alt=""><h2>H</h2><p>S</p></div>'),
        ("email", {"html": "<p>Hi</p>"}, ""),
        ("image", {"src": 7}, ""),
        ("strange", {"x": 1}, None),
    ],
)  # fmt: skip
def test_cards_by_their_fields(kind: str, values: dict, html: str | None) -> None:
    assert card_html(kind, values) == html


@pytest.mark.parametrize(
    "written",
    [
        *(
            '<div class="kg-card kg-callout-card">',
            '<b class="kg-">',
            "<!--",
            "<a ",
            "</div>",
            "<![x",
        ),
        '<p class="kg-a"><i></p>',
    ],
)
def test_hostile_html_takes_linear_time(written: str) -> None:
    began = process_time()
    rewrite_cards("kg-" + written * (50_000 // len(written)))
    assert process_time() - began < 3


@pytest.mark.parametrize(
    "written",
    [
        *(
            "<p class=a>b<br/>c<img src=x /></p>",
            "<p class=a>x</i>y",
            "<svg class=a><path d=b /></svg>",
        ),
        *("a < b & c", "<p>&amp;&#38;", "<!DOCTYPE html><b>"),
    ],
)
def test_no_word_is_lost(written: str) -> None:
    made = rewrite_elements(written, lambda element: None)
    assert [c for c in made if c.isalpha()].count("b") >= written.count("b")
