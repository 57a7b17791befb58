from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from papers.library.duplicates import possible_duplicates
from papers.models import Paper

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
    assert out == "2 new, 0 matched, 0 changed, 0 doubtful, 1 refused.\n"
    assert err == f"{file}:2: refused: “b” has no title\n"
    assert error.startswith("Some entries were refused")
    file.write_text(BIB.replace("@article{b, author={Nobody}}", ""))
    assert run(file)[0] == "0 new, 2 matched, 0 changed, 0 doubtful, 0 refused.\n"


def test_a_dry_run_stores_nothing(db, tmp_path):
    file = tmp_path / "a.bib"
    file.write_text(BIB)
    assert "would happen: 2 new" in run(file, "--dry-run")[0]
    assert not Paper.objects.exists()


def test_doubtful_entries_come_in_and_can_be_left_out(db, tmp_path):
    file, like = tmp_path / "a.bib", tmp_path / "b.ris"
    file.write_text(BIB)
    like.write_text("TY  - JOUR\nTI  - One\nAU  - Curie, Marie\nPY  - 1904\nER  - \n")
    run(file)
    out, err, error = run(like, "--doubtful=leave")
    assert (out, error) == ("0 new, 0 matched, 0 changed, 1 doubtful, 0 refused.\n", "")
    assert "may be curie1903one; left out" in err
    out, err, error = run(like)
    assert out.startswith("1 new, 0 matched, 0 changed, 0 doubtful")
    assert "becomes a paper of its own" in err
    assert len(possible_duplicates().pairs) == 1
    assert run(like)[0].startswith("0 new, 1 matched")


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
