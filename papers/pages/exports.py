"""Papers as files for reference managers, with the media types that Zotero takes over."""

from collections.abc import Iterable
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, quote_etag
from django.utils.translation import gettext as _

from papers.pages.export_kinds import KINDS
from papers.pages.hidden_papers import readable_paper
from papers.pages.library_files import (
    MOST_AT_ONCE,
    ask_for_files,
    exported_records,
    is_outdated,
    library_state,
    newest_file,
)
from papers.pages.library_filters import PaperFilterForm
from papers.pages.moved import moved_to
from papers.pages.private_answers import kept_private
from papers.records.public_record import public_record
from papers.records.record import Record


def as_file(records: Iterable[Record], kind: str, name: str) -> HttpResponse:
    """The records as a file to save, in the fields that reference managers know and no others."""
    parts = KINDS[kind].write((public_record(one) for one in records), False)
    return HttpResponse("".join(parts), headers=headers_of(kind, name))


def headers_of(kind: str, name: str) -> dict[str, str]:
    return {
        "Content-Type": KINDS[kind].media_type,
        "Content-Disposition": content_disposition_header(True, f"{name}.{kind}"),
        "X-Robots-Tag": "noindex",
    }


def paper_export(request: HttpRequest, key: str, kind: str) -> HttpResponseBase:
    paper, is_public = readable_paper(key, request)
    if paper.key != key:
        return moved_to(reverse("papers:paper_export", args=[paper.key, kind]))
    return kept_private(as_file([paper.record], kind, paper.key), is_public)


def library_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """What the filters of the library's list leave, or the whole. A small library is written at
    once; of a large one there is a file, which a job makes. Where there is none yet, reference
    managers are asked to come again."""
    form = PaperFilterForm(request.GET)
    if form.is_narrowed:
        return as_file(form.records(), kind, form.file_name)
    try:
        return library_answer(request, kind)
    except FileNotFoundError:  # a newer one took the file's place in this moment
        return library_answer(request, kind)


def library_answer(request: HttpRequest, kind: str) -> HttpResponseBase:
    count, state = library_state()
    file = None
    if count > MOST_AT_ONCE:
        file = newest_file(kind)
        if is_outdated(file, state):
            ask_for_files()
        if file is None:
            return come_again()
    changed_at = int(file.stat().st_mtime) if file else None
    tag = quote_etag(f"{file.stem}-{changed_at}" if file else f"library-{state}")
    answer = get_conditional_response(request, tag, changed_at)
    if answer is None:
        answer = sent_file(file, kind) if file else as_file(exported_records(), kind, "library")
    answer["ETag"], answer["Cache-Control"] = tag, "no-cache"
    if changed_at:
        answer["Last-Modified"] = http_date(changed_at)
    return answer


def come_again() -> HttpResponse:
    text = _("The file is being made. Please come again in half a minute.")
    headers = {"Retry-After": "30", "Cache-Control": "no-store"}
    answer = HttpResponse(f"{text}\n", "text/plain; charset=utf-8", 503, headers=headers)
    answer._has_been_logged = True  # else Django logs it as a fault (django.utils.log.log_response)
    return answer


def sent_file(file: Path, kind: str) -> FileResponse:
    headers = headers_of(kind, "library")
    media_type = headers.pop("Content-Type")  # which Django guesses where it is no argument
    return FileResponse(file.open("rb"), content_type=media_type, headers=headers)
