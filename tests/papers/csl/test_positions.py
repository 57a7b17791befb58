from papers.csl.context import FIRST, IBID, IBID_WITH_LOCATOR, SUBSEQUENT
from papers.csl.positions import Cite, CiteCluster, positions_of_cites


def found(*notes: CiteCluster, distance: int = 2) -> list[list[int]]:
    return [[place.position for place in row] for row in positions_of_cites(notes, distance)]


def note(number: int, *cites: Cite) -> CiteCluster:
    return CiteCluster(cites, number)


def test_ibid_follows_a_lone_cite_of_the_same_item():
    a, b = Cite("a"), Cite("b")
    assert found(note(1, a), note(2, a), note(3, b), note(4, a)) == [
        [FIRST],
        [IBID],
        [FIRST],
        [SUBSEQUENT],
    ]
    assert found(note(1, a, b), note(2, b)) == [[FIRST, FIRST], [SUBSEQUENT]]
    assert found(note(1, a, a)) == [[FIRST, IBID]]


def test_locators_decide_between_ibid_and_ibid_with_locator():
    bare, three, four = Cite("a"), Cite("a", "3"), Cite("a", "4")
    assert found(note(1, bare), note(2, three)) == [[FIRST], [IBID_WITH_LOCATOR]]
    assert found(note(1, three), note(2, three), note(3, four), note(4, bare)) == [
        [FIRST],
        [IBID],
        [IBID_WITH_LOCATOR],
        [SUBSEQUENT],
    ]


def test_near_notes_lie_within_the_distance():
    a, b = Cite("a"), Cite("b")
    rows = positions_of_cites([note(1, a), note(2, b), note(3, a), note(6, a)], 2)
    assert [row[0].near_note for row in rows] == [False, False, True, False]
    assert rows[2][0].first_note == "1"


def test_citations_in_the_text_and_in_notes_do_not_mix():
    a, b = Cite("a"), Cite("b")
    assert found(note(0, a), note(1, b), note(0, a)) == [[FIRST], [FIRST], [IBID]]
