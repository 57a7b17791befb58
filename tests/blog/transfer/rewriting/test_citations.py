import pytest

from blog.markup.document.foreign_citations import key_as_written
from blog.transfer.rewriting.citations import rewrite_citations
from papers.citing.citation_syntax import find_clusters

KNOWN = {"a": "a", "B1": "b1", "x y": None, "taken": "doe2020"}


def rewritten(text, is_html=False):
    return rewrite_citations(text, is_html, KNOWN.get)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<d-cite key="a,B1"></d-cite>.', "[@a; @b1]."),
        ("<d-cite key='a'/> <d-cite key=a></d-cite>", "[@a] [@a]"),
        ("<dt-cite key=\"a\"></dt-cite>", "[@a]"),
        ("<cite>B1</cite> <cite>A Book Title</cite>", "[@b1] <cite>A Book Title</cite>"),
        ("{% cite a taken --locator 23 %}", "[@a; @doe2020, p. 23]"),
        ("{% cite a taken --locator 2 --locator 3 %}", "[@a, p. 2; @doe2020, p. 3]"),
        ("{% cite a --locator 4 --label chapter --prefix x %}", "[@a, chap. 4]"),
        ("{% cite a -l 'ch. 2' --suffix \"for all\" %}", "[@a, ch. 2, for all]"),
        ("{% cite --suppress_author a taken %}", "[-@a; -@doe2020]"),
        ("a\n{% bibliography --cited %}\nb", "a\nb"),
        ("{% bibliography --file all %} `{% nocite a %}`",
         "{% bibliography --file all %} `{% nocite a %}`"),
        ("[see @taken, p. 3; @a] and @taken says", "[see @doe2020, p. 3; @a] and @doe2020 says"),
        ("`[@taken]`\n\n```\n[@taken]\n```\n", "`[@taken]`\n\n```\n[@taken]\n```\n"),
        ("[@taken] <!-- @taken -->\n\n[@taken]: https://example.org",
         "[@taken] <!-- @taken -->\n\n[@taken]: https://example.org"),
        ("$x$[@taken] $$ @taken $$", "$x$[@doe2020] $$ @taken $$"),
    ],
)  # fmt: skip
def test_every_form_becomes_pandocs_outside_code(text, expected):
    assert rewritten(text).text == expected


def test_unresolved_keys_stay_visible_and_are_told():
    found = rewritten('<d-cite key="nobody1"></d-cite> [@other] @handle <cite>Gone2020</cite>')
    assert found.text == "[@nobody1] [@other] @handle <cite>Gone2020</cite>"
    assert {key for key, _offset in found.unresolved} == {"nobody1", "other", "Gone2020"}


def test_html_has_no_inline_code_of_backticks():
    assert rewritten("<p>`<cite>a</cite>`</p>", is_html=True).text == "<p>`[@a]`</p>"


def test_works_that_only_the_list_has_leave_the_text():
    found = rewritten("One.\n{% nocite a taken %}\nTwo.")
    assert (found.text, found.silent) == ("One.\nTwo.", ("a", "taken"))


@pytest.mark.parametrize("key", ["a..b", "a--b", "a.", "x:y", "doe2020", "10.1000/x(1)y"])
def test_a_key_is_read_back_as_it_was_written(key: str) -> None:
    (cluster,) = find_clusters(f"[{key_as_written(key)}; @other]")
    assert [item.key for item in cluster.items] == [key, "other"]
