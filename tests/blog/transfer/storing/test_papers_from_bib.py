"""Works of posts' own .bib files: found in the library, made, and never merged with others."""

from papers.models import Paper
from tests.support.cases import import_site, post_text

BOHR = "@article{bohr, title={On the Constitution of Atoms}, author={Bohr, Niels}, year=1913, "
LISE = "@article{lise, title={Disintegration of Uranium}, author={Meitner, Lise}, year=1939, "
EDITORIAL = "@article{ed%d, title={Editorial}, author={Curie, Marie}, journal={J}, year=%d}"


def site(folder, first: str, second: str, **options) -> str:
    files = {
        "_posts/2024-01-01-a/a.bib": first,
        "_posts/2024-01-01-a/2024-01-01-a.md": post_text("See [@bohr; @ed1910]."),
        "_posts/2024-01-02-b/b.bib": second,
        "_posts/2024-01-02-b/2024-01-02-b.md": post_text("See [@lise; @ed1911]."),
    }
    return import_site(folder, files, **options)


def test_a_wrong_arxiv_number_merges_no_works_and_is_told(db, tmp_path):
    number = "eprint={1412.6980}, archiveprefix={arXiv}}"
    said = site(tmp_path, BOHR + number, LISE + number)
    titles = sorted(Paper.objects.values_list("title", flat=True))
    assert titles == ["Disintegration of Uranium", "On the Constitution of Atoms"]
    assert "“lise” has arxiv:1412.6980, which names another work here" in said
    one = Paper.objects.by_key("lise").get()
    assert not one.identifiers.exists() and "archive_location" not in one.record


def test_editorials_of_two_years_are_two_works(db, tmp_path):
    site(tmp_path, EDITORIAL % (1910, 1910), EDITORIAL % (1911, 1911))
    assert sorted(Paper.objects.values_list("issued_year", flat=True)) == [1910, 1911]
    site(tmp_path, EDITORIAL % (1910, 1910), EDITORIAL % (1911, 1911))
    assert Paper.objects.count() == 2
