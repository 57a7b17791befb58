"""One file name stands once in an app, and one public name means one thing in an app (house.md).

Models, admin and views are about the same nouns, so each of these is counted for itself. The
processor of ``papers/csl`` can be used alone; its names still differ from the library's.
"""

import ast
from collections import defaultdict
from pathlib import PurePosixPath

import pytest

from tests.guards.sources import parse, python_files

APPS = ("blog", "papers")
APART = ("models", "admin", "views", "templatetags")
EVERYWHERE = {"Command", "register", "log"}  # Django's names, logging's custom


def area_of(path: str) -> str:
    folder = PurePosixPath(path).parts[1]
    return folder if folder in APART else ""


def modules(app: str) -> list[str]:
    files = [path for path in python_files() if path.startswith(f"{app}/")]
    return [path for path in files if not path.endswith("__init__.py")]


def public_names(path: str) -> set[str]:
    """The functions and classes that a module makes, and the constants and types it names."""
    found: set[str] = set()
    for node in parse(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            names = {target.id for target in node.targets if isinstance(target, ast.Name)}
            found |= {name for name in names if not name.isupper()}
    return {name for name in found if not name.startswith("_")} - EVERYWHERE


@pytest.mark.parametrize("app", APPS)
def test_a_file_name_stands_once(app: str):
    places = defaultdict(list)
    for path in modules(app):
        places[area_of(path), PurePosixPath(path).name].append(path)
    assert not [files for files in places.values() if len(files) > 1]


@pytest.mark.parametrize("app", APPS)
def test_a_public_name_means_one_thing(app: str):
    places = defaultdict(list)
    for path in modules(app):
        for name in public_names(path):
            places[name].append(path)
    assert not {name: files for name, files in places.items() if len(files) > 1}
