from time import process_time

import pytest

from blog.transfer.archives.wordpress_blocks import BlockFacts, read_footnotes
from blog.transfer.archives.wordpress_index import Attachment, WordPressIndex
from blog.transfer.archives.wordpress_text import read_wordpress_text

MEDIA = "https://w.example/wp-content/uploads/"
PICTURE = '\n<figure class="wp-block-image"><img src="{}" alt="{}"></figure>'


def facts(**stated) -> BlockFacts:
    media = {
        "9": Attachment("9", f"{MEDIA}b.png", title="Bee", parent="1", order=2),
        "10": Attachment("10", f"{MEDIA}a.jpg", title="A", alt="An a", parent="1", order=1),
        "11": Attachment("11", f"{MEDIA}s.mp3", title="S", parent="1"),
        "13": Attachment("13", f"{MEDIA}d.png", title="d"),
        "12": Attachment("12", f"{MEDIA}c.png", caption="<em>C</em>", title="C & D"),
    }
    patterns = {"5": "<p>Again</p>", "6": '<!-- wp:block {"ref":6} /--> <p>Loop</p>'}
    return BlockFacts(WordPressIndex(media=media, patterns=patterns), number="1", **stated)


def shown(written: str, **stated) -> str:
    return " ".join(read_wordpress_text(written, facts(**stated))[0].split())


def gallery(*pictures: tuple[str, str]) -> str:
    inner = "".join(PICTURE.format(MEDIA + name, alt) for name, alt in pictures)
    return " ".join(f'<figure class="wp-block-gallery">{inner} </figure>'.split())


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("[gallery]", gallery(("a.jpg", "An a"), ("b.png", "Bee"))),
        ("[gallery exclude='9' columns=2]", gallery(("a.jpg", "An a"))),
        ("[gallery order=DESC orderby=title]", gallery(("b.png", "Bee"), ("a.jpg", "An a"))),
        ("[GALLERY ids=“9, 10,77”]", gallery(("b.png", "Bee"), ("a.jpg", "An a"))),
        ('<!-- wp:gallery {"ids":[9]} /-->', gallery(("b.png", "Bee"))),
        (
            "<!-- wp:paragraph -->\n[gallery ids=12 link=file]",
            '<figure class="wp-block-gallery"> <figure class="wp-block-image">'
            f'<a href="{MEDIA}c.png"><img src="{MEDIA}c.png" alt="C &amp; D"></a>'
            "<figcaption><em>C</em></figcaption></figure> </figure>",
        ),
        ("[gallery ids=13]", gallery(("d.png", ""))),
        ('[playlist ids="11"]', f'<ul> <li><a href="{MEDIA}s.mp3">S</a></li> </ul>'),
    ],
)
def test_galleries_show_what_was_uploaded(written: str, html: str) -> None:
    assert shown(written) == html


def test_a_gallery_of_what_the_export_lacks_stays_and_is_told() -> None:
    text, remarks = read_wordpress_text('[gallery ids="77"]', facts())
    assert text == '<p>[gallery ids="77"]</p>'
    assert remarks == [
        "the shortcode [gallery] is not understood and stays as text",
        "the export has not what its galleries show as number 77",
    ]


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ('<!-- wp:block {"ref":5} /-->', "<p>Again</p>"),
        (
            '<!-- wp:embed {"url":"https://e.example/"} -->\n<figure class="wp-block-embed"><div '
            'class="wp-block-embed__wrapper">\nhttps://e.example/?a&amp;b\n</div></figure>'
            "<!-- /wp:embed -->",
            '<figure class="wp-block-embed"><a href="https://e.example/?a&amp;b">'
            "https://e.example/?a&amp;b</a></figure>",
        ),
        (
            '<!-- wp:core-embed/twitter {"url":"https://e.example/"} /-->',
            '<p><a href="https://e.example/">https://e.example/</a></p>',
        ),
        (
            '<!-- wp:social-link {"url":"https://e.example/","service":"x"} /-->',
            '<li><a href="https://e.example/">x</a></li>',
        ),
        ('<!-- wp:social-link {"url":"javascript:x","service":"x"} /-->', ""),
        (
            '<!-- wp:syntaxhighlighter/code {"language":"Python"} -->\n<pre class="wp-block-x">'
            "a &lt; b</pre>\n<!-- /wp:syntaxhighlighter/code -->",
            '<pre><code class="language-python">a &lt; b</code></pre>',
        ),
        (
            '<!-- wp:code {"lang":"x\\" y"} --><pre class="c"><code>a</code></pre>',
            '<pre class="c"><code>a</code></pre>',
        ),
        (
            '<!-- wp:kevinbatdorf/code-block-pro {"code":"a \\u003c b","language":"r"} --><div>'
            "<textarea>a</textarea></div><!-- /wp:kevinbatdorf/code-block-pro -->",
            '<pre><code class="language-r">a &lt; b</code></pre>',
        ),
        (
            '<!-- wp:math {"latex":"a \\u003c b"} --><div><math></math></div><!-- /wp:math -->',
            r"<p>\[a &lt; b\]</p>",
        ),
        (
            '<!-- wp:file --><div class="wp-block-file"><object class="wp-block-file__embed" '
            'data="/a.pdf"></object><a href="/a.pdf">A</a><a href="/a.pdf" '
            'class="wp-block-file__button" download>Get</a></div><!-- /wp:file -->',
            '<div class="wp-block-file"><a href="/a.pdf">A</a></div>',
        ),
        (
            '<!-- wp:cover --><div class="x" style="background-image:url(/a.png)"><p>T</p></div>',
            '<div class="x" style="background-image:url(/a.png)"><img src="/a.png" alt="">'
            "<p>T</p></div>",
        ),
        (
            "<!-- wp:media-text --><figure style=\"background-image:url('/a.png')\"></figure>",
            "<figure style=\"background-image:url('/a.png')\"></figure>",
        ),
        (
            '<!-- wp:media-text --><figure style="background-image:url(/a.png)"><img src="/a.png">'
            "</figure>",
            '<figure style="background-image:url(/a.png)"><img src="/a.png"></figure>',
        ),
    ],
)
def test_blocks_show_what_readers_saw(written: str, html: str) -> None:
    assert shown(written) == html


def test_blocks_that_wordpress_fills_in_are_named() -> None:
    text, remarks = read_wordpress_text(
        '<!-- wp:latest-posts /--><!-- wp:block {"ref":404} /--><!-- wp:spacer /--><p>A</p>',
        facts(),
    )
    assert text == "<p>A</p>"
    assert remarks == [
        "blocks that WordPress fills in as it shows them were left out: block (a pattern that the "
        "export lacks), latest-posts"
    ]


def test_patterns_within_themselves_end() -> None:
    assert shown('<!-- wp:block {"ref":6} /-->').startswith("<p>Loop</p>")


def test_footnotes_come_in() -> None:
    stored = '[{"id":"u-1","content":"See <em>x</em>."}, 7, {"no": 1}]'
    notes = read_footnotes(stored)
    assert notes == [("u-1", "See <em>x</em>."), ("", "")]
    assert shown("<p>A</p><!-- wp:footnotes /-->", footnotes=notes[:1]) == (
        '<p>A</p><ol class="wp-block-footnotes"><li id="u-1">See <em>x</em>. '
        '<a href="#u-1-link">↩</a></li></ol>'
    )
    assert read_footnotes("[") == read_footnotes("{}") == []


def test_footnotes_of_plugins_come_in() -> None:
    assert shown("A[efn_note]One <b>b</b>[/efn_note], B[ref]Two[/ref], [fn]open") == (
        '<p>A<sup><a href="#fn-1" id="fn-1-link">1</a></sup>, '
        'B<sup><a href="#fn-2" id="fn-2-link">2</a></sup>, [fn]open</p> '
        '<ol class="wp-block-footnotes"><li id="fn-1">One <b>b</b> <a href="#fn-1-link">↩</a></li>'
        '<li id="fn-2">Two <a href="#fn-2-link">↩</a></li></ol>'
    )


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("$latex x^2&s=2&bg=ffffff$", r"<p>\(x^2\)</p>"),
        ("[latexpage] [katex]y[/katex]", r"<p>\(y\)</p>"),
        (
            "One\nhttps://e.example/a?b&c\ntwo",
            '<p>One<br /> <a href="https://e.example/a?b&amp;c">https://e.example/a?b&amp;c</a>'
            "<br /> two</p>",
        ),
    ],
)
def test_older_texts(written: str, html: str) -> None:
    assert shown(written) == html


@pytest.mark.parametrize(
    "written",
    [
        *("<!-- wp:a {", "<!-- wp:math {} -->", '<!-- wp:code {"language":"r"} --><pre>'),
        *('<div style="background:url(', "<div wp-block-embed__wrapper ", "[gallery ", "[ref]"),
        *("<a wp-block-file__button ", "<object wp-block-file__embed>", '<a href="'),
        '<!-- wp:kevinbatdorf/code-block-pro {"a":1} -->',
    ],
)
def test_hostile_blocks_take_linear_time(written: str) -> None:
    began = process_time()
    read_wordpress_text(written * (100_000 // len(written)), facts())
    assert process_time() - began < 2
