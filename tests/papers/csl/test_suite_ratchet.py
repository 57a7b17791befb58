"""The list of fixtures of the CSL test-suite that passed once.

The suite states no licence and stays outside of the project, so no test here claims that they pass:
``python -m tests.benchmarks.csl_suite --check`` runs them and fails where it cannot.
"""

from tests.benchmarks.csl_suite import RATCHET, main

PASSING = RATCHET.read_text(encoding="utf-8").split()


def test_the_list_names_each_fixture_once():
    assert len(PASSING) == len(set(PASSING)) >= 756


def test_the_check_fails_where_the_suite_is_not_there(monkeypatch, capsys):
    monkeypatch.delenv("CSL_TEST_SUITE", raising=False)
    assert main(["--check"]) == 2
    assert "Set CSL_TEST_SUITE" in capsys.readouterr().out


def test_the_check_fails_where_a_fixture_passes_no_more(monkeypatch, capsys, tmp_path):
    (tmp_path / "affix_CommaAfterQuote.txt").write_text("broken")
    monkeypatch.setenv("CSL_TEST_SUITE", str(tmp_path))
    assert main(["--check"]) == 1
    assert "Passed once and not now: " in capsys.readouterr().out
