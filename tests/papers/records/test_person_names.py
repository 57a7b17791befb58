import pytest

from papers.records.person_names import (
    folded_name,
    given_words,
    have_a_word_in_common,
    initial_name,
    may_be_short_for,
)


def name(family, given=""):
    return {"family": family, "given": given}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (name("Jégou", "Hervé"), name("Jegou", "Herve")),
        (name("Zhu", "Song-Chun"), name("Zhu", "Song Chun")),
        (name("Hoi", "Steven C.H."), name("Hoi", "Steven C. H.")),
        (name("Allaire", "JJ"), name("Allaire", "J.J.")),
        (name("LU", "Hao"), name("Lu", "HAO")),
        (name("van der Berg", "Jan"), name("Berg", "Jan van der")),
        (name("Berg", "Jan") | {"non-dropping-particle": "van der"}, name("Van der Berg", "Jan")),
        (name("García-López", "Ana"), name("Garcia Lopez", "Ana")),
        (name("王", "伟"), name("王", "伟")),
    ],
)
def test_spellings_of_one_name_fold_to_one_text(one, other):
    assert folded_name(one) == folded_name(other)
    assert initial_name(one) == initial_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (name("Liu", "Yang"), name("Liu", "Ying")),
        (name("Le", "Quoc"), name("La", "Quoc")),
        (name("Smith", "John"), name("Smith", "John") | {"suffix": "Jr."}),
        (name("CERN"), {"literal": "CERN"}),
        (name("王", "伟"), name("李", "伟")),
    ],
)
def test_other_names_stay_others(one, other):
    assert folded_name(one) != folded_name(other)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Y.", "Yann", True),
        ("J. P.", "Jean Paul", True),
        ("Jan", "Jan Pieter", True),
        ("Yang", "Yong", False),
        ("Jean Paul", "Jean-Paul", False),
        ("", "Yann", False),
        ("J. A.", "John B.", False),
    ],
)
def test_initials_agree_with_what_they_may_stand_for(one, other, expected):
    ours, theirs = (given_words(name("A", given)) for given in (one, other))
    assert may_be_short_for(ours, theirs) == may_be_short_for(theirs, ours) == expected


def test_an_orcid_is_believed_where_a_name_agrees():
    assert have_a_word_in_common(name("LeCun", "Y."), name("LeCun", "Yann"))
    assert have_a_word_in_common(name("Curie", "Marie"), name("Sklodowska", "Marie"))
    assert not have_a_word_in_common(name("LeCun", "Y."), name("Bengio", "Y."))
