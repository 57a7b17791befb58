"""Two records of a work: what is a difference, and what is another way of writing the same."""

import pytest

from papers.checking.comparison import (
    Agreement,
    are_same_pages,
    compare_work,
    differing,
    is_same_title,
)
from papers.checking.name_likeness import are_same_people, names_of
from papers.checking.stored_replies import reply_of, stored_reply
from papers.checking.venue_likeness import is_same_venue
from papers.records.identifiers import Id
from papers.registries.registry_record import RegistryName, RegistryRecord

DOI = Id("doi", "10.5555/one")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Attention is all you need", "Attention Is All You Need"),
        ("{Attention} is \\emph{all} you need", "Attention is all you need"),
        ("Hospital-Onset Seizures", "Hospital-Onset Seizures: An Inpatient Study"),
        ("On <i>E. coli</i> &amp; others", "On E. coli and others"),
        ("Jordan *-derivations on $C^*$-algebras", "Jordan ∗-Derivations on C∗-Algebras"),
        ("BERT: Pre-training of Transformers", "Pre-training of Transformers"),
        ("Über die Grundlagen", "Ueber die Grundlagen"),
        ("Titel auf Deutsch / Title in English", "Title in English"),
        ("TEMPORARY REMOVAL: On made things", "On made things"),
        ("The role of α-synuclein", "The role of alpha-synuclein"),
        ("RETRACTED: On made things", "On made things"),
        ("On made things", "[Retracted] On made things"),
        ("Review for &amp;lt;scp&amp;gt;MMC&amp;lt;/scp&amp;gt; systems", "Review for MMC systems"),
        (
            "Endpoints in $T_0$-quasimetric spaces",
            "Endpoints in<mml:math><mml:msub><mml:mi>T</mml:mi><mml:mn>0</mml:mn></mml:msub>"
            "</mml:math>-Quasimetric Spaces",
        ),
    ],
)
def test_titles_that_are_one(ours: str, theirs: str):
    assert is_same_title(ours, theirs)
    assert is_same_title(theirs, ours)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Deep learning", "Deep learning for vision"),
        ("On made things", "On found things"),
        ("Endpoints in T0 spaces", "Beginnings in T1 rooms"),
        ("", "On made things"),
        ("ERRATUM: On made things", "On made things"),
        ("On made things", "Retraction: On made things"),
        ("Reply to On made things", "On made things"),
    ],
)
def test_titles_that_are_two(ours: str, theirs: str):
    assert not is_same_title(ours, theirs)


def people(written: str) -> list[str]:
    return names_of([{"literal": one.strip()} for one in written.split(";") if one.strip()])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Yann LeCun; Yoshua Bengio", "LeCun Y; Bengio Y."),
        ("Ludwig van Beethoven", "Beethoven, L."),
        ("Gabriel García Márquez", "G. Garcia Marquez"),
        ("Jürgen Müller", "J. Mueller"),
        ("В. И. Левенштейн", "V. I. Levenshtein"),
        ("Li Wei; Wang Fang", "Wei Li; Fang Wang"),
        ("A. One; B. Two; C. Three", "C. Three; A. One; B. Two"),
        ("A. One; B. Two; C. Three", "A. One; B. Two; C. Three; D. Four; E. Five"),
        ("A. One; B. Two; C. Three", "A. One"),
        ("Jean-Paul Sartre", "JP Sartre"),
        ("The Editors of The Lancet", "Editors of the Lancet"),
        ("Andrew J. Wakefield", "AJ Wakefield"),
        ("Y. LeCun", "Yann Le Cun"),
        ("Mona El-Sayed; J. Mc Donald", "M. Elsayed; John McDonald"),
        ("Pyotr Tschaikowski; A. Kolmogoroff", "P. Tchaikovsky; Kolmogorov A."),
        ("Hanna Ødegård", "H. Odegaard"),
        ("Anupam Das; Quoc V. Le", "Das A.; Q. Le"),
        ("Martin Luther King Jr.", "M. L. King"),
        ("WHO", "World Health Organization"),
        ("ATLAS Collaboration", "G. Aad; B. Abbott; D. Abbott"),
    ],
)
def test_lists_of_names_that_are_one(ours: str, theirs: str):
    assert are_same_people(people(ours), people(theirs), False, False)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("John Smith", "Mary Smith"),
        ("Y. Zhang", "J. Zhang"),
        ("I. Smith", "J. Smith"),
        ("A. Smith Jr.", "J. Smith"),
        ("Vincent van Gogh", "Jan van Eyck"),
        ("Society of Made Things", "John Smith"),
        ("A. One; B. Two", "A. One; C. Three"),
        ("Alex Krizhevsky", "Geoffrey Hinton"),
        ("A. One", "A. One; B. Two"),
    ],
)
def test_lists_of_names_that_are_two(ours: str, theirs: str):
    assert not are_same_people(people(ours), people(theirs), False, False)


def test_a_list_that_says_that_it_is_cut_is_no_difference():
    assert are_same_people(people("A. One"), people("A. One; B. Two"), True, False)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("NeurIPS", "Advances in Neural Information Processing Systems"),
        ("neurips", "Advances in Neural Information Processing Systems 32"),
        ("CVPR", "2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)"),
        ("PNAS", "Proceedings of the National Academy of Sciences"),
        (
            "Proc. Natl. Acad. Sci. U.S.A.",
            "Proceedings of the National Academy of Sciences of the United States of America",
        ),
        ("J. Mach. Learn. Res.", "Journal of Machine Learning Research"),
        ("The Lancet", "Lancet"),
        ("Proc. ICML", "Proceedings of the 32nd International Conference on Machine Learning"),
        ("Angew. Chem. Int. Ed.", "Angewandte Chemie International Edition"),
        ("ECCV", "Computer Vision – ECCV 2014 Proceedings"),
        ("KDD '16", "Proceedings of the 22nd ACM SIGKDD International Conference"),
        ("IEEE TPAMI", "IEEE Transactions on Pattern Analysis and Machine Intelligence"),
        ("ApJ", "The Astrophysical Journal"),
        ("A&A", "Astronomy & Astrophysics"),
        ("Acta Cryst. A", "Acta Crystallographica Section A"),
        ("CoRR abs/1412.6980", "arXiv"),
        ("Corr. Sci.", "Corrosion Science"),
        ("IEEE Trans. Pattern Anal. Mach. Intell.", "IEEE Transactions on Pattern Analysis and "
         "Machine Intelligence"),
    ],
)  # fmt: skip
def test_venues_that_are_one(ours: str, theirs: str):
    assert is_same_venue(ours, [theirs], "Proceedings" in theirs)
    assert is_same_venue(theirs, [ours], "Proceedings" in theirs)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Nature", "Nature Communications"),
        ("Science", "Nature"),
        ("BMJ", "BMJ Open"),
        ("JAMA", "JAMA Neurology"),
        ("PLoS ONE", "PLoS Medicine"),
        ("Physical Review D", "Physical Review E"),
        ("Physica A", "Physica D"),
        ("Acta Cryst. A", "Acta Crystallographica Section D"),
        ("ICML", "International Conference on Machine Learning and Applications"),
        ("Communications of the ACM", "Journal of the ACM"),
    ],
)
def test_venues_that_are_two(ours: str, theirs: str):
    assert not is_same_venue(ours, [theirs])


@pytest.mark.parametrize(
    ("ours", "theirs", "is_same"),
    [
        ("8024–8035", "8024-8035", True),
        ("123-8", "123-128", True),
        ("pp. 12", "12-19", True),
        ("e1003285", "1003285", True),
        ("1-12", "e90081", True),
        ("436S-439S", "436S–439S", True),
        ("436ff.", "436–444", True),
        ("436+", "436/444", True),
        ("Art. no. 45", "45", True),
        ("12-34, 56-78", "12–78", True),
        ("12-19", "112-119", False),
        ("12-19", "12-29", False),
    ],
)
def test_pages(ours: str, theirs: str, is_same: bool):
    assert are_same_pages(ours, theirs) is is_same


RECORD = {
    "type": "article-journal",
    "title": "On made things",
    "author": [{"family": "Example", "given": "Ada"}],
    "issued": {"date-parts": [[2019]]},
    "container-title": "Journal of Made Cases",
    "volume": "7",
    "page": "1-9",
}


def reply(record=RECORD, **values) -> RegistryRecord:
    facts = {"titles": (record["title"],), "years": frozenset({2019, 2020}), "identifiers": (DOI,)}
    return RegistryRecord(RegistryName.CROSSREF, DOI, record, **facts | values)


def test_any_date_of_the_registry_is_the_year():
    ours = RECORD | {"issued": {"date-parts": [[2020]]}}
    assert not differing(compare_work(ours, [DOI], reply()))


def test_every_field_tells_both_values():
    ours = RECORD | {"volume": "8", "issued": {"date-parts": [[2001]]}}
    found = {one.name: one for one in compare_work(ours, [DOI], reply())}
    assert differing(found.values()) == ["year", "volume"]
    assert (found["year"].ours, found["year"].theirs) == ("2001", "2019, 2020")


def test_what_one_side_lacks_is_missing_and_no_difference():
    ours = {name: value for name, value in RECORD.items() if name != "volume"}
    theirs = {name: value for name, value in RECORD.items() if name != "page"}
    found = {one.name: one.agreement for one in compare_work(ours, [DOI], reply(theirs))}
    assert found["volume"] == Agreement.MISSING_HERE
    assert found["pages"] == Agreement.MISSING_THERE
    assert Agreement.DIFFERS not in found.values()


def test_a_preprint_tells_nothing_of_the_published_works_year_and_place():
    preprint = {"type": "article", "title": "On made things", "publisher": "arXiv"}
    found = compare_work(RECORD, [DOI], reply(preprint, years=frozenset({2017})))
    assert [one.name for one in found] == ["title", "authors", "identifiers"]
    assert not differing(found)


@pytest.mark.parametrize(
    ("ours", "theirs"), [("12(3)", "12"), ("v12", "Vol. XII"), ("12, no. 3", "12"), ("MCM", "1900")]
)
def test_volumes_that_are_one(ours: str, theirs: str):
    fields = compare_work(RECORD | {"volume": ours}, [DOI], reply(RECORD | {"volume": theirs}))
    assert not differing(fields)


def test_pages_that_a_program_wrote_for_none_are_missing():
    found = compare_work(RECORD | {"page": "n/a–n/a"}, [DOI], reply())
    assert {one.name: one.agreement for one in found}["pages"] == Agreement.MISSING_HERE


def test_an_identifier_of_another_work_differs():
    found = compare_work(RECORD, [Id("doi", "10.5555/two")], reply())
    assert differing(found) == ["identifiers"]


def test_a_reply_comes_back_from_its_store_as_it_was():
    before = compare_work(RECORD, [DOI], reply(RECORD | {"volume": "9"}))
    stored = stored_reply(reply(RECORD | {"volume": "9"}))
    assert compare_work(RECORD, [DOI], reply_of(stored)) == before


@pytest.mark.parametrize("value", [None, 7, [], {}, "", "\ufffd", "x" * 100_000])
def test_values_of_another_shape_do_no_harm(value):
    odd = {"type": "article-journal", "title": "T", "volume": value, "page": value}
    odd |= {"container-title": value, "author": [value, {"family": value}]}
    compare_work(RECORD, [DOI], reply(odd, titles=("T",)))
    compare_work(RECORD | {"volume": value, "page": value}, [DOI], reply())
