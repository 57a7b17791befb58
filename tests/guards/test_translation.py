"""Words that users see in Python code go through gettext, where a keyword gives them away."""

import ast
import re

from tests.guards.sources import nodes, python_files

SPOKEN = {
    "description",
    "help_text",
    "label",
    "short_description",
    "verbose_name",
    "verbose_name_plural",
    "violation_error_message",
}
WORDS = re.compile(r"[^\W\d_]{3,}")
UNTRANSLATED = {"ORCID", "DOI"}


def is_bare(node: ast.expr | None) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and bool(WORDS.search(node.value))
        and node.value not in UNTRANSLATED
    )


def bare_words(path: str) -> list[str]:
    found = []
    for node in nodes(path):
        if isinstance(node, ast.keyword) and node.arg in SPOKEN and is_bare(node.value):
            found.append(f"{path}:{node.value.lineno} {node.arg}")
        if isinstance(node, ast.Assign) and is_bare(node.value):
            names = {target.id for target in node.targets if isinstance(target, ast.Name)}
            found += [f"{path}:{node.lineno} {name}" for name in sorted(names & SPOKEN)]
    return found


def test_words_for_users_are_translatable():
    """Commands speak to operators, in English, and the one that writers run needs no catalogue."""
    spoken = [
        path
        for path in python_files()
        if path.startswith(("blog/", "papers/"))
        and "/management/" not in path
        and not path.startswith("blog/client/")
    ]
    assert not [line for path in spoken for line in bare_words(path)]
