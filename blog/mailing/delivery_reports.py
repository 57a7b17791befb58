"""Reads the reports that mail servers send of letters that came back (RFC 3464). No Django here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from blog.mailing.refused_letters import status_in

LONGEST_READ = 100_000
"""Bytes of one mail that are read: what it tells, and the head of the letter that came back."""
MOST_PARTS = 30
"""Parts of one mail. A reader of nested ones takes the product of lines and depth, and anybody can
write to the address where mail comes back."""
BETWEEN = re.compile(rb"(?:\A|\n\r?\n)From [^\n]*\n")
"""The line that begins each mail of a mailbox file; one alone may have it, too."""
STOP_LINK = re.compile(r"/subscribe/stop/([^/>\s]+)/")


@dataclass(frozen=True)
class DeliveryReport:
    """What is said of one reader: ``addresses`` as the letter had it and where it ended (in lower
    case), ``action`` (``failed``, ``delayed`` …), ``status`` (``5.1.1``); ``token`` is that of the
    link in the letter that came back, empty where it did not come along. A mail that is no report
    has none of them."""

    token: str = ""
    addresses: tuple[str, ...] = ()
    action: str = ""
    status: str = ""

    @property
    def is_failure(self) -> bool:
        return self.action == "failed"


def read_reports(data: bytes) -> list[DeliveryReport]:
    """Those of one mail, or of all mails of a mailbox file (mbox)."""
    mails = (mail[:LONGEST_READ] for mail in BETWEEN.split(data) if mail.strip())
    return [report for mail in mails for report in reports_of(mail)]


def reports_of(mail: bytes) -> list[DeliveryReport]:
    if mail.lower().count(b"content-type:") > MOST_PARTS:
        return [DeliveryReport()]
    parts = list(message_from_bytes(mail).walk())
    token = next((found for part in parts if (found := token_of(part))), "")
    told = [
        report_of(block, token)
        for part in parts
        if part.get_content_type() == "message/delivery-status"
        for block in blocks_of(part)
        if "Final-Recipient" in block or "Original-Recipient" in block
    ]
    return told or [DeliveryReport()]


def blocks_of(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    return iter(payload if isinstance(payload, list) else ())


def report_of(block: Message, token: str) -> DeliveryReport:
    named = [address_in(str(block.get(f"{one}-Recipient", ""))) for one in ("Original", "Final")]
    status = status_in(str(block.get("Status", "")))
    if status[1:] in ("", ".0.0"):  # the server that wrote it left it to the other one's words
        status = status_in(str(block.get("Diagnostic-Code", ""))) or status
    return DeliveryReport(
        token=token,
        addresses=tuple(dict.fromkeys(filter(None, named))),
        action=str(block.get("Action", "")).split(";")[0].strip().lower(),
        status=status,
    )


def address_in(value: str) -> str:
    """Of ``rfc822; Ada@example.org``."""
    return value.partition(";")[2].strip().strip("<>").lower()


def bytes_of(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def token_of(part: Message) -> str:
    """In the letter that came back, or in what came back of its head."""
    headers = part
    if part.get_content_type() == "text/rfc822-headers":
        headers = message_from_bytes(bytes_of(part))
    found = STOP_LINK.search(str(headers.get("List-Unsubscribe", "")))
    return found[1] if found else ""
