"""TeX's text: no command takes a word with it that an author wrote."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.formats.bibtex_reading import read_bibtex
from papers.formats.latex import decode_latex, decode_with_tex, only_its_text

ONE_ARGUMENT = re.findall(
    r"\S+",
    """
    emph textit textbf textsc textsl textrm texttt textsf textup textmd textnormal text textlf
    textin textsw textulc textcircled underline uline uuline uwave dashuline sout xout st hl ul
    so caps uppercase lowercase MakeUppercase MakeLowercase MakeTextUppercase MakeTextLowercase
    NoCaseChange mbox hbox fbox makebox framebox centerline rlap llap clap smash boxed fcolorbox
    textsuperscript textsubscript ensuremath mathrm mathbf mathit mathsf mathtt mathcal mathbb
    mathfrak mathscr boldsymbol bm pmb operatorname overline widehat widetilde hat bar tilde vec
    dot ddot check breve acute grave sqrt cite citet citep citealt citealp citeauthor citeyear
    citeyearpar textcite parencite autocite footcite supercite fullcite citetitle nocite ref
    eqref autoref cref Cref nameref pageref vref hyperref url nolinkurl path urlprefix doi
    eprint arxiv pmid isbn issn enquote enquote* textquote blockquote mkbibquote mkbibemph
    mkbibbold mkbibitalic mkbibparens mkbibbrackets mkbibsuperscript mkbibacro mkbibnamefamily
    mkbibnamegiven initials bibinfo bibfield bibnamefont bibfnamefont bibname natexlab
    singleletter Capitalize title author date section section* subsection chapter part paragraph
    item caption footnote footnotemark footnotetext thanks marginpar index glossary gls glspl
    Gls acs acl acf ac acro abbr num SI si qty unit ang ce ch cf chem schemestart isotope
    textgreek textcyrillic textcyr textgerman textlatin textdutch texthebrew textarabic
    foreignlanguage textlang ruby furigana includegraphics input include write openin read
    bibliography verb lstinline texttildelow textls spacedlowsmallcaps spacedallcaps lettrine
    quote quotation small large footnotesize bfseries itshape scshape rmfamily sffamily ttfamily
    normalfont em bf it sc rm tt sl sf protect relax noindent par newcommand renewcommand
    providecommand def let ifthenelse value romannumeral Roman roman today foo foobar MyMacro
    xyzzy
    """,
)
TWO_ARGUMENTS = ["href", "textcolor", "colorbox", "foreignlanguage", "texorpdfstring", "bibinfo"]
TWO_ARGUMENTS += ["raisebox", "parbox", "SI", "frac", "textlang", "foo", "cite", "emph", "textbf"]
ACCENTS = ["`", "'", "^", '"', "~", "=", ".", "u", "v", "H", "c", "k", "d", "b", "r", "t"]
FIELDS = ["title", "journal", "publisher", "note", "abstract", "series", "address", "author"]


def letters(text: str) -> str:
    """Without the marks, cases and shapes that commands give to letters."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(one for one in folded if not unicodedata.combining(one))


def all_that_is_told(field: str, written: str) -> str:
    """A field's text as readers and whoever imports see it."""
    fields = {"title": "T", field: written}
    lines = ", ".join(f"{name}={{{text}}}" for name, text in fields.items())
    found = read_bibtex(f"@article{{k, {lines}}}")
    record = found.entries["k"].record
    return letters(f"{record} {found.problems}")


@pytest.mark.parametrize("command", dict.fromkeys(ONE_ARGUMENT))
def test_no_command_takes_its_argument_with_it(command):
    for written in (f"Abc \\{command}{{qxyz}} def", f"Abc {{\\{command} qxyz}} def"):
        told = all_that_is_told("title", written)
        assert all(word in told for word in ("abc", "qxyz", "def")), (written, told)


@pytest.mark.parametrize("command", TWO_ARGUMENTS)
def test_of_two_arguments_the_text_stays(command):
    assert "qxyz" in all_that_is_told("title", f"Abc \\{command}{{red}}{{qxyz}} def")


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("command", ["emph", "foo", "footnote", "href{qxyz}", "textcolor{red}"])
def test_no_field_loses_a_word(field, command):
    assert "qxyz" in all_that_is_told(field, f"Abc \\{command}{{qxyz}} def")


@pytest.mark.parametrize("accent", ACCENTS)
@pytest.mark.parametrize("letter", "aeioucnszAEO")
def test_every_accent_stands_on_its_letter(accent, letter):
    blank = " " if accent.isalpha() else ""
    for tex in (f"\\{accent}{{{letter}}}", f"{{\\{accent}{blank}{letter}}}"):
        plain = decode_latex(f"x{tex}y")
        assert letters(plain) == f"x{letter.casefold()}y"
        assert len(unicodedata.normalize("NFD", plain)) == 4


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"\foo", r"\foo"),
        (r"A \foo b", r"A \foo b"),
        (r"\v{S}\k{a}\c c\H{o}\r a\AA\o\ss{}\L\i", "Šąçőåå".replace("åå", "åÅ") + "øßŁı"),
        (r"\'{\i}\`\i", "íì"),
        (r"{\textsc{Unix}} \LaTeX{} \TeX\ and \pdfLaTeX", "Unix LaTeX TeX and pdfLaTeX"),
        (r"50\,\% \& 3\$ \#1 a\_b \{c\}", "50 % & 3$ #1 a_b {c}"),
        ("``It'' -- `so' --- ?`x", "“It” – ‘so’ — ¿x"),
        (r"\textless q\textgreater\ \textbar\textdegree C\texttimes\textmu m", "<q> |°C×µm"),
        (r"\uppercase{abc} \hspace{1em}\color{red}x\vspace*{2cm}", "ABC x"),
        (r"\enquote{a \mkbibquote{b} c}", "“a ‘b’ c”"),
        (r"K{\"o}nig\footnote{Deceased.}", "König"),
        ("A{\\textbackslash}b \\textasciitilde{}", "A\\b ~"),
        ("&amp;lt; &nosuch; R&D; AT&T", "&lt; &nosuch; R&D; AT&T"),
        ("<jats:p>One</jats:p> <sup>2</sup> a<br/>b <mml:mi>x</mml:mi> 1 < 2 > 0",
         "One 2 a b x 1 < 2 > 0"),
        ("} x { y", "x y"),
    ],
)  # fmt: skip
def test_tex_is_read_as_it_is_set(tex, plain):
    assert decode_latex(tex) == plain


def test_what_has_no_place_is_told():
    left_out: list[str] = []
    tex = r"A\footnote{See \emph{B}} \href{https://a.org}{C}\thanks{D}"
    assert decode_latex(tex, left_out=left_out) == "A C"
    assert left_out == [r"\footnote{See B}", r"\href{https://a.org}", r"\thanks{D}"]


def test_a_lost_note_is_told_with_its_line():
    found = read_bibtex("\n@misc{k, title={A\\footnote{B}}, year=2000}")
    assert found.problems == [(2, r"“k” had “\footnote{B}”, which was left out")]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (r"{\noopsort{1973b}}1973", "1973"),
        (r"{\SortNoop{van}}van Dyck", "van Dyck"),
        (r"\noopsort{a}B", "B"),
        ("2001", "2001"),
    ],
)
def test_sorting_marks_go(written, plain):
    assert only_its_text(written) == plain


def test_tex_of_formulas_stands_beside_their_signs():
    assert decode_with_tex(r"On $\alpha_1$ for \$5 {\'e}") == (
        "On α₁ for $5 é",
        r"On $\alpha_1$ for \$5 é",
    )
    assert decode_with_tex("No formula") == ("No formula", "")  # fmt: skip


@given(st.text(r"\{}$^_'`~-&<>;#abtextit 1é", max_size=60))
def test_any_text_has_an_end(text):
    decode_latex(text)
    decode_latex(text, keeps_formulas=True)
    decode_with_tex(text)


def test_a_blank_after_a_command_of_a_formula_is_none():
    assert decode_latex(r"at $\sqrt{s}=13\,\text {Te}\text {V}$") == "at √s=13 TeV"


def test_formulas_may_stand_side_by_side():
    assert decode_with_tex("Fe$_{2}$$^{+}$ and $$x^2$$ at \\$5") == (
        "Fe₂⁺ and x² at $5",
        "Fe$_{2}$$^{+}$ and $$x^2$$ at \\$5",
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"\{\vphantom\}{{HardFails}}\vphantom\{\}: Insights", "HardFails: Insights"),
        (r"methodology\hyphen independent", "methodology-independent"),
        (r"A\addcolon\addspace B", "A: B"),
        (r"Type theory\index{theory!of types}", "Type theory"),
    ],
)
def test_what_only_typesets_shows_nothing_and_what_stands_for_a_sign_shows_it(written, shown):
    assert decode_latex(written) == shown
