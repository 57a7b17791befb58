import pytest

from blog.text.languages import direction_of


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("", "auto"),
        *((one, "rtl") for one in ("ar", "AR-EG", "fa_IR", "he", "az-Arab", "ff-Adlm")),
        *((one, "ltr") for one in ("en", "ar-Latn", "ko", "zh-Hans", "az", "ku")),
    ],
)
def test_direction_follows_script_then_language(language: str, direction: str):
    assert direction_of(language) == direction
