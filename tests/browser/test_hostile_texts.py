"""Texts of others in a real browser: none runs, and none paints outside of its place."""

from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

from papers.records.printable_text import printable
from tests.support.browsed_answers import BESIDE
from tests.support.factories import make_author, make_comment, make_paper, make_post, set_site
from tests.support.hostile import PAINTED_FAR

MARKS = [printable(one) for one in PAINTED_FAR]  # as each way in takes them
LINE = 24
"""Pixels of half a line of the largest title: so far above a box marks of its first may stand."""
PLACES = """() => [...document.querySelectorAll("%s")].map((one) => {
  const box = one.getBoundingClientRect();
  return [box.left + scrollX, box.top + scrollY, box.right + scrollX, box.bottom + scrollY];
})"""
HIDE = """() => document.querySelectorAll("%s").forEach((one) => {
  one.style.visibility = "hidden";
})"""


def picture_of(page) -> Image.Image:
    return Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")


def painted_outside(page, places: str, near: int) -> tuple[int, int, int, int] | None:
    """Where it changes anything further than so many pixels from their boxes that what stands in
    these is not shown."""
    page.evaluate("document.activeElement.blur()")
    shown, boxes = picture_of(page), page.evaluate(PLACES % places)
    assert boxes, places
    page.evaluate(HIDE % places)
    changed = ImageChops.difference(shown, picture_of(page))
    drawn = ImageDraw.Draw(changed)
    for left, top, right, bottom in boxes:
        drawn.rectangle((left - near, top - near, right + near, bottom + near), "black")
    return changed.getbbox()


def test_nothing_is_painted_outside_of_its_place(page):
    post = make_post(title=MARKS[0][:300], source="\n\n".join(MARKS), tags=[MARKS[1][:90]])
    post.authors.add(make_author(name=MARKS[0][:200], bio=MARKS[1]))
    make_comment(post, name="Before", source="A calm comment.")
    for text in MARKS:
        make_comment(post, name=text[:100], source=text)
    make_comment(post, name="After", source="Another calm comment.")
    paper = make_paper(MARKS[0], author=MARKS[1][:150], publisher=MARKS[0][:300])
    set_site(name=MARKS[0][:100], tagline=MARKS[1][:200])
    faults = {}
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for address, places, near in (
            (post.get_absolute_url(), "#comments article", 2),
            (post.get_absolute_url(), "main", LINE),
            (paper.get_absolute_url(), "main", LINE),
            ("/", "header", LINE),
        ):
            page.goto(address)
            if beside := page.evaluate(BESIDE):
                faults[width, address[:9], "beside"] = beside[:3]
            if outside := painted_outside(page, places, near):
                faults[width, address[:9], places] = outside
    assert not faults, faults
