from io import BytesIO

import pytest
from PIL import Image

from blog.sharing.card_drawing import LEFT, ROOM, draw_card
from blog.sharing.drawable_cards import HEIGHT, WIDTH, share_card
from blog.sharing.drawable_text import SANS, SERIF, drawable
from blog.sharing.drawn_text import fitting_names, width_of, wrapped

ACCENT = "#0d5566"


def drawn(*arguments) -> Image.Image:
    data = draw_card(share_card("Wellcited", ACCENT, *arguments))
    assert len(data) < 100_000
    picture = Image.open(BytesIO(data))
    assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
    return picture.convert("RGB")


def ink_beside_the_text(picture: Image.Image) -> bool:
    """Whether anything but paper stands in the margins, below the band."""
    right = picture.crop((LEFT + ROOM + 12, 40, WIDTH, HEIGHT))
    return any(len(part.getcolors()) > 1 for part in (right, picture.crop((0, 40, 70, HEIGHT))))


@pytest.mark.parametrize(
    "title",
    [
        "한국어로 쓴 글",
        "مقالة عن البحث",
        "शोध के बारे में",
        "深層学習",
        "Deep 学習",
        "עברית",
        "🦀🦀",
        "q\u0307\u0323\u0307",
        "\u202e \x00",
    ],
)
def test_a_title_that_the_face_lacks_is_not_drawn(title):
    assert share_card("Wellcited", ACCENT, "Deep learning") is not None
    assert share_card("Wellcited", ACCENT, title) is None


def test_all_letters_of_the_face_are_drawn():
    for text in ("Łukasz Żółć", "Ελληνικά", "кириллица", "∀x∈ℝ", "e\u0301tude", "¿Qué? “Ja”"):
        assert drawable(text, SERIF), text
    assert drawable("Rust 🦀\ufe0f rules\u202e\n\tall\x07", SERIF) == "Rust rules all"


def test_authors_are_named_all_or_none():
    assert share_card("S", ACCENT, "T", ["Ada", "김철수"]).people == ()
    assert share_card("한국", ACCENT, "T", ["Ada"]).site == ""
    assert share_card("한국", ACCENT) is None


@pytest.mark.parametrize(
    ("title", "people"),
    [
        ("A title", ["Ada Lovelace"]),
        ("W" * 300, ["W" * 200]),
        ("Many words in a title " * 40, [f"Author {n}" for n in range(5000)]),
        ("x " * 5000 + "<script>", ["&amp;"]),
    ],
)
def test_a_picture_stays_within_its_margins(title, people):
    picture = drawn(title, people, "Journal article · 2012")
    assert not ink_beside_the_text(picture)
    assert picture.getpixel((600, 3)) == tuple(bytes.fromhex(ACCENT[1:]))
    assert len(picture.crop((LEFT, 140, LEFT + ROOM, 490)).getcolors(1000)) > 5


def test_a_long_name_of_a_site_is_cut():
    data = draw_card(share_card("Name of a blog " * 6, ACCENT, "T", [], "Journal article · 2012"))
    assert not ink_beside_the_text(Image.open(BytesIO(data)).convert("RGB"))


def test_lines_and_names_fit():
    for line in wrapped("On supercalifragilistic expialidocious words " + "o" * 90, SERIF, 80, 600):
        assert 0 < width_of(line, SERIF, 80) <= 600
    assert fitting_names(["Ada", "Bo"], SANS, 32, 600) == "Ada, Bo"
    assert fitting_names(["Ada", "Bo" * 60], SANS, 32, 600) == "Ada et al."


def test_another_look_has_another_name():
    cards = [share_card("S", ACCENT, "T"), share_card("S", "#000000", "T"), share_card("Z", ACCENT)]
    assert len({card.digest for card in cards}) == 3
    assert cards[0].digest == share_card("S", ACCENT, "T").digest
