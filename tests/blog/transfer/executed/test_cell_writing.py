from time import process_time

import pytest

from blog.transfer.executed.cell_writing import passive_html


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<b>a</b><script src=x>1</script><i>b</i>", "<b>a</b><i>b</i>"),
        ("<b>a</b><STYLE>p {}</style >c", "<b>a</b>c"),
        ("<b>a</b><script>never ended", "<b>a</b>"),
        ("<b>a</b><script never=ended <i>b</i", "<b>a</b>"),
        ("<b>a</b><script never=ended", "<b>a</b>"),
        ("<scripture>a</scripture>", "<scripture>a</scripture>"),
        ("<script>1</script> <p> </p>", ""),
    ],
)
def test_programs_and_styles_are_taken_out_of_results(markup, expected):
    assert passive_html(markup) == expected


def test_a_result_full_of_tags_without_an_end_is_read_in_a_moment():
    began = process_time()
    passive_html("a" + "<script " * 20_000)
    assert process_time() - began < 1
