import pytest

from blog.markup import render
from tests.blog.markup.documents import html


def test_figure() -> None:
    source = '{{< figure src="/a.png" title="T" caption="C *x*" link="http://l/?a&b" >}}'
    assert html(source) == (
        '<figure><a href="http://l/?a&amp;b"><img src="/a.png" alt="C x" loading="lazy"></a>'
        "<figcaption><strong>T</strong> C <em>x</em></figcaption></figure>"
    )


def test_highlight() -> None:
    markup = html('{{< highlight python "linenos=table" >}}\nx = "{{< a >}}"\n{{< /highlight >}}')
    assert '<code class="language-python">' in markup
    assert "{{&lt; a &gt;}}" in markup


def test_ref_asks_for_the_page() -> None:
    def link_url(target: str) -> str | None:
        return "/posts/new/" if target == "link:blog/old.md" else None

    source = '[a]({{< ref "blog/old.md#part" >}}) [b]({{% relref "gone.md" %}})'
    rendered = render(source, link_url=link_url)
    assert 'href="/posts/new/#part"' in rendered.html
    assert 'href="#missing-page:gone.md"' in rendered.html
    assert "gone.md" in rendered.problems[0].message


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("{{< youtube dQw4 >}}", "https://www.youtube.com/watch?v=dQw4"),
        ('{{< youtube id="dQw4" autoplay="true" >}}', "https://www.youtube.com/watch?v=dQw4"),
        ("{{< gist spf13 7896402 >}}", "https://gist.github.com/spf13/7896402"),
        ("{{< video https://a.example/v >}}", "https://a.example/v"),
        ('{{< embed url="https://a.example" title="A & B" >}}', "https://a.example"),
    ],
)
def test_what_stands_elsewhere_is_a_link(source: str, address: str) -> None:
    assert f'<a class="embed" href="{address}">' in html(source)


def test_box_button_and_folded_text() -> None:
    markup = html(
        "{{% callout warning %}}\nHi **x**\n{{% /callout %}}\n\n"
        '{{< button url="/x" >}}Go{{< /button >}}\n\n'
        '{{< details summary="S" >}}\n*in*\n{{< /details >}}\n'
    )
    assert '<div class="admonition warning" role="note">' in markup
    assert "<p>Hi <strong>x</strong></p>" in markup
    assert '<a class="button" href="/x">Go</a>' in markup
    assert "<summary>S</summary>\n<p><em>in</em></p>" in markup


@pytest.mark.parametrize(
    ("opening", "title"),
    [
        ('notice tip "A & b"', "A &amp; b"),
        ('admonition type=tip title="Mine" open=false', "Mine"),
        ('admonition tip "Mine" true', "Mine"),
        ('tip "Mine"', "Mine"),
        ("notice tip", "Tip"),
        ('alert "tip"', "Tip"),
    ],
)
def test_box_has_the_title_that_stands_behind_its_kind(opening: str, title: str) -> None:
    name = opening.split()[0]
    markup = html(f"{{{{< {opening} >}}}}\nx\n{{{{< /{name} >}}}}")
    assert (
        f'<div class="admonition tip" role="note"><p class="admonition-title">{title}</p>' in markup
    )


def test_shortcodes_in_shortcodes_are_read() -> None:
    markup = html(
        '{{< notice >}}\n{{< details "A" >}}\n{{< details "B" >}}\nb {{< youtube q >}}\n'
        "{{< /details >}}\na {{< odd >}}\n{{< /details >}}\n`{{< youtube q >}}`\n"
        "{{< /notice >}}\nafter"
    )
    inner = '<details><summary>B</summary>\n<p>b <a class="embed"'
    assert markup.index("<summary>A</summary>") < markup.index(inner)
    assert markup.count("</details>") == 2
    assert '<code class="liquid">{{&lt; odd &gt;}}</code></p>\n</details>' in markup
    assert "<code>{{&lt; youtube q &gt;}}</code></p>\n</div>\n<p>after</p>" in markup


def test_unknown_shortcode_stays_visible_and_is_reported() -> None:
    rendered = render('a\n\n{{< odd x="1" >}}b{{< /odd >}}')
    assert '<code class="liquid">{{&lt; odd x="1" &gt;}}</code>b' in rendered.html
    assert "“odd”" in rendered.problems[0].message
    assert rendered.problems[0].line == 3


def test_escaped_shortcode_is_shown_and_code_is_left_alone() -> None:
    markup = html("{{</* a */>}} `{{< youtube b >}}`\n\n```\n{{< youtube c >}}\n```")
    assert "<code>{{&lt; a &gt;}}</code> <code>{{&lt; youtube b &gt;}}</code>" in markup
    assert "{{&lt; youtube c &gt;}}\n</code>" in markup


def test_no_script_comes_through() -> None:
    markup = html('{{< button url="javascript:alert(1)" >}}<script>x</script>{{< /button >}}')
    assert "javascript" not in markup
    assert "<script" not in markup
