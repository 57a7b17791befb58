"""A file that is sent: measured before it is read, and read no further than it says."""

from tempfile import TemporaryFile
from typing import BinaryIO

from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _

from papers.formats.any_format import format_of
from papers.models import Watch
from papers.records.encodings import HEAD, encoding_of
from papers.watching.watch_contents import keep_content

CHUNK = 65_536
PLAIN = frozenset({"", "identity"})


class UploadRefused(Exception):
    """``status`` is that of the answer, ``str()`` its sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def take_upload(watch: Watch, request: HttpRequest, most: int) -> int:
    """Keeps what a request brings for a watch, at most so many bytes; how many there were."""
    said = _("The file may have %(most)d MB (the setting WATCHED_MEGABYTES).")
    size = announced_size(request, most, said % {"most": most // 1_000_000})
    with TemporaryFile() as file:
        left = size
        try:
            while left and (some := request.read(min(CHUNK, left))):
                file.write(some)
                left -= len(some)
        except (OSError, UnreadablePostError):
            pass  # told below: not all of it came
        if left:
            raise UploadRefused(400, _("Less came than the request said."))
        refuse_other_formats(file)
        file.seek(0)
        keep_content(watch, file)
    return size


def announced_size(request: HttpRequest, most: int, too_big: str) -> int:
    """How many bytes a request brings. Raises ``UploadRefused``, with ``too_big`` for more than
    ``most``."""
    written = request.headers.get("Content-Length", "").strip()
    if not (written.isascii() and written.isdigit()):
        raise UploadRefused(411, _("The request does not say how long the file is."))
    if request.headers.get("Content-Encoding", "").strip().lower() not in PLAIN:
        raise UploadRefused(415, _("Send the file as it is, not packed."))
    if len(written) > 15 or int(written) > most:
        raise UploadRefused(413, too_big)
    if not int(written):
        raise UploadRefused(422, _("The file is empty. Nothing changes."))
    return int(written)


def refuse_other_formats(file: BinaryIO) -> None:
    file.seek(0)
    head = file.read(HEAD)
    try:
        format_of(head.decode(encoding_of(head), "replace"))
    except ValueError as error:
        said = _("That is neither BibTeX, RIS nor CSL-JSON. Nothing changes.")
        raise UploadRefused(422, said) from error
