"""A run that is broken off goes on where it was; what failed is told all the same."""

from pathlib import Path

from tests.faults.accounts import Account
from tests.faults.counted_rounds import CountedRounds


def test_a_run_goes_on_where_it_was_broken_off(tmp_path: Path):
    file = tmp_path / "kills.json"
    first = CountedRounds(file, 50).of("kills", share=10)
    for number in first:
        first.count(Account(acknowledged=10 * (number + 1)), recovery=number)
        if number == 2:
            break  # killed
    second = CountedRounds(file, 50).of("kills", share=10)
    assert (second.left, list(zip(second, range(1), strict=False))) == (2, [(3, 0)])
    second.fail()
    third = CountedRounds(file, 50).of("kills", share=10)
    for number in third:
        lost = ["one"] if number == 4 else []
        third.count(Account(acknowledged=7, lost=lost), recovery=1.5)
    assert third.figures.row() == "| kills (1 failed) | 5 | 37 | 1 | 0 | 2.0 s |"
    assert list(CountedRounds(file, 50).of("kills", share=10)) == []


def test_a_share_of_the_rounds_is_at_least_one(tmp_path: Path):
    assert CountedRounds(tmp_path / "a.json", 1).of("disks", share=5).wanted == 1
    assert CountedRounds(tmp_path / "a.json", 50).of("jobs", share=5, most=10).wanted == 10
    assert CountedRounds(tmp_path / "a.json", 51).of("disks", share=5).wanted == 11
