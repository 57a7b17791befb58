"""What only a browser can tell: whether a frame is drawn, and which way code runs."""

import pytest

from tests.support.cases import body, import_case, named, values
from tests.support.factories import make_post

INK = """(math, isHidden) => {
    for (const one of math.querySelectorAll("mi, mn, mo, mtext, ms")) one.style.color = "#0000";
    math.style.visibility = isHidden ? "hidden" : "visible";
}"""


def is_drawn_around(page, number: int) -> bool:
    """Whether more is drawn of a formula than its letters."""
    formula = page.locator("[data-post-body] math").nth(number)
    clip = formula.bounding_box()
    formula.evaluate(INK, False)
    seen = page.screenshot(clip=clip)
    formula.evaluate(INK, True)
    return seen != page.screenshot(clip=clip)


def test_frame_and_stroke_are_drawn(page):
    import_case("b06-boxes-and-strikes")
    page.goto("/posts/boxes/")
    assert is_drawn_around(page, 0)
    assert is_drawn_around(page, 1)


def test_ink_is_drawn_around_letters(page):
    formulas = {
        r"\boxed{x}": True,
        r"\fbox{text}": True,
        r"\cancel{x}": True,
        r"\bcancel{x}": True,
        r"\xcancel{x}": True,
        r"e^{\boxed{y}}": True,
        "x": False,
    }
    make_post(slug="a", source="\n\n".join(f"So ${tex}$." for tex in formulas))
    page.goto("/posts/a/")
    found = {tex: is_drawn_around(page, number) for number, tex in enumerate(formulas)}
    assert found == formulas


@pytest.mark.django_db
def test_frame_is_no_menclose(client):
    import_case("b06-boxes-and-strikes")
    text = body(client, "boxes")
    assert len(named(text, "math")) == 2
    assert not named(text, "menclose") and not values(text, "style")


def direction(page, selector: str) -> str:
    return page.locator(selector).first.evaluate("one => getComputedStyle(one).direction")


def test_arabic_text_runs_from_the_right_and_code_from_the_left(page):
    import_case("g04-right-to-left")
    page.goto("/posts/ar/")
    assert direction(page, "[data-post-body] p") == "rtl"
    assert direction(page, "[data-post-body] ol") == "rtl"
    assert direction(page, "[data-post-body] code") == "ltr"


def test_blocks_of_code_and_formulas_run_from_the_left(page):
    source = "نص\n\n```\npip install x\n```\n\n$$x = 1$$"
    make_post(slug="a", source=source, language="ar")
    page.goto("/posts/a/")
    assert direction(page, "[data-post-body] p") == "rtl"
    assert direction(page, "[data-post-body] pre") == "ltr"
    assert direction(page, "[data-post-body] math") == "ltr"
