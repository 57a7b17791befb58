"""What requests bring: measured before it is read, looked at before anything is done with it."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _

from blog.api.api_faults import ApiRefused
from blog.folder.checked_values import check_texts
from blog.text.size_limits import MAX_IMAGE, MAX_POST
from papers.watching.uploads import UploadRefused, announced_size

MEGABYTE = 1024 * 1024
MAX_SENT = 3 * MAX_POST
"""Bytes of a post in JSON, with its bibliography."""


@dataclass(frozen=True)
class SentPost:
    """A ``text`` with its header. ``version`` is that of the post which its sender saw last,
    ``number`` that of a post which is previewed; ``note`` is for the history; ``bibliography`` is
    BibTeX; ``force`` publishes whatever is asked."""

    text: str
    version: int | None = None
    number: int | None = None
    note: str = ""
    bibliography: str = ""
    force: bool = False


KINDS = {
    "text": str,
    "version": int,
    "number": int,
    "note": str,
    "bibliography": str,
    "force": bool,
}


def read_sent(request: HttpRequest) -> SentPost:
    values = read_json(request)
    for name, value in values.items():
        kind = KINDS.get(name)
        if kind is None:
            to_do = _("Known are: %(names)s.") % {"names": ", ".join(KINDS)}
            raise ApiRefused(422, _("There is no such member."), where=name, to_do=to_do)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            wrong = _("This is of another kind: %(kind)s is asked for.") % {"kind": kind.__name__}
            raise ApiRefused(422, wrong, where=name)
    if "text" not in values:
        to_do = _("Send a post as Markdown with its header between two lines of ---.")
        raise ApiRefused(422, _("It has no text."), where="text", to_do=to_do)
    return SentPost(**values)


def read_json(request: HttpRequest) -> dict[str, Any]:
    if request.content_type != "application/json":
        to_do = _("Send it as application/json.")
        raise ApiRefused(415, _("This is no JSON."), where="Content-Type", to_do=to_do)
    data = read_body(request, MAX_SENT)
    try:
        values = json.loads(data)
        check_texts(values)
    except (ValueError, RecursionError) as error:
        raise ApiRefused(400, _("This is no JSON: %(why)s.") % {"why": error}) from error
    if not isinstance(values, dict):
        raise ApiRefused(422, _("The JSON is no object."))
    return values


def sent_picture(request: HttpRequest) -> bytes:
    return read_body(request, MAX_IMAGE)


def read_body(request: HttpRequest, most: int) -> bytes:
    """The whole body, not one byte of which is read where it would be too big."""
    too_big = _("At most %(n)d MB are taken here.") % {"n": most // MEGABYTE}
    try:
        size = announced_size(request, most, too_big)
        data = request.read(size)
    except UploadRefused as refused:
        raise ApiRefused(refused.status, refused, where=_("the body")) from refused
    except (OSError, UnreadablePostError) as error:
        raise ApiRefused(400, _("The body did not come whole."), where=_("the body")) from error
    if len(data) < size:
        raise ApiRefused(400, _("The body did not come whole."), where=_("the body"))
    return data
