"""Mentions of posts on other sites: asked for, looked at, and stored among the comments.

A mention is a comment that this site writes, from what the page says of itself, so that it waits in
the same queue, and is judged, found, exported and erased as comments are.
"""

import re
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from blog.comments.moderation.assessment import SendingFacts, assess_comment
from blog.comments.moderation.decisions import note_act, settle_comments
from blog.comments.moderation.personal_data import erase_comments
from blog.comments.moderation.rate_counts import BUSY_WAIT, spend_limits
from blog.comments.moderation.spam_signals import FAST_SECONDS
from blog.comments.rendering_comments import render_comment
from blog.mentions.foreign_pages import HTML, LONGEST_PAGE, ForeignPage, read_foreign_page
from blog.mentions.mentioned_posts import is_here, post_at, takes_mentions
from blog.models import Comment, Errand, Post
from blog.models.comments import CommentState
from blog.models.errands import ErrandKind
from blog.models.moderation import ActKind
from blog.models.web_links import LONGEST_LINK
from blog.text.display_names import plain_name
from blog.text.hosts import host_of
from papers.library.discussion_counts import papers_cited_by, recount_discussions
from papers.registries.door_faults import AddressRefused, NotThere
from papers.registries.http_door import ask_public_web, take_apart

MOST_WAITING = 500
"""Pages that wait to be looked at."""
OF_ONE_HOST = (20, 600)
"""How many pages of one host are taken in how many seconds: it may know nothing of it."""
MOST_TRIED = 20
"""Links to this site on one page that are followed to their posts."""
LONGEST_TITLE, LONGEST_EXCERPT = 150, 400
MARKS = re.compile(r"[\\`*_{}\[\]<>|~$^:&#=]|(?:(?<=\d)|(?<=www))\.|\A[-+]", re.I)
"""Letters that mean something in Markdown."""
KEPT_FOR = timedelta(days=7)
"""How long it stays known that a page was looked at."""


class MentionRefused(Exception):
    """``str()`` says to who sent it what is wrong, ``wait`` in how many seconds to send it again: 0
    where that is of no use."""

    def __init__(self, sentence: str, wait: int = 0) -> None:
        super().__init__(sentence)
        self.wait = wait


def queue_mention(source: str, target: str) -> None:
    """Has the page ``source`` looked at, which is said to link the post at ``target``."""
    if not source or not target:
        raise MentionRefused(_("Send two addresses: source, the page that links, and target."))
    if max(len(source.encode()), len(target.encode())) > LONGEST_LINK:
        raise MentionRefused(
            _("An address may have %(most)d bytes at most.") % {"most": LONGEST_LINK}
        )
    try:
        take_apart(source)
    except AddressRefused as refused:
        raise MentionRefused(str(refused)) from refused
    if is_here(source):
        raise MentionRefused(_("The source is a page of this site itself."))
    post = post_at(target)
    if post is None:
        raise MentionRefused(_("The target is no post of this site that everybody may read."))
    if not takes_mentions(post):
        raise MentionRefused(_("This post takes no mentions."))
    waiting = Errand.objects.filter(kind=ErrandKind.LOOK, due_at__isnull=False)
    if waiting.count() >= MOST_WAITING:
        raise MentionRefused(_("Very many mentions wait. Please send it again later."), BUSY_WAIT)
    spent = spend_limits({f"mention {host_of(source)}"[:64]: OF_ONE_HOST})
    if not spent.is_free:
        raise MentionRefused(_("Very many pages of this host were sent."), spent.wait)
    Errand.objects.update_or_create(
        kind=ErrandKind.LOOK,
        source=source,
        target=post.get_absolute_url(),
        defaults={"post": post, "due_at": timezone.now(), "tries": 0, "problem": ""},
    )


def look_at_mention(errand: Errand) -> str:
    """Fetches the page, and stores, changes or takes back its mention; why there is none, in words,
    or nothing. Raises ``DoorFault`` and ``blog.markup.MarkupError``."""
    post = Post.objects.published().filter(pk=errand.post_id).first()
    if post is None or not takes_mentions(post):
        return _("This post takes no mentions.")
    try:
        answer = ask_public_web(errand.source, HTML, most=LONGEST_PAGE)
    except NotThere as gone:
        take_back(errand, str(gone))
        return str(gone)
    page = read_foreign_page(answer.body, answer.address)
    is_fit = not is_here(answer.address) and len(answer.address.encode()) <= LONGEST_LINK
    around = text_around(page, post) if is_fit else None
    if around is None:
        problem = _("The page does not link the post.")
        take_back(errand, problem)
        return problem
    store_mention(post, errand.source, answer.address, page, around)
    return ""


def text_around(page: ForeignPage, post: Post) -> str | None:
    """The text in which a page links a post; ``None`` where it does not."""
    ours = [one for one in page.links if is_here(one)]
    linked = (one for one in ours[:MOST_TRIED] if post_at(one) == post)
    first = next(linked, None)
    return None if first is None else page.links[first]


def store_mention(post: Post, source: str, found: str, page: ForeignPage, around: str) -> None:
    """What has changed waits for a moderator again; what was taken down stays down. Shown is the
    address where the page was ``found``: the ``source`` may be another site's that led there."""
    comment = Comment.objects.filter(post=post, mentioned_from=source).first()
    comment = comment or Comment(post=post, mentioned_from=source)
    before = (comment.name, comment.source)
    comment.name = plain_name(page.author)[:100] or host_of(found)[:100]
    comment.source = mention_text(page.title or found, found, around or page.summary)
    if before == (comment.name, comment.source):
        return
    comment.body_html = render_comment(comment.source, post)
    comment.edited_at = timezone.now() if comment.pk else None
    verdict = assess_comment(SendingFacts(seconds=FAST_SECONDS), comment)
    verdict.apply_to(comment)
    comment.reasons = [["mention", ""], *comment.reasons]
    if comment.state == CommentState.PUBLISHED:
        comment.state = CommentState.PENDING
    if comment.state == CommentState.PENDING:
        comment.decided_at = None
    with transaction.atomic():
        comment.save()
        recount_discussions(papers_cited_by([comment.pk]))
        settle_comments(comment)


def mention_text(title: str, address: str, excerpt: str) -> str:
    """The Markdown of a mention: what the page says is text in it and nothing else."""
    href = re.sub(r"[()<>\"'\\\s]", lambda sign: f"%{ord(sign[0]):02X}", address)
    words = {
        "page": f"[{words_as_text(title, LONGEST_TITLE)}]({href})",
        "host": words_as_text(host_of(address), LONGEST_TITLE),
    }
    said = _("Mentioned at %(page)s (%(host)s)") % words
    return f"{said}\n\n{words_as_text(excerpt, LONGEST_EXCERPT)}".strip()


def words_as_text(words: str, most: int) -> str:
    """Words, of so many letters at most, as Markdown that shows them."""
    return MARKS.sub(lambda sign: f"&#{ord(sign[0])};", Truncator(words).chars(most))


@transaction.atomic
def take_back(errand: Errand, why: str) -> None:
    """Erases a mention whose page has gone, or links the post no more; answers to it stay. One that
    a moderator took down stays as it is, or the page could send it anew."""
    comments = Comment.objects.filter(post=errand.post, mentioned_from=errand.source)
    comments = list(comments.exclude(state__in=[CommentState.SPAM, CommentState.REMOVED]))
    for comment in comments:
        note_act(ActKind.ERASE, None, comment, why)
    erase_comments(comments)


def forget_looks() -> None:
    before = timezone.now() - KEPT_FOR
    done = Errand.objects.filter(kind=ErrandKind.LOOK, due_at=None, asked_at__lt=before)
    done.delete()
