"""What the site says when it fails: in a view, in a middleware, or before either."""

import errno
import logging
import sys
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError, DataError, InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError

from blog.views.api import fault_for_program, is_for_api
from blog.views.kept_forms import RETRY_SECONDS, draw, form_to_send_again

Handler = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger(__name__)
DISK_ERRORS = {errno.EACCES, errno.EDQUOT, errno.EIO, errno.ENOSPC, errno.EROFS, errno.ESTALE}
UNSTORABLE = (DataError, OverflowError, UnicodeEncodeError, FieldDoesNotExist)
"""What databases say of a number or a text that they have no room for, and the admin of a column
that an address made up."""
NO_NUMBER = "expected a number but got"
"""What Django's fields say of a chosen row whose number is none (``Field.get_prep_value``); its
lists that are searched while one types do not look at what they are sent."""


class Faults:
    """Answers what a view could not: see ``answer_fault``."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return None if settings.DEBUG else answer_fault(request, error)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler of status 500, which it calls for whatever a middleware raised, too."""
    error = sys.exc_info()[1]
    answer = answer_fault(request, error) if error is not None else None
    if answer is not None:
        return answer
    return drawn_fault(request, 500)


def drawn_fault(request: HttpRequest, status: int) -> HttpResponse:
    """JSON for a program, the form that was sent, or a page that says what is wrong."""
    if is_for_api(request):
        return fault_for_program(status)
    if has_form(request):
        return form_to_send_again(request, status)
    return draw(request, f"{status}.html", {}, status)


def answer_fault(request: HttpRequest, error: BaseException) -> HttpResponse | None:
    """503 where the storage failed, 400 where it was asked for what it cannot hold, both with the
    form that was sent; 400 for who hung up before the end of a form; ``None`` for a fault of ours.
    """
    if is_storage_fault(error):
        first_line = str(error).partition("\n")[0]  # the others may quote rows
        logger.error("The storage failed at %s: %s", request.path, first_line)
        response = drawn_fault(request, 503)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    if isinstance(error, UnreadablePostError):
        logger.warning("Who sent something to %s hung up before its end", request.path)
        return drawn_fault(request, 400)
    is_no_number = isinstance(error, ValueError) and NO_NUMBER in str(error)
    if is_no_number or isinstance(error, UNSTORABLE):
        logger.warning("Not storable, from %s", request.path, exc_info=error)
        return drawn_fault(request, 400)
    return None


def is_storage_fault(error: BaseException) -> bool:
    """Whether the database cannot be reached, read or written, or the disk cannot."""
    if isinstance(error, OSError):
        return error.errno in DISK_ERRORS
    is_unnamed = type(error) is DatabaseError  # so SQLite says that its file is corrupt
    return is_unnamed or isinstance(error, OperationalError | InterfaceError | InternalError)


def has_form(request: HttpRequest) -> bool:
    try:
        return request.method == "POST" and bool(request.POST)
    except UnreadablePostError:
        return False
