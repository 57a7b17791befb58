import re

import pytest

from blog.markup.document.text_policy import MOST_ADDED_BY_COMMENT
from blog.posts.saving_posts import format_lists, save_post
from blog.posts.text_problems import MOST_COMPARED, MOST_TOLD
from papers.choices import State
from papers.citing import reference_lists
from papers.citing.work_lookup import nearest_keys
from papers.library.paper_rows import add_paper
from papers.models import CitedWork, Paper, ReferenceList
from tests.support.factories import make_comment, make_paper, make_post

pytestmark = pytest.mark.django_db
LINK = '<a class="citation" id="cite-curie-1" href="#work-curie">Curie, 1903</a>'


@pytest.fixture
def curie() -> Paper:
    return make_paper("Radium", key="curie", identifiers=[("doi", "10.1000/radium")])


def sentences(post):
    rows = post.cited_works.order_by("position")
    return [[row.sentence for row in work.citations.all()] for work in rows]


def test_a_citation_links_to_its_entry_and_is_found_again(curie):
    post = make_post(source="First. So it is [@curie, p. 3]. Last.")
    shown = LINK.replace("1903", "1903, p. 3")
    assert f'<span class="citations" data-place="0">({shown})</span>' in post.body_html
    work = post.cited_works.get()
    assert (work.found_by, work.is_confirmed) == ("key", True)
    citation = work.citations.get()
    assert (citation.anchor, citation.locator) == ("cite-curie-1", "p. 3")
    assert citation.sentence == "So it is (Curie, 1903, p. 3)."
    assert post.text == "First. So it is (Curie, 1903, p. 3). Last."


def test_keys_aliases_and_identifiers_lead_to_one_paper(curie):
    curie.keys.create(value="radium1903")
    post = make_post(
        source="[@curie] [@radium1903] [@doi:10.1000/RADIUM] @https://doi.org/10.1000/radium"
    )
    assert post.cited_works.get().citations.count() == 4
    assert post.problems == []


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("doi:10.1145/3065386", "DOI 10.1145/3065386"),
        ("arxiv:1912.01703v2", "arXiv 1912.01703"),
        ("pmid:16060722", "PMID 16060722"),
        ("isbn:978-0-262-03561-3", "ISBN 9780262035613"),
        ("https://doi.org/10.1145/3065386", "DOI 10.1145/3065386"),
        ("{https://doi.org/10.1145/3065386}", "DOI 10.1145/3065386"),
        ("{doi:10.1145/a*b*$c$<b>d</b>}", "DOI 10.1145/a*b*$c$<b>d</b>"),
    ],
)
def test_an_identifier_that_the_library_lacks_makes_a_paper_to_look_up(key, title):
    post = make_post(source=f"[@{key}] and again @{key} says.")
    paper = Paper.objects.get()
    assert (paper.title, paper.state) == (title, State.TO_LOOK_UP)
    assert post.cited_works.get().citations.count() == 2
    save_post(post)
    assert Paper.objects.count() == 1


def test_a_tag_is_no_part_of_a_key_in_braces(curie):
    html = '<p>See [@{<a href="https://doi.org/10.1145/3065386">here</a>}].</p>'
    post = make_post(source=html, is_html=True)
    assert (post.problems, post.text) == ([], "See [@{here}].")


def test_a_name_that_is_no_key_is_text(curie):
    post = make_post(source="Thanks to @somebody [@curie], `[@curie]`, \\@curie and a@curie.org.")
    assert "Thanks to @somebody <span" in post.body_html
    assert post.cited_works.get().citations.count() == 1
    assert post.problems == []


def test_an_unresolved_citation_is_marked_and_told_with_its_line(curie):
    post = make_post(source="One.\n\nTwo [@curje; @curie].")
    assert '<span class="unresolved">[@curje]</span>' in post.body_html
    (problem,) = post.problems
    assert problem["line"] == 3
    assert problem["message"].endswith("leads to no paper of the library. Nearest: @curie.")


def test_nearest_keys_are_found_among_many(curie):
    make_paper(key="zuse1941")
    near = {"Curei": ["curie"], "züse1941": ["zuse1941"], "12345678": []}
    assert nearest_keys(near) == near


def test_nocite_adds_to_the_list_alone(curie):
    post = make_post(source="Text.", nocite="@curie, @doi:10.1145/3065386\n@nobody")
    assert "curie" not in post.body_html
    assert [work.citations.count() for work in post.cited_works.all()] == [0, 0]
    assert len(ReferenceList.objects.get(post=post).entries) == 2
    lacking, waiting = (problem["message"] for problem in post.problems)
    assert "“nobody” leads to no paper" in lacking
    assert "“doi:10.1145/3065386” is not in the library yet" in waiting


def test_numbers_that_a_style_leaves_out_are_still_led_to():
    keys = [make_paper(key=f"p{number}").key for number in range(4)]
    post = make_post(source="So [" + "; ".join(f"@{key}" for key in keys) + "].", style="nature")
    assert 'So<span data-apart class="citations" data-place="0"><sup>' in post.body_html
    assert '<span id="cite-p1-1"></span>' in post.body_html
    assert sentences(post) == [["So 1–4."]] * 4


@pytest.mark.parametrize("affix", ["where $x_1$", "p. 3, where $x_1$", "where ($x_1$)"])
def test_a_formula_beside_the_signs_of_a_citation_is_part_of_it(curie, affix):
    make_paper(key="other")
    cites = (f"[see @curie, {affix}]", f"[@curie, {affix}; @other]", f"[$x_1$ in @curie, {affix}]")
    for source in cites:
        post = make_post(source=f"So {source}.")
        (shown,) = re.findall('<span class="citations" data-place="0">(.*)</span>', post.body_html)
        assert shown.count("<math") == source.count("$x_1$")
        assert all("[" not in said for (said,) in sentences(post))


def test_markup_inside_of_a_citation_stays(curie):
    post = make_post(source="So [see *esp.* @curie, eq. 3, where $x_1$ `a`].")
    assert "(see <em>esp.</em> " in post.body_html
    assert "</math> <code>a</code>)" in post.body_html
    assert sentences(post) == [["So (see esp. Curie, 1903, Equation 3, where … …)."]]


@pytest.mark.parametrize(
    ("title", "words"),
    [(r"On $\alpha<1$", "On α<1"), (r"On $\stackrel{a}{b}$", r"On $\stackrel{a}{b}$")],
)
def test_a_title_that_stands_for_names_is_quoted_with_its_formula_in_words(title, words):
    add_paper({"type": "book", "title": title}, key="nameless")
    post = make_post(source="So [see @nameless, p. 3].")
    assert "<math" in post.body_html.split("work-nameless")[1].split("</a>")[0]
    said = f"So (see {words}, n.d., p. 3)."
    assert sentences(post) == [[said]]
    assert (post.text, post.excerpt) == (said, said)


def test_the_same_text_in_the_same_style_is_formatted_once(curie, monkeypatch, do_jobs):
    post = make_post(source="So [@curie].")
    do_jobs()
    assert ReferenceList.objects.filter(post=post).count() == 8
    before = post.body_html
    monkeypatch.setattr(reference_lists, "format_works", None)  # would fail if it were called
    save_post(post)
    format_lists.call(post.pk)
    assert post.body_html == before


def test_a_work_that_an_editor_added_stands_in_the_list(curie):
    post = make_post()
    CitedWork.objects.create(post=post, paper=curie)
    save_post(post)
    assert [key for key, _html in ReferenceList.objects.get(post=post).entries] == ["curie"]


def test_a_style_that_is_not_there_is_told(curie):
    post = make_post(source="[@curie]", style="gone")
    assert LINK in post.body_html
    assert [problem["message"] for problem in post.problems] == ["There is no style “gone”."]


def test_headings_and_texts_show_what_citations_say():
    make_paper(key="curie", author="Curie & <Sons>")
    post = make_post(
        source="## On [@curie]\n\nThanks @nobody [@curie].\n\n## Two\n\nText.\n\n## Three\n\nText."
    )
    assert "On (Curie &amp; &lt;Sons&gt;, 1903)" in post.toc_html
    assert "Thanks @nobody [@curie]" not in post.excerpt
    assert "On (Curie & <Sons>, 1903)" in post.text


def test_a_comment_adds_few_papers():
    source = " ".join(f"[@arxiv:2001.{number:05}]" for number in range(1, 30))
    comment = make_comment(source=source)
    assert Paper.objects.count() == MOST_ADDED_BY_COMMENT
    assert comment.body_html.count("https://arxiv.org/abs/") >= 29 - MOST_ADDED_BY_COMMENT


def test_of_many_unresolved_keys_the_first_are_told(curie, django_assert_max_num_queries):
    source = " ".join(f"[@curie{number}x]" for number in range(MOST_TOLD + 20))
    with django_assert_max_num_queries(40):
        post = make_post(source=source)
    assert len(post.problems) == MOST_TOLD
    assert ["Nearest" in one["message"] for one in post.problems].count(True) == MOST_COMPARED


def test_a_key_in_the_words_of_a_link_is_told(curie):
    post = make_post(
        source="One.\n\nSee [as @curie says](https://e.org), [@nobody](https://e.org)."
    )
    (problem,) = post.problems
    assert problem["line"] == 3
    assert "@curie" in problem["message"]
    assert "as @curie says</a>" in post.body_html


def test_the_line_of_a_citation_of_another_system_is_told():
    post = make_post(source="One.\n\nSee \\citep[p.~3]{nobody}.")
    assert [problem["line"] for problem in post.problems] == [3]


def test_works_for_the_list_alone_are_listed_and_no_words_of_the_text():
    for key in ("he2016", "ho1997"):
        make_paper(key=key)
    source = "\\nocite{he2016,nobody}\n\nThe text [@ho1997; @he2016]{.cite-none} goes on."
    post = make_post(source=source)
    assert post.body_html == "<p>The text  goes on.</p>"
    assert post.excerpt == "The text goes on."
    assert {work.paper.key for work in post.cited_works.all()} == {"he2016", "ho1997"}
    assert [row.value for row in post.unresolved_keys.all()] == ["nobody"]
