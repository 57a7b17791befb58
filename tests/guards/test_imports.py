"""Imports go one way (style.md, rule 1), and pure modules stay pure (rule 7)."""

import ast
from collections.abc import Iterator

from tests.guards.sources import PACKAGES, ROOT, lines, parse, python_files

MAY_IMPORT = {
    "papers": {"papers"},
    "blog": {"blog", "papers"},
    "config": {"config", "blog", "papers"},
    "manage.py": {"config", "blog", "papers"},
    "tests": {"tests", "config", "blog", "papers"},
}
# Modules, or folders of modules, that never import Django, neither themselves nor through others.
PURE = [
    "blog/markup",
    "blog/moderation/networks.py",
    "blog/characters.py",
    "blog/moderation/links.py",
    "blog/moderation/signals.py",
    "blog/quoting.py",
    "blog/slugs.py",
    "blog/transfer",
    "papers/csl",
    "papers/formats",
    "papers/identifiers.py",
    "papers/formatting.py",
    "papers/identifying.py",
    "papers/locators.py",
    "papers/markdown.py",
    "papers/matching.py",
    "papers/marking.py",
    "papers/mentions.py",
    "papers/metadata.py",
    "papers/names.py",
    "papers/passages.py",
    "papers/records.py",
    "papers/references.py",
    "papers/timeline.py",
]
# Modules inside those folders that are allowed to: the doors to the database.
NOT_PURE = [
    f"blog/transfer/{name}.py"
    for name in ("importing", "linking", "remarks", "runs", "storing", "works")
]
EMPTY = [f"{name}/__init__.py" for name in PACKAGES]


def imported(path: str) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, at the top or in a function, with its line."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            for alias in node.names:
                if module_file(f"{node.module}.{alias.name}"):
                    yield f"{node.module}.{alias.name}", node.lineno
        elif isinstance(node, ast.Call) and is_import_by_name(node):
            yield str(node.args[0].value), node.lineno


def is_import_by_name(call: ast.Call) -> bool:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    return (
        name in ("import_module", "import_string", "__import__")
        and bool(call.args)
        and isinstance(call.args[0], ast.Constant)
    )


def module_file(module: str) -> str | None:
    """The file of a module of ours, as a path from the project's folder."""
    path = module.replace(".", "/")
    if path.partition("/")[0] not in PACKAGES:
        return None
    for name in (f"{path}.py", f"{path}/__init__.py"):
        if (ROOT / name).exists():
            return name
    return None


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
        for node in ast.walk(parse(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]


def test_imports_inside_functions_carry_their_reason():
    wrong = []
    for path in python_files():
        text = lines(path)
        for function in ast.walk(parse(path)):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    around = text[node.lineno - 1] + text[node.lineno - 2]
                    if "#" not in around:
                        wrong.append(f"{path}:{node.lineno}")
    assert not wrong
