"""Text files with a header as we write it: each line ``key: value``, the value in JSON. The command
(``blog/client``) reads and writes them where there is neither Django nor a reader of YAML."""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

DIGEST = "digest"
RETURNS = "carriage_returns"
"""Said of a text whose lines end with CR LF, as browsers send them; its file has LF alone."""
PICTURES = "pictures"
"""Where the site has the pictures of a text that stand beside its file."""
SITE = "site"
"""Which site a file on another machine is of."""
SENDING = "sending"
"""A word that a file has while it becomes a post: where the answer is lost, it names the post."""
NOT_COMPARED = (
    *(DIGEST, RETURNS, PICTURES, SITE, SENDING),
    *("last_modified_at", "number", "layout", "permalink"),
)
"""Keys that say nothing of what somebody wrote."""
FENCED = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
LINE = re.compile(r"([A-Za-z_][\w-]*):[ ](.+)")
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def header_lines(source: str) -> tuple[dict[str, Any], bool]:
    """The values of the lines that are as we write them, and whether all are."""
    values: dict[str, Any] = {}
    is_ours = True
    for line in filter(str.strip, source.split("\n")):
        found = LINE.fullmatch(line)
        try:
            if found:
                values[found[1]] = json.loads(found[2])
        except (ValueError, RecursionError):
            found = None
        is_ours = is_ours and found is not None
    return values, is_ours


def body_behind(whole: str, fenced: re.Match[str]) -> str:
    """The text behind a header, without the blank line and the end of line that a file has."""
    return whole[fenced.end() :].removeprefix("\n").removesuffix("\n")


def whole_text(values: Mapping[str, Any], body: str) -> str:
    """A file."""
    lines = [f"{key}: {written_json(value)}\n" for key, value in values.items()]
    return f"---\n{''.join(lines)}---\n\n{body}\n"


def file_parts(values: Mapping[str, Any], text: str) -> tuple[dict[str, Any], str]:
    """The header, which says how the text's lines end, and the text as its file has it."""
    values, body = dict(values), text
    if "\r\n" in text and text == text.replace("\r\n", "\n").replace("\n", "\r\n"):
        values[RETURNS], body = True, text.replace("\r\n", "\n")
    return values, body


def written_json(value: Any, indent: int | None = None) -> str:
    """JSON that is YAML too: Jekyll reads its data as that."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _ESCAPED.sub(lambda one: f"\\u{ord(one[0]):04x}", text)


def digest_of_text(values: Mapping[str, Any], body: str) -> str:
    """20 digits for what an author may change in a file, however its lines end."""
    told = {key: value for key, value in values.items() if key not in NOT_COMPARED}
    return sha256(
        json.dumps([told, body.replace("\r\n", "\n")], sort_keys=True).encode()
    ).hexdigest()[:20]
