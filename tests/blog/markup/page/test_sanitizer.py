import html
import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from blog.markup import COMMENT, POST, Policy, render
from blog.markup.page.sanitizer import sanitize
from blog.text.word_sets import word_set
from tests.blog.markup.documents import faults

pytestmark = pytest.mark.slow

STRINGS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '<a href="jav&#x09;ascript:alert(1)">a</a>',
    "[a](javascript:alert(1)) ![b](data:image/svg+xml;base64,AAAA)",
    "[a]: javascript:alert(1)\n\n[a] <javascript:alert(1)>",
    '<math><mtext><style><img src=x onerror="alert(1)"></style></mtext></math>',
    '<math><annotation-xml encoding="text/html"><img src=x onerror=a(1)></annotation-xml></math>',
    "$\\text{<img src=x onerror=alert(1)>}$",
    '[a](b){: onclick="alert(1)" style="x" href="javascript:x"}',
    '{: style="position:fixed" onmouseover="x()"}\n# a',
    '```"><img/src=x/onerror=alert(1)>\na\n```',
    '<form action="javascript:x"><input name=a><button formaction="javascript:x">b</button></form>',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<table><tr><td><iframe src='javascript:alert(1)'></iframe>",
    "{% include figure.html path='javascript:alert(1)' alt='\"><script>' %}",
    '{% capture x %}"><img src=x onerror=alert(1)>{% endcapture %}<a href="{{ x }}">a</a>',
    '*[a]: "><script>\n\na',
    '<a href="&#xFDD0;0&#xFDD1;">a</a>\ufdd00\ufdd1\x020\x03',
    "text <marquee>a<p>b</p>",
)
SHARED = Path(__file__).parents[5] / "shared/data/xss"


def shared_strings() -> list[str]:
    paths = sorted(SHARED.glob("*.json")) if SHARED.is_dir() else []
    return [text for path in paths for text in json.loads(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("policy", [POST, COMMENT], ids=lambda policy: policy.name)
@pytest.mark.parametrize("source", STRINGS)
def test_hostile_strings_do_no_harm(source: str, policy: Policy) -> None:
    assert faults(render(source, policy=policy).html) == []


@pytest.mark.parametrize("policy", [POST, COMMENT], ids=lambda policy: policy.name)
def test_hostile_strings_of_others_do_no_harm(policy: Policy) -> None:
    found = {}
    for text in shared_strings():
        for source in (text, f'<div markdown="1">\n- a {text}\n</div>'):
            if problems := faults(render(source, policy=policy).html):
                found[source] = problems
    assert found == {}


def test_comment_has_no_ids_and_marks_its_links() -> None:
    markup = render("[a](http://a.org) <b id='x'>b</b>", policy=COMMENT).html
    assert 'rel="nofollow ugc noopener"' in markup
    assert "<b" not in markup


def test_the_scope_stands_before_an_id_once_though_elements_went_away() -> None:
    markup = render("## Read\n\n[see](#read) <script>1</script>", policy=POST, scope="note-").html
    assert 'id="note-read"' in markup
    assert 'href="#note-read"' in markup


NAMES = word_set(
    """
    a b caption col details div dl em figure foo h1 h2 i li math mi p pre ruby section span summary
    table tbody td th tr ul
    """
)
TAGS = [f"<{slash}{name}>" for name in sorted(NAMES) for slash in ("", "/")]
PIECES = st.sampled_from([*TAGS, '<a href="/x">', "x"])


@given(st.lists(PIECES, max_size=12).map("".join))
@example('<a href="/x">0<table><a href="/y">1')
@example("<em><h1><table><h1>xx")
def test_what_was_sanitized_stays_as_it_is(markup: str) -> None:
    once = sanitize(markup, POST)
    assert sanitize(once, POST) == once


@given(st.integers(0, 0x10FFFF), st.integers(0, 9), st.sampled_from(["{0}", "x{0:x}", "X{0:X}"]))
@example(0xFFFE, 0, "x{0:x}")
@example(0xFDD0, 5000, "{0}")
@example(0x7F, 0, "{0}")
def test_a_number_shows_its_own_letter_or_none(number: int, zeros: int, form: str) -> None:
    digits = form.format(number)
    sign = digits[0] if digits[0] in "xX" else ""
    shown = sanitize(f"a&#{sign}{'0' * zeros}{digits.removeprefix(sign)};b", POST)
    own = {chr(number), html.unescape(f"&#{number};"), "\ufffd", "\n"}
    assert html.unescape(shown) in {f"a{letter}b" for letter in own}
