import pytest

from blog.text.colours import contrast, mixed


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#767676", "#ffffff", 4.54),  # known as the lightest grey that passes
        ("#777777", "#ffffff", 4.48),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(one, other) == contrast(other, one)


def test_mixed_colours_lie_between():
    assert mixed("#000000", 0.5, "#ffffff") == "#808080"
    assert mixed("#123456", 1, "#ffffff") == "#123456"
