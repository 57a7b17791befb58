from papers.csl.output import Node, find, joined, mapped, plain_output, replaced

TREE = ("a", Node("names", None, ("b", ("c",))))


def test_joined_puts_the_delimiter_between():
    assert (joined([], ","), joined(["a"], ","), plain_output(joined(["a", "b"], ", "))) == (
        None,
        "a",
        "a, b",
    )


def test_find_replace_and_map():
    node = find(TREE, "names")
    assert plain_output(node) == "bc"
    assert plain_output(replaced(TREE, node, "x")) == "ax"
    assert plain_output(mapped(TREE, str.upper)) == "ABC"
