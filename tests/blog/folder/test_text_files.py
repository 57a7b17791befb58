import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from blog.folder.kept_folder import FolderRefusedError
from blog.folder.text_files import read_text_file, write_text_file

TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"))


@given(TEXT, TEXT)
def test_a_file_is_read_as_it_was_written(title: str, text: str):
    found = read_text_file(
        "a.md", write_text_file({"title": title, "tags": [title]}, text).encode()
    )
    assert (found.values["title"], found.values["tags"], found.text) == (title, [title], text)


@pytest.mark.parametrize(
    "text", ["a\r\nb\r\n", "a\nb", "\n\na\n", "a\r\nb\nc", "---\na\n---\n", ""]
)
def test_line_ends_stay(text: str):
    assert read_text_file("a.md", write_text_file({"title": "A"}, text).encode()).text == text


@pytest.mark.parametrize("title", ["a\u2028b", "a\x85b", "\ufeffa", "x: [y] # {z}", "😀", "a\\/b"])
def test_a_header_is_yaml_too(title: str):
    header = write_text_file({"title": title}, "").split("---")[1]
    assert yaml.safe_load(header)["title"] == title


def test_a_header_that_a_person_wrote_is_read_as_yaml():
    found = read_text_file("a.md", b"---\ntitle: My title\nnumber: 3\ntags:\n  - a\n---\nText.\n")
    assert found.values == {"title": "My title", "number": 3, "tags": ["a"]}
    assert found.text == "Text."


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"no header", "no header"),
        (b"---\ntitle: a", "no header"),
        (b"---\ntitle: [a\n---\n", "a.md:"),
        (b"---\ntitle: \xff\n---\n", "no UTF-8"),
        (b"---\ntitle: a\n---\n\0", "NUL"),
        (b"---\na: " + b"[" * 100_000 + b"\n---\n", "header"),
    ],
)
def test_a_damaged_file_is_named(data: bytes, told: str):
    with pytest.raises(FolderRefusedError, match=told) as error:
        read_text_file("a.md", data)
    assert "a.md" in str(error.value)
