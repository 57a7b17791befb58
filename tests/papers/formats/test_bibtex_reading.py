import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from papers.formats import latex
from papers.formats.bibtex_names import read_name, read_names
from papers.formats.bibtex_reading import read_bibtex, read_entries
from papers.formats.bibtex_writing import write_entry
from papers.formats.entries import lines_of
from papers.formats.latex import decode_latex
from papers.records.identifiers import Id
from papers.records.rich_text import KEPT

PASZKE = r"""
@string{nips = "Advances in Neural Information Processing Systems"}
@inproceedings{paszke2019,
  title = {{PyTorch}: An Imperative Style, High-Performance {Deep Learning} Library},
  author = {Paszke, Adam and Gross, Sam and Andreas K{\"o}pf and others},
  booktitle = nips # " 32", year = 2019, month = dec, pages = {8024--8035},
  doi = {https://doi.org/10.5555/3454287.3455008},
}
@misc{adam, title={Adam}, author={D. P. Kingma}, eprint={1412.6980}, archivePrefix={arXiv}}
@article{draw, title={DRAW}, journal={arXiv preprint, arXiv:1502.04623}, year={2015}}
"""


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("book", "publisher={Routledge}, doi={10.1017/CBO9781107415324.004}", "book"),
        ("phdthesis", "school={A University}", "thesis"),
        ("techreport", "institution={United Nations}", "report"),
        ("techreport", "institution={arXiv}", "article"),
        ("book", "", "article"),
        ("misc", "publisher={Routledge}", "article"),
        ("article", "journal={CoRR}", "article"),
        ("inproceedings", "booktitle={Proceedings}", "paper-conference"),
    ],
)
def test_what_has_its_own_publisher_is_no_preprint_though_it_is_on_arxiv(kind, fields, expected):
    text = (
        f"@{kind}{{a, title={{A Work}}, eprint={{1011.1669}}, archivePrefix={{arXiv}}, {fields}}}"
    )
    entry = read_bibtex(text).entries["a"]
    assert (entry.record["type"], Id("arxiv", "1011.1669") in entry.identifiers) == (expected, True)


def test_an_entry_is_a_record_with_identifiers():
    entries = read_bibtex(PASZKE).entries
    paszke = entries["paszke2019"]
    assert paszke.line == 3
    assert paszke.identifiers == (Id("doi", "10.5555/3454287.3455008"),)
    assert paszke.record == {
        "type": "paper-conference",
        "title": "PyTorch: An Imperative Style, High-Performance Deep Learning Library",
        "author": [
            {"family": "Paszke", "given": "Adam"},
            {"family": "Gross", "given": "Sam"},
            {"family": "Köpf", "given": "Andreas"},
        ],
        "container-title": "Advances in Neural Information Processing Systems 32",
        "page": "8024-8035",
        "issued": {"date-parts": [[2019, 12]]},
        "DOI": "10.5555/3454287.3455008",
        "custom": {
            "others": ["author"],
            "braced": {
                "title": "PyTorch: An Imperative Style, High-Performance "
                '<span class="nocase">Deep Learning</span> Library',
                "container-title": "Advances in Neural Information Processing Systems 32",
            },
        },
    }
    assert entries["adam"].identifiers == (Id("arxiv", "1412.6980"),)
    assert entries["adam"].record["type"] == "article"
    assert entries["draw"].identifiers == (Id("arxiv", "1502.04623"),)
    assert "container-title" not in entries["draw"].record


def test_strings_of_another_file_are_put_in():
    strings = read_bibtex('@string{msr = "Mining Software Repositories"}').strings
    entry = read_bibtex("@inproceedings{a, title={X}, booktitle=msr}", strings).entries["a"]
    assert entry.record["container-title"] == "Mining Software Repositories"


def test_what_cannot_be_read_is_told_and_the_rest_comes_in():
    found = read_bibtex("@misc{a, title={A}}\n@misc{a, title={B}}\n\n@misc{b, title={\n")
    assert [entry.record["title"] for entry in found.entries.values()] == ["A"]
    assert {line for line, _reason in found.problems} == {2, 4}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Jolly, III, James", {"family": "Jolly", "given": "James", "suffix": "III"}),
        ("Charles Louis de la Vall{\\'e}e Poussin",
         {"given": "Charles Louis", "non-dropping-particle": "de la",
          "family": "Vallée Poussin"}),
        ("{Dept. of Health, and more}", {"literal": "Dept. of Health, and more"}),
        ("given=Ludwig, prefix=van, family=Beethoven",
         {"given": "Ludwig", "non-dropping-particle": "van", "family": "Beethoven"}),
        ("{\\v S}omeone Smith", {"given": "Šomeone", "family": "Smith"}),
        ("Madonna", {"family": "Madonna"}),
        (" , ", {}),
    ],
)  # fmt: skip
def test_names_are_split_before_they_are_decoded(written, name):
    assert read_name(written) == name


PLAIN_WORD = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=6)


@given(st.lists(st.tuples(PLAIN_WORD, PLAIN_WORD), min_size=1, max_size=6))
def test_both_orders_of_a_name_mean_the_same(people):
    inverted = " and ".join(f"{family}, {given}" for family, given in people)
    straight = " and ".join(f"{given} {family}" for family, given in people)
    assert read_names(inverted) == read_names(straight)
    assert len(read_names(inverted)) == len(people)


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text):
    read_bibtex(f"@article{{a, title={{{text}}}, author={{{text}}}, year={{{text}}}}}")
    decode_latex(text)


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"{\'E}cole \& co", "École & co"),
        (r"$O(n^2)$ sorting", "O(n²) sorting"),
        (r"x.org/\~{}me and \^{}", "x.org/~me and ^"),
        ("Caf{\\'e} 100% of x_1 -- y", "Café 100% of x_1 – y"),
        (r"\input{/etc/passwd} \write18{id}", r"/etc/passwd \write18id"),
        ("{" * 5000 + "x" + "}" * 5000, "x"),
    ],
)
def test_tex_becomes_letters(tex, plain):
    assert decode_latex(tex) == plain


def test_doubling_strings_end():
    doubling = "".join(f"@string{{a{n} = a{n - 1} # a{n - 1}}}\n" for n in range(1, 60))
    text = f'@string{{a0 = "xxxxxxxxxx"}}\n{doubling}@misc{{k, title = a59}}'
    assert len(read_bibtex(text).entries["k"].record["title"]) <= 100_000


@given(
    st.lists(
        st.sampled_from(
            [
                "{",
                "}",
                "-",
                "--",
                "---",
                "a",
                "O",
                " ",
                "%",
                "_",
                "'",
                '"',
                ",",
                "\\'e",
                '\\"{o}',
                "{\\^a}",
                "\\~n",
                "\\`{\\i}",
                "ü",
            ]
        ),
        max_size=12,
    )
)
@example(["{", "-", "}", "-"])
def test_the_short_way_reads_as_the_long_one_does(pieces):
    text = "".join(pieces)
    short = latex._simple(text)
    if (
        short is not None
        and latex._depth(text) <= latex.MAX_DEPTH
        and text.count("{") == text.count("}")
    ):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(latex, "_simple", lambda text: None)
            assert decode_latex(f"{text}\\relax{{}}") == short


def test_fields_that_csl_has_no_word_for_are_kept():
    text = "@manual{a, title={A}, groups={One, {Two}}, file={:C\\:\\\\x.pdf:PDF}, organization={O}}"
    record = read_bibtex(text).entries["a"].record
    assert record["custom"] == {
        "groups": "One, {Two}",
        "file": ":C\\:\\\\x.pdf:PDF",
        "entrytype": "manual",
    }
    assert (record["type"], record["publisher"]) == ("book", "O")


def test_an_unclosed_entry_ends_where_the_next_begins():
    text = "@article{a, title={A\n@article{b, title={B}}\n@book{c, title = {C}"
    found = list(read_entries(lines_of(text)))
    assert [(one.line, one.key) for one in found] == [(1, "a"), (2, "b"), (3, "c")]
    assert str(found[0]) == "“a” is not closed before the next entry"
    assert str(found[2]) == "“c” is not closed: a brace is missing"


def test_what_is_no_field_is_remarked_and_the_entry_comes_in():
    text = "@article{a, title={A}, {stray}, year=1999}"
    remark, entry = read_entries(lines_of(text))
    assert (remark.is_remark, str(remark)) == (
        True,
        "“a” has something that is no field near “{stray}”",
    )
    assert entry.record["issued"] == {"date-parts": [[1999]]}


@pytest.mark.parametrize(
    ("record", "lines"),
    [
        (
            {"type": "article", "title": "On mRNA & {x}", "issued": {"date-parts": [[2019, 5, 3]]},
             "archive": "arXiv", "archive_location": "1912.01703",
             "author": [{"literal": "OpenAI"},
                        {"family": "Berg", "non-dropping-particle": "van den", "given": "A."},
                        {"family": "King", "given": "M.", "suffix": "Jr."}]},
            ["@misc{k,", r"  title = {On {mRNA} \& \{x\}},",
             "  author = {{OpenAI} and van den Berg, A. and King, Jr., M.},",
             "  year = {2019},", "  month = may,", "  date = {2019-05-03},",
             "  eprint = {1912.01703},", "  eprinttype = {arXiv},",
                 "  archiveprefix = {arXiv},", "}"],
        ),
        (
            {"type": "thesis", "title": "x₁ is 100%", "genre": "PhD thesis", "publisher": "U",
             "issued": {"literal": "in press"}, "custom": {"tex": {"title": "$x_1$ is 100%"},
                        "braced": {"title": KEPT + "x₁</span> is 100%"}}},
            ["@phdthesis{k,", r"  title = {$x_1$ is 100\%},", "  year = {in press},",
             "  school = {U},", "}"],
        ),
    ],
)  # fmt: skip
def test_what_is_written_is_plain_bibtex(record, lines):
    assert write_entry({"id": "k", **record}).splitlines()[: len(lines)] == lines


@pytest.mark.parametrize(
    "written",
    [
        *(", 9780262035613", "9780262035613, 0262035618", "978-0-262-03561-3 (print)", " , ;"),
        *("x, y", "9780000000000; 9780262035613", "978 0 262 03561 3"),
    ],
)
def test_the_first_right_isbn_of_a_field_names_a_book(written):
    (entry,) = read_bibtex(f"@book{{k, title={{T}}, isbn={{{written}}}}}").entries.values()
    known = (Id("isbn", "9780262035613"),) if "3" in written else ()
    assert entry.identifiers == known


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (r"Ch\`{a}u, Jos\`e", {"family": "Chàu", "given": "Josè"}),
        (r"J{\"o}rg \"Uber", {"family": "Über", "given": "Jörg"}),
        (r"Jean de la {\'E}cole", {"family": "École", "given": "Jean",
                                    "non-dropping-particle": "de la"}),
        (r"{\'e}tienne Dupont", {"family": "Dupont", "non-dropping-particle": "étienne"}),
        ("Ludwig van {der Beek}", {"family": "der Beek", "given": "Ludwig",
                                   "non-dropping-particle": "van"}),
        ("de la Fontaine, Jr., Jean", {"family": "Fontaine", "suffix": "Jr.", "given": "Jean",
                                       "non-dropping-particle": "de la"}),
        ("J.~R.~R. Tolkien", {"family": "Tolkien", "given": "J. R. R."}),
        ("Smith, A, B, C", {"family": "Smith", "suffix": "A", "given": "B C"}),
        ("jean", {"family": "jean"}),
        (",", {}),
        ("{Open", {"family": "Open"}),
    ],
)  # fmt: skip
def test_a_name_is_split_as_bibtex_splits_it(written, name):
    assert read_name(written) == name


def test_astronomers_macros_are_journals():
    text = r"@article{a, title={T}, journal={\mnras}} @article{b, title={T}, journal={{\AAP}}}"
    entries = read_bibtex(text).entries
    journal = "Monthly Notices of the Royal Astronomical Society"
    assert entries["a"].record["container-title"] == journal
    assert entries["b"].record["container-title"] == "Astronomy and Astrophysics"


def test_an_issue_beside_a_number_is_kept_once():
    def issue(fields):
        return read_bibtex(f"@article{{a, title={{T}}, {fields}}}").entries["a"].record["issue"]

    assert issue("number=6, issue=6") == "6"
    assert issue("number=2, issue={Spring}") == "2, Spring"


def test_a_number_of_jstor_is_an_address():
    text = "@article{a, title={T}, eprinttype={jstor}, eprint={2674075}}"
    record = read_bibtex(text).entries["a"].record
    assert record["URL"] == "https://www.jstor.org/stable/2674075"


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("4--pp", {"number-of-pages": "4"}),  # Google Scholar's
        ("12 pages", {"number-of-pages": "12"}),
        ("30~pp.", {"number-of-pages": "30"}),
        ("1782--", {"page": "1782"}),  # DBLP's
        ("1, 5--7", {"page": "1, 5-7"}),
        ("A71", {"page": "A71"}),
        ("pp. 3-5", {"page": "3-5"}),
    ],
)
def test_pages_are_a_place_or_how_many_there_are(pages, expected):
    record = read_bibtex(f"@article{{a, title={{T}}, pages={{{pages}}}}}").entries["a"].record
    assert {
        name: record[name] for name in ("page", "number-of-pages") if name in record
    } == expected


@pytest.mark.parametrize("written", ["8$^{th}$", "8th", r"8\textsuperscript{th}", "8"])
def test_an_ordinal_is_the_number_of_an_edition(written):
    record = read_bibtex(f"@book{{a, title={{T}}, edition={{{written}}}}}").entries["a"].record
    assert record["edition"] == "8"


def test_a_book_stands_in_no_other():
    text = "@book{a, title={T}, booktitle={T, Library}} @incollection{b, title={C}, booktitle={T}}"
    entries = read_bibtex(text).entries
    assert "container-title" not in entries["a"].record
    assert entries["a"].record["custom"]["booktitle"] == "T, Library"
    assert entries["b"].record["container-title"] == "T"


def test_names_of_reference_managers_and_publishers_are_read():
    authors = r"Yaresko, a N and Gavrilov, a and Le\ifmmode \check{z}\else \v{z}\fi{}ai\'c, M."
    record = read_bibtex(f"@article{{a, title={{T}}, author={{{authors}}}}}").entries["a"].record
    assert record["author"] == [
        {"family": "Yaresko", "given": "A N"},
        {"family": "Gavrilov", "given": "A"},
        {"family": "Ležaić", "given": "M."},
    ]


@pytest.mark.parametrize(
    ("kind", "written", "genre"),
    [
        ("thesis", "type={phdthesis}", "PhD thesis"),
        ("thesis", "type={mathesis}", "Master’s thesis"),
        ("report", "type={techreport}", "technical report"),
        ("patent", "type={patentus}", "U.S. patent"),
        ("thesis", "type={Habilitation}", "Habilitation"),
        ("phdthesis", "year=2000", "PhD thesis"),
    ],
)
def test_biblatex_keys_of_a_type_are_words(kind, written, genre):
    record = read_bibtex(f"@{kind}{{a, title={{T}}, {written}}}").entries["a"].record
    assert record["genre"] == genre


def test_an_address_is_no_publisher():
    text = "@misc{a, title={T}, howpublished={www.example.org/x}}"
    record = read_bibtex(text).entries["a"].record
    assert (record["URL"], record.get("publisher")) == ("https://www.example.org/x", None)


LINKED = r"""@misc{printed, title={T}, howpublished={\href{https://a.org/y}{Web page}}}
@misc{bare, title={T}, howpublished={\href{www.a.org/y}{Web page}}}
@misc{behind, title={T}, howpublished={Seen at \url {https://a.org/y}(in May)}}
@misc{title, title={A \href{https://a.org/y}{Linked} Title}}
@misc{doi, title={\href{https://doi.org/10.1000/xyz}{T}}}
@misc{field, title={T}, doi={\href{https://doi.org/10.1000/xyz}{10.1000/xyz}}}
@misc{other, title={\href{https://b.org/}{T}}, url={https://a.org/y}}"""


def test_the_address_of_a_link_ends_with_the_link():
    found = read_bibtex(LINKED)
    addresses = {
        key: entry.url or entry.identifiers[0].value for key, entry in found.entries.items()
    }
    address = "https://a.org/y"
    assert addresses == {
        "printed": address, "bare": "https://www.a.org/y", "behind": address, "title": address,
        "doi": "10.1000/xyz", "field": "10.1000/xyz", "other": address,
    }  # fmt: skip
    assert found.entries["title"].record["title"] == "A Linked Title"
    assert [line for line, _said in found.problems] == [7]  # only the address that has no place


def test_a_law_and_a_case_have_a_number_of_their_own():
    for kind in ("legislation", "jurisdiction"):
        record = (
            read_bibtex(f"@{kind}{{a, title={{T}}, number={{No. 101-336}}}}").entries["a"].record
        )
        assert record["number"] == "No. 101-336"
