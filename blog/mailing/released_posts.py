"""Which posts are mailed, and when: those that lists show, published after the site's switch, each
once, some minutes after its time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet

from blog.mailing.digest_times import WEEK
from blog.models import MailedPost, Post, Site, Subscriber
from blog.models.subscribers import Pace


def mailable_posts(site: Site, now: datetime) -> QuerySet[Post]:
    """Those that may stand in a letter now: what is withdrawn or too old by then does not."""
    oldest = now - timedelta(days=settings.BLOG_MAILED_FOR_DAYS)
    since = max(site.mails_posts_since or now, oldest)
    return Post.objects.listed(now).filter(published_at__gt=since)


def release_posts(site: Site, now: datetime) -> None:
    """Notes which posts' time has come. One that was withdrawn before a letter had it is forgotten,
    so that it is mailed when it is published in earnest."""
    mailed = MailedPost.objects.filter(post=OuterRef("pk"))
    shown = mailable_posts(site, now)
    recent = MailedPost.objects.filter(letters=0, released_at__gt=now - WEEK)
    recent.exclude(Exists(shown.order_by().filter(pk=OuterRef("post")))).delete()
    wait = timedelta(seconds=settings.BLOG_MAIL_WAIT_SECONDS)
    ready = shown.filter(published_at__lte=now - wait)
    found = (
        ready.exclude(Exists(mailed)).order_by("published_at", "pk").values_list("pk", flat=True)
    )
    if pks := list(found):
        last = MailedPost.objects.values_list("released_at", flat=True).first()
        first = max(now, last + timedelta.resolution) if last else now
        MailedPost.objects.bulk_create(
            (
                MailedPost(post_id=pk, released_at=first + number * timedelta.resolution)
                for number, pk in enumerate(pks)
            ),
            ignore_conflicts=True,  # another process was at it
        )


def posts_for(
    subscriber: Subscriber, site: Site, until: datetime, now: datetime
) -> tuple[list[Post], datetime]:
    """What the next letter to a reader has, oldest first, and up to when it has been mailed then:
    one post, or all of a digest; nothing where what was released is not shown any more."""
    released = F("mailing__released_at")
    rows = mailable_posts(site, now).filter(
        mailing__released_at__gt=subscriber.mailed_until, mailing__released_at__lte=until
    )
    rows = (
        rows.annotate(released=released)
        .order_by("released")
        .with_byline()
        .defer(None)
        .defer("source")
    )
    if subscriber.pace == Pace.WEEKLY:
        return list(rows), until
    first = rows.first()
    return ([first], first.released) if first else ([], until)


def count_letter(posts: Sequence[Post]) -> int:
    """Of each of these posts one more; how many of them are still to be mailed."""
    rows = MailedPost.objects.filter(post__in=[post.pk for post in posts])
    return rows.update(letters=F("letters") + 1)
