"""A number for each request: in its answer, in the lines that are logged while it is answered, and
on the page that says that something went wrong. No Django here."""

import re
from contextvars import ContextVar
from random import getrandbits

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}")
"""What a proxy's own number may look like: hexadecimal digits, a UUID and the like."""

_current: ContextVar[str] = ContextVar("request_id", default="")


def begin_request(given: str = "") -> str:
    """The number of the request that this thread answers from now on: the one that a trusted proxy
    gave, where it is well formed, else a new one."""
    is_well_formed = given and WELL_FORMED.fullmatch(given)
    number = given if is_well_formed else f"{getrandbits(64):016x}"  # a name, and no secret
    _current.set(number)
    return number


def request_id() -> str:
    """Empty where no request is answered, as in a job."""
    return _current.get()
