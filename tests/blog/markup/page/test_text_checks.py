from time import process_time

import pytest

from blog.markup import render
from blog.markup.page.text_checks import Finding, FindingKind, SourceLines, check_text

KIND = FindingKind


def found_in(source: str, **values) -> list[Finding]:
    return check_text(source, render(source, **values).html, **values)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("![](a.png)", [Finding(KIND.TEXTLESS, 1, "a.png")]),
        ("Text ![ ](a.png) here", [Finding(KIND.TEXTLESS, 1, "a.png")]),
        ('A\n\n<img src="a.png">', [Finding(KIND.TEXTLESS, 3, "a.png")]),
        ("![][a]\n\n[a]: a.png", [Finding(KIND.TEXTLESS, 3, "a.png")]),
        ("![](a.png){.decorative}", []),
        ("![](a.png){role=presentation}", []),
        ('<img src="a.png" alt="">', []),
        ("![A curve](a.png)", []),
        ('![](a.png){fig-alt="A curve"}', []),
        ("```\n![](a.png)\n```", []),
        ("`![](a.png)`", []),
    ],
)
def test_pictures_have_words_or_only_decorate(source, expected):
    assert found_in(source) == expected


def test_each_of_two_equal_pictures_is_told_at_its_line():
    assert [one.line for one in found_in("![](a.png)\n\nText\n\n![](a.png)")] == [1, 5]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("## One\n\n#### Two *more*", [Finding(KIND.SKIPPED, 3, "Two more")]),
        ("One\n===\n\n### Two", [Finding(KIND.SKIPPED, 4, "Two")]),
        ("```\n# code\n```\n\n# One\n\n### Two", [Finding(KIND.SKIPPED, 7, "Two")]),
        ("<h2>One</h2>\n\n#### Two", [Finding(KIND.SKIPPED, 3, "Two")]),
        ("### One\n\n## Two\n\n### Three", []),
        ("# One\n\n## Two\n\n# Three", []),
    ],
)
def test_headings_skip_no_level(source, expected):
    assert found_in(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("## A {#x}\n\n## B {#x}", [Finding(KIND.TWICE, 3, "x")]),
        ('<p id="x">A</p>\n\n<p id="x">B</p>', [Finding(KIND.TWICE, 3, "x")]),
        ("$$a \\label{e}$$\n\n$$b \\label{e}$$", [Finding(KIND.TWICE, 3, "e")]),
        (
            "\\begin{align}\na \\label{e} \\\\\nb \\label{e}\n\\end{align}",
            [Finding(KIND.TWICE, 3, "e")],
        ),
        ("## A \\label{s: a}\n\n## B \\label{s: a}", [Finding(KIND.TWICE, 3, "s:-a")]),
        ("## A\n\n## A", []),
    ],
)
def test_names_are_given_once(source, expected):
    assert found_in(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("A[^1]\n\n[^1]: One.\n\n[^1]: Two.", [Finding(KIND.NOTE_TWICE, 5, "1")]),
        ("A\n\n[^1]: One.", [Finding(KIND.NOTE_UNUSED, 3, "1")]),
        ("A\n\nB[^two]", [Finding(KIND.NOTE_MISSING, 3, "two")]),
        ("A[^1]\n\n[^1]: One[^2].\n\n[^2]: Two.", []),
        ("A `[^1]` and ^[a note]", []),
        ("```\n[^1]: One.\n```", []),
        ("A pattern [^1]+ is \\[^2] none", [Finding(KIND.NOTE_MISSING, 1, "1")]),
    ],
)
def test_notes_are_written_once_and_named(source, expected):
    assert found_in(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[a](#nowhere)", [Finding(KIND.PLACE, 1, "#nowhere")]),
        ("## One\n\n[a](#one), [top](#), [c](#comments)", []),
        ("A[^1]\n\n[^1]: One.", []),
    ],
)
def test_links_within_a_text_lead_somewhere(source, expected):
    assert found_in(source) == expected


def test_a_text_in_html_has_no_notes_of_markdown():
    assert found_in("<p>A [^1]</p>", is_html=True) == []


def test_a_sentence_is_found_where_its_words_stand():
    lines = SourceLines("One.\n\nIn 2004 the paper [@curie] was *good* and long\nenough to read.")
    assert lines.line_of_sentence("In 2004 the paper (Curie, 1903) was good") == 3
    assert lines.line_of_sentence("Curie was long enough to read.") == 3
    assert lines.line_of_sentence("Nothing of this stands there.") is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "kind"),
    [("<b>[^n{}]</b>", KIND.NOTE_MISSING), ('<p id="x{0}"></p><p id="x{0}"></p>', KIND.TWICE)],
)
def test_a_text_of_nothing_but_faults_is_checked_in_time(line: str, kind: FindingKind):
    source = "\n\n".join(line.format(number) for number in range(5_000))
    began = process_time()
    found = check_text(source, source)
    assert {one.kind for one in found} == {kind}
    assert process_time() - began < 2
