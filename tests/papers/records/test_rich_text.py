import pytest

from papers.records.rich_text import RICH, keep_text, kept_text, markup_of_html, plain_words


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("On <em>E. coli</em>", "On <i>E. coli</i>"),
        ("CO<jats:sub>2</jats:sub>", "CO<sub>2</sub>"),
        ('<span style="font-variant:small-caps;">Unix</span>', "<sc>Unix</sc>"),
        ("a <u>b</u> c", "a b c"),
        ("<mml:math><mml:mi>x</mml:mi></mml:math>", "x"),
        ("p < 0.05 and q > 1", "p < 0.05 and q > 1"),
        ("On <i>E. coli", "On E. coli"),
        ("On E. coli</i>", "On E. coli"),
    ],
)
def test_html_of_titles_becomes_the_markup_of_records(written, wanted):
    assert markup_of_html(written) == wanted


def test_a_kept_text_counts_while_its_words_are_the_fields():
    record = keep_text({"title": "On E. coli"}, RICH, "title", "On <i>E. coli</i>")
    assert kept_text(record, RICH, "title") == "On <i>E. coli</i>"
    assert kept_text({**record, "title": "On yeast"}, RICH, "title") == ""
    assert plain_words("On <i>E. coli</i>") == "On E. coli"
