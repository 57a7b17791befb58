import pytest

from papers.registries.door_faults import InvalidReply
from papers.registries.strict_replies import read_json, read_xml


def test_json_is_read_with_a_byte_order_mark():
    assert read_json(b'\xef\xbb\xbf{"a": [1, 2.5, "\xc3\xa9", null]}') == {"a": [1, 2.5, "é", None]}


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"[1,]", b"{'a': 1}", b"NaN", b"-Infinity", b"1e999", b"9" * 31, b"\xff"),
        *(b'{"a":1,"a":2}', b"[" * 900, b"[" * 70_000, b'{"a":' * 30_000, b'"\x01"'),
        *(b"[" + b"1," * 400_000 + b"1]", "{}".encode("utf-16")),
    ],
)
def test_what_is_no_strict_json_is_refused(body):
    with pytest.raises(InvalidReply):
        read_json(body)


def test_xml_is_read_with_its_namespaces():
    root = read_xml(b'<f xmlns="urn:a" xmlns:b="urn:b"><b:x k="v"> 1 <i/>\n2</b:x><x>3</x></f>')
    assert root.name == "urn:a f"
    assert root.text_of("urn:b x") == "1 2"
    assert root.nodes[0].attributes == {"k": "v"}
    assert root.text_of("urn:a y") == ""


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"<a>", b"a", b"<a></b>", b"<a>\xff</a>", b"<a><b></a>", b"<x:a/>"),
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        *(b"<a>" * 50 + b"</a>" * 50, b"<a>" + b"<b/>" * 50_000 + b"</a>"),
        b'<?xml version="1.0" encoding="utf-99"?><a/>',
    ],
)
def test_what_is_no_plain_xml_is_refused(body):
    with pytest.raises(InvalidReply):
        read_xml(body)
