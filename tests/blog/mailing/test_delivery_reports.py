import time
from base64 import b64encode

import pytest

from blog.mailing.delivery_reports import DeliveryReport, read_reports
from blog.mailing.refused_letters import is_gone, status_in

REPORT = """\
From: MAILER-DAEMON@mx.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

{recipients}
--b
Content-Type: {returned}

List-Unsubscribe: <https://blog.example/subscribe/stop/Im1hcmsi:sig/>
Subject: A post

--b--
"""
FAILED = """\
Original-Recipient: rfc822;Ada@Example.org
Final-Recipient: rfc822; <forwarded@elsewhere.example>
Action: failed
Status: 5.1.1
"""
IN_SHORT = """\
Final-Recipient: rfc822; bo@example.org
Action: Failed
Diagnostic-Code: smtp; 552 mailbox full
"""
TOKEN = "Im1hcmsi:sig"
ADA = DeliveryReport(TOKEN, ("ada@example.org", "forwarded@elsewhere.example"), "failed", "5.1.1")
BO = DeliveryReport(TOKEN, ("bo@example.org",), "failed", "5.2.2")


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_tells_whom_it_is_about_and_what_happened(returned: str):
    one = REPORT.format(recipients=FAILED, returned=returned).encode()
    both = REPORT.format(recipients=f"{FAILED}\n{IN_SHORT}", returned=returned).encode()
    assert read_reports(one) == read_reports(b"From MAILER-DAEMON Sat\n" + one) == [ADA]
    assert read_reports(both) == [ADA, BO]
    box = b"From a Sat\n" + one + b"\nFrom b Sun\nSubject: I am away\n\nUntil Monday.\n\nFrom c x\n"
    assert read_reports(box + both) == [ADA, DeliveryReport(), ADA, BO]


def test_what_comes_in_base64_and_what_another_server_said_are_read():
    head = b64encode(f"List-Unsubscribe: <https://b/subscribe/stop/{TOKEN}/>\n\n".encode()).decode()
    told = "Final-Recipient: rfc822; a@b\nAction: failed\nStatus: 5.0.0\n"
    told += "Diagnostic-Code: smtp; 550-5.7.26 not signed\n"
    sent = REPORT.format(recipients=told, returned="text/rfc822-headers").encode()
    start, _returned = sent.split(b"headers\n\n")
    coded = f"headers\nContent-Transfer-Encoding: base64\n\n{head}\n--b--\n".encode()
    [found] = read_reports(start + coded)
    assert (found.token, found.status) == (TOKEN, "5.7.26")


def nested(depth: int, kind: bytes) -> bytes:
    parts = (b"Content-Type: %s; boundary=b%d\n\n--b%d\n" % (kind, n, n) for n in range(depth))
    return b"".join(parts) + b"x\n" * 100_000


NO_REPORTS = [b"", b"\xff\x00", b"From \n", b"Content-Type: message/rfc822\n\n"]
NO_REPORTS += [nested(1000, b"multipart/mixed"), nested(1000, b"message/rfc822")]


@pytest.mark.parametrize("data", NO_REPORTS)
def test_what_is_no_report_tells_of_no_failure_in_no_time(data: bytes):
    begun = time.process_time()
    assert not any(report.is_failure for report in read_reports(data))
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("words", "status", "gone"),
    [
        ("5.1.1", "5.1.1", True),
        ("smtp; 550-5.1.1 The account does not exist", "5.1.1", True),
        ("550 no such user", "5.0.0", False),
        ("552 full", "5.2.2", False),
        ("5.2.2 full", "5.2.2", False),
        ("554 refused by policy", "5.7.0", False),
        ("5.7.26 unauthenticated", "5.7.26", False),
        ("5.1.8 bad sender", "5.1.8", False),
        ("5.4.4 no route", "5.4.4", True),
        ("451 4.7.1 greylisted from 192.0.2.1", "4.7.1", False),
        ("10.0.5.1 said no", "", False),
    ],
)
def test_what_a_server_says_is_for_good_or_for_now(words: str, status: str, gone: bool):
    assert (status_in(words), is_gone(status_in(words))) == (status, gone)
