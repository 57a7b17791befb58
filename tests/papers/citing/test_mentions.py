import html

from hypothesis import given
from hypothesis import strategies as st

from papers.citing.mention_places import find_candidates, read_html
from papers.citing.mentions import KnownWork, annotate_mentions
from papers.records.finished_html import tokens_of
from papers.records.folded_text import title_key
from papers.records.identifiers import Id

TITLE = "PyTorch: An Imperative Style, High-Performance Deep Learning Library"
PYTORCH = KnownWork(1, "paszke2019pytorch", "/papers/paszke2019pytorch/", "Paszke", 2019)
BY_TITLE = {title_key(TITLE): [PYTORCH]}
BY_IDENTIFIER = {Id("arxiv", "1912.01703"): PYTORCH}


def mentions_in(source, by_title=BY_TITLE, by_identifier=BY_IDENTIFIER):
    return annotate_mentions(read_html(source), by_title, by_identifier).mentions


def test_candidates_are_headings_quotations_and_links():
    source = (
        "<h2>1. A Title</h2><p>He wrote “Some other title” and "
        '<a href="https://arxiv.org/abs/1912.01703v1">this</a>.</p>'
    )
    found = find_candidates(read_html(source))
    assert found.titles == {"a title", "some other title"}
    assert Id("arxiv", "1912.01703") in found.identifiers


def test_a_heading_that_is_a_title_is_what_the_post_is_about():
    source = f'<h2 id="one">1. {TITLE}</h2><p>By Adam Paszke and others. It is long.</p>'
    (mention,) = mentions_in(source)
    assert mention.is_about
    assert mention.sentence == "By Adam Paszke and others."
    assert mention.is_confirmed
    assert mention.anchor == "one"
    assert annotate_mentions(read_html(source), BY_TITLE, {}).html == source


def test_a_quoted_title_becomes_a_link_with_its_sentence():
    found = annotate_mentions(
        read_html(f"<p>First. In “{TITLE},” Paszke says so. Last.</p>"), BY_TITLE, {}
    )
    assert found.html == (
        '<p>First. In “<a class="citation" id="cite-paszke2019pytorch-1" '
        f'href="/papers/paszke2019pytorch/">{TITLE}</a>,” Paszke says so. Last.</p>'
    )
    (mention,) = found.mentions
    assert not mention.is_about
    assert mention.sentence == f"In “{TITLE},” Paszke says so."


def test_a_title_alone_only_suggests():
    (mention,) = mentions_in(f"<p>I like “{TITLE}”.</p>")
    assert not mention.is_confirmed


def test_of_two_works_with_one_title_the_agreeing_one_is_meant():
    other = KnownWork(2, "doe1999pytorch", "/papers/doe1999pytorch/", "Doe", 1999)
    both = {title_key(TITLE): [PYTORCH, other]}
    (mention,) = mentions_in(f"<p>“{TITLE}” (1999)</p>", both)
    assert mention.work == other
    assert [one.is_confirmed for one in mentions_in(f"<p>“{TITLE}”</p>", both)] == [False, False]


def test_the_year_tells_a_work_from_its_reprint():
    reprint = KnownWork(2, "paszke2023pytorch", "/papers/paszke2023pytorch/", "Paszke", 2023)
    both = {title_key(TITLE): [PYTORCH, reprint]}
    (mention,) = mentions_in(f"<p>Paszke’s “{TITLE}” of 2023</p>", both)
    assert (mention.work, mention.is_confirmed) == (reprint, True)


def test_titles_and_names_need_no_blanks():
    work = KnownWork(3, "zhou2016jiqi", "/papers/zhou2016jiqi/", "周", 2016)
    (mention,) = mentions_in("<p>周志华的《机器学习》是一本好书。</p>", {"机器学习": [work]})
    assert mention.is_confirmed


def test_a_link_to_a_paper_site_gets_an_id_and_keeps_its_address():
    found = annotate_mentions(
        read_html('<p>See <a href="https://arxiv.org/abs/1912.01703">it</a>.</p>'),
        {},
        BY_IDENTIFIER,
    )
    assert found.html == (
        '<p>See <a class="citation" id="cite-paszke2019pytorch-1" '
        'href="https://arxiv.org/abs/1912.01703">it</a>.</p>'
    )


def test_titles_in_code_are_not_citations():
    assert mentions_in(f"<p>Paszke <code>“{TITLE}”</code></p>") == ()


def test_a_title_over_several_elements_gets_an_anchor():
    source = f"<p>Paszke’s “{TITLE.replace('Imperative', '<em>Imperative</em>')}”</p>"
    found = annotate_mentions(read_html(source), BY_TITLE, {})
    assert '“<span id="cite-paszke2019pytorch-1"></span>PyTorch' in found.html


@given(st.text(alphabet=st.sampled_from("ab “”\"'<>&;«».,1"), max_size=80))
def test_annotating_changes_no_word(text):
    source = f"<p>{html.escape(text, quote=False)}</p>"
    every = {key: [PYTORCH] for key in find_candidates(read_html(source)).titles}
    found = annotate_mentions(read_html(source), every, {})
    assert text_of(found.html) == text_of(source)


def text_of(source):
    return html.unescape("".join(token for token in tokens_of(source) if token[0] != "<"))


def test_a_doi_that_was_made_of_an_sici_is_whole():
    doi = "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2"
    written = doi.upper().replace("<", "&lt;").replace(">", "&gt;")
    for text in (f"<p>See doi:{written}.</p>", f"<p>({written})</p>"):
        assert find_candidates(read_html(text)).identifiers == {Id("doi", doi)}
    assert find_candidates(read_html("<p>10.1000/a&lt;b</p>")).identifiers == {
        Id("doi", "10.1000/a")
    }
