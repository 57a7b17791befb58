"""The letters that readers get: a post as a whole, or a digest of several."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from blog.comments.mail.letter_making import make_letter
from blog.mailing.mail_html import LONGEST_LETTER, html_for_mail
from blog.mailing.subscriber_links import stop_address_of
from blog.models import Post, Subscriber, current_site
from blog.models.subscribers import Pace
from blog.posts.cited_standing import works_warned_of
from papers.citing.style_names import site_style
from papers.citing.works_elsewhere import WorksElsewhere, works_elsewhere
from papers.models import Paper
from papers.records.finished_html import without_tags
from papers.site_values import absolute_url


@dataclass(frozen=True)
class CitedEntry:
    """A work cited as a letter has it. ``notice`` says what happened to it, as ``Retracted``."""

    text: str
    entry_html: str
    url: str
    notice: str


@dataclass(frozen=True)
class PostContent:
    """What all letters with a post have in common. ``body_html`` is empty where it is too long;
    ``has_numbers`` where the works begin with numbers of their style."""

    post: Post
    url: str
    authors: tuple[str, ...]
    body_html: str
    works: tuple[CitedEntry, ...]
    has_numbers: bool

    @property
    def text(self) -> str:
        return self.post.text if self.body_html else self.post.description


def content_of(post: Post) -> PostContent:
    """``post`` comes with its byline and its whole text."""
    url, style = absolute_url(post.get_absolute_url()), post.style or site_style()
    warned = works_warned_of([post]).get(post.pk, [])
    before = render_to_string("blog/_about_notices.html", {"works": warned}) if warned else ""
    body = html_for_mail(before + post.body_html, url, settings.SITE_ORIGIN)
    cited = works_elsewhere({post.pk: style}).get(post.pk, WorksElsewhere())
    return PostContent(
        post=post,
        url=url,
        authors=tuple(one.author.name for one in post.bylines.all()),
        body_html=body if len(body) <= LONGEST_LETTER else "",
        works=tuple(cited_entry(paper, entry, url) for paper, entry in cited.works),
        has_numbers=cited.has_numbers,
    )


def cited_entry(paper: Paper, entry: str, url: str) -> CitedEntry:
    return CitedEntry(
        text=" ".join(html.unescape(without_tags(entry)).split()),
        entry_html=html_for_mail(entry, url, settings.SITE_ORIGIN),
        url=absolute_url(paper.get_absolute_url()),
        notice=str(paper.get_notice_display()) if paper.notice else "",
    )


def write_post_letter(
    subscriber: Subscriber, contents: Sequence[PostContent]
) -> EmailMultiAlternatives:
    """To one reader: the one post, or a digest. Written in the site's language; each post is marked
    as of its own."""
    stop = stop_address_of(subscriber)
    headers = {
        "List-Unsubscribe": f"<{stop}>",  # RFC 8058
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<posts.{settings.SITE_HOST}>",
    }
    context = {"contents": contents, "content": contents[0], "stop_url": stop}
    is_digest = subscriber.pace == Pace.WEEKLY
    subject = digest_subject(contents) if is_digest else contents[0].post.title_words
    name = "digest" if is_digest else "post"
    letter = make_letter(name, subject, subscriber.address, context, headers)
    letter.from_email = named_sender()
    return letter


def digest_subject(contents: Sequence[PostContent]) -> str:
    words = ngettext("%(site)s: %(count)d new post", "%(site)s: %(count)d new posts", len(contents))
    return words % {"site": current_site().name, "count": len(contents)}


def named_sender() -> str:
    """Readers know the blog by its name, not by its address."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((" ".join(current_site().name.split()), address))
