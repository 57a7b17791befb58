"""Adding what somebody names while they write."""

import pytest

from papers.citing.named_additions import MOST_ADDED_AT_ONCE, UnreadableNames, add_named
from papers.models import Paper, Source
from tests.support.factories import make_paper

BIBTEX = """@article{smith, title={Of One}, author={Smith, A.}, year=2001, doi={10.1000/one}}
@book{jones, title={Of Two}, author={Jones, B.}, year=2002}
"""
RIS = "TY  - JOUR\nTI  - Of One\nAU  - Smith, A.\nPY  - 2001\nDO  - 10.1000/one\nER  - \n"
CSL = """[{"id": "x", "type": "book", "title": "Of Two", "author": [{"family": "Jones"}],
"issued": {"date-parts": [[2002]]}}]"""


def told(text: str) -> list[tuple[str, bool]]:
    return [(work.paper.title, work.is_new) for work in add_named(text)]


def test_entries_come_in_their_order_and_once(db):
    assert told(BIBTEX) == [("Of One", True), ("Of Two", True)]
    assert told(BIBTEX) == [("Of One", False), ("Of Two", False)]
    assert told(RIS) == [("Of One", False)]
    assert told("10.1000/one") == [("Of One", False)]
    assert told(CSL) == [("Of Two", False)]
    assert Paper.objects.count() == 2


def test_what_is_added_is_hidden_from_readers_until_something_public_cites_it(db, client):
    works = add_named(f"{BIBTEX}")
    works += add_named("10.1000/three")
    assert not Paper.objects.visible().exists()
    assert [client.get(one.paper.get_absolute_url()).status_code for one in works] == [404] * 3


def test_identifiers_of_all_kinds_wait_to_be_looked_up(db):
    known = make_paper("Known", identifiers=[("arxiv", "1706.03762")])
    text = "10.1000/One\nhttps://arxiv.org/abs/1706.03762v2, doi:10.1000/one;\n\nPMID 23193287\n"
    works = add_named(text)
    assert [(work.paper.title, work.is_new) for work in works] == [
        ("DOI 10.1000/one", True),
        ("Known", False),
        ("PMID 23193287", True),
    ]
    assert works[1].paper == known
    assert {one.state for one in works} == {"to be looked up", "there already"}
    rows = Source.objects.filter(paper=works[0].paper)
    assert list(rows.values_list("kind", "key")) == [("provisional", "doi:10.1000/one")]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "Nothing stands there"),
        (" \n\n", 1, "Nothing stands there"),
        ("10.1000/one\n\nno paper", 3, "“no paper” is no identifier, and no entry."),
        ("10.1000/one, 10.1000/", 1, "“10.1000/” is not right: a DOI looks like"),
        ("978-0-306-40615-8", 1, "an ISBN has 10 or 13 digits, the last of which checks"),
        ("arXiv:1706.3", 1, "an arXiv number looks like"),
        ("https://", 1, "an address begins with"),
        (f"10.1000/{'x' * 600}", 1, "is too long: an identifier has at most"),
        ("@article{a, title={X}", 1, "is not closed"),
        (f"{BIBTEX}@book{{c}}", 3, "has no title"),
        ('{"a": }', 1, "is no JSON"),
        ("x" * 200_001, 1, "too long"),
        ("\n".join(f"10.1000/{n}" for n in range(MOST_ADDED_AT_ONCE + 1)), 1, "51 works"),
    ],
)
def test_of_what_cannot_be_read_as_a_whole_nothing_is_added(db, text: str, line: int, said: str):
    with pytest.raises(UnreadableNames) as unread:
        add_named(text)
    assert unread.value.problems[0].line == line
    assert said in str(unread.value.problems[0])
    assert not Paper.objects.exists()


def test_an_entry_that_resembles_another_work_is_told(db):
    make_paper("Of One", author="Smith", year=2002)
    (work,) = add_named("@article{s, title={Of One}, author={Smith, A.}, year=2001}")
    assert work.is_new == bool(work.remarks)
    assert work.is_new or work.paper.issued_year == 2002
