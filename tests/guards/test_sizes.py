"""Small files, small functions, and names that say something (style.md, "Size" and rule 2)."""

import ast
from pathlib import PurePosixPath

from blog.server.joined_files import SHEETS
from tests.guards.sources import functions, length, lines, parse, python_files

MODULE_LINES = 400
FUNCTION_LINES = 60
VIEW_LINES = 25
SHEET_LINES = 250
MADE_SHEETS = {"faces.css"}  # by deploy/make_fonts.py
SAYS_NOTHING = {"util", "helper", "common", "core", "service", "misc", "lib", "stuff"}


def is_view(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return bool(node.args.args) and node.args.args[0].arg == "request"


def test_modules_are_short():
    sizes = {path: len(lines(path)) for path in python_files()}
    assert not {path: size for path, size in sizes.items() if size > MODULE_LINES}


def test_functions_are_short():
    assert not [
        f"{path}:{node.lineno} {node.name} has {length(node)} lines"
        for path in python_files()
        for node in functions(path)
        if length(node) > FUNCTION_LINES
    ]


def test_views_are_short():
    assert not [
        f"{path}:{node.lineno} {node.name} has {length(node)} lines"
        for path in python_files()
        if "views" in PurePosixPath(path).with_suffix("").parts
        for node in parse(path).body
        if isinstance(node, ast.FunctionDef) and is_view(node) and length(node) > VIEW_LINES
    ]


def test_stylesheets_are_short():
    sizes = {path.name: len(path.read_text().splitlines()) for path in SHEETS.iterdir()}
    assert not {
        name: size for name, size in sizes.items() if size > SHEET_LINES and name not in MADE_SHEETS
    }


def test_modules_are_named_for_their_job():
    assert not [
        path
        for path in python_files()
        for part in PurePosixPath(path).with_suffix("").parts
        if part.strip("_").removesuffix("s") in SAYS_NOTHING
    ]
