"""Both sides of the limits of docs/limits.md for files and texts, of which no database knows."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from blog.folder import folder_reader
from blog.folder.folder_reader import FolderReader
from blog.markup import render
from blog.markup.document.tex_macros import MAX_TEX
from blog.markup.document.text_policy import POST
from blog.markup.reading.coloured_code import MAX_TOTAL
from blog.markup.rendering import check_length
from blog.mentions import foreign_pages
from blog.mentions.foreign_pages import read_foreign_page
from blog.transfer.archives import ghost, ghost_settings, isso
from blog.transfer.executed import frozen_results
from blog.transfer.liquid import liquid_engine, template_values
from blog.transfer.pictures import embedded_pictures, images, svg_sanitizer
from blog.transfer.pictures.embedded_pictures import EmbeddedPictures
from blog.transfer.posts import post_file
from blog.transfer.sites import comment_files
from blog.transfer.source import config_files, folder_metadata
from blog.transfer.source.front_matter import MAX_HEADER, split_document
from blog.transfer.source.yaml_reader import MAX_DEPTH, MAX_NODES, read_yaml
from papers.search.search_query import LONGEST_VALUE, read_query

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>'


def of_folder(folder: Path) -> FolderReader:
    reader = FolderReader.__new__(FolderReader)
    reader.root = folder
    return reader


def named(file: Path, name: str) -> Path:
    """The file under a name that its reader looks for, in a folder of its own."""
    folder = file.parent / file.stem
    folder.mkdir()
    return file.rename(folder / name)


def of_site(file: Path) -> SimpleNamespace:
    return SimpleNamespace(file=file, site=SimpleNamespace(root=file.parent))


def read_metadata(file: Path) -> None:
    site = of_site(named(file, "_metadata.yml"))
    _values, _digest, problems = folder_metadata.folder_values(site)
    raise ValueError(*problems)


def read_settings(file: Path) -> None:
    folder = named(file, "routes.yaml").parent
    raise ValueError(*ghost_settings.read_ghost_settings(folder).problems)


def read_include(file: Path) -> None:
    folders = SimpleNamespace(shared=file.parent, beside=file.parent)
    context = SimpleNamespace(folders=folders, root=file.parent)
    liquid_engine.included(context, file.name, is_relative=False)


def read_data(file: Path) -> None:
    template_values.data_in_file(named(file, "a.json"), file.parent)


READERS = [
    (post_file, "MAX_NOTEBOOK", b"{}", lambda file: post_file.read_bytes(found(file, ".ipynb"))),
    (post_file, "MAX_POST", b"Words.", lambda file: post_file.read_bytes(found(file, ".md"))),
    (
        images,
        "MAX_LINKED_FILE",
        b"a,b",
        lambda file: images.read_file(found(file, ".csv"), file.with_suffix(".csv")),
    ),
    (svg_sanitizer, "MAX_DRAWING", SVG, lambda file: svg_sanitizer.clean_svg(file.read_bytes())),
    (
        ghost,
        "MAX_GHOST_EXPORT",
        b'{"db": [{"data": {}}]}',
        lambda file: ghost.ghost_data(file, "a"),
    ),
    (isso, "MAX_ISSO_DATABASE", b"", isso.read_isso),
    (ghost_settings, "MAX_GHOST_SETTINGS", b"a: b", read_settings),
    (
        comment_files,
        "MAX_COMMENT_FILE",
        b"[]",
        lambda file: comment_files.read_comments(named(file, "a.json")),
    ),
    (
        config_files,
        "MAX_CONFIG",
        b"a: b",
        lambda file: config_files.read_limited(file, config_files.MAX_CONFIG),
    ),
    (folder_metadata, "MAX_FOLDER_METADATA", b"a: b", read_metadata),
    (template_values, "MAX_DATA_FILE", b"[]", read_data),
    (liquid_engine, "MAX_INCLUDE", b"words", read_include),
    (
        folder_reader,
        "MAX_EXPORTED_DATA",
        b"[]",
        lambda file: of_folder(file.parent).load_json(file.name),
    ),
]


def found(file: Path, ending: str) -> SimpleNamespace:
    return SimpleNamespace(file=file.rename(file.with_suffix(ending)), path="a/b")


def fault(read, *given: object) -> str:
    """What is said of what is read; nothing where it is taken."""
    try:
        read(*given)
    except Exception as error:
        return str(error)
    return ""


@pytest.mark.parametrize(("module", "limit", "data", "read"), READERS, ids=lambda one: str(one)[:9])
def test_a_file_has_its_size(module, limit: str, data: bytes, read, tmp_path, monkeypatch):
    for more in (0, 1):
        file = tmp_path / f"{more}.bin"
        file.write_bytes(data)
        monkeypatch.setattr(module, limit, len(data) - more)
        assert ("bigger than" in fault(read, file)) == bool(more)


def test_what_is_too_large_inside_of_a_post_is_left_out(tmp_path, monkeypatch):
    file = tmp_path / "a.json"
    file.write_text("{}")
    for more in (0, 1):
        monkeypatch.setattr(frozen_results, "MAX_RESULT", 2 - more)
        assert frozen_results.read_result(of_site(file), file) == ("" if more else "{}")
        monkeypatch.setattr(embedded_pictures, "MAX_EMBEDDED", 2 - more)
        assert bool(EmbeddedPictures().keep(b"ab", "png")) != bool(more)


def test_a_folder_has_its_files(tmp_path, monkeypatch):
    for name in "ab":
        (tmp_path / name).touch()
    monkeypatch.setattr(folder_reader, "MAX_FILES", 2)
    assert len(list(of_folder(tmp_path).list_files())) == 2
    monkeypatch.setattr(folder_reader, "MAX_FILES", 1)
    assert "more than 1 files" in fault(list, of_folder(tmp_path).list_files())


def header(letters: int) -> str:
    return f"---\na: {'b' * (letters - 4)}\n---\n"


def indented(depth: int) -> str:
    return "a: " + "[" * depth + "]" * depth


@pytest.mark.parametrize(
    ("read", "make", "most", "said"),
    [
        (lambda text: split_document(text, "a"), header, MAX_HEADER, "at most 65,536 are read"),
        (read_yaml, lambda count: f"[{'b,' * (count - 1)}]", MAX_NODES, "more than 5000 values"),
        (read_yaml, indented, MAX_DEPTH, "deeper than 32 levels"),
    ],
)
def test_a_header_has_its_size(read, make, most: int, said: str):
    assert fault(read, make(most)) == ""
    assert said in fault(read, make(most + 1))


def test_a_text_has_its_bytes():
    fits = "é" * 250_000
    assert len(fits.encode()) == POST.max_bytes
    assert fault(check_length, fits, POST) == ""
    assert "takes 500,002 bytes; at most 500,000" in fault(check_length, f"{fits}é", POST)


def test_formulas_and_coloured_code_have_their_sizes():
    for more in (0, 1):
        formula = "x" * (MAX_TEX + more)
        told = [str(one) for one in render(f"$${formula}$$").problems]
        assert any("at most 10,000" in one for one in told) == bool(more)
        code = "\n".join(["x = 1"] * (MAX_TOTAL // 6)) + "#" * more
        told = [str(one) for one in render(f"~~~python\n{code}\n~~~").problems]
        assert any("without colours" in one for one in told) == bool(more)


def test_a_page_that_mentions_has_its_links(monkeypatch):
    page = "".join(f'<p><a href="https://a.example/{n}">{n}</a></p>' for n in range(3)).encode()
    for most in (3, 2):
        monkeypatch.setattr(foreign_pages, "MOST_LINKS", most)
        assert len(read_foreign_page(page, "https://b.example/").links) == most


def test_a_filter_has_its_length():
    for more in (0, 1):
        read = read_query(f"tag:{'a' * (LONGEST_VALUE + more)}")
        assert len(read.filters["tag"]) == LONGEST_VALUE
