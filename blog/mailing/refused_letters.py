"""What a mail server's answer says of a letter: status codes of RFC 3463. No Django here."""

import re
from smtplib import SMTPRecipientsRefused

STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
CODE = re.compile(r"(?<!\d)([45]\d\d)(?!\d)")
GONE = re.compile(r"5\.(?:1\.(?![78]$)\d+|2\.(?![23]$)\d+|4\.4)")
"""The box or its host is not there any more. Not so where the box is full (2.2) or the letter too
large (2.3), where something is said of us: our address (1.7, 1.8), our letter, our name (7), or
where nothing is said but no (0.0): our own server may not have passed the letter on."""
OF_CODES = {552: "5.2.2", 554: "5.7.0"}
"""What older servers mean by a code alone: a box that is full, a refusal for any reason."""


def status_in(words: str) -> str:
    """The status in a server's words, as ``5.1.1``; made of the code where it has only that; empty
    where it has neither."""
    if (found := STATUS.search(words)) is not None:
        return found[0]
    code = CODE.search(words)
    return status_of_code(int(code[1])) if code else ""


def status_of_code(code: int) -> str:
    return OF_CODES.get(code, f"{code // 100}.0.0")


def may_pass(status: str) -> bool:
    return status.startswith("4")


def is_gone(status: str) -> bool:
    return GONE.fullmatch(status) is not None


def refusal_of(error: Exception) -> str | None:
    """The status with which a mail server refused a letter's one reader; ``None`` for another
    fault."""
    if not isinstance(error, SMTPRecipientsRefused) or not error.recipients:
        return None
    code, words = next(iter(error.recipients.values()))
    said = STATUS.search(words.decode("ascii", "replace") if isinstance(words, bytes) else words)
    return said[0] if said else status_of_code(code)
