from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format

from blog.models import ChangedMeanwhile, Site, current_site, stored_site
from blog.models import site as module
from tests.support.factories import make_page, set_site

pytestmark = pytest.mark.django_db


def test_site_is_what_the_environment_says_until_it_is_stored(settings):
    settings.BLOG_FIRST_SITE = settings.BLOG_FIRST_SITE | {"name": "Notes", "language": "fr"}
    assert (current_site().name, current_site().language) == ("Notes", "fr")
    assert not Site.objects.exists()
    set_site(name="Of plants")
    assert (current_site().name, current_site().language) == ("Of plants", "fr")
    settings.BLOG_FIRST_SITE = settings.BLOG_FIRST_SITE | {"name": "Another"}
    assert current_site().name == "Of plants"


def test_there_is_one_site():
    Site(name="One").save()
    with pytest.raises(ChangedMeanwhile):
        Site(name="Two").save()
    assert [site.name for site in Site.objects.all()] == ["One"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Site.objects.update(id=2)


def test_reading_it_again_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert current_site() is current_site()


def test_what_another_process_stored_is_seen_within_seconds(monkeypatch):
    set_site(name="Before")
    now = 1000.0
    monkeypatch.setattr(module.time, "monotonic", lambda: now)
    monkeypatch.setattr(module, "SECONDS_KEPT", 2.0)
    module.forget_site()
    assert current_site().name == "Before"
    Site.objects.update(name="After")  # past this process's own ways
    assert current_site().name == "Before"
    now += 2.5
    assert current_site().name == "After"


def test_site_is_known_while_the_database_is_away(monkeypatch):
    set_site(name="Notes")
    assert current_site().name == "Notes"
    module.forget_site()

    def fail() -> Site:
        raise OperationalError("away")

    monkeypatch.setattr(module, "stored_site", fail)
    assert current_site().name == "Notes"
    monkeypatch.setattr(module, "_kept", None)
    assert current_site().name == "Wellcited"


@pytest.mark.parametrize(
    ("language", "spoken", "day"),
    [
        ("de", "de", "2. März 2026"),
        ("de-AT", "de-AT", "2. März 2026"),
        ("de-Latn-1996", "de-Latn-1996", "2. März 2026"),
        ("DE", "DE", "2. März 2026"),
        ("ko", "ko", "2026년 3월 2일"),
        ("ko-KR", "ko-KR", "2026년 3월 2일"),
        ("en-GB", "en-GB", "2 March 2026"),
        ("fr", "en", "2 March 2026"),  # no translation into it
        ("den", "en", "2 March 2026"),  # a language whose code only begins as German's does
    ],
)
def test_dates_and_words_are_the_sites_meanwhile(language: str, spoken: str, day: str):
    site = Site(language=language, time_zone="Asia/Seoul")
    with site.speaking():
        assert timezone.get_current_timezone_name() == "Asia/Seoul"
        assert translation.get_language() == spoken.lower()
        assert date_format(date(2026, 3, 2), "DATE_FORMAT") == day
    assert timezone.get_current_timezone_name() == "UTC"


@pytest.mark.parametrize(
    ("values", "field", "told"),
    [
        ({"name": ""}, "name", "cannot be blank"),
        ({"time_zone": "Seoul"}, "time_zone", "“Seoul” is no time zone"),
        ({"time_zone": "../etc/passwd"}, "time_zone", "is no time zone"),
        ({"time_zone": "Europe"}, "time_zone", "is no time zone"),
        ({"language": "French!"}, "language", "by its code"),
        ({"other_languages": "ko, ru!"}, "other_languages", "by its code"),
        ({"navigation": "Papers papers"}, "navigation", "Line 1: “papers” is no address"),
        ({"social": "https://example.org"}, "social", "write a title"),
        ({"posts_address": "papers"}, "posts_address", "Something else"),
        ({"posts_address": "people"}, "posts_address", "Something else"),
        ({"posts_address": "a b"}, "posts_address", "letters, digits"),
        ({"accent": "red", "accent_dark": "#ffffff"}, "accent", "# and six digits"),
        ({"accent": "#ffee88", "accent_dark": "#ffee88"}, "accent", "a contrast of 1.0 : 1"),
        ({"accent": "#800000", "accent_dark": "#800000"}, "accent_dark", "4.5 : 1"),
        ({"accent": "#800000"}, "accent_dark", "both colours or none"),
        ({"css": "@import 'a.css';"}, "css", "Line 1: @import is not allowed"),
        ({"tex_macros": "hello"}, "tex_macros", "“hello” is no definition"),
        ({"tex_macros": r"\newcommand{\R}{"}, "tex_macros", "has no end"),
        ({"comment_days": 10**6}, "comment_days", "36500"),
        ({"holds_comments": "none"}, "holds_comments", "not a valid choice"),
    ],
)
def test_what_may_not_stand_in_a_field_is_told_there(values, field: str, told: str):
    make_page(address="people")
    site = Site(**{"name": "Notes"} | values)
    with pytest.raises(ValidationError) as error:
        site.full_clean(exclude=["home_page"])
    assert list(error.value.message_dict) == [field]
    assert told in " ".join(error.value.message_dict[field])


def test_what_may_stand_there_stays():
    site = set_site(
        accent="#0d5566",
        accent_dark="#86c5d3",
        tex_macros="% numbers\n\\newcommand{\\R}{\\mathbb{R}}\n\\DeclareMathOperator{\\E}{E}",
        navigation="Papers /papers/\nCode https://example.org/",
        other_languages="ko, zh-Hans",
        time_zone="Asia/Calcutta",
    )
    assert stored_site().links == [("Papers", "/papers/"), ("Code", "https://example.org/")]
    assert stored_site().languages == ["en", "ko", "zh-Hans"]
    assert "--accent: light-dark(#0d5566, #86c5d3)" in site.look


def test_sheet_is_a_file_under_the_policy_of_all_pages(client: Client):
    assert "/look/" not in client.get("/").content.decode()
    site = set_site(css="a { color: #123456 }")
    page = client.get("/").content.decode()
    address = f"/look/{site.look_digest}.css"
    assert f'<link rel="stylesheet" href="{address}">' in page
    assert page.index("blog/site") < page.index(address)
    sheet = client.get(address)
    assert sheet.content.decode() == "a { color: #123456 }"
    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in sheet["Cache-Control"]
    assert sheet["Content-Security-Policy"].startswith("default-src 'self';")
    newer = set_site(css="a { color: #654321 }")
    assert client.get(address).url == f"/look/{newer.look_digest}.css"
    set_site(css="")
    assert client.get(address).status_code == 404
