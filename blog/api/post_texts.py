"""Posts as the API reads and tells them: Markdown with a header, as exported folders have it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from blog.api.api_faults import ApiRefused
from blog.folder.kept_folder import FolderRefusedError
from blog.folder.known_texts import keep_texts, known_text
from blog.folder.site_update import Clash, shown_header
from blog.folder.text_files import TextFile, read_text_file, write_text_file
from blog.folder.text_headers import POST_KEYS
from blog.markup.page.text_checks import Finding
from blog.models import ExportedText, Post
from blog.text.header_lines import NOT_COMPARED
from blog.transfer.source.header_values import as_flag
from blog.writing.finding_words import finding_words, gravity_of
from papers.records.text_differences import text_difference
from papers.site_values import absolute_url

READ_KEYS = {*POST_KEYS.values(), *NOT_COMPARED, "authors", "tags", "redirect_from", "draft"}
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


def told_post(post: Post) -> dict[str, Any]:
    """What the list says of a post."""
    return {
        "number": post.pk,
        "version": post.version,
        "title": post.title,
        "slug": post.slug,
        "state": post.state,
        "is_html": post.is_html,
        "address": absolute_url(post.get_absolute_url()),
        "edit_address": absolute_url(reverse("admin:blog_post_change", args=[post.pk])),
        "changed_at": post.updated_at.isoformat(),
    }


def told_whole(post: Post) -> dict[str, Any]:
    text = write_text_file(shown_header(post), post.source, is_html=post.is_html)
    return {**told_post(post), "text": text}


def told_findings(found: Iterable[Finding]) -> list[dict[str, Any]]:
    return [
        {
            "kind": str(one.kind),
            "gravity": str(gravity_of(one)),
            "line": one.line,
            "words": finding_words(one),
        }
        for one in found
    ]


def conflict(post: Post, sent: str, clashes: Sequence[Clash]) -> ApiRefused:
    """Both texts, and each part that was changed at both places, with the way from one to the
    other."""
    differences = [
        {
            "part": key,
            "stored": now,
            "sent": there,
            "lines": [
                one.sign + "".join(piece for piece, _is_changed in one.parts)
                for one in text_difference(str(now or ""), str(there or ""))
            ],
        }
        for key, now, there in clashes
    ]
    return ApiRefused(
        409,
        _("The post was changed here too since you had it: nothing of yours is stored."),
        where=", ".join(key for key, _now, _there in clashes),
        to_do=_(
            "Put both together, and send that with “version” %(version)d, or with the digest of "
            "the text stored here."
        )
        % {"version": post.version},
        version=post.version,
        stored=told_whole(post)["text"],
        sent=sent,
        differences=differences,
    )
