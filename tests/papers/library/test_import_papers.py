from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from papers.library.corrections import keep_corrections
from papers.library.duplicates import possible_duplicates
from papers.models import Paper
from tests.support.factories import make_post

BIB = """@article{a, title={One}, author={Curie, Marie}, year={1903}, doi={10.1000/1}}
@article{b, author={Nobody}}
@article{c, title={Two}, author={Curie, Marie}, year={1904}}
"""


def run(*arguments):
    out, err = StringIO(), StringIO()
    try:
        call_command("import_papers", *map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue(), str(error)
    return out.getvalue(), err.getvalue(), ""


def test_what_is_refused_is_named_and_the_rest_comes_in(db, tmp_path):
    file = tmp_path / "a.bib"
    file.write_text(BIB)
    out, err, error = run(file)
    assert out == "2 of 3 entries: 2 new, 0 matched, 0 changed, 0 doubtful, 1 refused.\n"
    assert err == f"{file}:2: refused: “b” has no title\n"
    assert error.startswith("Some entries were refused")
    file.write_text(BIB.replace("@article{b, author={Nobody}}", ""))
    assert run(file)[0] == "2 of 2 entries: 0 new, 2 matched, 0 changed, 0 doubtful, 0 refused.\n"


def test_a_dry_run_stores_nothing(db, tmp_path):
    file = tmp_path / "a.bib"
    file.write_text(BIB)
    assert "would happen: 2 of 3 entries: 2 new" in run(file, "--dry-run")[0]
    assert not Paper.objects.exists()


def test_doubtful_entries_come_in_and_can_be_left_out(db, tmp_path):
    file, like = tmp_path / "a.bib", tmp_path / "b.ris"
    file.write_text(BIB)
    like.write_text("TY  - JOUR\nTI  - One\nAU  - Curie, Marie\nPY  - 1904\nER  - \n")
    run(file)
    out, err, error = run(like, "--doubtful=leave")
    assert (out, error) == (
        "0 of 1 entries: 0 new, 0 matched, 0 changed, 1 doubtful, 0 refused.\n",
        "",
    )
    assert "may be curie1903one; left out" in err
    out, err, error = run(like)
    assert out.startswith("1 of 1 entries: 1 new, 0 matched, 0 changed, 0 doubtful")
    assert "becomes a paper of its own" in err
    assert len(possible_duplicates().pairs) == 1
    assert run(like)[0].startswith("1 of 1 entries: 0 new, 1 matched")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("no.txt", b"just words", "is neither BibTeX, RIS nor CSL-JSON"),
        ("missing.bib", None, "No such file"),
        ("a.bib", b"\xff\xfe@\x00", ""),
        ("a.json", b"[" * 5000, ""),
        ("a.json", b'[{"title": ' + b"[" * 5000 + b"}]", "is no JSON"),
    ],
)
def test_files_that_are_none_are_named(db, tmp_path, name, data, reason):
    file = tmp_path / name
    if data is not None:
        file.write_bytes(data)
    _out, err, error = run(file)
    assert error
    assert reason in err


FIRST = """@article{a, title={Radium}, author={Curie, Marie}, journal={J}, volume={1}, year={1903}}
@misc{p, title={On Depth}, author={Bohr, Niels}, year={2020}, eprint={1505.00001},
  archiveprefix={arXiv}}
@article{gone, title={Rays}, author={Curie, Pierre}, year={1900}}
@article{old, title={Atoms}, author={Bohr, Niels}, year={1913}, doi={10.1000/at}, volume={1}}
"""
SECOND = """@article{a, title={Radium}, author={Curie, Marie}, journal={J}, volume={2}, year={1904}}
@inproceedings{p, title={On Depth, Again}, author={Bohr, Niels and Ulam, S.}, year={2021},
  booktitle={Proceedings of Depth}, eprint={1505.00001}, archiveprefix={arXiv}}
@article{new, title={Atoms}, author={Bohr, Niels}, year={1913}, doi={10.1000/at}, volume={26}}
"""


def test_a_file_that_is_imported_again_corrects(db, tmp_path):
    file = tmp_path / "mine.bib"
    file.write_text(FIRST)
    run(file)
    radium = Paper.objects.get(title="Radium")
    radium.page = "7"
    keep_corrections(radium)
    make_post(title="Of rays", source=f"See [@{radium.key}].")
    file.write_text(SECOND)
    trial = run(file, "--dry-run")[1]
    out, err, error = run(file)
    assert out.startswith("3 of 3 entries: 0 new, 0 matched, 3 changed")
    assert error == ""
    assert err == trial
    assert f"mine.bib:1: “a” changes {radium.key}: issued “1903” → “1904”; volume “1” → “2”" in err
    assert "mine.bib: “gone” is not there any more; curie1900rays stays" in err
    assert "Posts that are rendered again: “Of rays”" in err
    radium.refresh_from_db()
    assert (radium.volume, radium.issued_year, radium.page) == ("2", 1904, "7")
    depth = Paper.objects.by_key("p").get()
    assert (depth.type, depth.container_title) == ("paper-conference", "Proceedings of Depth")
    assert [name["family"] for name in depth.record["author"]] == ["Bohr", "Ulam"]
    assert depth.authorships.count() == 2
    atoms = Paper.objects.by_key("new").get()
    assert (atoms.volume, atoms.sources.get().key) == ("26", "new")
    assert Paper.objects.count() == 4
    again = run(file)
    assert again[:2] == (
        "3 of 3 entries: 0 new, 3 matched, 0 changed, 0 doubtful, 0 refused.\n",
        "",
    )
