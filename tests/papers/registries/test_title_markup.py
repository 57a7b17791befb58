import time

import pytest

from papers.registries.title_markup import html_of_title

MML = '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML">{}</mml:math>'


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("A &amp; B", "A & B"),
        ("A &amp;amp;lt;i&amp;amp;gt;B&amp;amp;lt;/i&amp;amp;gt;", "A <i>B</i>"),
        ("Risk Analysis&amp;nbsp;", "Risk Analysis"),
        ("If a &lt; b and c > d", "If a < b and c > d"),
        ("in a strain\n    <i>Streptomyces</i>\n   sp.", "in a strain <i>Streptomyces</i> sp."),
        ("<i>Women</i>\n            .", "<i>Women</i>."),
        ("Ant,<i>Melophorus bagoti</i>Lubbock", "Ant, <i>Melophorus bagoti</i> Lubbock"),
        ("<i>N</i>-acetyl and poly<i>A</i>", "<i>N</i>-acetyl and poly <i>A</i>"),
        ("<jats:p>One</jats:p>", "<jats:p>One</jats:p>"),
        ("<p>One</p><p>two</p>", "One two"),
        ("One<br/>two", "One two"),
        ("CO<inf>2</inf> <tt>ls</tt>", "CO<sub>2</sub> ls"),
        ("Jordan" + MML.format("<mml:mo>∗</mml:mo>") + "-Derivations", "Jordan∗-Derivations"),
        (
            "on" + MML.format("<mml:msup><mml:mi>C</mml:mi><mml:mo>∗</mml:mo></mml:msup>") + "-Al",
            "on C<sup>∗</sup>-Al",
        ),
        (
            MML.format(
                "<mml:msub><mml:mrow><mml:mi>a</mml:mi><mml:mi>b</mml:mi></mml:mrow>"
                "<mml:mn>0</mml:mn></mml:msub>"
            ),
            "ab<sub>0</sub>",
        ),
        (
            "<math><semantics><mi>x</mi><annotation>\\x</annotation></semantics></math>",
            "x",
        ),
    ],
)
def test_a_title_becomes_html_of_records(written, html):
    assert html_of_title(written) == html


@pytest.mark.parametrize(
    "unit", ["<", "<i>", "<mml:math>", "<math><msub>", "&amp;", "</math>", "<annotation>", "<p"]
)
def test_a_hostile_title_takes_no_time(unit):
    began = time.process_time()
    html_of_title(unit * (1_000_000 // len(unit)))
    assert time.process_time() - began < 2  # a square would take minutes
