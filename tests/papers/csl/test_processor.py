from concurrent.futures import ThreadPoolExecutor

import pytest

from papers.csl.positions import Cite, CiteCluster
from papers.csl.processor import Processor, processor_for
from papers.csl.style import bundled_style, read_style
from tests.papers.csl.making import golden_citations, golden_items

APA = bundled_style("apa")


def test_a_processor_is_kept_with_its_style():
    assert processor_for(APA, "en-US") is processor_for(APA, "en-US")
    assert processor_for(APA, "de-DE") is not processor_for(APA, "en-US")


def test_every_text_comes_with_its_keys():
    made = processor_for(APA).format(golden_items(), [CiteCluster((Cite("who"), Cite("kim")))])
    assert made.citations[0].keys == ("who", "kim")
    assert [entry.keys for entry in made.bibliography] == [("who",), ("kim",)]


def test_an_unknown_key_is_passed_over():
    made = processor_for(APA).format(golden_items(), [CiteCluster((Cite("no such"),))])
    assert (made.citations[0].text, made.bibliography) == ("", ())


@pytest.mark.parametrize(
    ("language", "text"),
    [("en-US", "(Smith &#38; Jones, in press)"), ("de-DE", "(Smith &#38; Jones, in press)")],
)
def test_a_citation_in_a_language(language, text):
    made = processor_for(APA, language).format(golden_items(), [CiteCluster((Cite("inpress"),))])
    assert made.citations[0].text == text


def test_a_style_that_only_points_to_another_cannot_format():
    style = read_style(
        '<style xmlns="http://purl.org/net/xbiblio/csl"><info><link rel="independent-parent" '
        'href="http://x/nature"/></info></style>'
    )
    with pytest.raises(ValueError, match="nature"):
        Processor(style)


def test_markdown_and_text_come_from_the_same_tree():
    cite = [CiteCluster((Cite("MacKay:2002:ITI:971143"),))]
    text = processor_for(APA).format(golden_items(), cite, output="text").bibliography[0].text
    mark = processor_for(APA).format(golden_items(), cite, output="markdown").bibliography[0].text
    assert "*" in mark
    assert mark.replace("*", "") == text


def test_cites_link_to_their_entries():
    cites = [CiteCluster((Cite("who"), Cite("question")))]
    made = processor_for(APA).format(golden_items(), cites, anchor=lambda key: f"#ref-{key}")
    assert made.citations[0].text == (
        '(<a href="#ref-question">Schroter et al., 2008</a>; '
        '<a href="#ref-who">World Health Organization, 2020</a>)'
    )


@pytest.mark.slow
def test_one_processor_serves_several_threads():
    cites = golden_citations()
    processor = Processor(APA)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: processor.format(golden_items(), cites), range(4)))
    assert made == [Processor(APA).format(golden_items(), cites)] * 4
