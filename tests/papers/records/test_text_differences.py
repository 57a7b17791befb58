import random
import time

import pytest

from papers.records.text_differences import (
    DifferentLine,
    line_of_mark,
    matched_pairs,
    merge_texts,
    text_difference,
    three_way,
)

BASE = "one\ntwo\nthree\nfour\nfive\n"


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        (BASE, BASE, BASE),
        ("ONE\ntwo\nthree\nfour\nfive\n", BASE, "ONE\ntwo\nthree\nfour\nfive\n"),
        (BASE, "one\nthree\nfour\nfive\n", "one\nthree\nfour\nfive\n"),
        (
            "ONE\ntwo\nthree\nfour\nfive\n",
            "one\ntwo\nthree\nfour\nfive\nsix\n",
            "ONE\ntwo\nthree\nfour\nfive\nsix\n",
        ),
        ("one\nTWO\nthree\nfour\nfive\n", "one\nTWO\nthree\nfour\n", "one\nTWO\nthree\nfour\n"),
        ("one  \ntwo\nthree\nfour\nfive\n", BASE[:-6], "one  \ntwo\nthree\nfour"),
        (f"\u2028{BASE}", BASE.replace("five", "\f"), f"\u2028{BASE}".replace("five", "\f")),
    ],
)
def test_changes_of_different_lines_are_both_kept(mine, theirs, merged):
    found = merge_texts(BASE, mine, theirs)
    assert (found.text, found.is_clean) == (merged, True)


def test_lines_that_both_changed_stand_between_marks():
    found = merge_texts(BASE, BASE.replace("two", "mine"), BASE.replace("two", "theirs"))
    assert not found.is_clean
    assert found.text == (
        "one\n<<<<<<< mine\nmine\n=======\ntheirs\n>>>>>>> stored\nthree\nfour\nfive\n"
    )
    assert line_of_mark(found.text) == 2
    assert line_of_mark("A\n=======\n<<<<<<< HEAD\n") is None


def test_without_the_text_before_nothing_is_lost_and_nothing_is_certain():
    found = merge_texts(None, "a\nb\nmine\n", "a\nnew\nb\ntheirs\n")
    assert found.text == "a\nnew\nb\n<<<<<<< mine\nmine\n=======\ntheirs\n>>>>>>> stored\n"
    assert not found.is_clean


@pytest.mark.parametrize("seed", range(40))
def test_whatever_two_changed_nothing_new_is_lost(seed):
    choose = random.Random(seed)
    before = [choose.choice("abcde") + str(choose.randrange(6)) for _one in range(30)]

    def changed(name: str) -> tuple[str, set[str]]:
        lines, added = list(before), set()
        for number in range(4):
            place = choose.randrange(len(lines))
            if choose.random() < 0.3:
                del lines[place]
                continue
            lines[place : place + choose.randrange(2)] = [f"{name}{number}"]
        return "\n".join(lines), added | {line for line in lines if line.startswith(name)}

    (mine, new), (theirs, other) = changed("mine"), changed("their")
    merged = merge_texts("\n".join(before), mine, theirs)
    assert new | other <= set(merged.text.splitlines())
    assert merge_texts("\n".join(before), mine, "\n".join(before)).text == mine
    pairs = matched_pairs(mine.splitlines(), theirs.splitlines())
    assert pairs == sorted(pairs) and len(dict(pairs)) == len(pairs)
    assert all(mine.splitlines()[a] == theirs.splitlines()[b] for a, b in pairs)


def test_three_values_and_one_rule():
    assert three_way(1, 1, 2) == (2, True)
    assert three_way(1, 2, 1) == (2, True)
    assert three_way(1, 2, 2) == (2, True)
    assert three_way(1, 2, 3) == (2, False)


def test_a_difference_tells_lines_first_and_the_words_in_them():
    old = "\n".join(["top", *map(str, range(10)), "We found two stars.", "end"])
    found = text_difference(old, old.replace("two", "three"))
    assert [(one.kind, "".join(text for text, _ in one.parts)) for one in found] == [
        ("place", "@ 10"),
        ("", "8"),
        ("", "9"),
        ("del", "We found two stars."),
        ("ins", "We found three stars."),
        ("", "end"),
    ]
    assert found[4].parts == (("We found ", False), ("three", True), (" stars.", False))
    assert text_difference(old, old) == []
    assert text_difference("", "new") == [DifferentLine("ins", (("new", False),))]


HOSTILE = {
    "a letter a line": ("a\n" * 100_000, "b\na\n" * 50_000),
    "few lines again and again": (
        "\n".join(random.Random(1).choices("abc", k=100_000)),
        "\n".join(random.Random(2).choices("abc", k=100_000)),
    ),
    "one long line": ("a b " * 50_000, "b a c " * 33_000),
    "all turned round": (
        "\n".join(map(str, range(30_000))),
        "\n".join(map(str, range(30_000, 0, -1))),
    ),
    "words of one letter, line by line": tuple(
        "\n".join(
            f"line {line}\n" + "".join(random.Random(seed + line).choices(".,;:!?", k=300))
            for line in range(300)
        )
        for seed in (1000, 5000)
    ),
    "as many lines, all another": ("x y\n" * 50_000, "y x z\n" * 50_000),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_texts_of_200_kb_take_no_more_than_a_moment(name):
    one, other = HOSTILE[name]
    begun = time.process_time()
    text_difference(one, other)
    merge_texts(None, one, other)
    assert time.process_time() - begun < 3
