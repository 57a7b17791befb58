"""Readers' comments, in threads."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.markup.page.plain_text import read_page
from blog.models.comment_policy import Commenting
from blog.models.web_links import LONGEST_LINK
from blog.text.quotable import LONGEST_QUOTE
from blog.text.sameness import text_fingerprint
from papers.library.discussion_counts import papers_cited_by
from papers.library.uncited_papers import recount_and_forget
from papers.models import CommentCitation
from papers.search.searchable import Searchable, SearchableQuerySet, SearchEntry, minute_of
from papers.site_values import address_of


class CommentState(models.TextChoices):
    PENDING = "pending", _("pending")
    PUBLISHED = "published", _("published")
    SPAM = "spam", _("spam")
    REMOVED = "removed", _("removed")


CITING_SIGNS = ("@", "cite", "://", "www.", "10.", "arxiv", "pmid", "pmc")
"""One of these stands in whatever cites or names a work: keys, other systems' forms, addresses,
identifiers."""


class CommentQuerySet(SearchableQuerySet):
    def published(self) -> "CommentQuerySet":
        return self.filter(state=CommentState.PUBLISHED)

    def public(self, now: datetime | None = None) -> "CommentQuerySet":
        """The published ones of posts that everybody may read and that show their comments."""
        posts = self.published().filter(post__published_at__lte=now or timezone.now())
        return posts.exclude(post__commenting=Commenting.HIDDEN)

    def pending(self) -> "CommentQuerySet":
        return self.filter(state=CommentState.PENDING)

    def mentions(self) -> "CommentQuerySet":
        """Those that are pages of other sites."""
        return self.exclude(mentioned_from="")

    def may_cite(self) -> "CommentQuerySet":
        """Those whose text has a citation, a link or an identifier, or had one."""
        marks = Q(*(("source__icontains", sign) for sign in CITING_SIGNS), _connector=Q.OR)
        return self.filter(marks | Exists(CommentCitation.objects.filter(comment=OuterRef("pk"))))

    @transaction.atomic
    def delete(self) -> tuple[int, dict[str, int]]:
        threads = Comment.objects.filter(thread__in=self.values("thread")).values_list("pk")
        papers = papers_cited_by(pk for (pk,) in threads)
        deleted = super().delete()
        recount_and_forget(papers)
        return deleted

    delete.alters_data = True
    delete.queryset_only = True

    def with_answers(self) -> "CommentQuerySet":
        """Each says by ``is_answered`` whether there is an answer that stands or may stand."""
        shown = [CommentState.PENDING, CommentState.PUBLISHED]
        answers = Comment.objects.filter(parent=OuterRef("pk"), state__in=shown)
        return self.annotate(is_answered=Exists(answers))

    def in_threads(self) -> "CommentQuerySet":
        """Thread by thread, oldest first; inside a thread as they came."""
        return self.order_by("thread_id", "pk")


class Comment(Searchable):
    """A reader's reply. ``thread`` is the thread's first comment, itself for the first one.

    ``quote`` are words that stood in the post when it had last been changed at ``quoted_at``.

    ``reasons`` say why it was held, as ``[code, value]`` (``blog.comments.moderation.reasons`` says
    them in words); ``sender`` is a keyed hash of an IP address, for some days; ``fingerprint`` is
    the same for the same text; ``submission`` for the same words of the same name at the same
    place, for a day (``blog.comments.sending.submission``); ``edited_at`` is when its writer
    changed it; ``import_key`` names it in the archive that it came from. ``mentioned_from`` is the
    address of a page on another site that mentions the post: such a comment is made of that page
    (``blog.mentions.received_mentions``).
    """

    post = models.ForeignKey(
        "blog.Post", models.CASCADE, related_name="comments", verbose_name=_("post")
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name=_("in reply to"),
    )
    thread = models.ForeignKey("self", models.CASCADE, null=True, editable=False, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("mail"), blank=True, help_text=_("Not shown."))
    is_email_verified = models.BooleanField(
        _("mail verified"),
        default=False,
        editable=False,
        help_text=_("Its owner wrote this comment: known by a letter of ours, or by the browser."),
    )
    website = models.URLField(_("website"), blank=True)
    source = models.TextField(_("comment"), max_length=5000)
    body_html = models.TextField(editable=False)
    quote = models.TextField(_("quoted passage"), max_length=LONGEST_QUOTE, blank=True)
    quoted_at = models.DateTimeField(_("state of the post"), null=True, editable=False)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=CommentState.choices,
        default=CommentState.PENDING,
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    reasons = models.JSONField(_("reasons"), default=list, blank=True, editable=False)
    sender = models.CharField(max_length=32, blank=True, editable=False)
    fingerprint = models.CharField(max_length=32, blank=True, editable=False)
    submission = models.CharField(max_length=32, blank=True, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    import_key = models.CharField(max_length=200, blank=True, editable=False)
    mentioned_from = models.CharField(
        _("mentioned at"),
        max_length=LONGEST_LINK,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )

    SEARCHED = frozenset({"name", "body_html", "state", "created_at"})
    objects = CommentQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=CommentState.values), name="comment_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="comment_is_not_its_parent"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="comment_has_text"),
            models.UniqueConstraint(
                fields=["submission"], condition=~Q(submission=""), name="comment_is_sent_once"
            ),
            models.UniqueConstraint(
                fields=["post", "import_key"],
                condition=~Q(import_key=""),
                name="comment_is_imported_once",
            ),
            models.UniqueConstraint(
                fields=["post", "mentioned_from"],
                condition=~Q(mentioned_from=""),
                name="comment_mentions_once",
            ),
        ]
        indexes = [
            models.Index(F("post"), F("state"), F("thread"), F("id"), name="comment_threads"),
            models.Index(
                F("post"), F("state"), F("created_at").desc(), F("id").desc(), name="comment_newest"
            ),
            models.Index(F("post"), F("parent"), F("created_at"), name="comment_replies"),
            models.Index(F("state"), F("created_at").desc(), name="comment_queue"),
            models.Index(F("sender"), name="comment_sender", condition=~Q(sender="")),
            models.Index(F("fingerprint"), name="comment_same", condition=~Q(fingerprint="")),
            models.Index(Lower("email"), name="comment_mail", condition=~Q(email="")),
        ]

    def __str__(self) -> str:
        return _("%(name)s on %(post)s") % {"name": self.name, "post": self.post}

    @transaction.atomic(savepoint=False)
    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.parent is not None:
            self.thread_id = self.parent.thread_id
        self.fingerprint = text_fingerprint(self.source)
        if "source" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "fingerprint"}
        super().save(*args, **kwargs)
        if self.thread_id is None:
            self.thread_id = self.pk
            super().save(update_fields=["thread"])

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Its answers go with it."""
        thread = Comment.objects.filter(thread=self.thread_id).values_list("pk", flat=True)
        papers = papers_cited_by(thread)
        deleted = super().delete(*args, **kwargs)
        recount_and_forget(papers)
        return deleted

    def search_entry(self) -> SearchEntry | None:
        if self.state != CommentState.PUBLISHED:
            return None
        text, _prose, _headings = read_page(self.body_html)
        return SearchEntry(self.name, (text,), minute_of(self.created_at), text)

    def get_absolute_url(self) -> str:
        return address_of("blog:comment_detail", self.pk)

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it where it stands."""
        is_readable = self.post.is_published and self.post.shows_comments
        return self.state == CommentState.PUBLISHED and is_readable

    @property
    def anchor(self) -> str:
        return f"comment-{self.pk}"
