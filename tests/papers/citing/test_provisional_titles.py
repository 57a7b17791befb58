import time

import pytest

from papers.citing.mention_places import read_html
from papers.citing.provisional_titles import wanted_works
from papers.records.identifiers import Id

ARXIV = '<a href="https://arxiv.org/abs/1706.03762">'
ONE = Id("arxiv", "1706.03762")
NEXT = '<a href="https://arxiv.org/abs/1810.04805">'
TWO = Id("arxiv", "1810.04805")
TITLE = "Attention is all you need"


def titles(html: str, title: str = "") -> dict[Id, str]:
    return wanted_works(read_html(html), title)


@pytest.mark.parametrize(
    "text",
    [
        "Attention Is All You Need",
        "“Attention is all you need”",
        "3. Attention Is All You Need",
        "어텐션만 있으면 된다",
        "深度学习中的注意力机制研究",
    ],
)
def test_the_words_of_a_link_are_a_title(text):
    found = titles(f"<p>See {ARXIV}{text}</a>.</p>")[ONE]
    assert found and found in text


@pytest.mark.parametrize(
    "text",
    [
        "here",
        "this paper",
        "arXiv",
        "the original paper",
        "Vaswani et al., 2017",
        "[12]",
        "https://arxiv.org/abs/1706.03762",
        "a transformer is used",
        "Vaswani, Shazeer 2017",
        "1706.03762",
        "our recent article on attention",
        "paper link",
        "논문 링크",
    ],
)
def test_words_that_only_point_to_a_work_are_no_title(text):
    assert titles(f"<p>As told in {ARXIV}{text}</a>, it works.</p>") == {ONE: ""}


def test_a_picture_that_is_a_link_gives_no_title():
    assert titles(f'<p>{ARXIV}<img src="/a.png" alt="Figure of all"></a></p>') == {ONE: ""}


@pytest.mark.parametrize(
    ("entry", "title"),
    [
        (f"Vaswani, A. et al. (2017). {TITLE}. NeurIPS.", TITLE),
        (f"A. Vaswani, “{TITLE},” NeurIPS 2017.", TITLE),
        (f"Vaswani, {TITLE}, NeurIPS, 2017", None),
    ],
)
def test_an_entry_of_a_list_of_references_gives_one(entry, title):
    found = titles(f"<ol><li>{entry} {ARXIV}arXiv</a></li></ol>")[ONE]
    assert found == (title or entry)
    written = titles(f"<p>[3] {entry} arXiv:1706.03762</p>")[ONE]
    assert written.removesuffix(".") == (title or entry).removesuffix(".")


def test_an_item_that_names_two_works_gives_neither_a_title():
    html = f"<ul><li>Old (2017) {ARXIV}a</a>, new (2018) {NEXT}b</a>, both fine.</li></ul>"
    assert titles(html) == {ONE: "", TWO: ""}


def test_a_heading_over_a_bare_link_is_its_title():
    html = f"<h2>Attention Is All You Need</h2><p>Paper: {ARXIV}arXiv</a>, code</p>"
    assert titles(html) == {ONE: "Attention Is All You Need"}


def test_a_heading_over_two_works_or_over_prose_names_none():
    two = f"<h2>Papers I liked much</h2><p>{ARXIV}one</a></p><p>{NEXT}two</a></p>"
    assert titles(two) == {ONE: "", TWO: ""}
    words = "In the year it was all new. " * 4
    prose = f"<h2>How transformers came about</h2><p>{words}{ARXIV}x</a></p>"
    assert titles(prose) == {ONE: ""}


@pytest.mark.parametrize(
    "title",
    [
        "Attention Is All You Need",
        "[Paper Review] Attention Is All You Need",
        "Paper: Attention Is All You Need",
        "논문 리뷰: Attention Is All You Need",
    ],
)
def test_the_texts_own_title_over_a_bare_link(title):
    assert titles(f"<p>{ARXIV}PDF</a></p><p>Text.</p>", title) == {ONE: "Attention Is All You Need"}


def test_identifiers_of_one_work_are_no_two_works():
    html = f'<p>{ARXIV}arXiv</a> <a href="https://doi.org/10.1145/3065386">DOI</a></p>'
    assert set(titles(html, "Attention Is All You Need").values()) == {"Attention Is All You Need"}


def test_what_is_no_address_of_a_work_and_code_name_nothing():
    html = '<p><a href="https://example.com/a-post">A long title of a post</a></p>'
    assert titles(f"{html}<pre>arXiv:1706.03762</pre>", "A long title of a post") == {}


def test_a_block_that_names_one_work_many_times_is_read_once():
    def seconds(count: int) -> float:
        read = read_html(f"<p>{f'{ARXIV}here</a> and ' * count}</p>")
        began = time.process_time()
        assert wanted_works(read) == {ONE: ""}
        return time.process_time() - began

    seconds(10)
    assert seconds(4000) < 1.0  # each place would read 60,000 characters else
