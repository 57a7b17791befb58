"""The frame has one left edge, and what stands in the margin is beside its line, or under it."""

import pytest

from blog.posts.saving_posts import save_post
from blog.posts.telling_corrections import tell_correction
from tests.support.browsing import redraw
from tests.support.factories import make_paper, make_post, set_site

NOTED = "".join(
    f"Paragraph {n} has some words that fill a line or two of the text, to make it look like one "
    f"that was written.[^{n}] It goes on for a little while.\n\n"
    f"[^{n}]: Note {n} is a longer one, which fills a few lines of the margin and so reaches down "
    f"into the next paragraph, where there is another note that must go under it.\n\n"
    for n in range(1, 9)
)
TABLE = "| a | b | c | d | e | f |\n|---|---|---|---|---|---|\n| 1 | 2 | 3 | 4 | 5 | 6 |\n\n"
SOURCE = (
    f"## One\n\n{NOTED}{TABLE}## Two\n\n- In a list.[^x]\n\n> Quoted.[^y]\n\n[^x]: X.\n[^y]: Y.\n"
)
BOXES = """selector => [...document.querySelectorAll(selector)].map(one => {
    const box = one.getBoundingClientRect();
    return [box.left, box.top + scrollY, box.right, box.bottom + scrollY].map(Math.round);
})"""


def boxes(page, selector: str) -> list[list[int]]:
    return page.evaluate(BOXES, selector)


@pytest.fixture
def post(live_site):
    return make_post(title="Notes", source=SOURCE, tags=["one"])


def test_notes_never_overlap_one_another_or_the_text(page, post):
    page.goto(post.get_absolute_url())
    page.evaluate("document.fonts.ready")
    for width in (390, 768, 1024, 1280, 1920):
        redraw(page, width)
        stand_apart(page, width)


def stand_apart(page, width: int) -> None:
    notes = boxes(page, ".note")
    assert len(notes) == 10
    others = boxes(page, ".prose table, .prose h2, .contents")
    for number, (left, top, right, bottom) in enumerate(notes):
        for other in [*notes[number + 1 :], *others]:
            apart = other[1] >= bottom - 1 or other[3] <= top + 1
            assert apart or other[0] >= right or other[2] <= left, (width, number, other)
        assert left >= 0 and right <= width


def test_with_room_a_note_stands_beside_its_paragraph(page, post):
    page.goto(post.get_absolute_url())
    page.evaluate("document.fonts.ready")
    for width in (1024, 1280, 1920):
        redraw(page, width)
        text = boxes(page, ".prose")[0]
        for left, _top, right, _bottom in boxes(page, ".note"):
            assert left > text[2] + 20, width
            assert right <= boxes(page, ".site-head")[0][2] + 1, width
        mark, note = boxes(page, "sup[id='fnref:x']")[0], boxes(page, "[id='fn:x']")[0]
        assert abs(mark[1] - note[1]) < 40, width


def test_without_room_a_note_stands_under_its_paragraph(page, post):
    page.goto(post.get_absolute_url())
    for width in (390, 768):
        redraw(page, width)
        for number in range(1, 9):
            mark = boxes(page, f"sup[id='fnref:{number}']")[0]
            note = boxes(page, f"[id='fn:{number}']")[0]
            assert note[1] >= mark[3] - 8, width
            words = page.locator(f"[id='fn:{number}']").evaluate("one => one.nextSibling")
            assert words is None  # nothing of the paragraph comes after it


def test_head_text_and_foot_share_one_left_edge(page, post):
    for address in (post.get_absolute_url(), "/", "/archive/", "/papers/", "/tags/"):
        page.goto(address)
        for width in (320, 390, 768, 1024, 1280, 1920):
            redraw(page, width)
            edges = {
                selector: boxes(page, selector)[0][0]
                for selector in (".site-head", "main", "h1", ".site-foot")
            }
            assert len(set(edges.values())) == 1, (address, width, edges)


def test_works_cited_are_compact_and_their_ways_on_large_enough(page, live_site):
    for number in range(11):
        make_paper(
            f"A work with a title that is about as long as titles are, the {number}th of them",
            key=f"work{number}",
            identifiers=[("doi", f"10.1000/{number}")],
        )
    cites = " and ".join(f"[@work{number}] too [@work{number}]" for number in range(11))
    post = make_post(title="Works", source=f"It says {cites}.")
    page.goto(f"{post.get_absolute_url()}#works-cited")
    for width, most in ((1280, 1000), (390, 1600)):
        page.set_viewport_size({"width": width, "height": 900})
        _left, top, _right, bottom = boxes(page, "#works-cited .references")[0]
        assert len(boxes(page, "#works-cited .references > li")) == 11
        assert bottom - top < most
        sizes = [(one[2] - one[0], one[3] - one[1]) for one in boxes(page, ".ways a")]
        assert len(sizes) >= 33
        assert min(min(size) for size in sizes) >= 24


def test_a_paper_has_its_card_beside_its_reference_or_under_it(page, live_site):
    paper = make_paper("On the Radium Question", identifiers=[("doi", "10.1000/one")])
    make_post(title="One", source="It is said in “On the Radium Question”, by Curie.")
    page.goto(paper.get_absolute_url())
    redraw(page, 390)
    head, card = boxes(page, ".paper > header")[0], boxes(page, ".card")[0]
    assert card[0] == head[0] and card[1] >= head[3]
    redraw(page, 1280)
    head, card = boxes(page, ".paper > header")[0], boxes(page, ".card")[0]
    assert card[0] > head[2] and card[1] == head[1]
    assert page.locator("#discussed-in").count() == 1


def test_on_paper_notes_are_under_their_paragraphs_and_nothing_is_a_form(page, post):
    page.goto(post.get_absolute_url())
    page.emulate_media(media="print")
    for width in (700, 1200):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("getComputedStyle(document.querySelector('.note')).float") == "none"
        for selector in (".site-head nav", ".comment-form", ".contents", ".anchor"):
            assert not page.locator(selector).first.is_visible(), selector
        assert page.locator(".note").first.is_visible()
    assert page.pdf().startswith(b"%PDF")


def test_a_heading_gives_its_address(page, post):
    page.goto(post.get_absolute_url())
    anchor = page.locator("h2 > .anchor").first
    anchor.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#one")


@pytest.mark.parametrize("site_language", ["en", "ar"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_margin_is_on_its_side_whatever_the_directions(
    page, live_site, site_language: str, language: str
):
    set_site(language=site_language)
    written = "نص هنا.[^1]" if language == "ar" else "Text.[^1]"
    post = make_post(title="A", source=f"{written}\n\n[^1]: B.\n\n{TABLE}", language=language)
    page.set_viewport_size({"width": 1100, "height": 900})
    page.goto(post.get_absolute_url())
    frame, note = boxes(page, ".site-head")[0], boxes(page, ".note")[0]
    text, table = boxes(page, ".prose > p")[0], boxes(page, ".prose > .scroll")[0]
    assert frame[0] <= note[0] and note[2] <= frame[2]
    assert note[0] > text[2] if site_language == "en" else note[2] < text[0]
    assert frame[0] - 1 <= table[0] and table[2] <= frame[2] + 1
    assert table[2] - table[0] > text[2] - text[0] + 100
    assert page.evaluate("document.documentElement.scrollWidth") <= 1100


@pytest.mark.parametrize("mark", ["{: .align-right}", "\n{: .align-right}"])
def test_a_small_figure_stands_in_the_margin_with_its_caption(page, live_site, mark: str):
    picture = "/static/blog/icon.svg"
    source = f'One.\n\n![A dot]({picture} "Its caption"){mark}\n\n' + "Some words. " * 60
    post = make_post(title="A", source=source)
    page.set_viewport_size({"width": 1100, "height": 900})
    page.goto(post.get_absolute_url())
    figure, caption = boxes(page, "figure")[0], boxes(page, "figcaption")[0]
    text = boxes(page, ".prose > p")
    assert figure[0] > text[0][2] and figure[1] < text[1][1] + 20
    assert caption[0] >= figure[0] and caption[2] <= figure[2]
    page.set_viewport_size({"width": 390, "height": 900})
    figure, text = boxes(page, "figure")[0], boxes(page, ".prose > p")
    assert text[0][3] <= figure[1] and figure[3] <= text[1][1]


def test_a_correction_is_as_wide_as_the_text(page, post):
    post.source += "\nMore."
    save_post(post)
    tell_correction(post.revisions.first(), "It was wrong. " * 20, is_change_shown=True)
    page.goto(post.get_absolute_url())
    for width in (390, 1280):
        redraw(page, width)
        (section,), (told,) = boxes(page, "#corrections"), boxes(page, "#corrections li p")
        assert told[0] == section[0]
        assert told[2] - told[0] > 0.6 * (section[2] - section[0]), width
