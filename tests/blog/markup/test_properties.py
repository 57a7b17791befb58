import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.markup import COMMENT, POST, MarkupError, Policy, render
from blog.text.word_sets import word_set
from tests.blog.markup.documents import faults

pytestmark = pytest.mark.slow

MARKS = word_set(
    """
    * ** _ ` ``` ~~~ ~~ > - + 1. # ## | [ ] ( ) ![ ]( [^1] [^1]: [a]: : ! $ $$ \\( \\) \\[ \\] \\
    ' " & &#39; &lt; < > <b> </b> <div> </div> <p> </a> <!-- --> <script> </script> {:toc} --- ===
    *[A]: http://a.org #Tag A
    """
)
PIECES = (
    *sorted(MARKS),
    *("\n", "\n\n", "    ", "  ", "\t", " ", '<div markdown="1">', '<a href="x">', "{: .a #b}"),
    *("{% raw %}", "{% endraw %}", "{{ site.url }}", "{% x %}", "<iframe src='y'>", "\\frac{1}{2}"),
    *("\\begin{align}", "\\end{align}", "!!! note\n    ", "> [!NOTE]\n", "- [ ] "),
    *("{% highlight python %}\n", "{% endhighlight %}", "<table><tr><td>"),
)
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=40).map("".join)
USUAL = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


@given(TEXTS, st.sampled_from([POST, COMMENT]))
@USUAL
def test_any_text_gives_a_harmless_page_twice_the_same(source: str, policy: Policy) -> None:
    try:
        first = render(source, policy=policy, scope="s-", hashtag_url=lambda name: "/t/")
    except MarkupError:
        return
    assert render(source, policy=policy, scope="s-", hashtag_url=lambda name: "/t/") == first
    assert faults(first.html) == []


@given(st.text(max_size=100))
@USUAL
def test_words_are_not_lost(source: str) -> None:
    words = "".join(char for char in source if char.isalnum() and char.isascii())
    assert words in render(f"start {words} end").text
