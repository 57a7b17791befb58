from time import process_time

import pytest

from blog.transfer.source.header_values import (
    as_flag,
    as_language,
    as_license,
    as_line,
    as_path,
    as_strings,
    as_url,
    without_tags,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("true", True), ("Yes", True), ("1", True), ("no", False), ("off", False), ("disabled", False),
     ("maybe", None), ("", None), (None, None), ({"provider": "x"}, True), ({}, None)],
)  # fmt: skip
def test_as_flag_reads_words(value: object, expected: bool | None) -> None:
    assert as_flag(value) is expected  # type: ignore[arg-type]


def test_as_line_decodes_entities_once_and_keeps_markup() -> None:
    assert as_line("A &amp;amp; B&#039;s\n <b>*x*</b>") == "A &amp; B's <b>*x*</b>"
    assert as_line(["a", None, "b"]) == "a, b"
    assert as_line({"a": "b"}) == ""


def test_as_strings_flattens() -> None:
    assert as_strings(["a", ["b", None, " "], {"c": "d"}]) == ["a", "b"]


def test_without_tags_keeps_what_is_no_tag() -> None:
    assert without_tags("<p>a < b &lt;c&gt; <!-- x --></p>") == "a < b <c>"
    assert without_tags("The Vec<T> <b>type</b> of <your key>") == "The Vec<T> type of <your key>"
    assert without_tags("a <d-cite key='x'></d-cite>b") == "a b"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("en", "en"), ("en_us", "en-US"), ("ZH-hant-tw", "zh-Hant-TW"), ("ko_KR.UTF-8", "ko-KR"),
     ("English", ""), ("", ""), (None, ""), ("a" * 99, "")],
)  # fmt: skip
def test_as_language_gives_bcp_47(value: str | None, expected: str) -> None:
    assert as_language(value) == expected


@pytest.mark.parametrize("text", ["javascript:alert(1)", "//x.example", "http://", "http://[x", "x",
                                  "https://a b", "https://a/\"><script>"])  # fmt: skip
def test_as_url_takes_only_web_addresses(text: str) -> None:
    assert as_url(text) == ""
    assert as_url(" https://a.example/x?y ") == "https://a.example/x?y"


@pytest.mark.parametrize(
    ("text", "host", "expected"),
    [
        ("a/b", None, "/a/b"),
        ("/a//b/./c/", None, "/a/b/c/"),
        ("/a/b.html?x=1#y", None, "/a/b.html"),
        ("/%EB%B0%95/", None, "/박/"),
        ("https://www.a.example/b", "a.example", "/b"),
        ("https://other.example/b", "a.example", ""),
        ("https://other.example/b", "*", "/b"),
        ("//evil.example/b", None, ""),
        ("\\\\evil.example\\b", None, ""),
        ("javascript:alert(1)", None, ""),
        ("/a/../b", None, ""),
        ("/", None, ""),
        ("", None, ""),
        ("/%ff", None, ""),
        ("/a%0Ab", None, ""),
        ("http://[::1", "*", ""),
        ("/" + "a" * 600, None, ""),
    ],
)
def test_as_path_gives_paths_of_this_site(text: str, host: str | None, expected: str) -> None:
    assert as_path(text, host) == expected


def test_as_license_reads_names_and_mappings() -> None:
    assert as_license("CC BY 4.0") == "CC BY 4.0"
    assert as_license({"text": "CC BY", "url": "https://a.example"}) == "CC BY"
    assert as_license({"content": {"id": "x"}, "name": "MIT"}) == "MIT"
    assert as_license("false") == as_license(None) == ""


def test_without_tags_takes_linear_time() -> None:
    began = process_time()
    without_tags("<" + "a" * 100_000)
    assert process_time() - began < 1
