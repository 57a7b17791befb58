import pytest

from blog.markup import render
from blog.markup.page.picture_sizes import MEASURE, PictureSize, size_pictures

SIZES = {
    "/media/a.png": PictureSize(800, 600, (("/media/480.webp", 480),)),
    "/media/b.svg": PictureSize(80, 60),
}
SET = '"/media/480.webp 480w, /media/a.png 800w"'


@pytest.mark.parametrize(
    ("written", "added"),
    [
        ('src="/media/a.png" alt=""', f'width="800" height="600" srcset={SET} sizes="{MEASURE}"'),
        ('src="/media/a.png" width="300"', f'srcset={SET} sizes="300px"'),
        ('src="/media/a.png" width="50%"', f'srcset={SET} sizes="{MEASURE}"'),
        ('src="/media/a.png" srcset="/x.png 2x"', 'width="800" height="600"'),
        ('src="/media/b.svg"', 'width="80" height="60"'),
    ],
)
def test_a_picture_that_is_here_gets_what_its_author_did_not_say(written, added):
    html = f"<p>a<img {written}>b</p>"
    assert size_pictures(html, lambda _all: SIZES) == f"<p>a<img {written} {added}>b</p>"


def test_other_pictures_stay_as_they_are():
    html = '<img src="/media/c.png" alt="<img>"><p>&lt;img&gt;</p>'
    assert size_pictures(html, lambda _all: SIZES) == html


def test_the_sizes_are_asked_for_once_and_not_without_pictures():
    asked = []
    sizes = {"picture_sizes": lambda wanted: asked.append(set(wanted)) or SIZES}
    render("No picture.", **sizes)
    html = render("![a](/media/a.png) ![b](/media/b.svg)\n\n![a](/media/a.png)", **sizes).html
    assert asked == [{"/media/a.png", "/media/b.svg"}]
    assert html.count('width="800"') == 2
    assert render("![a](/media/a.png)", **sizes) == render("![a](/media/a.png)", **sizes)
