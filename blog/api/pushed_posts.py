"""Posts that are sent: compared with what they were made from, checked as the form checks them,
and saved on the one path on which all posts are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.api.api_access import may_add, post_of_user
from blog.api.api_faults import ApiRefused
from blog.api.post_rights import check_rights
from blog.api.request_bodies import SentPost
from blog.api.sent_bibliographies import sent_works
from blog.api.sent_texts import kept_text, read_post_text, refused_text, remember_text
from blog.api.told_posts import told_findings, told_whole
from blog.folder.kept_folder import FolderRefusedError
from blog.folder.known_texts import base_of, known_text
from blog.folder.row_builder import UNFIT
from blog.folder.site_update import (
    TEXT,
    Clash,
    TextClash,
    changed_row,
    lists_in,
    merged,
    take_series,
)
from blog.folder.text_files import TextFile
from blog.folder.text_headers import POST_KEYS
from blog.folder.text_import import TextRow, keep_old_paths, old_addresses_in
from blog.markup import MarkupError, Rendered
from blog.models import ApiToken, ChangedMeanwhile, ExportedText, Post
from blog.posts.own_author import make_author_of
from blog.posts.revisions import Saving
from blog.posts.saving_posts import render_source, save_post
from blog.text.header_lines import NOT_COMPARED, SENDING
from blog.writing.post_checks import check_post, stored_state
from blog.writing.publishing_doubts import publishing_doubts
from papers.citing.style_names import style_choices
from papers.records.text_differences import text_difference

ATTEMPTS = 3
"""With what others change while a text is rendered."""
STAY = ("slug", "created", "authors")
"""Keys that a text may leave out without taking them from its post."""
AGAIN = timedelta(hours=1)
"""So long after it made a post, the same text is the same one: the answer may have been lost."""


@dataclass
class Push:
    """A text on its way into a post. ``place`` names the program that sends it: what it sent last
    is what its next one is compared with."""

    user: Any
    place: str
    sent: SentPost
    file: TextFile
    remarks: list[str]

    def answer(self, post: Post, outcome: str) -> dict[str, Any]:
        found = told_findings(check_post(stored_state(post)))
        told = {"outcome": outcome, "findings": found, "remarks": self.remarks}
        return {**told_whole(post), **told}


def make_push(token: ApiToken, sent: SentPost, is_html: bool = False) -> Push:
    file, remarks = read_post_text(sent.text, is_html)
    return Push(token.user, f"api:{token.pk}", sent, file, remarks)


def create_post(token: ApiToken, sent: SentPost) -> tuple[int, dict[str, Any]]:
    """A new post; the same text sent twice by one program is one, since answers get lost."""
    may_add(token.user)
    push = make_push(token, sent)
    number = push.file.values.get("number")
    if number is not None:
        raise ApiRefused(
            422,
            _("This is the text of post %(number)s.") % {"number": number},
            where="number",
            to_do=_("Send it to that post by PUT, or take “number” and “digest” out."),
        )
    begun = post_begun(push)
    if begun is not None:
        return update_post(token, begun.pk, sent)
    again = just_made(push)
    if again is not None:
        return 200, push.answer(again, "unchanged")
    post, values = Post(), push.file.values
    try:
        store_push(push, post, values, set(values) | {TEXT})
    except ChangedMeanwhile as error:
        wrong = _("Works that the text cites are being changed at this moment.")
        to_do, headers = _("Send it again."), {"Retry-After": "1"}
        raise ApiRefused(503, wrong, to_do=to_do, headers=headers) from error
    first, whole = (
        known_text(post, values, push.file.text, push.place),
        kept_text(post, push.place),
    )
    remember_text(post, first)
    if whole.digest != first.digest:
        remember_text(post, whole)
    return 201, push.answer(post, "created")


def first_texts(push: Push) -> QuerySet[ExportedText]:
    """The text that a new post was made of whose answer was lost, by the word that its sender wrote
    into the file before."""
    word = push.file.values.get(SENDING)
    if not isinstance(word, str) or not word:
        return ExportedText.objects.none()
    known = {"taken_from": push.place, f"header__{SENDING}": word}
    return ExportedText.objects.filter(**known).order_by("-pk")


def post_begun(push: Push) -> Post | None:
    posts = Post.objects.editable_by(push.user)
    return posts.filter(pk__in=first_texts(push).values("post")).first()


def just_made(push: Push) -> Post | None:
    """The post that this text made a moment ago, if it is as it was made."""
    known = ExportedText.objects.filter(digest=push.file.present_digest, taken_from=push.place)
    posts = Post.objects.editable_by(push.user).filter(pk__in=known.values("post"), version=1)
    return posts.filter(revisions__at__gt=timezone.now() - AGAIN).first()


def update_post(token: ApiToken, number: int, sent: SentPost) -> tuple[int, dict[str, Any]]:
    """Takes what changed in the text; what changed here alone stays."""
    post = post_of_user(token.user, number)
    push = make_push(token, sent, post.is_html)
    if push.file.values.get("number", number) != number:
        wrong = _("The text says that it is of another post.")
        raise ApiRefused(422, wrong, where="number")
    for _attempt in range(ATTEMPTS):
        try:
            wanted, keys = changes_of(push, post)
            if keys:
                store_push(push, post, wanted, keys)
            remember_text(post, kept_text(post, push.place))
            return 200, push.answer(post, "changed" if keys else "unchanged")
        except ChangedMeanwhile:
            post = post_of_user(token.user, number)
    raise conflict(post, sent.text, all_differences(push, post))


def changes_of(push: Push, post: Post) -> tuple[dict[str, Any], set[str]]:
    """The header as it is to be, and which of its keys, or the text, changed."""
    base = base_in(push, post)
    if base is None:
        raise conflict(post, push.sent.text, all_differences(push, post))
    kept = {key: base.header[key] for key in STAY if key in base.header}
    file = replace(push.file, values={**kept, **push.file.values})
    try:
        return merged("sent", post, base, file)
    except TextClash as clash:
        raise conflict(post, push.sent.text, clash.clashes) from clash


def base_in(push: Push, post: Post) -> ExportedText | None:
    """What a text was made from: the post as it is, if its sender saw that, else what its digest
    names; ``None`` where nobody knows."""
    if push.sent.version == post.version:
        return kept_text(post)
    first = None if push.file.digest else first_texts(push).filter(post=post).first()
    digest = first.digest if first else push.file.digest
    base = base_of(Post, digest, push.place) if digest else None
    return base if base is not None and base.post_id == post.pk else None


def all_differences(push: Push, post: Post) -> list[tuple[str, Any, Any]]:
    now, values = kept_text(post), push.file.values
    keys = [key for key in dict.fromkeys([*now.header, *values]) if key not in NOT_COMPARED]
    parts = [(key, now.header.get(key), values.get(key)) for key in keys]
    parts.append((TEXT, now.body, push.file.text.replace("\r\n", "\n")))
    return [one for one in parts if one[1] != one[2]]


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


def store_push(push: Push, post: Post, wanted: dict[str, Any], keys: set[str]) -> None:
    """Everything is looked at before anything is stored. Raises ``ApiRefused``, and
    ``ChangedMeanwhile``."""
    check_rights(push.user, post, wanted, keys)
    try:
        one = changed_row("post.md", post, wanted, push.file, keys)
        check_lists(one)
        check_columns(post)
        rendered = render_source(post.source, post.language, is_html=post.is_html)
    except (FolderRefusedError, MarkupError) as error:
        raise refused_text(error) from error
    works = sent_works(push.user, push.sent.bibliography, post)
    refuse_doubts(push, post, rendered, works.named)
    push.remarks += [*works.remarks, *works.add(post)]
    try:
        save_push(push, one, keys, rendered)
    except UNFIT as error:
        wrong = _("The database cannot hold it: %(why)s") % {"why": error}
        raise ApiRefused(422, wrong) from error


def save_push(push: Push, one: TextRow, keys: set[str], rendered: Rendered) -> None:
    post = one.row
    take_series(one)
    tags, authors = lists_in(one, keys)
    if post.pk is None and not authors:
        own = make_author_of(push.user, "")
        authors = [own] if own else []
    save_post(
        post,
        tags,
        authors,
        rendered=rendered,
        store_rows=lambda: keep_old_paths("post", [one]),
        saving=Saving(push.user, push.sent.note),
    )


def check_lists(one: TextRow) -> None:
    """Raises ``FolderRefusedError`` for tags, authors or old addresses that cannot be stored."""
    for _told in (one.tags, one.texts("authors"), *old_addresses_in("post", one)):
        pass


def check_columns(post: Post) -> None:
    """What the form of a post says of its fields, with the keys of the header."""
    try:
        post.full_clean(exclude=["series"])
    except ValidationError as error:
        told = {
            POST_KEYS.get(name, name): " ".join(said) for name, said in error.message_dict.items()
        }
        where, what = next(iter(told.items()))
        raise ApiRefused(422, what, where=where, fields=told) from error
    known = [name for name, _title in style_choices()]
    if post.style and post.style not in known:
        raise ApiRefused(
            422,
            _("There is no citation style “%(name)s”.") % {"name": post.style},
            where="citation_style",
            to_do=_("Known are: %(names)s.") % {"names": ", ".join(known)},
        )


def refuse_doubts(push: Push, post: Post, rendered: Rendered, named: Collection[str]) -> None:
    """Publishing asks as the form does, but not about works that the bibliography has."""
    is_asked = post.published_at is not None and not post.publish_anyway
    if push.sent.force or not is_asked:
        return
    doubts = publishing_doubts(post, post.source, rendered, post.nocite, named)
    if doubts:
        raise ApiRefused(
            422,
            _("Nothing is stored yet: look at what is asked here before it is published."),
            where="date",
            to_do=_("Mend it, take “date” out to keep a draft, or send it with “force”."),
            doubts=[{"key": one.key, "line": one.line, "words": one.message} for one in doubts],
        )
