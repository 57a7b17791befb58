from itertools import chain, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from blog.comments.indented_replies import DEEPEST, place_nodes
from blog.comments.threads import ThreadNode, nodes_in_order, nodes_of_parts, pages_of_threads

CALM = settings(deadline=None)


def tree(parents, hidden=()):
    """Nodes 1, 2, 3…, the parent of each given as the number of an earlier one, or 0."""
    threads, nodes = {}, []
    for pk, parent in enumerate(parents, start=1):
        threads[pk] = threads.get(parent, pk)
        nodes.append(ThreadNode(pk, parent or None, threads[pk], pk not in hidden))
    return nodes


def placed(nodes):
    return [(one.node.pk, one.depth) for one in place_nodes(nodes_in_order(nodes))]


def test_replies_stand_under_their_parents():
    assert placed(tree([0, 0, 1, 2, 3])) == [(1, 0), (3, 1), (5, 2), (2, 0), (4, 1)]


def test_deep_replies_are_flat_and_say_to_whom():
    places = place_nodes(nodes_in_order(tree([0, 1, 2, 3, 4, 5, 6])))
    assert [one.depth for one in places] == [0, 1, 2, 3, 4, 4, 4]
    assert [one.parent for one in places] == [None, None, None, None, None, 5, 6]
    assert [one.replies for one in places] == [6, 5, 4, 3, 0, 0, 0]


def test_a_removed_comment_leaves_a_gap_for_its_replies_only():
    assert placed(tree([0, 1, 2, 1], hidden={2, 4})) == [(1, 0), (2, 1), (3, 2)]
    assert placed(tree([0, 1, 2], hidden={1, 2})) == [(1, 0), (2, 1), (3, 2)]
    assert placed(tree([0, 1, 2], hidden={1, 2, 3})) == []


def test_short_threads_stay_whole():
    assert [len(page) for page in pages_of_threads([(1, 3), (2, 2), (3, 1), (4, 9)], 5)] == [
        2,
        2,
        1,
    ]


def test_a_page_begins_at_the_margin_and_names_parents_elsewhere():
    nodes = nodes_in_order(tree([0, 1, 2, 2]))
    pages = pages_of_threads([(1, 4)], 2)
    second = place_nodes(nodes_of_parts(nodes, set(pages[1]), 2))
    assert [(one.node.pk, one.depth, one.parent) for one in second] == [(3, 0, 2), (4, 0, 2)]


def test_no_depth_is_too_deep():
    assert len(placed(tree(range(20_000)))) == 20_000


@st.composite
def forests(draw):
    numbers = draw(st.lists(st.integers(0, 30), max_size=30))
    hidden = draw(st.sets(st.integers(1, 30), max_size=12))
    return tree([min(parent, place) for place, parent in enumerate(numbers)], hidden)


def sizes_of(nodes):
    sizes = {}
    for node in nodes:
        sizes[node.thread_id] = sizes.get(node.thread_id, 0) + node.is_shown
    return sorted((thread, count) for thread, count in sizes.items() if count)


@CALM
@given(forests())
def test_every_shown_comment_has_one_place_and_every_gap_a_reason(nodes):
    places = place_nodes(nodes_in_order(nodes))
    shown = [one.node.pk for one in places if one.node.is_shown]
    assert sorted(shown) == [node.pk for node in nodes if node.is_shown]
    assert all(0 <= one.depth <= DEEPEST for one in places)
    assert all(one.replies for one in places if not one.node.is_shown and one.depth < DEEPEST)


@CALM
@given(forests(), st.integers(1, 12))
def test_every_shown_comment_is_on_one_page_of_bounded_length(nodes, size):
    ordered = nodes_in_order(nodes)
    pages = pages_of_threads(sizes_of(nodes), size)
    shown = [
        [node.pk for node in nodes_of_parts(ordered, set(page), size) if node.is_shown]
        for page in pages
    ]
    assert list(chain.from_iterable(shown)) == [node.pk for node in ordered if node.is_shown]
    assert all(0 < len(page) < 2 * size for page in shown)


@CALM
@given(forests(), st.integers(1, 12))
def test_lists_in_lists_close(nodes, size):
    """A place is one level deeper than the one before it at most, and where it is, the one before
    it counts what stands inside of it."""
    for page in pages_of_threads(sizes_of(nodes), size):
        places = place_nodes(nodes_of_parts(nodes_in_order(nodes), set(page), size))
        assert places[0].depth == 0
        for before, after in pairwise(places):
            assert after.depth <= before.depth + 1
            assert (after.depth > before.depth) == (before.replies > 0)
