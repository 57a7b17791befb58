"""What other processes do for an import: reading files and rendering texts. Neither writes to the
database; what they find wrong they give back."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import time_ns

from django.db import DatabaseError

from blog.markup import POST, MarkupError, Rendered
from blog.markup.rendering import check_length
from blog.posts.saving_posts import render_source
from blog.transfer.posts.post_file import read_post
from blog.transfer.source.import_values import Found, Refused, SourcePost
from blog.transfer.source.looked_files import Stamp, looking, note_look
from blog.transfer.storing.new_links import FoundPicture, find_pictures

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ReadPost:
    """A post as its file has it, the pictures and files that it shows, and which files were looked
    at for that, from ``began`` on (nanoseconds since 1970)."""

    source: SourcePost
    pictures: dict[str, FoundPicture]
    looked: Mapping[Path, Stamp | None]
    began: int


def read_found(found: Found) -> ReadPost | Refused:
    began = time_ns()
    with looking() as looked:
        note_look(found.file)
        try:
            source = read_post(found)
            check_length(source.body, POST)
            return ReadPost(source, find_pictures(found, source), looked, began)
        except Refused as error:
            return error
        except MarkupError as error:
            return Refused(source.path, source.body_line, str(error))
        except Exception as error:  # a fault of ours with one file keeps no other out
            return Refused(found.path, None, told_fault(found.path, error))


def render_ready(source: SourcePost) -> Rendered | MarkupError:
    try:
        return render_source(source.body, source.language, is_html=source.is_html)
    except MarkupError as error:
        return error
    except DatabaseError:
        raise
    except Exception as error:  # the same
        return MarkupError(told_fault(source.path, error))


def told_fault(path: str, error: Exception) -> str:
    log.exception("The import has no answer to %s.", path)
    name = type(error).__name__
    return f"this program failed on it ({name}: {error}); please tell its makers, with the file"
