"""Imports go one way (style.md, rule 1), and pure modules stay pure (rule 7)."""

import ast
import importlib

from tests.guards import rooms
from tests.guards.sources import (
    PACKAGES,
    ROOT,
    functions,
    imported,
    lines,
    module_file,
    nodes,
    python_files,
)

MAY_IMPORT = {
    "papers": {"papers"},
    "blog": {"blog", "papers"},
    "config": {"config", "blog", "papers"},
    "manage.py": {"config", "blog", "papers"},
    "tests": {"tests", "config", "blog", "papers"},
}
# Folders of modules, or modules, that never import Django, neither themselves nor through others.
PURE = [
    "blog/client",
    "blog/text",
    "blog/markup",
    "blog/comments/threads.py",
    "blog/comments/moderation/client_address.py",
    "blog/comments/moderation/linked_addresses.py",
    "blog/comments/moderation/spam_signals.py",
    "blog/posts/contents.py",
    "blog/posts/share_links.py",
    "blog/transfer/archives",
    "blog/transfer/executed",
    "blog/transfer/liquid",
    "blog/transfer/pictures",
    "blog/transfer/posts",
    "blog/transfer/rewriting",
    "blog/transfer/sites",
    "blog/transfer/source",
    "papers/records",
    "papers/formats",
    "papers/csl",
    "papers/registries/registry_record.py",
    "papers/checking/comparison.py",
    "papers/checking/compared_forms.py",
    "papers/checking/name_likeness.py",
    "papers/checking/notices_in_force.py",
    "papers/checking/stored_replies.py",
    "papers/checking/venue_likeness.py",
    "papers/citing/citation_marks.py",
    "papers/citing/citation_syntax.py",
    "papers/citing/formatted_citations.py",
    "papers/citing/locators.py",
    "papers/citing/mention_places.py",
    "papers/citing/mentions.py",
    "papers/citing/passages.py",
    "papers/citing/provisional_titles.py",
    "papers/citing/restyled_text.py",
    "papers/citing/styled_formulas.py",
    "papers/pages/timeline.py",
]
# Modules inside those folders that are allowed to: what marks HTML.
NOT_PURE = [
    "papers/records/json_ld_element.py",
]
EMPTY = [f"{name}/__init__.py" for name in PACKAGES]


def is_pure(path: str) -> bool:
    is_listed = any(path == entry or path.startswith(f"{entry}/") for entry in PURE)
    return is_listed and path not in NOT_PURE


def test_imports_go_from_config_to_blog_to_papers():
    wrong = [
        f"{path}:{line} imports {module}"
        for path in python_files()
        for module, line in imported(path)
        if module.partition(".")[0] in PACKAGES
        and module.partition(".")[0] not in MAY_IMPORT[path.partition("/")[0]]
    ]
    assert not wrong


def test_pure_modules_import_no_django():
    wrong = []
    for path in filter(is_pure, python_files()):
        for module, line in imported(path):
            own = module_file(module)
            if own in EMPTY:
                continue
            if module.partition(".")[0] in ("django", "taggit") or (own and not is_pure(own)):
                wrong.append(f"{path}:{line} imports {module}")
    assert not wrong


def test_listed_exceptions_exist():
    assert not [path for path in NOT_PURE if not (ROOT / path).exists()]


def test_package_roots_are_empty():
    """So that importing a pure module of a package runs nothing else."""
    assert not [path for path in EMPTY if (ROOT / path).read_text().strip()]


def test_no_relative_imports():
    assert not [
        f"{path}:{node.lineno}"
        for path in python_files()
        for node in nodes(path)
        if isinstance(node, ast.ImportFrom) and node.level
    ]


def test_imports_inside_functions_carry_their_reason():
    wrong = []
    for path in python_files():
        text = lines(path)
        inside = {line for one in functions(path) for line in range(one.lineno, one.end_lineno + 1)}
        for node in nodes(path):
            if isinstance(node, ast.Import | ast.ImportFrom) and node.lineno in inside:
                around = text[node.lineno - 1] + text[node.lineno - 2]
                if "#" not in around:
                    wrong.append(f"{path}:{node.lineno}")
    assert not wrong


def test_every_room_has_its_layer():
    drawn = rooms.arrows()
    assert not {room for pair in drawn for room in pair} - rooms.LAYER_OF.keys()


def test_every_layer_names_rooms_that_are_there():
    gone = [room for room in rooms.LAYER_OF if not (ROOT / room).is_dir()]
    assert not [room for room in gone if not (ROOT / f"{room}.py").exists()]


def test_no_room_imports_upwards():
    assert not rooms.upward(rooms.arrows())


def test_rooms_stand_in_no_circle():
    assert not rooms.circles(rooms.arrows())


def test_modules_of_a_room_stand_in_no_circle():
    """No import of a module leads back to it, type checkers' imports included."""
    targets = {}
    for path in python_files():
        files = {module_file(module) for module, _line in imported(path)}
        targets[path] = {one for one in files if one and not one.endswith("__init__.py")} - {path}
    assert not [path for path in targets if path in rooms.reach(path, targets)]


def test_every_module_can_be_imported():
    """Of two branches that are merged one may move a name that the other takes from its old place:
    what only a command imports, as ``serve`` does, is then broken though every test passes."""
    for name in python_files():
        if not name.startswith(("tests/", "manage.py")):
            module = name.removesuffix(".py").removesuffix("/__init__")
            importlib.import_module(module.replace("/", "."))
