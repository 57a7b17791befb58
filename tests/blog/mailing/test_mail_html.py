import pytest

from blog.mailing.mail_html import html_for_mail

PAGE, SITE = "https://blog.example/posts/a/", "https://blog.example"
MATH = (
    '<math{}><semantics><mi>x</mi><annotation encoding="application/x-tex">{}</annotation>'
    "</semantics></math>"
)


@pytest.mark.parametrize(
    ("finished", "shown"),
    [
        ('<p class="a" id="b">Text</p>', "<p>Text</p>"),
        (
            '<a href="#fn1">1</a> <a href="/papers/x/">x</a>',
            f'<a href="{PAGE}#fn1">1</a> <a href="{SITE}/papers/x/">x</a>',
        ),
        (
            '<img src="/media/a.png" srcset="/media/b.png 2x" alt="A" width="3" height="4">',
            f'<img src="{SITE}/media/a.png" alt="A" width="3" height="4">',
        ),
        (
            '<img src="https://elsewhere.example/a.png" alt="A &amp; B">',
            '<a href="https://elsewhere.example/a.png">A &amp; B</a>',
        ),
        (
            '<iframe src="https://elsewhere.example/film" title="Film"></iframe>',
            '<a href="https://elsewhere.example/film">Film</a>',
        ),
        ("<p>a<svg><title>t</title><path/></svg><template>t</template></p>", "<p>a</p>"),
        (f"So {MATH.format('', 'x^2')}.", "So <i>x²</i>."),
        (MATH.format(' display="block"', r"\unknown{a &lt; b}"), None),
    ],
)
def test_a_post_is_shown_as_mail_programs_can(finished: str, shown: str | None):
    found = html_for_mail(finished, PAGE, SITE)
    expected = r"<br><code>\unknown{a &lt; b}</code><br>" if shown is None else shown
    assert found == expected
