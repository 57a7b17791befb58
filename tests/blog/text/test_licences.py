import pytest

from blog.text.licences import licence_address

CC = "https://creativecommons.org"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("CC BY 4.0", f"{CC}/licenses/by/4.0/"),
        ("cc-by-nc-nd-3.0", f"{CC}/licenses/by-nc-nd/3.0/"),
        ("Creative Commons BY SA", f"{CC}/licenses/by-sa/4.0/"),
        ("CC0", f"{CC}/publicdomain/zero/1.0/"),
        ("CC0 1.0", f"{CC}/publicdomain/zero/1.0/"),
        (" https://example.org/terms ", "https://example.org/terms"),
        ("All rights reserved", ""),
        ("CC BY 4.0 for the text, MIT for the code", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_a_licence_is_named_by_its_address(written, address):
    assert licence_address(written) == address
