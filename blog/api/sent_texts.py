"""A text that was sent, as the API reads it: Markdown with a header, as exported folders have it;
and what is kept of it to know it again."""

from django.db import transaction
from django.utils.translation import gettext as _

from blog.api.api_faults import ApiRefused
from blog.folder.kept_folder import FolderRefusedError
from blog.folder.known_texts import keep_texts, known_text
from blog.folder.site_update import shown_header
from blog.folder.text_files import TextFile, read_text_file
from blog.folder.text_headers import POST_KEYS
from blog.models import ExportedText, Post
from blog.text.header_lines import NOT_COMPARED
from blog.transfer.source.header_values import as_flag

READ_KEYS = {*POST_KEYS.values(), *NOT_COMPARED, "authors", "tags", "redirect_from", "draft"}
OF_ONE_LINE = ("title", "series")
"""Keys for which the admin's form has one line; YAML writes several."""
NAME = "post.md"
"""What readers of files call a text that was sent."""


def read_post_text(text: str, is_html: bool = False) -> tuple[TextFile, list[str]]:
    """A text that was sent, and what its sender should know of it. Raises ``ApiRefused``, for a
    key too that posts have not: it would be lost."""
    name = NAME.replace(".md", ".html") if is_html else NAME
    try:
        file = read_text_file(name, text.encode())
    except FolderRefusedError as error:
        raise refused_text(error, name) from error
    unknown = sorted(str(key) for key in file.values if key not in READ_KEYS)
    if unknown:
        raise ApiRefused(
            422,
            _("Posts have no %(keys)s.") % {"keys": ", ".join(f"“{key}”" for key in unknown)},
            where=unknown[0],
            to_do=_("Take it out. Known are: %(names)s.") % {"names": ", ".join(sorted(READ_KEYS))},
        )
    for key in OF_ONE_LINE:
        if isinstance(file.values.get(key), str):
            file.values[key] = " ".join(file.values[key].splitlines())
    is_draft = as_flag(str(file.values.pop("draft", "")))
    if is_draft and file.values.pop("date", None) is not None:
        return file, [_("A draft has no date: “date” is not kept, since “draft” is said.")]
    return file, []


def refused_text(error: Exception, name: str = NAME) -> ApiRefused:
    """What the readers of files say, with its line where they know one."""
    said = str(error).removeprefix(name).removeprefix(":")
    line, _colon, rest = said.partition(":")
    where = _("line %(n)s") % {"n": line} if line.isdecimal() else _("the text")
    return ApiRefused(422, (rest if line.isdecimal() else said).strip(), where=where)


def kept_text(post: Post, place: str = "") -> ExportedText:
    """What a post says now, by whose digest it is known again; not stored."""
    return known_text(post, shown_header(post), post.source, place)


def remember_text(post: Post, told: ExportedText) -> None:
    """Keeps what a post says, or what was sent, one at a time."""
    with transaction.atomic():
        Post.objects.select_for_update().filter(pk=post.pk).values("pk").first()
        keep_texts([told])
