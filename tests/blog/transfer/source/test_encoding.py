from time import process_time

from blog.transfer.source.encoding import MARKS_IN_A_ROW, composed, decode, header_text


def test_decode_drops_the_mark_and_makes_newlines_one() -> None:
    assert decode(b"\xef\xbb\xbfa\r\nb\rc\n") == ("a\nb\nc\n", [])


def test_decode_composes_and_keeps_joiners() -> None:
    assert decode("e\u0301 👩\u200d🔬 می\u200cروم".encode())[0] == "é 👩\u200d🔬 می\u200cروم"


def test_decode_drops_controls_and_says_so() -> None:
    assert decode(b"a\0b\x0c\tc\x7f") == ("ab\tc", ["3 control characters were removed"])


def test_decode_reads_windows_1252_with_a_warning() -> None:
    text, remarks = decode(b"title\n\x93caf\xe9\x94")
    assert text == "title\n“café”"
    assert remarks == ["not UTF-8 (line 2): read as Windows-1252, check its accents"]


def test_decode_reads_utf_16() -> None:
    text, remarks = decode("---\nü".encode("utf-16"))
    assert (text, len(remarks)) == ("---\nü", 1)


def test_composed_leaves_absurd_runs_of_marks_and_stays_fast() -> None:
    assert composed("a" + "\u0301" * MARKS_IN_A_ROW)[0] == "á"
    text = "a" + "\u0316\u0301" * 200_000
    start = process_time()
    assert composed(text) == text
    assert process_time() - start < 2


def test_printable_drops_what_escapes_smuggle_in() -> None:
    assert header_text(" a\0\ud800b\n") == "ab"
