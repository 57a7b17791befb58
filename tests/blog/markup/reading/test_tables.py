from blog.markup.reading.tables import split_row
from tests.blog.markup.documents import html


def test_table_with_header_and_alignment() -> None:
    markup = html("|a|b|\n|--|:-:|\n|1|2|").replace("\n", "")
    assert markup == (
        '<table><thead><tr><th>a</th><th class="align-center">b</th></tr></thead>'
        '<tbody><tr><td>1</td><td class="align-center">2</td></tr></tbody></table>'
    )


def test_table_without_header() -> None:
    markup = html("a | b\nc | d")
    assert "<thead>" not in markup
    assert markup.count("<td>") == 4


def test_footer_and_second_body() -> None:
    markup = html("|a|\n|-|\n|b|\n|-|\n|c|\n|=|\n|d|")
    assert (markup.count("<tbody>"), markup.count("<tfoot>")) == (2, 1)


def test_pipe_in_code_or_escaped_does_not_divide() -> None:
    assert split_row("| `a|b` | c\\|d | $$x|y$$ |") == ["`a|b`", "c|d", "$$x|y$$"]


def test_paragraph_with_one_pipe_in_code_is_text() -> None:
    assert html("Use `a|b` here") == "<p>Use <code>a|b</code> here</p>"


def test_backticks_end_at_the_next_run_of_their_length() -> None:
    assert split_row("|``a|`b``|c`|`d|`e|") == ["``a|`b``", "c`|`d", "`e"]
    assert split_row(f"|{'`' * 5000}|a|") == ["`" * 5000, "a"]
