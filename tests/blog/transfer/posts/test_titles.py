import pytest

from blog.transfer.posts.titles import plain_title, read_title


def markdown(body: str) -> tuple[str, str]:
    titled = read_title({}, body, False, "the-file")
    return titled.title, titled.body


@pytest.mark.parametrize(
    ("value", "title", "remark"),
    [
        ("Objects&#039; `x` *y*", "Objects' `x` *y*", ""),
        ("<script>alert(1)</script> {{ 7*7 }}", "<script>alert(1)</script> {{ 7*7 }}", ""),
        (["Foo", "bar"], "Foo, bar", "the title is a list; joined by commas"),
        ("", "The File", "the title is blank: “The File” was made from the file name"),
        (None, "The File", "the title is blank: “The File” was made from the file name"),
        ({"a": "b"}, "The File", "the title is no text: “The File” was made from the file name"),
    ],
)
def test_read_title_takes_the_header(value: object, title: str, remark: str) -> None:
    titled = read_title({"title": value}, "# H", False, "the-file")  # type: ignore[dict-item]
    assert (titled.title, titled.body, titled.remark) == (title, "# H", remark)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# A *b* `c` [d](e) {#f .g}\n\nx", ("A b `c` d".replace("`", ""), "\n\nx")),
        ("# A #\nx", ("A", "\nx")),
        ("A\n===\nx", ("A", "\n\nx")),
        ("intro\n\n# A\nx", ("A", "intro\n\n\nx")),
        ("```\n# no\n```\n# A\n", ("A", "```\n# no\n```\n\n")),
        ("<!--\n# no\n-->\n# A", ("A", "<!--\n# no\n-->\n")),
        ("#hashtag\n## B\n    # code", ("The File", "#hashtag\n## B\n    # code")),
        ("# \nx", ("The File", "# \nx")),
    ],
)
def test_read_title_takes_the_first_heading_out(body: str, expected: tuple[str, str]) -> None:
    title, left = markdown(body)
    assert title.replace("*", "") == expected[0] and left == expected[1]


def test_read_title_takes_the_heading_of_html() -> None:
    titled = read_title({}, "<div>\n<h1 class='x'>A\n <em>b</em></h1>\n<p>c", True, "x")
    assert (titled.title, titled.body) == ("A b", "<div>\n\n\n<p>c")


def test_read_title_is_never_empty() -> None:
    assert read_title({}, "", False, "").title == "Untitled"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("**a** _b_ c_d_e", "a b c_d_e"), ("`__init__` x", "__init__ x"), (r"1\. \*a\*", "1. *a*"),
     ("a &amp; <b>c</b>", "a & c"), ("[a][b] ![c](d)", "a c"), ("2 * 3 * 4", "2 * 3 * 4"),
     (r"*On* \(k\) and $\{x_1\}$", r"On \(k\) and $\{x_1\}$"), (r"\$5 `$y_2$`", "$5 $y_2$"),
     (r"[The $x$](u) {#id}", "The $x$")],
)  # fmt: skip
def test_plain_drops_marks(text: str, expected: str) -> None:
    assert plain_title(text) == expected


def test_a_title_of_a_file_name_has_no_control_characters() -> None:
    assert read_title({}, "Words.", False, "a\x07b\x00").title == "Ab"
