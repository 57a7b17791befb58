import pytest

from blog.markup import COMMENT
from blog.markup.reading.coloured_code import language_of
from tests.blog.markup.documents import html


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ("python", ("python", {})),
        ("python {linenos}", ("python", {"linenos": "true"})),
        ("{.python .numberLines #fig}", ("python", {"linenos": "true", "id": "fig"})),
        ("c++", ("c++", {})),
        ("c#", ("c#", {})),
        ("", ("", {})),
        ('py"><script>', ("", {})),
    ],
)
def test_information_of_a_fence(info: str, expected: tuple[str, dict[str, str]]) -> None:
    assert language_of(info) == expected


def test_classes_only() -> None:
    markup = html("```python\nx = 1\n```")
    assert '<code class="language-python"><span class="n">x</span>' in markup
    assert "style=" not in markup


def test_unknown_or_missing_language_is_plain() -> None:
    assert html("```nosuch\n<b>\n```") == (
        '<div class="highlight"><pre><code class="language-nosuch">&lt;b&gt;\n</code></pre></div>'
    )


def test_lines_are_marked_for_numbers() -> None:
    markup = html("```text {linenos}\na\n\nb\n```")
    assert '<div class="highlight linenos">' in markup
    assert markup.count('<span class="line">') == 3


def test_attribute_list_names_the_language() -> None:
    assert 'class="language-ruby"' in html("    puts 1\n{: .language-ruby}")


def test_comments_colour_only_what_stays_quick() -> None:
    assert "<span" in html("```py\nx = 1\n```", COMMENT)
    assert "<span" not in html("```autoit\nx = 1\n```", COMMENT)


def test_long_lines_stay_plain() -> None:
    assert "<span" not in html(f"```python\n{'x' * 600}\n```")
