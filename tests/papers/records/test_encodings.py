import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.records.encodings import decode_bytes

TEXT = "@misc{k, title={Übung “a”}}\nsecond line\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_what_unicode_writes_is_read_without_a_guess(encoding):
    assert decode_bytes(TEXT.encode(encoding)) == (TEXT, 0)


def test_lines_that_are_no_utf_8_are_windows_1252_and_the_first_is_told():
    data = "Ärger\n".encode() + "Übung\n".encode("cp1252") + b"\x81\n"
    assert decode_bytes(data) == ("Ärger\nÜbung\n\ufffd\n", 2)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text(data):
    text, line = decode_bytes(data)
    assert isinstance(text, str) and line >= 0
