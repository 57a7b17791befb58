import pytest

from papers.csl.output import plain_output
from papers.csl.richtext import parse_rich
from papers.csl.textcase import apply_case


@pytest.mark.parametrize(
    ("case", "text", "made"),
    [
        ("title", "the rise of the novel: a life", "The Rise of the Novel: A Life"),
        ("title", "two-thirds of iPhone users", "Two-Thirds of iPhone Users"),
        (
            "title",
            "a matter of pro-environmental behavior",
            "A Matter of Pro-Environmental Behavior",
        ),
        ("title", "what is it? an essay", "What Is It? An Essay"),
        ("title", "DNA in the UK", "DNA in the UK"),
        ("sentence", "This is a Pen", "This is a pen"),
        ("capitalize-first", "éd. by", "Éd. by"),
        ("capitalize-all", "one two", "One Two"),
        ("uppercase", "straße", "STRASSE"),
        ("lowercase", "ABC", "abc"),
    ],
)
def test_cases(case, text, made):
    assert apply_case(text, case, True) == made


def test_title_case_leaves_other_languages_alone():
    assert apply_case("une vie", "title", False) == "une vie"


def test_nocase_and_raised_text_keep_their_case():
    tree = parse_rich('the <span class="nocase">smith</span> <sup>th</sup> pen')
    assert plain_output(apply_case(tree, "title", True)) == "The smith th Pen"
