"""How a line of the log is written: with the number of its request, without what anybody typed.

Of a fault the kinds of the exceptions are written and where each was raised; what they say is left
out, because it quotes forms and rows (``invalid literal for int(): …``, ``Key (email)=(…)``). Parts
of addresses that are keys are left out too. No Django here.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from urllib.parse import quote

from blog.server.request_ids import request_id

SECRET_PARTS = re.compile(
    r"((?:/(?:mail|subscribe)/(?:confirm|stop)|/bibliographies|/drafts"
    r"|/admin/(?:invitation|password/[^/\s]+))/)[^/\s]+"
)
"""Behind these parts of an address stands a key that opens something to whoever has it."""
MOST_CAUSES = 10
LONGEST_PATH = 300
WHY_REFUSED = {
    "DisallowedHost": "its Host header has no name of ALLOWED_HOSTS",
    "csrf": "its form has no token of this site, or says to come from another one",
}
refused_log = logging.getLogger("wellcited.refused")
SAID = ("method", "path", "status", "ms")
"""Of a request that was answered, in ``extra`` of its record."""


def without_secrets(text: str) -> str:
    return SECRET_PARTS.sub(r"\1…", text)


class RefusedRequests(logging.Handler):
    """Takes what Django says of requests that it refused (loggers below ``django.security``): as
    errors, with a traceback and words of the request. It says again what the operator may need, as
    a warning: whoever sends a wrong header has found no fault of the site."""

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.name.removeprefix("django.security.")
        path = getattr(getattr(record, "request", None), "path", "")
        why = f" ({WHY_REFUSED[kind]})" if kind in WHY_REFUSED else ""
        refused_log.warning("Refused %s: %s%s", quote(path[:LONGEST_PATH]), kind, why)


def fault_lines(error: BaseException, most: int = MOST_CAUSES) -> list[str]:
    """A traceback without the words of its exceptions, the first cause first."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = [*fault_lines(cause, most - 1), "which led to"] if cause and most else []
    frames = [line.rstrip() for line in traceback.format_tb(error.__traceback__)]
    return [*before, *frames, exception_kind(error)]


def exception_kind(error: BaseException) -> str:
    kind = type(error)
    place = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    return f"{place}{kind.__qualname__}"


class PlainLines(logging.Formatter):
    """``2026-11-29T17:05:01.250Z ERROR config.faults [4f6a…]: words``, and below it the fault."""

    def format(self, record: logging.LogRecord) -> str:
        number = f" [{request_id()}]" if request_id() else ""
        words = without_secrets(record.getMessage())
        line = f"{record_moment(record)} {record.levelname} {record.name}{number}: {words}"
        return "\n".join([line, *fault_of(record)])


class JsonLines(logging.Formatter):
    """One object a line: time, level, logger, request, message; of an answer also method, path,
    status and milliseconds; of a fault its lines."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": record_moment(record),
            "level": record.levelname,
            "logger": record.name,
            "request": request_id(),
            "message": without_secrets(record.getMessage()),
        }
        told |= {name: getattr(record, name) for name in SAID if hasattr(record, name)}
        if lines := fault_of(record):
            told["fault"] = lines
        return json.dumps(told, ensure_ascii=False, default=str)


def record_moment(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def fault_of(record: logging.LogRecord) -> list[str]:
    error = record.exc_info[1] if record.exc_info else None
    return fault_lines(error) if error is not None else []
