"""Texts in scripts that have no blanks, no capitals of ours, or run from right to left."""

import re
import time
from pathlib import Path

import pytest

from tests.support.cases import (
    direction,
    import_case,
    import_site,
    linked_data,
    named,
    page,
    post_text,
    values,
    words,
)
from tests.support.factories import make_comment, make_post

pytestmark = pytest.mark.django_db
CHINESE = "这是一篇没有空格的中文文章，用来检查阅读时间的计算。"
JAPANESE = "これは日本語の文章で、読む時間の計算を確かめるために書かれています。"
THAI = "นี่คือข้อความภาษาไทยที่ไม่มีช่องว่างระหว่างคำและใช้ตรวจเวลาอ่าน"
ENGLISH = "This is a plain sentence of ten short English words. "


def minutes(client, slug: str) -> int:
    return int(re.search(r"(\d+) minutes? to read", words(page(client, f"/posts/{slug}/")))[1])


def test_chinese_takes_its_time_to_read(client, tmp_path: Path):
    """5,000 characters, as in the case g03."""
    text = post_text(CHINESE * 190, title="长文")
    import_site(tmp_path, {"2024-05-30-long.md": text})
    assert 10 <= minutes(client, "long") <= 13
    assert 2_000 <= linked_data(page(client, "/posts/long/"))["wordCount"] <= 5_000


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        (JAPANESE * 150, 8, 14),
        (f"{CHINESE * 95}\n\n{ENGLISH * 128}", 9, 13),
        (ENGLISH * 230, 9, 11),
        ("이 글은 한국어로 쓰였고 낱말 사이에 빈칸이 있다. " * 200, 6, 9),
        (THAI * 60, 3, 12),
        (f"`{CHINESE}` $x$ ", 1, 1),
    ],
    ids=["japanese", "mixed", "english", "korean", "thai", "short"],
)
def test_reading_time_fits_the_script(client, text: str, least: int, most: int):
    make_post(slug="a", source=text)
    assert least <= minutes(client, "a") <= most


def tags(client) -> list[str]:
    found = values(page(client, "/tags/"), "href")
    return [one for one in found if one.startswith("/tags/") and one != "/tags/"]


def test_turkish_capital_makes_no_second_tag(client):
    import_case("g01-turkish-i")
    assert tags(client) == ["/tags/istanbul/"]


def test_turkish_capital_leaves_no_dot_in_a_slug(client):
    import_case("g01-turkish-i")
    (title,) = [words(one) for one in named(page(client, "/posts/tr/"), "h1")]
    assert make_post(title=title).slug == "izmir-ve-istanbul"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("I\u0307zmir", "izmir"),
        ("Iğdır ILGAZ", "iğdır-ilgaz"),
        ("Straße", "strasse"),
        ("ÉTÉ", "été"),
        ("ﬁne", "fine"),
    ],
)
def test_slug_of_a_title_is_lower_case(title: str, slug: str):
    assert make_post(title=title).slug == slug


def test_hashtag_of_turkish_capitals_is_the_tag(client):
    make_post(tags=["istanbul"])
    make_post(source="Words of #İstanbul.")
    assert tags(client) == ["/tags/istanbul/"]


def titled(client, address: str, title: str) -> str:
    """The direction of a title, or of the link that it is, on a page."""
    tree = page(client, address)
    (element,) = [one for one in named(first_of(tree, "main"), "a", "h1") if words(one) == title]
    return direction(tree, element)


def first_of(tree, tag: str):
    return named(tree, tag)[0]


ARABIC, HEBREW = "مقدمة (Deep Learning)", "שלום עולם"


def test_arabic_post_runs_from_right_to_left(client):
    import_case("g04-right-to-left")
    tree = page(client, "/posts/ar/")
    (text,) = [one for one in tree.iter() if "data-post-body" in one.attrib]
    assert direction(tree, text) == "rtl"
    assert titled(client, "/posts/ar/", ARABIC) == "rtl"


@pytest.mark.parametrize("address", ["/", "/archive/", "/archive/2024/"])
def test_title_has_its_direction_in_lists(client, address: str):
    import_case("g04-right-to-left")
    assert titled(client, address, ARABIC) == "rtl"
    assert titled(client, address, HEBREW) == "auto"


def test_title_without_a_language_has_its_own_direction(client):
    import_case("g04-right-to-left")
    assert titled(client, "/posts/he/", HEBREW) == "auto"


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        *[(one, "rtl") for one in ("fa", "he", "ur", "ar-EG", "ckb", "yi", "AR", "uz-Arab")],
        *[(one, "ltr") for one in ("ar-Latn", "de", "az")],
    ],
)
def test_direction_follows_the_language(client, language: str, wanted: str):
    make_post(slug="a", title="A title", language=language)
    assert titled(client, "/posts/a/", "A title") in {wanted, "" if wanted == "ltr" else wanted}


def test_comment_has_its_own_direction(client):
    make_comment(make_post(slug="a"), source="شكرا جزيلا على المقال")
    tree = page(client, "/posts/a/")
    (text,) = [one for one in named(tree, "p") if "شكرا" in words(one)]
    assert direction(tree, text) in ("auto", "rtl")


def reasons(client, admin_client, monkeypatch, slug: str, text: str) -> list[str]:
    """What the queue says of a comment that is sent a minute after the page was opened."""
    form = named(page(client, f"/posts/{slug}/"), "form")[-1]
    fields = {one.get("name"): one.get("value", "") for one in named(form, "input")}
    now = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: now)
    sent = client.post(form.get("action"), fields | {"name": "Reader", "source": text})
    assert sent.status_code == 302
    lists = named(page(admin_client, "/admin/blog/comment/"), "ul")
    found = [one for one in lists if one.get("class") == "queue-reasons"]
    return [words(one) for one in named(found[0], "li")]


def test_comment_in_the_posts_script_is_expected(client, admin_client, monkeypatch):
    import_case("d02-comments-in-the-posts-script")
    found = reasons(client, admin_client, monkeypatch, "ko", "좋은 글 감사합니다")
    assert found == ["first comment"]


RUSSIAN = "Эта статья написана по-русски, а язык нигде не назван."


@pytest.mark.parametrize(
    ("post", "comment", "wanted"),
    [
        (RUSSIAN, "Спасибо за статью", []),
        (CHINESE, "谢谢你写了这篇很好的文章", []),
        (JAPANESE, "ありがとうございました、よい文章です", []),
        (f"{ENGLISH * 3}\n\n{RUSSIAN * 3}", "Спасибо за статью", []),
        (RUSSIAN, "Thank you for it", []),
        (RUSSIAN, "좋은 글 감사합니다", ["mostly in Hangul script"]),
        (ENGLISH * 9, "Спасибо за статью", ["mostly in Cyrillic script"]),
        (f"{ENGLISH * 30} «{RUSSIAN[:9]}»", "Спасибо за статью", ["mostly in Cyrillic script"]),
    ],
)
def test_script_of_a_comment_is_judged_by_the_post(
    client, admin_client, monkeypatch, post: str, comment: str, wanted: list[str]
):
    make_post(slug="a", source=post)
    found = reasons(client, admin_client, monkeypatch, "a", comment)
    assert [one for one in found if "script" in one] == wanted
