"""What bibliographies write, read in the library's pages and its exports."""

from pathlib import Path

import pytest

from papers.models import Style
from tests.guards.sources import ROOT
from tests.support.cases import (
    first,
    import_bibliography,
    import_case,
    import_papers,
    import_site,
    named,
    page,
    post_text,
    records,
    titles,
    words,
)
from tests.support.factories import set_site

pytestmark = pytest.mark.django_db
ENTRY = "@article{k, author={Ito, A}, journal={J}, year=2021, "


def bibtex(folder: Path, fields: str) -> None:
    import_bibliography(folder, "a.bib", f"{ENTRY}{fields}}}\n")


def seen(client, address: str) -> str:
    return words(first(page(client, address), "main"))


def families(client) -> list[str]:
    (record,) = records(client)
    return [name["family"] for name in record["author"]]


def test_authors_after_and_keep_their_accents(client):
    import_papers("c01-authors-after-and")
    assert families(client) == ["Abe", "Álvarez", "Østby", "Łukasz", "Şahin"]
    assert "Álvarez" in seen(client, "/papers/abe2020after/")


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        (r"Abe, A and {\'A}lvarez, B", ["Abe", "Álvarez"]),
        (r"Abe, A and \"{O}zt\"urk, B", ["Abe", "Öztürk"]),
        (r"Abe, A AND \'{E}mile, B", ["Abe", "Émile"]),
        ("Abe, A\n  and \\v{S}koda, B\n  and \\AA{}kesson, C", ["Abe", "Škoda", "Åkesson"]),
        (r"Anna Abe and \'Alvaro Nu{\~n}ez", ["Abe", "Nuñez"]),
        (r"Anna Abe and \'Alvarez", ["Abe", "Álvarez"]),
        (r"\'{A}lvarez, B and Abe, A", ["Álvarez", "Abe"]),
    ],
)
def test_authors_after_and(client, tmp_path: Path, written: str, wanted: list[str]):
    import_bibliography(
        tmp_path, "a.bib", f"@book{{k, author={{{written}}}, title={{T}}, year=2020}}"
    )
    assert families(client) == wanted


def test_editors_after_and_keep_their_accents(client, tmp_path: Path):
    text = r"@book{k, editor={Abe, A and \'{A}lvarez, B}, title={T}, year=2020}"
    import_bibliography(tmp_path, "a.bib", text)
    assert [name["family"] for name in records(client)[0]["editor"]] == ["Abe", "Álvarez"]


def test_italics_of_zotero_are_markup(client):
    import_papers("c02-zotero-italics")
    title = "Sounds of Euphausia superba at p < 0.05"
    assert titles(client) == [title]
    assert title in seen(client, "/papers/")
    assert words(first(page(client, "/papers/ito2021sounds/"), "title")).startswith(title)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("p {\\textless} 0.05 and q {\\textgreater} 1", "p < 0.05 and q > 1"),
        ("p \\textless 0.05", "p <0.05"),
        ("p \\textless{} 0.05", "p < 0.05"),
        ("p $<$ 0.05", "p < 0.05"),
        ("CO{\\textless}sub{\\textgreater}2{\\textless}/sub{\\textgreater} here", "CO2 here"),
        ("The \\emph{E. coli} and \\textit{B. subtilis}", "The E. coli and B. subtilis"),
    ],
)
def test_signs_and_italics_of_titles(client, tmp_path: Path, written: str, wanted: str):
    bibtex(tmp_path, f"title={{{written}}}")
    assert titles(client) == [wanted]


def test_no_word_of_a_title_is_lost(client):
    import_papers("c03-lost-words")
    assert titles(client) == [
        *("The LaTeX Companion", "The Last Word", "A Linked Title", "The “Attention” Debate"),
    ]


def test_sorting_marks_are_no_part_of_year_and_key(client):
    import_papers("c03-lost-words")
    record = records(client)[1]
    assert record["issued"] == {"date-parts": [[1973]]}
    assert "aaa" not in record["id"]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("\\BibTeX and \\LaTeXe", "BibTeX and LaTeX2e"),
        ("On {\\TeX} and \\textsc{Unix}", "On TeX and Unix"),
        ("The \\mkbibquote{Attention} Debate", "The “Attention” Debate"),
        ("The \\enquote*{Attention} Debate", "The ‘Attention’ Debate"),
        ("The \\enquote{Debate on \\enquote{it}} now", "The “Debate on ‘it’” now"),
        ("Of {\\textquotedblleft}it{\\textquotedblright}", "Of “it”"),
        ("The \\protect\\href{https://example.org/x}{link}", "The link"),
    ],
)
def test_command_in_a_title_loses_no_word(client, tmp_path: Path, written: str, wanted: str):
    bibtex(tmp_path, f"title={{{written}}}")
    title = titles(client)[0].replace("LaTeX2ε", "LaTeX2e").replace("LATEX", "LaTeX")
    assert title == wanted


def test_sorting_marks_are_no_part_of_names(client, tmp_path: Path):
    bibtex(tmp_path, "title={T}, editor={{\\noopsort{Beethoven}}van Beethoven, Ludwig}")
    (editor,) = records(client)[0]["editor"]
    name = {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"}
    assert editor == name


def test_entities_of_publishers_are_characters(client):
    import_papers("c04-entities-in-bibtex")
    (record,) = records(client)
    assert record["container-title"] == "Geometry & Topology"
    assert titles(client) == ["Cause & Effect – a Study"]


def test_entities_are_shown_to_nobody(client):
    import_papers("c04-entities-in-bibtex")
    for address in ("/papers/", "/papers/soto2024cause/"):
        assert "&amp;amp;" not in client.get(address).content.decode()
        assert "&amp;#8211;" not in client.get(address).content.decode()
    assert "Geometry \\& Topology" in client.get("/papers.bib").getvalue().decode()
    assert "Geometry & Topology" in client.get("/papers.ris").getvalue().decode()


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("&lt;i&gt;Ab&lt;/i&gt; initio", "Ab initio"),
        ("Here &#x2013; there", "Here – there"),
        ("A \\&amp; B", "A & B"),
        ("&quot;Quoted&quot; and O&#39;Brien", '"Quoted" and O\'Brien'),
        ("p &lt; 0.05 &gt; 0.01", "p < 0.05 > 0.01"),
        ("AT&T and R\\&D", "AT&T and R&D"),
        ("CO<sub>2</sub> <b>now</b> <scp>abc</scp>", "CO2 now abc"),
        ("The <template> element", "The <template> element"),
    ],
)
def test_entities_and_tags_of_titles(client, tmp_path: Path, written: str, wanted: str):
    bibtex(tmp_path, f"title={{{written}}}")
    assert titles(client) == [wanted]


def test_entities_are_read_in_every_field(client, tmp_path: Path):
    bibtex(tmp_path, "title={T}, publisher={Taylor &amp; Francis}, abstract={A &amp; B}")
    (record,) = records(client)
    assert (record["publisher"], record["abstract"]) == ("Taylor & Francis", "A & B")


def test_entities_in_names_are_characters(client, tmp_path: Path):
    text = "@book{k, author={O&#39;Brien, F and M&uuml;ller, K}, title={T}, year=2020}"
    import_bibliography(tmp_path, "a.bib", text)
    assert families(client) == ["O'Brien", "Müller"]


FORMULAS = str.maketrans("₂α", "2α")


def without_signs(text: str) -> str:
    return text.translate(FORMULAS)


def test_formulas_of_titles_are_shown(client):
    import_papers("c05-formulas-in-titles")
    assert [without_signs(title) for title in titles(client)] == [
        *("On MoS2 and SO(3)", "α-Decay"),
    ]
    listed = without_signs(seen(client, "/papers/"))
    assert "On MoS2 and SO(3)" in listed and "α-Decay" in listed


def test_formulas_of_titles_are_signs_in_the_title_of_the_page(client):
    import_papers("c05-formulas-in-titles")
    heads = [
        words(first(page(client, f"/papers/{one['id']}/"), "title")) for one in records(client)
    ]
    assert [without_signs(head).partition(" · ")[0] for head in heads] == [
        *("On MoS2 and SO(3)", "α-Decay"),
    ]


def test_formulas_of_titles_are_shown_where_they_are_cited(client, tmp_path: Path):
    import_papers("c05-formulas-in-titles")
    key = records(client)[0]["id"]
    import_site(tmp_path, {"_posts/2024-01-01-a.md": post_text(f"See [@{key}].")})
    shown = without_signs(seen(client, "/posts/a/"))
    assert "On MoS2 and SO(3)" in shown
    assert "mathrm" not in shown


def test_formulas_of_titles_are_tex_in_exports(client):
    import_papers("c05-formulas-in-titles")
    assert not [one["id"] for one in records(client) if "mathrm" in one["id"]]
    exported = client.get("/papers.bib").getvalue().decode()
    assert r"${\mathrm{MoS}}_{2}$" in exported and r"$\alpha$" in exported


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        (r"The $O(n\log n)$ bound", "The O(n log n) bound"),
        (r"Costs of \$5 and \$6", "Costs of $5 and $6"),
        (r"On \(L^2\) spaces", "On L2 spaces"),
        (r"\ensuremath{\beta}-Decay", "β-Decay"),
        (r"A {$\mathbb{R}$}-tree", "A ℝ-tree"),
        (r"H$_2$O", "H2O"),
    ],
)
def test_formula_of_a_title_is_shown(client, tmp_path: Path, written: str, wanted: str):
    bibtex(tmp_path, f"title={{{written}}}")
    (title,) = titles(client)
    assert without_signs(title).replace("²", "2").replace(" ", "") == wanted.replace(" ", "")


def test_date_of_issue_goes_before_the_date_online(client):
    import_papers("c06-ris-dates-and-authors")
    assert records(client)[0]["issued"] == {"date-parts": [[2014, 4, 1]]}


def test_people_in_one_line_are_people(client):
    import_papers("c06-ris-dates-and-authors")
    assert records(client)[1]["author"] == [
        {"family": "Alba", "given": "Pia J."},
        {"family": "Berg", "given": "Olaf"},
        {"family": "Cruz", "given": "Ana Luz"},
    ]


def ris(folder: Path, *lines: str) -> None:
    text = "\n".join(["TY  - JOUR", "TI  - T", *lines, "ER  - ", ""])
    import_bibliography(folder, "a.ris", text)


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["DA  - 2014/04/01", "Y1  - 2013/05/28", "PY  - 2013"], [2014, 4, 1]),
        (["PY  - 2014", "Y1  - 2013/05/28", "DA  - 2014/04/01/"], [2014, 4, 1]),
        (["Y1  - 2013/05/28", "DA  - 2014"], [2014]),
        (["Y1  - 2013/05/28", "PY  - 2014"], [2014]),
        (["PY  - 2014", "DA  - 2014/04"], [2014, 4]),
        (["Y1  - 2013/05/28"], [2013, 5, 28]),
        (["PY  - 2013///", "Y2  - 2020/01/01"], [2013]),
    ],
)
def test_dates_of_ris_have_an_order(client, tmp_path: Path, lines: list[str], wanted: list[int]):
    ris(tmp_path, "AU  - Kern, Nils", *lines)
    assert records(client)[0]["issued"]["date-parts"] == [wanted]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Alba, P.;Berg, O.", ["Alba", "Berg"]),
        ("Alba, P.; Berg, O.;", ["Alba", "Berg"]),
        ("Alba, P. and Berg, O.", ["Alba", "Berg"]),
        ("Alba, Pia, Jr.", ["Alba"]),
    ],
)
def test_people_of_ris_are_parted(client, tmp_path: Path, line: str, wanted: list[str]):
    ris(tmp_path, f"AU  - {line}", "PY  - 2019")
    assert families(client) == wanted


def test_name_of_a_body_stays_whole(client, tmp_path: Path):
    ris(tmp_path, "AU  - Institute of Counting; Sheep Department", "PY  - 2019")
    (author,) = records(client)[0]["author"]
    assert author == {"literal": "Institute of Counting; Sheep Department"}


def reference(client, address: str = "/posts/locale/") -> str:
    """The first one in the list under a post."""
    lists = [one for one in named(page(client, address), "ol") if one.get("class") == "references"]
    return words(first(lists[0], "li"))


def test_style_brings_its_own_locale(client):
    set_site(citation_style="harvard-cite-them-right")
    import_case("c07-style-own-locale")
    assert "Smith, M. (2019) ‘Foo’, J, 2, pp. 1–3." in reference(client)


def test_locale_that_an_uploaded_style_states_is_taken(client):
    text = (ROOT / "papers/csl/styles/harvard-cite-them-right.csl").read_text()
    assert 'default-locale="en-GB"' in text
    Style.objects.create(name="harvard", title="Harvard", source=text)
    set_site(citation_style="harvard")
    import_case("c07-style-own-locale")
    assert "‘Foo’, J, 2" in reference(client)


def test_style_that_a_reader_chooses_brings_its_own_locale(client, do_jobs):
    import_case("c07-style-own-locale")
    do_jobs()
    chosen = reference(client, "/posts/locale/?style=harvard-cite-them-right")
    assert "(2019) ‘Foo’, J, 2" in chosen


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("fr", "« Foo »"), ("de", "„Foo“"), ("en-US", "“Foo,”"), ("en", "‘Foo’, J")],
)
def test_language_of_a_post_goes_before_the_styles(
    client, tmp_path: Path, language: str, wanted: str
):
    set_site(citation_style="harvard-cite-them-right")
    bib = "@article{s, author={Smith, Mary}, title={Foo}, journal={J}, year=2019}"
    text = post_text("As [@s].", bibliography="refs.bib", lang=language)
    import_site(tmp_path, {"refs.bib": bib, "_posts/2024-05-24-locale.md": text})
    assert wanted in reference(client)
