from time import process_time

import pytest

from blog.transfer.archives.wordpress_text import read_wordpress_text


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("[code lang='js']a < b[/code]", '<pre><code class="language-js">a &lt; b</code></pre>'),
        (
            "[Python]a[/PYTHON] [r]b",
            '<pre><code class="language-python">a</code></pre>\n\n<p>[r]b</p>',
        ),
        ("<PRE>a\n\nb</pre >", "<PRE>a\n\nb</pre >"),
        ("[latex]x < 1[/latex], $latex y $", "<p>\\(x &lt; 1\\), \\(y\\)</p>"),
        (
            '[caption id="a"]<img src=a> Words[/wp_caption]',
            "<figure><img src=a>\n\n<figcaption>Words</figcaption>\n\n</figure>",
        ),
        ("[caption][code]a", "<p>[caption][code]a</p>"),
    ],
)
def test_what_stands_in_pairs_is_read(written: str, html: str) -> None:
    assert read_wordpress_text(written)[0] == html


@pytest.mark.parametrize(
    "written",
    ["<!-- wp:", "<pre", "[caption][/wp_ ", "[cc\n", "[cc]", "[latex]", "[video http://a"],
)
def test_beginnings_without_an_end_take_linear_time(written: str) -> None:
    began = process_time()
    read_wordpress_text(written * (100_000 // len(written)))
    assert process_time() - began < 2
