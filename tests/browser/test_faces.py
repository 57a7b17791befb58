"""Which faces Chromium really uses, and what a first view costs."""

import gzip
from urllib.parse import urlsplit

import pytest

from tests.support.factories import make_author, make_comment, make_paper, make_post

FORMULA = "With $x_i = \\sqrt{d_k}$ and\n\n$$\\sum_{i=1}^n x_i \\le \\alpha \\mathbb{E}[X] .$$\n"
TEXT = """Don’t say “42” – *it is* the reader’s to find @doi:10.1000/one.

## Why so

A [Cap]{.smallcaps} and `code`, naïve.[^a]

[^a]: A note, *too*.
"""
PLAIN = """Don’t say “42” – *it is* the reader’s to find @doi:10.1000/one, naïve or not.

## Why so

A `code`, and a word.[^a]

[^a]: A note, *too*.
"""
CJK = "他说它不错。\n"


def faces_of(page, selector: str) -> set[str]:
    """The families of the fonts that a node's own text is drawn with."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("DOM.enable")
    cdp.send("CSS.enable")
    root = cdp.send("DOM.getDocument")["root"]["nodeId"]
    node = cdp.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    assert node, selector
    fonts = cdp.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {font["familyName"] for font in fonts}


@pytest.fixture
def post(live_site):
    make_paper("On the Radium Question", identifiers=[("doi", "10.1000/one")])
    author = make_author(name="Ada Lee")
    post = make_post(title="It’s 1998", source=TEXT + FORMULA, authors=[author], tags=["one"])
    for number in range(3):
        make_comment(post, name=f"Łukasz {number}")
    return post


def test_text_is_drawn_in_our_faces(page, post):
    page.goto(post.get_absolute_url())
    page.evaluate("document.fonts.ready")
    for selector, family in (
        (".prose > p", "Wellcited Serif"),
        (".prose em", "Wellcited Serif"),
        (".prose h2", "Wellcited Serif"),
        ("h1", "Wellcited Serif"),
        (".facts", "Wellcited Sans"),
        (".note > .number", "Wellcited Sans"),
        (".smallcaps", "Wellcited Caps"),
        ("math mi", "Wellcited Math"),
        ("math[display=block] mo", "Wellcited Math"),
        ("msqrt mi", "Wellcited Math"),
    ):
        assert faces_of(page, selector) == {family}, selector


def test_a_chinese_text_does_not_lend_its_apostrophe_to_an_english_one(page, live_site):
    english = make_post(title="An English one", source="Don’t.\n")
    chinese = make_post(title="它", source=CJK, language="zh")
    page.goto(english.get_absolute_url())
    page.evaluate("document.fonts.ready")
    family = page.evaluate("getComputedStyle(document.body).fontFamily")
    assert "CJK" not in family
    width = """() => {
        const text = document.querySelector(".prose > p").firstChild;
        const range = document.createRange();
        range.setStart(text, 3);
        range.setEnd(text, 4);
        const size = parseFloat(getComputedStyle(text.parentNode).fontSize);
        return range.getBoundingClientRect().width / size;
    }"""
    assert page.evaluate(width) < 0.4
    page.goto(chinese.get_absolute_url())
    assert "CJK SC" in page.evaluate(
        "getComputedStyle(document.querySelector('.prose')).fontFamily"
    )


def weigh(browser, site: str, address: str) -> tuple[float, list[str]]:
    """What opening a page fetches, in kB, and the faces among it. Fonts count as they are, all else
    compressed, as WhiteNoise and any proxy send it."""
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    size, faces = 0, []
    for answer in answers:
        body = answer.body()
        is_font = answer.url.endswith(".woff2")
        faces += [urlsplit(answer.url).path.rsplit("/", 1)[1]] * is_font
        size += len(body) if is_font else len(gzip.compress(body, 6))
    context.close()
    return size / 1000, faces


def test_first_views_keep_to_their_budgets(browser, live_site, post):
    long = PLAIN.replace("A `code`", 40 * ("Some more words of a text. " * 9 + "\n\n") + "A `code`")
    plain = make_post(title="Plain", source=long, tags=["one"])
    mathematics = make_post(title="Formulas", source=long + 4 * FORMULA, tags=["one"])
    for written in (plain, mathematics):
        make_comment(written)
    for address, most in (
        (mathematics.get_absolute_url(), 150),
        (plain.get_absolute_url(), 90),
        ("/", 80),
    ):
        size, faces = weigh(browser, live_site, address)
        assert size <= most, (address, size, faces)


def test_what_is_preloaded_is_used_and_little(page, post):
    page.goto(post.get_absolute_url())
    page.wait_for_load_state("networkidle")
    preloaded = page.eval_on_selector_all(
        "link[rel=preload]", "links => links.map(link => link.href)"
    )
    assert len(preloaded) == 2  # text, formulas: others would keep the stylesheet waiting
    assert page.locator("link[rel=preload][fetchpriority=low]").count() == 1  # the large one
    sizes = [len(page.request.get(url).body()) for url in preloaded]
    assert sum(sizes) < 62_000
    page.goto("/")
    assert page.locator("link[rel=preload]").count() == 1


def test_nothing_moves_when_the_faces_come(page, post):
    page.add_init_script(
        """window.shift = 0;
        new PerformanceObserver(list => {
            for (const entry of list.getEntries()) window.shift += entry.value;
        }).observe({type: "layout-shift", buffered: true});"""
    )
    waiting = []
    page.route("**/*.woff2", lambda route: waiting.append(route))
    page.goto(post.get_absolute_url(), wait_until="domcontentloaded")
    page.wait_for_timeout(300)
    assert waiting
    for route in waiting:
        route.continue_()
    page.unroute("**/*.woff2")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(200)
    assert page.evaluate("window.shift") < 0.01


def test_a_root_leaves_no_hole_behind_it(page, live_site):
    post = make_post(title="Roots", source="$\\sqrt{2}$ and $\\sqrt{\\frac{a}{b}} = 1$.\n")
    page.goto(post.get_absolute_url())
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(100)
    holes = page.evaluate(
        """() => [...document.querySelectorAll("msqrt")].map(root =>
            root.getBoundingClientRect().right
            - root.lastElementChild.getBoundingClientRect().right)"""
    )
    assert len(holes) == 2
    assert max(holes) < 1
