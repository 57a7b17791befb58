import pytest

from blog.transfer.rewriting.code_ranges import code_in


@pytest.mark.parametrize(
    ("text", "is_code"),
    [
        ("Words.\n\n    <img src=x>", True),
        ("Words.\n\n\t[a](x)", True),
        ("- item\n\n    [a](x)", False),
        ("Words\n    [a](x)", False),
        ("<div>\n\n    <img src=x>\n</div>", False),
        ("<div>a</div>\n\n    <img src=x>", True),
    ],
)
def test_code_of_blanks_is_code(text: str, is_code: bool) -> None:
    assert code_in(text, False).covers(text.index("x")) is is_code
