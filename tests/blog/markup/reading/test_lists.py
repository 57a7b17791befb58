import pytest

from tests.blog.markup.documents import html


def flat(source: str) -> str:
    return html(source).replace("\n", "")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("para\n- a", "<p>para</p><ul><li>a</li></ul>"),
        ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("- a\n* b\n+ c", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("- a\n\n  b\n- c", "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>"),
        ("- a\nlazy", "<ul><li>alazy</li></ul>"),
        ("- a\n\nafter", "<ul><li>a</li></ul><p>after</p>"),
    ],
)
def test_lists_nest_and_loosen_as_in_kramdown(source: str, expected: str) -> None:
    assert flat(source) == expected


def test_code_stays_in_its_item() -> None:
    markup = flat("1. a\n   ```\n   x\n   ```\n2. b")
    assert markup.count("<ol>") == 1
    assert "<code>x</code>" in markup


def test_tasks_have_boxes() -> None:
    assert flat("- [ ] a\n- [x] b") == (
        '<ul><li class="task-list-item">☐ a</li><li class="task-list-item">☑ b</li></ul>'
    )


def test_item_takes_attributes() -> None:
    assert flat("* {:.big} a") == '<ul><li class="big">a</li></ul>'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Term\n: one\n: two", "<dl><dt>Term</dt><dd>one</dd><dd>two</dd></dl>"),
        ("A\nB\n: one", "<dl><dt>A</dt><dt>B</dt><dd>one</dd></dl>"),
        ("A\n\n: one", "<dl><dt>A</dt><dd><p>one</p></dd></dl>"),
        ("A\n: one\n\nB\n: two", "<dl><dt>A</dt><dd>one</dd><dt>B</dt><dd>two</dd></dl>"),
    ],
)
def test_definitions(source: str, expected: str) -> None:
    assert flat(source) == expected
