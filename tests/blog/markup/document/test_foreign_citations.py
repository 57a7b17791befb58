"""Citations of other systems, typed in a post and rewritten by an import."""

import pytest

from blog.markup import COMMENT, render
from blog.transfer.rewriting.citations import rewrite_citations

FORMS = [
    (r"\cite{a}", "[@a]"),
    (r"\cite{a,b}", "[@a; @b]"),
    (r"\citep[p.~3]{a}", "[@a, p. 3]"),
    (r"\citep[see][pp.~3--5]{a, b}", "[see @a; @b, pp. 3–5]"),
    (r"\citep[see][]{a}", "[see @a]"),
    (r"\citet{a}", "@a"),
    (r"\citet*{a}", "@a"),
    (r"\citet[p.~3]{a}", "@a [p. 3]"),
    (r"\Citet{a}", "@a"),
    (r"\citeyearpar{a}", "[-@a]"),
    (r"\parencite{a_b}", "[@a_b]"),
    (r"\autocite[see][3]{a}", "[see @a, 3]"),
    (r"\textcite{a}", "@a"),
    ("{cite}`a`", "[@a]"),
    ("{cite}`a,b`", "[@a; @b]"),
    ("{cite:p}`a,b`", "[@a; @b]"),
    ("{cite:t}`a,b`", "@a, @b"),
    ("{cite:p}`{see}a{p. 3},b`", "[see @a, p. 3; @b]"),
    ("{cite:yearpar}`a`", "[-@a]"),
    ("[[@a]]", "[@a]"),
    ("{% cite a %}", "[@a]"),
    ("{% cite a b --locator 3 %}", "[@a; @b, p. 3]"),
    ("{% cite --suppress_author a %}", "[-@a]"),
    ("{% citet a %}", "@a"),
    ('<d-cite key="a,b"></d-cite>', "[@a; @b]"),
    ('x<d-cite key="a"></d-cite><d-cite key="b"></d-cite>', "x[@a][@b]"),
]


@pytest.mark.parametrize(("typed", "read"), FORMS)
def test_a_form_of_another_system_is_read_as_pandocs(typed, read):
    rendered = render(f"So {typed} it is.")
    assert rendered.html == f"<p>So {read} it is.</p>"
    assert rendered.problems == ()


@pytest.mark.parametrize(("typed", "read"), FORMS)
def test_an_import_reads_it_by_the_same_rule(typed, read):
    assert rewrite_citations(f"So {typed} it is.", False, str).text == f"So {read} it is."


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ('{{< cite "a" >}}', "[@a]"),
        ('{{< cite key="a,b" >}}', "[@a; @b]"),
        (r"\nocite{a, b}", '<span class="cite-none">@a; @b</span>'),
        (r"\nocite{*}", r"\nocite{*}"),
        (r"\citeauthor{a}", '<span class="cite-author">@a</span>'),
        (r"\citeyear{a}", '<span class="cite-year">@a</span>'),
        ("{cite:author}`a`", '<span class="cite-author">@a</span>'),
        ("[[@a|He]]", '<span class="cite-as">[He @a]</span>'),
        ("<em><d-cite key='a'></d-cite></em>", "<em>[@a]</em>"),
        (r"\citation{a}", r"\citation{a}"),
        (r"\\cite{a}", r"\cite{a}"),
        (r"\cite{}", r"\cite{}"),
        (r"`\cite{a} [[@a]]`", r"<code>\cite{a} [[@a]]</code>"),
        (r"<code>\cite{a}</code>", r"<code>\cite{a}</code>"),
        ("`{% cite a %}`", "<code>{% cite a %}</code>"),
    ],
)
def test_typed_forms_are_read_outside_of_code_alone(typed, read):
    assert render(f"So {typed} it is.").html == f"<p>So {read} it is.</p>"


@pytest.mark.parametrize(
    "typed", [r"\nocite{a,b}", r"\citeauthor{a}", r"\citeyear{a}", "[[@a|He]]"]
)
def test_what_an_import_writes_is_read_back_alike(typed):
    written = rewrite_citations(typed, False, str).text
    assert written != typed
    assert render(written).html == render(typed).html


@pytest.mark.parametrize(
    "typed",
    [
        r"\citep[see][p.~3]{a}",
        r"\citet{a}",
        "{cite}`a`",
        "{cite}`a,b`",
        "{cite:p}`{see}a{p. 3},b`",
        "{cite:t}`a`",
        "{cite:author}`a`",
        "[[@a]]",
        "[[@a|He]]",
        "`{cite}`",
    ],
)
def test_a_comment_cites_as_a_post_does(typed):
    comment = render(f"So {typed} it is.", policy=COMMENT).html
    assert comment == render(f"So {typed} it is.").html
    assert "{cite}`" not in comment


def test_a_role_that_cites_nothing_is_told_to_the_author_and_stays():
    rendered = render("So {cite:nonsense}`a` it is.")
    assert "{cite:nonsense}" in rendered.html
    assert "cite:nonsense" in rendered.problems[0].message


def test_keys_get_this_blogs_names_in_an_import():
    known = {"a": "doe2020"}
    found = rewrite_citations(r"\citep[p.~3]{a}, [[@a|He]], \citet{b}", False, known.get)
    assert found.text == "[@doe2020, p. 3], [[He @doe2020]]{.cite-as}, @b"
    assert [key for key, _offset in found.unresolved] == ["b"]
