import pytest

from blog.markup import render
from tests.blog.markup.documents import html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% raw %}{{ a }}{% endraw %}`", "{{ a }}"),
        ('[a]({{ "/x" | relative_url }})', 'href="/x"'),
        ("[a]({{ site.baseurl }}/x)", 'href="/x"'),
        ("[a]({{ site.url }}{{ site.baseurl }}/x)", 'href="/x"'),
        ("[a]({% post_url 2020-01-02-name %})", 'href="/2020/01/02/name.html"'),
        ("[a]({% link _docs/history.md %}#v1)", 'href="#missing-page:_docs/history.md#v1"'),
        ("[a]({% link /files/a.pdf %})", 'href="/files/a.pdf"'),
        ('{% assign n = "World" %}Hello {{ n }}', "Hello World"),
        ("{% capture n %}World{% endcapture %}Hello {{ n }}", "Hello World"),
        ("a{% comment %}secret{% endcomment %}b", "<p>ab</p>"),
        ("[a]({{ page.url }}/x)", 'href="/x"'),
    ],
)
def test_constant_liquid_is_understood(source: str, expected: str) -> None:
    assert expected in html(source)


def test_highlight_is_a_fence() -> None:
    markup = html(
        "text\n{% highlight python linenos %}\nx = {{ y }}\n```\n{% endhighlight %}\nafter"
    )
    assert '<div class="highlight linenos">' in markup
    assert "<p>after</p>" in markup


@pytest.mark.parametrize(
    "source",
    [
        "`{{ site.url }}`",
        "```\n{{ site.url }}\n```",
        "    {{ site.url }}",
        "<pre>{{ site.url }}</pre>",
    ],
)
def test_code_is_never_touched(source: str) -> None:
    rendered = render(source)
    assert "{{ site.url }}" in rendered.html
    assert rendered.problems == ()


def test_raw_marks_go_also_in_code() -> None:
    markup = html("```\n{% raw %}{% include x %}{% endraw %}\n```")
    assert "<code>{% include x %}\n</code>" in markup


def test_other_liquid_stays_and_is_told() -> None:
    rendered = render("one\n\n{% poll 1 %} and {{ page.title }}")
    assert "{% poll 1 %}" in rendered.html
    assert "{{ page.title }}" in rendered.html
    assert [problem.line for problem in rendered.problems] == [3, 3]


def test_figure_include() -> None:
    source = (
        '{% include figure.liquid path="assets/a.png" class="wide" width="300px"'
        ' caption="A *plain* caption" zoomable=true %}'
    )
    assert html(source) == (
        '<figure><img src="/assets/a.png" alt="" class="wide" width="300" loading="lazy">'
        "<figcaption>A *plain* caption</figcaption></figure>"
    )


def test_post_url_asks_the_importer() -> None:
    known = {"post_url:2020-01-02-name": "/posts/name/"}
    rendered = render("[a]({% post_url 2020-01-02-name %})", link_url=known.get)
    assert 'href="/posts/name/"' in rendered.html


def test_loop_over_a_constant_list_makes_references() -> None:
    source = (
        '[#1][]\n\n{% assign n = "1|2" | split: "|" %}\n'
        "{% for i in n %}\n[#{{ i }}]: /issues/{{ i }}\n{% endfor %}"
    )
    assert html(source) == '<p><a href="/issues/1">#1</a></p>'


def test_octopress_image_tag() -> None:
    markup = html("{% img left /figures/a.png 300 200 [A title] %}")
    assert markup == (
        '<figure><img src="/figures/a.png" alt="A title" class="left" width="300" loading="lazy">'
        "<figcaption>A title</figcaption></figure>"
    )


@pytest.mark.parametrize(
    ("tag", "address", "words"),
    [
        (
            "twitter https://x.org/a/status/1?s=20&x=1 maxwidth=500",
            "https://x.org/a/status/1?s=20&x=1",
            "x.org/…/1",
        ),
        ('youtube "abc_-1"', "https://www.youtube.com/watch?v=abc_-1", "YouTube"),
        ("gist parkr/931c", "https://gist.github.com/parkr/931c", "gist.github.com/…/931c"),
    ],
)
def test_what_a_tag_would_load_from_elsewhere_is_a_link(tag: str, address: str, words: str) -> None:
    rendered = render(f"See {{% {tag} %}}.")
    shown = address.replace("&", "&amp;")
    assert f'<a class="embed" href="{shown}">{words}</a>.' in rendered.html
    assert rendered.problems == ()


def test_an_embedding_tag_without_an_address_stays() -> None:
    assert "{% twitter %}" in render("{% twitter %}").html


def test_al_folios_details_and_diagrams_are_read() -> None:
    source = "{% details More *here* %}\nA *b*.\n\n- c\n{% enddetails %}\n\n"
    html = render(source + "{% mermaid %}\na --> b\n{% endmermaid %}").html
    assert "<details><summary>More *here*</summary>\n<p>A <em>b</em>.</p>\n<ul>" in html
    assert '<code class="language-mermaid">a --&gt; b\n</code>' in html


CODE = "{% highlight python %}\nx = '<b>' # *a* $y$\n\nz\n{% endhighlight %}"


@pytest.mark.parametrize(
    "before", ["<details>\n<summary>s</summary>\n", "<div>\n\n", "<div><p>a</p>"]
)
def test_code_inside_of_html_is_code(before: str) -> None:
    made = html(f"Text.\n\n{before}{CODE}\n</div></details>\n\nEnd *here*.")
    assert '<code class="language-python"><span' in made
    assert "# *a* $y$</span>\n\n<span" in made
    assert "```" not in made
    assert "End <em>here</em>." in made


def test_code_in_a_post_of_html_is_code() -> None:
    made = render(f"<p>a</p>\n{CODE}\n<p>b</p>", is_html=True).html
    assert '<code class="language-python"><span' in made
    assert "```" not in made


def test_code_behind_an_element_that_never_ends_is_code() -> None:
    assert html(f"A `<div>` here.\n\n{CODE}\n\nEnd *here*.").count("<em>here</em>") == 1
