"""Sets of names and pairs of names, written as lines of words."""


def word_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


def word_pairs(text: str) -> dict[str, str]:
    """The words of a text in twos: a name, and what it stands for."""
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))
