import json

import pytest

from papers.csl.positions import Cite, CiteCluster
from papers.csl.processor import processor_for
from papers.csl.style import bundled_style
from papers.formats.bibtex_reading import read_bibtex
from papers.formats.bibtex_writing import write_entry
from papers.formats.csljson import read_csljson
from papers.formats.entries import lines_of
from papers.records.json_ld import linked_data
from papers.records.meta_tags import meta_tags
from papers.records.record import record_byline
from papers.records.style_record import shown_record, style_record


def stored(fields, kind="article"):
    text = f"@{kind}{{k, author={{Vaswani, Ashish}}, year=2017, {fields}}}"
    return {**read_bibtex(text).entries["k"].record, "id": "k"}


def entry(record, style="apa", output="text"):
    made = processor_for(bundled_style(style), "en-US").format(
        [style_record(record)], [CiteCluster((Cite("k"),))], [], output
    )
    return made.citations[0].text, made.bibliography[0].text


def test_a_truncated_list_is_told_everywhere():
    record = stored("title={T}, journal={J}")
    record |= {"custom": {"others": ["author"]}}
    cite, reference = entry(record)
    assert cite == "(Vaswani et al., 2017)"
    assert reference.startswith("Vaswani, A. et al. (2017).")
    assert (
        entry(record, "ieee")[1].startswith("[1]A. Vaswani et al., ")
        or "et al." in (entry(record, "ieee")[1])
    )
    assert record_byline(record) == "Vaswani et al."
    assert ("citation_author", "et al.,") in meta_tags(record, "https://x.example/")
    assert linked_data(record, "https://x.example/")["author"][-1]["name"] == "et al."


@pytest.mark.parametrize(
    "names",
    ["Vaswani, Ashish and others", "Vaswani, Ashish and {others}", "Vaswani, Ashish et al."],
)
def test_truncated_lists_are_read(names):
    text = f"@article{{k, author={{{names}}}, title={{T}}, year=2017}}"
    record = read_bibtex(text).entries["k"].record
    assert record["author"] == [{"family": "Vaswani", "given": "Ashish"}]
    assert record["custom"]["others"] == ["author"]


def test_truncated_lists_of_csl_json_are_read():
    item = {"title": "T", "author": [{"family": "Ito"}, {"literal": "others"}]}
    (found,) = read_csljson(lines_of(json.dumps([item])))
    assert found.record["author"] == [{"family": "Ito"}]
    assert found.record["custom"]["others"] == ["author"]


@pytest.mark.parametrize(
    "fields",
    [
        "title={Layer Normalization}, eprint={1607.06450}, archiveprefix={arXiv}",
        "title={Layer Normalization}, journal={arXiv preprint arXiv:1607.06450}",
        "title={Layer Normalization}, journal={CoRR}, volume={abs/1607.06450}",
    ],
)
def test_a_preprint_is_mapped_as_zotero_maps_it(fields):
    record = stored(fields)
    shown = shown_record(record)
    assert (shown["type"], shown["number"], shown["publisher"], shown["DOI"]) == (
        *("article", "arXiv:1607.06450", "arXiv", "10.48550/arXiv.1607.06450"),
    )
    assert "archive" not in shown
    assert entry(record)[1] == (
        "Vaswani, A. (2017). Layer normalization (arXiv:1607.06450). arXiv. "
        "https://doi.org/10.48550/arXiv.1607.06450"
    )
    assert shown_record(shown) == shown


@pytest.mark.parametrize("style", ["apa", "ieee", "nature", "chicago-author-date"])
def test_a_published_work_shows_no_archive_but_an_address(style):
    fields = "title={T}, journal={J}, eprint={1607.06450}, archiveprefix={arXiv}"
    reference = entry(stored(fields), style)[1]
    assert "arXiv (" not in reference
    assert "arXiv:1607" not in reference
    with_doi = entry(stored(f"{fields}, doi={{10.1000/1}}"), style)[1]
    assert "arxiv" not in with_doi.lower()


def test_works_of_openreview_and_acl_have_an_address():
    for address in (
        "https://openreview.net/forum?id=rJl-b3RcF7",
        "https://aclanthology.org/N19-1423/",
    ):
        record = stored(f"title={{T}}, journal={{J}}, url={{{address}}}")
        assert shown_record(record)["URL"] == address
        assert address in entry(record)[1]


def test_titles_are_in_the_case_and_with_the_markup_that_a_style_asks_for():
    record = stored(
        r"title={Hidden Markov Models of \emph{Mus Musculus} and {Deep Blue}}, journal={The Big J}"
    )
    assert record["title"] == "Hidden Markov Models of Mus Musculus and Deep Blue"
    assert (
        "Hidden Markov models of <i>mus musculus</i> and Deep Blue"
        in entry(record, "apa", "html")[1]
    )
    assert (
        "Hidden Markov Models of <i>Mus Musculus</i> and Deep Blue"
        in (entry(record, "chicago-author-date", "html")[1])
    )
    assert "The Big J" in entry(record)[1]


def test_a_title_in_another_language_or_changed_since_stays_as_it_is_written():
    german = stored("title={Das Große Buch der Vielen Namen}, langid={ngerman}")
    assert style_record(german)["title"] == "Das Große Buch der Vielen Namen"
    changed = {**stored("title={The Old Long Title}"), "title": "The New Long Title"}
    assert style_record(changed)["title"] == "The New Long Title"


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        *(("5--5", "5"), ("436S--439S", "436S–439S"), ("e1-e5", "e1–e5"), ("1--9", "1-9")),
        ("12-15, 20-20", "12-15, 20"),
    ],
)
def test_pages_with_equal_ends_are_one(written, wanted):
    assert shown_record(stored(f"title={{T}}, pages={{{written}}}"))["page"] == wanted


@pytest.mark.parametrize(
    ("fields", "name", "wanted"),
    [
        (
            "booktitle={Big Book}, booksubtitle={Of Things}",
            "container-title",
            "Big Book: Of Things",
        ),
        ("howpublished={Invited Talk}", "publisher", "Invited Talk"),
        ("howpublished={\\url{http://x.example/a}}", "URL", "http://x.example/a"),
        ("url={www.x.example/a}", "URL", "https://www.x.example/a"),
        ("booktitle={B}, number={7}, series={S}", "collection-number", "7"),
        ("langid={ngerman}", "language", "de"),
    ],
)
def test_fields_that_pandoc_reads_are_read(fields, name, wanted):
    assert stored(f"title={{T}}, {fields}", "inproceedings")[name] == wanted


def test_an_entry_without_a_title_keeps_its_people():
    record = read_bibtex("@review{k, author={Ito, A}, year=2020}").entries["k"].record
    assert record["author"] == [{"family": "Ito", "given": "A"}]
    assert "Ito, A. (2020)" in entry({**record, "id": "k"})[1]


@pytest.mark.parametrize(
    ("fields", "style", "shown"),
    [
        ("title={{On the sizes of things}}, journal={J}", "chicago-author-date",
         "“On the sizes of things.”"),
        ("title={On {the sizes} of things}, journal={J}", "chicago-author-date",
         "“On the sizes of Things.”"),
        ("title={T}, journal={Cell Reports}, shortjournal={Cell Rep}", "ieee", "Cell Rep"),
        ("title={T}, journal={J}, doi={10.1109/TMC.2015.24}", "apa", "10.1109/TMC.2015.24"),
        ("title={T}, journal={J}, doi={https://doi.org/10.1109/TMC.24}", "ieee", "10.1109/TMC.24"),
        ("title={Things that end.}, journal={J}", "ieee", "“Things that end,” J"),
        ("title={Things of {Acme} Inc.}, journal={J}", "apa", "Things of Acme inc. J"),
        ("title={T}, journal={J}, pages={3--9}, note={Number: 7676\nPublisher: N}", "apa", "3–9"),
        ("title={T}, journal={J}, url={proteins.example.org}", "apa",
         "https://proteins.example.org"),
    ],
)  # fmt: skip
def test_what_a_field_says_is_shown(fields, style, shown):
    assert shown in entry(stored(fields), style)[1]


def test_a_short_doi_is_kept_and_shown():
    record = stored("title={T}, journal={J}, doi={10/dvzd5z}")
    assert "https://doi.org/10/dvzd5z" in entry(record)[1]
    assert read_bibtex(write_entry(record)).entries["k"].record["custom"] == {"DOI": "10/dvzd5z"}
    assert shown_record(stored("title={T}, doi={none}")).get("DOI") is None


def test_a_number_that_ads_makes_a_link_of_is_a_number():
    eprint = r"\href{http://arxiv.org/abs/1108.4036}{arXiv:1108.4036}"
    record = stored(f"title={{T}}, archivePrefix={{arXiv}}, eprint={{{eprint}}}")
    assert (record["archive"], record["archive_location"]) == ("arXiv", "1108.4036")


def test_what_a_reference_manager_notes_is_no_variable_and_stays_in_the_file():
    record = stored("title={T}, note={original-date: 2020-03-06}")
    assert "note" not in record
    assert "note = {original-date: 2020-03-06}" in write_entry(record)
    assert stored("title={T}, note={See also: the other one}")["note"] == "See also: the other one"


def test_a_doi_has_one_normal_form_and_the_spelling_of_its_source():
    record = stored("title={T}, doi={10.1109/TMC.2015.24}")
    assert record["DOI"] == "10.1109/tmc.2015.24"
    assert shown_record(record)["DOI"] == "10.1109/TMC.2015.24"
    assert shown_record({**record, "DOI": "10.1/other"})["DOI"] == "10.1/other"
    assert "doi = {10.1109/TMC.2015.24}" in write_entry(record)
    assert read_bibtex(write_entry(record)).entries["k"].record == {
        name: value for name, value in record.items() if name != "id"
    }


@pytest.mark.parametrize("pages", ["n/a--n/a", "n/a", "no--no", "No-No"])
def test_pages_that_are_none_are_not_shown(pages):
    record = stored(f"title={{T}}, journal={{J}}, pages={{{pages}}}")
    assert "page" in record
    assert "page" not in shown_record(record)


def test_that_a_preprint_is_prepublished_is_not_said_again():
    fields = "title={T}, eprint={1706.03762}, eprinttype={arxiv}, pubstate={prepublished}"
    assert "republished" not in entry(stored(fields, "online"))[1]
    fields = "title={T}, journal={J}, pubstate={inpress}"
    assert shown_record(stored(fields))["status"] == "inpress"


def test_a_title_within_a_title_keeps_its_capitals():
    record = stored(
        r"title={Aristotle's \mkbibquote{De Motu Animalium} And \enquote{The Sea} Again}"
    )
    assert "“De Motu Animalium” and “The Sea” again" in entry(record)[1]


def test_a_talk_is_presented_at_its_event():
    record = stored("title={A Talk}, eventtitle={Meeting of Friends}, venue={Seoul}", "unpublished")
    assert "presented at the Meeting of" in entry(record, "ieee")[1]
