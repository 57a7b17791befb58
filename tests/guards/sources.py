"""The project's own Python files, as the guards read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("config", "blog", "papers", "tests")
KINDS = {ast.Import, ast.ImportFrom, ast.Call, ast.FunctionDef, ast.AsyncFunctionDef}
KINDS |= {ast.Assign, ast.keyword}
LEAVES = {ast.Name, ast.Constant, ast.Load, ast.Store, ast.Del, str, int, type(None)}


def python_files() -> list[str]:
    """Every module of ours but migrations, as paths from the project's folder."""
    paths = [ROOT / "manage.py"]
    for package in PACKAGES:
        paths += sorted((ROOT / package).rglob("*.py"))
    names = [path.relative_to(ROOT).as_posix() for path in paths]
    return [name for name in names if "/migrations/" not in name]


@cache
def parse(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(), path)


@cache
def nodes(path: str) -> tuple[ast.AST, ...]:
    """A file's nodes of these kinds, walked through once for all guards, in no order."""
    found: list[ast.AST] = []
    stack: list[ast.AST] = [parse(path)]
    while stack:  # ast.walk looks at names and contexts too, and takes three times as long
        node = stack.pop()
        if node.__class__ in KINDS:
            found.append(node)
        for name in node._fields:
            value = getattr(node, name, None)
            if value.__class__ is list:
                stack += [one for one in value if isinstance(one, ast.AST)]
            elif value.__class__ not in LEAVES and isinstance(value, ast.AST):
                stack.append(value)
    return tuple(found)


def lines(path: str) -> list[str]:
    return (ROOT / path).read_text().splitlines()


def functions(path: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in nodes(path) if isinstance(node, kinds)]


def length(node: ast.stmt) -> int:
    return node.end_lineno - node.lineno + 1


@cache
def imported(path: str) -> tuple[tuple[str, int], ...]:
    """Every module that a file imports, at the top or in a function, with its line."""
    return tuple(find_imports(path))


def find_imports(path: str) -> Iterator[tuple[str, int]]:
    for node in nodes(path):
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


@cache
def module_file(module: str) -> str | None:
    """The file of a module of ours, as a path from the project's folder."""
    path = module.replace(".", "/")
    if path.partition("/")[0] not in PACKAGES:
        return None
    for name in (f"{path}.py", f"{path}/__init__.py"):
        if (ROOT / name).exists():
            return name
    return None
