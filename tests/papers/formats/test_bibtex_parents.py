"""What entries of BibTeX take over from their parents."""

from papers.formats.bibtex_reading import read_bibtex

CROSSREFS = r"""
@inproceedings{child, author={A. Curie}, title={Child}, crossref={proc}, pages={1--2}}
@inproceedings(other, title = "Other", crossref = "proc", booktitle = {Its Own})
@article{a, title={In X}, xdata={common}}
@proceedings{Proc, title={Proceedings of X}, editor={B. Ray}, year=1999, doi={10.1000/proc}}
@xdata{common, journaltitle={Journal of X}, date={2001-05}}
"""


def test_entries_take_over_what_their_parents_have():
    entries = read_bibtex(CROSSREFS).entries
    assert set(entries) == {"child", "other", "a", "Proc"}
    child = entries["child"].record
    assert child["container-title"] == "Proceedings of X"
    assert (child["editor"], child["page"]) == ([{"family": "Ray", "given": "B."}], "1-2")
    assert child["issued"] == {"date-parts": [[1999]]}
    assert entries["child"].identifiers == ()
    assert entries["other"].record["container-title"] == "Its Own"
    assert entries["a"].record["container-title"] == "Journal of X"


def test_parents_in_a_circle_end():
    text = "@misc{a, title={A}, crossref={b}}\n@misc{b, title={B}, crossref={a}, year=1}"
    assert set(read_bibtex(text).entries) == {"a", "b"}


VOLUMES = """@mvcollection{whole, title={Main}, subtitle={M sub}, editor={Abe, K.}}
@collection{part, crossref={whole}, title={Volume}, subtitle={V sub}, volume={4}}
@incollection{in, crossref={part}, author={Bee, A.}, title={Chapter}}
@inbook{own, title={Chapter}, booktitle={Volume}, booksubtitle={V sub}, maintitle={Main},
  mainsubtitle={M sub}, volume={4}}
@inbook{lone, title={Chapter}, maintitle={Main}, mainsubtitle={M sub}}
@proceedings{days, title={Days}, subtitle={D sub}}
@inproceedings{talk, crossref={days}, title={Talk}, maintitle={Notes}}"""


def test_titles_of_volumes_and_of_the_works_that_they_belong_to_are_told_apart():
    entries = read_bibtex(VOLUMES).entries
    held = {
        key: (one.record.get("volume-title"), one.record.get("container-title"))
        for key, one in entries.items()
    }
    in_volume = ("Volume: V sub", "Main: M sub")
    assert held["in"] == held["own"] == in_volume
    assert (entries["part"].record["title"], held["part"]) == (in_volume[0], (None, in_volume[1]))
    assert held["lone"] == (None, "Main: M sub")
    assert held["talk"] == (None, "Days: D sub")
    assert entries["talk"].record["custom"]["maintitle"] == "Notes"
