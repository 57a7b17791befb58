import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.checking.prose_facts import check_prose, is_nearly, prose_work
from papers.checking.prose_sentences import read_prose
from papers.checking.prose_tools import bundled_tool_years
from papers.records.identifiers import Id

NAMES = [
    {"given": "Alex", "family": "Krizhevsky"},
    {"given": "Ilya", "family": "Sutskever"},
    {"given": "Geoffrey E.", "family": "Hinton"},
]
RECORD = {
    "type": "paper-conference",
    "title": "ImageNet Classification with Deep Convolutional Neural Networks",
    "author": NAMES,
    "issued": {"date-parts": [[2012]]},
    "container-title": "Advances in Neural Information Processing Systems",
}
OTHER = {
    "type": "article-journal",
    "title": "Deep learning",
    "author": [{"given": "Yann", "family": "LeCun"}],
    "issued": {"date-parts": [[2015]]},
    "container-title": "Nature",
}
TITLE = f'“<a class="citation" id="t" href="/papers/k/">{RECORD["title"]}</a>”'
CITED = (
    '<span class="citations">(<a class="citation" id="c" href="#work-k">Krizhevsky et al., 2012'
    "</a>)</span>"
)
BOTH = (
    '<span class="citations">(<a class="citation" id="c" href="#work-k">Krizhevsky et al., 2012</a>'
    '; <a class="citation" id="o" href="#work-o">LeCun, 2015</a>)</span>'
)


def warnings(text, record=RECORD, identifiers=(), titles=None):
    works = [prose_work("k", record, ["t", "c"], identifiers), prose_work("o", OTHER, ["o"])]
    source = text if text.startswith("<h") else f"<p>{text}</p>"
    found = check_prose(read_prose(source), works, bundled_tool_years(), titles)
    return [(one.kind.value, one.said, one.key) for one in found]


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        (f"{TITLE} by Alex Krizhevsky and Geoffrey Hinton.", "left-out", "Krizhevsky, Geoffrey"),
        (f"See {TITLE}, written by Krizhevsky and Hinton.", "left-out", "Krizhevsky, Hinton"),
        (f"{TITLE} (Krizhevsky &amp; Sutskever, 2012) is.", "left-out", "Krizhevsky, Sutskever"),
        (f"{TITLE} by Krizhevsky, Sutskever, Hinton and Ann Bo.", "stranger", "Ann Bo"),
        (f"{TITLE} by Yann LeCun and Yoshua Bengio.", "stranger", "Yann LeCun, Yoshua Bengio"),
        (f"Vaswani et al. {CITED} show it.", "stranger", "Vaswani et al."),
        (f"In {TITLE}, Yann LeCun and Ann Bo propose it.", "stranger", "Yann LeCun, Ann Bo"),
        (f"{TITLE} (2013) was good.", "year", "2013"),
        (f"{TITLE} was published in 2014.", "year", "2014"),
        (f"{TITLE} is good. This paper, published in 2014, is read.", "year", "2014"),
        (f"{TITLE} is good. Published in 2014, the paper is read.", "year", "2014"),
        (f"The 2014 paper {CITED} is read.", "year", "2014"),
        (f"In 2011, Krizhevsky et al. {CITED} had it.", "year", "2011"),
        (f"Krizhevsky et al. (2011) {CITED} had it.", "year", "2011"),
        (f"{TITLE} was published in Nature.", "venue", "Nature"),
        (f"{TITLE} was presented at ICML 2012.", "venue", "ICML"),
        (f"{TITLE} is good. The authors utilized PyTorch (then Torch) for it.", "tool", "PyTorch"),
        (f"{TITLE} is. They implemented the network in TensorFlow.", "tool", "TensorFlow (2015)"),
        (f"{TITLE} is. Using Keras, the authors trained it.", "tool", "Keras (2015)"),
        (f"{CITED} is. The authors trained their network on ImageNet with JAX.", "tool", "JAX"),
        ("<h2>3. ImageNet Clasification with Deep Convolutional Networks</h2>", "title", "3. "),
    ],
)
def test_what_a_text_says_otherwise_than_the_record_is_told(text, kind, said):
    ((found, shown, key),) = warnings(text)
    assert (found, key) == (kind, "k")
    assert said in shown


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE} by Alex Krizhevsky, Ilya Sutskever, and Geoffrey E. Hinton.",
        f"{TITLE} by G. Hinton, A. Krizhevsky &amp; I. Sutskever (2012).",
        f"{TITLE} by Krizhevsky, Sutskever and others.",
        f"{TITLE} by Alex Krizhevsky and colleagues.",
        f"{TITLE} by Krizhevsky et al. is read.",
        f"{TITLE} by Alex Krizhevsky is read.",
        f"{TITLE} by Google and the University of Toronto.",
        f"As Yann LeCun argues {CITED}, it works.",
        f"Adam and SGD {CITED} are used.",
        f"A recipe by Ann Bo and Cy Do for {CITED}.",
        f"It was introduced in 2015 and builds on {CITED}.",
        f"Vaswani et al. {BOTH} show it.",
        f"In 2015, LeCun summed up {BOTH}.",
        f"{TITLE} was presented at NIPS 2012.",
        f"{TITLE} was presented at the Conference on Neural Information Processing Systems.",
        f"{TITLE} was published in 2012 and cited in 2014.",
        f"{TITLE} is good. We use PyTorch to repeat it.",
        f"{TITLE} is good. Later, they ported it to PyTorch.",
        f"{TITLE} is good. The authors did not use PyTorch.",
        f"{TITLE} is good. The authors could have used PyTorch, had it been there.",
        f"{TITLE} is good. PyTorch did not exist yet, so the authors wrote CUDA.",
        f"{TITLE} is good. The authors used CUDA.",
        f"It is said that {TITLE} was “implemented in PyTorch (then Torch)”.",
        f"{CITED} is good.</p><p>They implemented it in PyTorch.",
        "<h2>ImageNet Classification</h2>",
        "<h2>Deep convolutional neural networks for everybody</h2>",
    ],
)
def test_what_may_be_meant_otherwise_is_not(text):
    assert warnings(text) == []


def test_a_heading_that_is_the_title_speaks_of_it_in_its_section():
    text = f'<h2 id="t">1. {RECORD["title"]}</h2><p>In this work the authors used PyTorch.</p>'
    assert [one[0] for one in warnings(text)] == ["tool"]
    assert warnings(text + "<h2>Else</h2><p>The authors used Keras.</p>") == warnings(text)


def test_a_list_that_is_cut_names_no_strangers():
    cut = RECORD | {"author": NAMES[:1], "custom": {"others": ["author"]}}
    assert warnings(f"{TITLE} by Krizhevsky and Ann Bo.", cut) == []
    assert warnings(f"Vaswani et al. {CITED} show it.", cut) == []


def test_the_year_of_a_preprint_is_one_of_the_work():
    arxiv = [Id("arxiv", "1107.01234v2")]
    assert warnings(f"{TITLE} (2011) was good.", identifiers=arxiv) == []
    assert warnings(f"{TITLE} (2010) was good.", identifiers=arxiv) == [("year", "2010", "k")]


def test_titles_of_the_library_are_known_too():
    heading = "<h2>Attention is all you needed</h2>"
    assert warnings(heading) == []
    assert warnings(heading, titles={"v": "Attention Is All You Need"})[0][2] == "v"


@given(st.text(alphabet="abc ", max_size=30))
def test_a_title_is_nearly_itself(text):
    assert is_nearly(text, text)


@given(st.text(alphabet="aZé ,.()0129“”⟦⟧<>&;", max_size=200))
def test_any_text_is_read(text):
    warnings(text.replace("<", "&lt;").replace(">", "&gt;") + TITLE)
