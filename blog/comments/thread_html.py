"""The HTML of threads, for a thousand comments at once.

Django's templates take 0.15 ms for each comment. So ``blog/_reply.html`` is rendered once for each
kind of reply (``Kind``) that is on a page, with marks where what differs will stand, and Python
puts the values of each comment there. All values are escaped here, stored HTML excepted.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from html import escape
from itertools import zip_longest
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import ngettext

from blog.comments.thread_pages import ShownComment, ThreadPage
from blog.models import Comment, Post
from blog.text.quotable import Quotable

PK, PARENT = 730_000_000_000_000_001, 730_000_000_000_000_002
"""Numbers that no comment has: they stand where its own and its parent's will."""
VALUES = ("name", "website", "body_html", "time", "date", "parent_name")
VALUES += ("quote", "quote_address", "quoted_date")
MARKS = {name: f"\ue000{name}\ue001" for name in VALUES}


class ReplyKind(NamedTuple):
    """What decides which parts of the template a reply has. ``parent`` is "here" or "elsewhere"
    where its parent is named, which stands on the same page or on another one; ``quote`` is
    "linked", "there" or "gone" where it quotes the post."""

    is_shown: bool
    has_website: bool = False
    is_edited: bool = False
    parent: str = ""
    quote: str = ""


def threads_html(page: ThreadPage, post: Post, takes_comments: bool) -> str:
    """The items of the outermost list. Where replies stand in another comment, their list is in a
    ``<details>`` that is open: only its reader closes it, so that no address leads into a closed
    one."""
    return "".join(thread_pieces(page, post, takes_comments))


def thread_pieces(page: ThreadPage, post: Post, takes_comments: bool) -> Iterator[str]:
    pattern = cache(partial(reply_pattern, post=post, takes_comments=takes_comments))
    zone, date_of, summary = get_current_timezone(), cache(full_date), cache(replies_summary)
    here = {place.node.pk for place in page.places}
    quotable = Quotable(post.body_html, post.title_html + post.toc_html)
    depths = [place.depth for place in page.places[1:]]
    for place, after in zip_longest(page.places, depths, fillvalue=0):
        kind, values = ReplyKind(False), {"pk": place.node.pk}
        if place.node.is_shown:
            comment = page.comments[place.node.pk]
            is_edited, parent = comment.edited_at is not None, ""
            written = comment.created_at.astimezone(zone)
            values |= {
                "name": escape(comment.name),
                "website": escape(comment.website),
                "body_html": comment.body_html,
                "time": written.isoformat(timespec="seconds"),
                "date": f"{date_of(written.date())}, {written:%H:%M}",
            }
            if place.parent in page.comments:
                parent = "here" if place.parent in here else "elsewhere"
                name = escape(page.comments[place.parent].name)
                values |= {"parent": place.parent, "parent_name": name}
            quote, quoted = quotation(comment, quotable) if comment.quote else ("", {})
            values |= quoted
            kind = ReplyKind(True, bool(comment.website), is_edited, parent, quote)
        yield "<li>"
        yield pattern(kind) % values
        if after > place.depth:
            yield summary(place.replies)
        else:
            yield "</li>" + "</ol></details></li>" * (place.depth - after)


def quotation(comment: ShownComment, quotable: Quotable) -> tuple[str, dict[str, str]]:
    """What became of the words that a comment quotes, and the values to say so."""
    values = {"quote": escape(comment.quote)}
    if quotable.has(comment.quote):
        address = escape(quotable.address(comment.quote))
        return "linked" if address else "there", values | {"quote_address": address}
    date = full_date(localdate(comment.quoted_at)) if comment.quoted_at else ""
    return "gone", values | {"quoted_date": escape(date)}


def reply_pattern(kind: ReplyKind, post: Post, takes_comments: bool) -> str:
    """The template's HTML for a kind of reply, with ``%(name)s`` where values stand."""
    comment = Comment(
        pk=PK,
        name=MARKS["name"],
        website=MARKS["website"] if kind.has_website else "",
        body_html=MARKS["body_html"],
        quote=MARKS["quote"],
    )
    context = {
        "post": post,
        "comment": comment,
        "parent": Comment(pk=PARENT, name=MARKS["parent_name"]),
        "kind": kind,
        "time": MARKS["time"],
        "date": MARKS["date"],
        "quote_address": MARKS["quote_address"],
        "quoted_date": MARKS["quoted_date"],
        "takes_comments": takes_comments,
    }
    html = render_to_string("blog/_reply.html", context).strip().replace("%", "%%")
    for name, mark in MARKS.items():
        html = html.replace(mark, f"%({name})s")
    return html.replace(str(PK), "%(pk)d").replace(str(PARENT), "%(parent)d")


def replies_summary(count: int) -> str:
    text = ngettext("%(count)d reply", "%(count)d replies", count) % {"count": count}
    return f"<details open><summary>{escape(text)}</summary><ol>"


def full_date(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
