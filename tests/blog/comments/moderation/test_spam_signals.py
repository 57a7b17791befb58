"""The signals by themselves, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.comments.moderation.linked_addresses import linked_in
from blog.comments.moderation.spam_signals import (
    SPAM_FROM,
    SendingFacts,
    foreign_links,
    reasons_of_sending,
    reasons_of_text,
    strange_script,
    sum_points,
)
from blog.text.hosts import host_of
from blog.text.sameness import folded_text, has_phrase, text_fingerprint

HOSTS = {"blog.example"}


def codes(reasons):
    return [(reason.code, reason.value) for reason in reasons]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (SendingFacts(seconds=60), []),
        (SendingFacts(seconds=3.9), [("fast", 3)]),
        (SendingFacts(seconds=-5), [("fast", 0)]),
        (SendingFacts(seconds=None), [("undated", "")]),
        (SendingFacts(seconds=3 * 24 * 3600), [("old", 3)]),
        (SendingFacts(seconds=60, honeypot=" x "), [("honeypot", "")]),
    ],
)
def test_the_way_of_sending_speaks(facts, expected):
    assert codes(reasons_of_sending(facts)) == expected


def test_a_filled_honeypot_alone_costs_a_review():
    assert 0 < sum_points(reasons_of_sending(SendingFacts(seconds=60, honeypot="x"))) < SPAM_FROM


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("See https://a.example/x and [this](http://b.example).", 2),
        ("//a.example/ and www.b.example and <https://c.example>", 3),
        ("https://doi.org/10.1038/nature14539, https://arxiv.org/abs/1706.03762", 0),
        ("https://blog.example/posts/one/ and https://WWW.Blog.Example/", 0),
        ("no links: a//b, http://", 0),
        ("https://[broken and https://a.example", 1),
    ],
)
def test_links_to_other_sites_are_counted_but_not_to_papers(text, number):
    assert len(foreign_links(text, HOSTS)) == number


@pytest.mark.parametrize(
    ("text", "languages", "script"),
    [
        ("Лучшие цены на всё, заходите", ["en"], "Cyrillic"),
        ("Лучшие цены на всё, заходите", ["en", "ru-RU"], ""),
        ("The word книга is Russian for book", ["en"], ""),
        ("优惠价格尽在我们的网站上", ["en"], "CJK"),
        ("优惠价格尽在我们的网站上", ["zh-Hans"], ""),
        ("これは日本語です、読めますか", ["ja"], ""),
        ("αβγ δεζ ηθικ λμν", ["en"], ""),
        ("𝐵𝑜𝑙𝑑 𝑙𝑒𝑡𝑡𝑒𝑟𝑠 𝑖𝑛 𝑎 𝑓𝑜𝑟𝑚𝑢𝑙𝑎", ["en"], ""),
        ("", ["en"], ""),
    ],
)
def test_a_script_that_the_blog_is_not_written_in_is_strange(text, languages, script):
    assert strange_script(text, languages) == script


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("casino", "Best CASINO!", True),
        ("casino", "ｃａｓｉｎｏ", True),
        ("casino", "Casinos of Monte Carlo", False),
        ("seo services", "Our SEO\n services", True),
        ("c++", "in C++.", True),
        ("赌场", "最好的赌场在这里", True),
        ("", "anything", False),
    ],
)
def test_words_are_found_whole(phrase, text, found):
    assert has_phrase(phrase, folded_text(text)) is found


def test_the_text_speaks():
    text = "Best casino https://a.example https://b.example"
    reasons = list(
        reasons_of_text(text, own_hosts=HOSTS, languages=["en"], words=["casino", "porn"])
    )
    assert codes(reasons) == [("links", 2), ("words", "casino")]


def test_same_text_has_the_same_fingerprint_whatever_its_marks():
    assert text_fingerprint("I **agree** with all of this.") == text_fingerprint(
        "i agree, with all of THIS"
    )
    assert text_fingerprint("Thank you!") == ""


@given(st.text(max_size=300))
def test_any_text_is_judged(text):
    reasons = list(reasons_of_text(text, own_hosts=HOSTS, languages=["en"], words=["casino"]))
    assert sum_points(reasons) >= 0
    assert text_fingerprint(f" *{text}* ") == text_fingerprint(text)


@given(st.text(alphabet="htps:/.w[]()<>a", max_size=200))
def test_links_are_read_in_any_punctuation(text):
    assert all("//" in link for link in foreign_links(text, HOSTS))


@pytest.mark.parametrize(
    "href",
    [
        "https:spam.example/",
        "https:/spam.example/",
        "https:\\\\spam.example/",
        "HTTPS:///WWW.spam.example/",
        "//spam.example/",
        "/\\spam.example/",
        "https:/\t/spam.example/",
        "https://spam.example./",
        "https://spam%2Eexample/",
        "https://spam。example/",
        "https://ſp\u00adam.example/",
        "https://ada:secret@spam.example:443/",
    ],
)
def test_links_are_read_as_browsers_read_them(href):
    (link,) = linked_in(f'<p><a href="{href}" rel="nofollow">x</a></p>')
    assert host_of(link) == "spam.example"


@pytest.mark.parametrize("href", ["#a", "/posts/", "mailto:ada@spam.example", "a//b", "?//b", ""])
def test_links_within_the_site_and_mail_addresses_lead_to_no_host(href):
    assert linked_in(f'<a href="{href}">x</a>') == []


def test_a_list_of_references_is_no_links():
    html = '<a href="https://a.example">x</a><ul class="references"><a href="https://b.example">'
    assert linked_in(html) == ["https://a.example"]


def test_what_is_shown_counts_as_what_is_written():
    html = '<p>c<em>as</em>ino <a href="https:/a.example">x</a> <a href="https:b.example">y</a></p>'
    reasons = list(
        reasons_of_text("c*as*ino", html, own_hosts=HOSTS, languages=["en"], words=["casino"])
    )
    assert codes(reasons) == [("links", 2), ("words", "casino")]


def test_letters_without_width_make_no_other_word():
    assert folded_text("Ca\u200bsi\u00adno\u2060") == "casino"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://spam.example/a에서 보세요", "https://spam.example/a"),
        ("见https://spam.example。完", "https://spam.example"),
        ("https://例え.jp/a、", "https://例え.jp/a"),
    ],
)
def test_a_link_ends_where_the_sentence_goes_on(text: str, link: str):
    assert foreign_links(text, HOSTS) == [link]


def test_a_link_in_brackets_is_whole():
    html = '<a href="https://例え。jp/日本">x</a>' * 2
    reasons = reasons_of_text("", html, own_hosts=HOSTS, languages=["en"], words=[])
    assert codes(reasons) == [("links", 2)]
