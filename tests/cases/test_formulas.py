"""Where formulas begin and end, and what they show."""

from pathlib import Path
from unicodedata import normalize
from xml.etree.ElementTree import Element

import pytest

from blog.markup import COMMENT, POST, Policy, render
from tests.support.cases import body, import_case, import_site, named, parsed, post_text, words

JEKYLL = {"_config.yml": "title: M\nurl: https://m.example.org\nenable_math: true\n"}
BOTH = pytest.mark.parametrize("policy", [POST, COMMENT], ids=["post", "comment"])


def read(source: str, policy: Policy = POST) -> str:
    """The text with its formulas as ⟨TeX⟩."""
    return words(parsed(render(source, policy=policy).html), tex=True)


def shown(tex: str) -> str:
    """What a formula shows."""
    rendered = render(f"${tex}$")
    assert not rendered.problems
    return words(parsed(rendered.html))


def plain(text: str) -> str:
    """The same letters whatever alphabet they are set in."""
    return normalize("NFKC", text)


def delimiters(element: Element) -> list[tuple[str, str | None]]:
    """The operators of a size of their own."""
    found = [(one.text or "", one.get("minsize")) for one in named(element, "mo")]
    return [(text, size) for text, size in found if size]


@pytest.mark.django_db
def test_formula_stands_beside_letters(client):
    import_case("b01-formula-beside-letters")
    text = body(client, "touching")
    assert [words(one, tex=True) for one in named(text, "p")] == [
        "We delete the ⟨i⟩th row.",
        "Air holds CO⟨_2⟩ and water is H⟨_2⟩O here.",
    ]
    assert not named(text, "em", "strong")


@BOTH
@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("the $k$s are 2$x$", "the ⟨k⟩s are 2⟨x⟩"),
        ("$a*b$th and $c*d$th", "⟨a*b⟩th and ⟨c*d⟩th"),
        ("x$_i$ and y$_j$", "x⟨_i⟩ and y⟨_j⟩"),
        ("**bold$^2$x** and *N$_A$s*", "bold⟨^2⟩x and N⟨_A⟩s"),
        ("the $n$-gram of H$_2$", "the ⟨n⟩-gram of H⟨_2⟩"),
        ("(10$\\mu$m, $3\\sigma$s)", "(10⟨\\mu⟩m, ⟨3\\sigma⟩s)"),
        ("[$i$th row](https://example.org)", "⟨i⟩th row"),
    ],
)
def test_formula_touches_text(source: str, wanted: str, policy: Policy):
    assert read(source, policy) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 to $10, or US$5 and AU$6.",
        "Between $20,000 and $30,000 a year, $5/month and $6/month.",
        "The variables $HOME and $PATH.",
        "Only $ 5 and $ 6.",
        "It is 5$ or 6 $.",
    ],
)
def test_money_is_no_formula(text: str):
    assert read(text) == text


def test_code_beside_letters_is_no_formula():
    assert read("Write `$i$th` so.") == "Write $i$th so."


@pytest.mark.django_db
def test_formula_stands_beside_korean_and_chinese(client):
    import_case("b02-formula-beside-cjk")
    assert words(body(client, "cjk"), tex=True) == (
        "행렬 ⟨A⟩는 대칭이고 벡터⟨x⟩의 길이는 1이다. 函数⟨f(x)⟩的最大值是⟨M⟩。"
    )


@BOTH
@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("関数$f$は連続で、点$x$において微分可能。", "関数⟨f⟩は連続で、点⟨x⟩において微分可能。"),
        ("**$A$는** 행렬, *벡터$x$의*", "⟨A⟩는 행렬, 벡터⟨x⟩의"),
        ("（$x$）、$y$。「$z$」", "（⟨x⟩）、⟨y⟩。「⟨z⟩」"),
        ("$n$-й член и $k$й шаг", "⟨n⟩-й член и ⟨k⟩й шаг"),
        ("เวกเตอร์$x$มีขนาด$1$", "เวกเตอร์⟨x⟩มีขนาด⟨1⟩"),
        ("식$$E=mc^2$$에서", "식⟨E=mc^2⟩에서"),
    ],
)
def test_formula_stands_in_any_script(source: str, wanted: str, policy: Policy):
    assert read(source, policy) == wanted


@pytest.mark.django_db
def test_blanks_inside_dollars_are_allowed_where_mathjax_reads(client):
    import_case("b03-formula-with-blanks-inside")
    text = body(client, "blanks")
    assert words(text, tex=True) == (
        r"The state is ⟨h_t = f(h_{t-1}, x_t)⟩ at each step. ⟨d(a, b) = \{ a \}⟩"
    )
    assert words(named(text, "math")[1]) == "d(a,b)={a}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("Pay $ 5 and $ 6 now.", "Pay $ 5 and $ 6 now."),
        ("So $ a_i + b_i $ and $ c_i $.", "So ⟨a_i + b_i⟩ and ⟨c_i⟩."),
        ("So $ a * b $ and $ c * d $.", "So ⟨a * b⟩ and ⟨c * d⟩."),
        ("So $x $ and $ y$.", "So ⟨x⟩ and ⟨y⟩."),
        (
            r"So $ \begin{cases} a \\ b \end{cases} $.",
            r"So ⟨\begin{cases} a \\ b \end{cases}⟩.",
        ),
        ("- one $ x $\n- two $ y $", "one ⟨x⟩ two ⟨y⟩"),
    ],
)
def test_blanks_inside_dollars_are_told_from_money(
    client, tmp_path: Path, source: str, wanted: str
):
    import_site(tmp_path, JEKYLL | {"_posts/2024-05-03-a.md": post_text(source)})
    assert words(body(client, "a"), tex=True) == wanted


@pytest.mark.django_db
def test_sized_delimiters_may_be_commands(client):
    import_case("b04-sized-delimiters")
    text = body(client, "sized")
    assert [words(one) for one in named(text, "math")] == ["⟨x,y⟩", "‖v‖", "{z}", "f|x=0"]
    assert delimiters(text) == [
        *(("⟨", "1.2em"), ("⟩", "1.2em"), ("‖", "1.623em"), ("‖", "1.623em")),
        *(("{", "1.2em"), ("}", "1.2em"), ("|", "2.047em")),
    ]


@pytest.mark.parametrize(
    ("tex", "wanted"),
    [
        (r"\biggl\lfloor x\biggr\rfloor", "⌊x⌋"),
        (r"\bigl\lceil x\bigr\rceil", "⌈x⌉"),
        (r"\bigl\lVert x\bigr\rVert", "‖x‖"),
        (r"\bigl\lvert x\bigr\rvert", "|x|"),
        (r"\bigl\lbrace x\bigr\rbrace", "{x}"),
        (r"P\bigl( A \bigm\vert B \bigr)", "P(A|B)"),
        (r"a \big\backslash b", "a\\b"),
        (r"\Bigg\uparrow", "↑"),
        (r"\Big \{ x \Big \}", "{x}"),
        (r"\bigl \langle x \bigr \rangle", "⟨x⟩"),
        (r"\bigl[ x \bigr]", "[x]"),
    ],
)
def test_sized_delimiter_shows_its_sign(tex: str, wanted: str):
    assert shown(tex).replace(" ", "") == wanted


@pytest.mark.django_db
def test_classes_keep_what_is_in_their_braces(client):
    import_case("b05-classes-lose-content")
    formulas = [words(one).replace(" ", "") for one in named(body(client, "classes"), "math")]
    assert formulas == ["esssupxf(x)", "a:=b", "u‖v"]


@pytest.mark.parametrize(
    ("tex", "wanted"),
    [
        (r"\mathopen{[}0,1\mathclose{[}", "[0,1["),
        (r"x\mathpunct{:}y", "x:y"),
        (r"x\mathord{\cdot}y", "x·y"),
        (r"a\mathinner{\ldots}b", "a…b"),
        (r"\mathop{\sum\sum}\limits_{i} a", "∑∑ia"),
        (r"X \mathrel{\stackrel{d}{=}} Y", "X=dY"),
        (r"a \mathbin{+} b", "a+b"),
        (r"\mathop{\arg\max}_\theta L", "argmaxθL"),
        (r"\mathbin\Vert x", "‖x"),
    ],
)
def test_class_shows_its_content(tex: str, wanted: str):
    assert shown(tex).replace(" ", "") == wanted


@pytest.mark.django_db
def test_text_inside_formulas_has_no_backslashes(client):
    import_case("b07-text-inside-formulas")
    formulas = [plain(words(one)) for one in named(body(client, "texts"), "math")]
    assert formulas == ["c=costs $5", "top_k", "a_b", "x_y", "1 if r is low"]


@BOTH
@pytest.mark.parametrize(
    ("tex", "wanted"),
    [
        (r"\text{50\%}", "50%"),
        (r"\text{R\&D}", "R&D"),
        (r"\text{\#1}", "#1"),
        (r"\text{a \{b\}}", "a {b}"),
        (r"\mathrm{max\_len}", "max_len"),
        (r"\textbf{x\_1}", "x_1"),
        (r"x\_y + \text{a\_b}", "x_y+a_b"),
        (r"\mbox{if $x>0$}", "if x>0"),
        (r"x \text{ for all $i \in I$ and $j$}", "x for all i∈I and j"),
        (r"\text{if \(r\) is low}", "if r is low"),
        (r"\text{costs \$5 or \$6}", "costs $5 or $6"),
    ],
)
def test_text_inside_a_formula_shows(tex: str, wanted: str, policy: Policy):
    element = parsed(render(f"${tex}$", policy=policy).html)
    assert len(named(element, "math")) == 1
    assert plain(words(element)) == wanted


@pytest.mark.django_db
def test_alt_has_plain_words_for_a_formula(client):
    import_case("b08-formula-in-alt")
    (link,) = [one for one in named(body(client, "alt"), "a") if "example.org" in one.get("href")]
    assert words(link) in ("Loss for x^2 and bold", "Loss for x² and bold")


@pytest.mark.parametrize(
    "source",
    [
        "![Loss $x_1$](https://example.org/a.png)",
        r"![Loss \(x_1\)](https://example.org/a.png)",
        "![Loss $$x_1$$][r]\n\n[r]: https://example.org/a.png",
        "Words ![Loss $x_1$](https://example.org/a.png) around.",
        "[![Loss $x_1$](https://example.org/a.png)](https://example.org)",
        "Words[^1].\n\n[^1]: ![Loss $x_1$](https://example.org/a.png)",
    ],
)
def test_alt_never_has_markup(source: str):
    (image,) = named(parsed(render(source).html), "img")
    assert image.get("alt") in ("Loss x_1", "Loss x₁")
