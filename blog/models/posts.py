"""Posts."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Case, F, OuterRef, Prefetch, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from blog.models.addresses import OldAddress
from blog.models.authors import Author, Byline
from blog.models.comment_policy import Commented, Commenting
from blog.models.comments import Comment
from blog.models.imports import Imported
from blog.models.series import Series
from blog.models.share_files import remove_shares_of_posts
from blog.models.site import current_site
from blog.models.site_fields import validate_date, validate_language
from blog.models.slug_fields import slug_is_one_part, validate_slug
from blog.models.tags import Hashtag, PostTags, TaggedPost
from blog.models.titled_rows import TitledRow
from blog.models.versions import Versioned
from blog.models.writing_rights import CHANGES_POSTS, WRITES_DRAFTS
from blog.text.languages import direction_of
from blog.text.slugs import post_slug
from blog.text.word_counts import minutes_to_read
from papers.library.discussion_counts import papers_cited_in, recount_discussions
from papers.library.uncited_papers import recount_and_forget
from papers.models import AddressField, CitedWork, UnresolvedKey, free_value
from papers.queries.capped_counts import CappedCount
from papers.search.searchable import Searchable, SearchableQuerySet, SearchEntry, minute_of
from papers.site_values import address_of

DERIVED = (*("body_html", "toc_html", "text", "excerpt", "words_count", "problems", "noticed_at"),)
"""The columns of a post that are made from its others, by ``blog.posts.derived_columns`` alone."""

SAID_BY_COLUMNS = ("title", "slug", "commenting")
"""The columns whose own validators ask for no less than the constraints of the table."""

LONG_TEXTS = ("source", "body_html", "toc_html", "text")
"""The columns that no list reads."""

DRAFT, UNLISTED = Q(published_at=None), Q(is_unlisted=True)
"""Which posts no list shows; they have no words for the search either."""


class PostQuerySet(SearchableQuerySet):
    def published(self, now: datetime | None = None) -> "PostQuerySet":
        """Those that everybody may read: not drafts, not scheduled."""
        return self.filter(published_at__lte=now or timezone.now())

    def scheduled(self, now: datetime | None = None) -> "PostQuerySet":
        return self.filter(published_at__gt=now or timezone.now())

    def listed(self, now: datetime | None = None) -> "PostQuerySet":
        """The published ones that lists, feeds and searches show, newest first."""
        return self.published(now).filter(is_unlisted=False).newest()

    def newest(self) -> "PostQuerySet":
        return self.order_by("-published_at", "-pk")

    def with_byline(self) -> "PostQuerySet":
        """With what a list shows of each post, in three queries whatever their number."""
        bylines = Prefetch("bylines", Byline.objects.select_related("author"))
        return self.with_comments_count().prefetch_related(bylines, "tags")

    def with_comments_count(self) -> "PostQuerySet":
        """With the number of comments that readers see, capped, and without the long texts."""
        comments = CappedCount(Comment.objects.filter(post=OuterRef("pk")).published())
        shown = Case(When(commenting=Commenting.HIDDEN, then=Value(0)), default=comments)
        return self.defer(*LONG_TEXTS).annotate(comments_count=shown)

    def with_whole_text(self) -> "PostQuerySet":
        """With the finished text, which ``with_byline`` leaves out, for a page of it or a feed."""
        return self.defer(None).defer("source", "text")

    def with_titles(self) -> "PostQuerySet":
        """With what a list of titles shows of each post, and no more."""
        return self.only("title", "slug", "published_at", "language")

    @transaction.atomic
    def delete(self) -> tuple[int, dict[str, int]]:
        pks = list(self.values_list("pk", flat=True))
        papers = papers_cited_in(pks)
        deleted = super().delete()
        remove_shares_of_posts(pks)
        recount_and_forget(papers)
        return deleted

    delete.alters_data = True
    delete.queryset_only = True

    def editable_by(self, user: Any) -> "PostQuerySet":
        """Those that a user of the admin may change: all, or their own drafts."""
        if user.is_active and user.has_perm(CHANGES_POSTS):
            return self
        return self.written_by(user).filter(published_at=None)

    def submitted(self) -> "PostQuerySet":
        """The drafts that wait for the editors."""
        return self.filter(published_at=None, submission__isnull=False)

    def unsubmitted(self) -> "PostQuerySet":
        return self.filter(published_at=None, submission=None)

    def citing_unknown(self) -> "PostQuerySet":
        """Those whose text has keys that lead to no paper."""
        keys = UnresolvedKey.objects.exclude(post=None).order_by().values("post")
        return self.filter(pk__in=keys)

    def written_by(self, user: Any) -> "PostQuerySet":
        """Those that stand under the user's name, or that the user saved, for who may write drafts
        of their own."""
        if not (user.is_active and user.has_perm(WRITES_DRAFTS)):
            return self.none()
        named = Byline.objects.filter(author__user=user).order_by().values("post")
        saved = self.model.objects.filter(revisions__by=user).order_by().values("pk")
        return self.filter(Q(pk__in=named) | Q(pk__in=saved))


class Post(TitledRow, Searchable, Versioned, Imported, Commented):
    """An article. A draft while ``published_at`` is empty, scheduled while it lies in the future.

    The Markdown ``source`` is the truth; the stored HTML, the text and the rows that link to tags
    and papers are rebuilt from it by ``blog.posts.saving_posts``.
    """

    title = models.CharField(_("title"), max_length=300)
    slug = AddressField(
        _("slug"),
        max_length=200,
        unique=True,
        blank=True,
        validators=[validate_slug],
        help_text=_("Made from the title when left empty. The old address goes on working."),
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("Plain text; an excerpt stands in when empty.")
    )
    source = models.TextField(_("text"), blank=True, help_text=_("Markdown."))
    is_html = models.BooleanField(_("the text is HTML"), default=False)
    body_html = models.TextField(editable=False, blank=True)
    toc_html = models.TextField(editable=False, blank=True)
    text = models.TextField(editable=False, blank=True)
    excerpt = models.TextField(editable=False, blank=True)
    words_count = models.PositiveIntegerField(editable=False, default=0)
    problems = models.JSONField(editable=False, default=list, blank=True)
    noticed_at = models.DateTimeField(null=True, editable=False)
    corrected_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(
        _("publication date"),
        null=True,
        blank=True,
        validators=[validate_date],
        help_text=_("Empty: a draft. In the future: published then, by itself."),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    authors = models.ManyToManyField(
        Author, through="Byline", related_name="posts", verbose_name=_("authors")
    )
    series = models.ForeignKey(
        Series,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("series"),
    )
    language = models.CharField(
        _("language"),
        max_length=35,
        blank=True,
        validators=[validate_language],
        help_text=_("Such as en, de or zh-Hans, when it is not the site's."),
    )
    license = models.CharField(
        _("licence"), max_length=100, blank=True, help_text=_("Such as CC BY 4.0.")
    )
    canonical_url = models.URLField(
        _("canonical address"),
        blank=True,
        help_text=_("Where the text first appeared, if elsewhere."),
    )
    allow_sharing = models.BooleanField(_("show links for sharing"), default=True)
    style = models.CharField(
        _("citation style"), max_length=100, blank=True, help_text=_("Empty: the site's.")
    )
    nocite = models.TextField(
        _("also in the list of works"),
        blank=True,
        help_text=_("Keys or identifiers of works that the text does not cite: @key, @doi:10.…"),
    )
    publish_anyway = models.BooleanField(
        _("publish anyway"),
        default=False,
        help_text=_("Though citations lead to no paper: readers see them marked."),
    )
    is_unlisted = models.BooleanField(
        _("unlisted"), default=False, help_text=_("Readable at its address, in no list or feed.")
    )

    tags = TaggableManager(
        through=TaggedPost,
        manager=PostTags,
        blank=True,
        ordering=["tagged_posts__pk"],
        verbose_name=_("tags"),
    )
    cited_papers = models.ManyToManyField(
        "papers.Paper", through=CitedWork, related_name="posts", verbose_name=_("cited works")
    )

    SEARCHED = frozenset({"title", "summary", "text", "published_at", "is_unlisted"})
    objects = PostQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["-created_at", "-pk"]
        permissions = [("draft_post", "Can write own drafts and submit them")]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="post_has_title"),
            slug_is_one_part("post_slug_is_one_part"),
            models.CheckConstraint(
                condition=Q(commenting__in=Commenting.values), name="post_commenting_is_known"
            ),
            models.UniqueConstraint(
                fields=["import_path", "import_site"], name="post_imported_once"
            ),
        ]
        indexes = [
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                name="post_newest",
                condition=Q(is_unlisted=False),
            ),
            models.Index(F("updated_at").desc(), name="post_changed"),
            models.Index(F("series"), F("published_at"), name="post_in_series"),
            models.Index(F("created_at").desc(), F("id").desc(), name="post_in_admin"),
            models.Index(F("id").desc(), name="post_draft", condition=DRAFT),
            models.Index(F("id").desc(), name="post_unlisted", condition=UNLISTED),
        ]

    def __str__(self) -> str:
        return self.title_words

    def clean(self) -> None:
        self.make_slug()

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Without those that the columns' own validators have asked."""
        super().validate_constraints(exclude={*(exclude or ()), *SAID_BY_COLUMNS})

    def make_slug(self) -> None:
        if not self.slug:
            self.slug = free_value(Post.objects.exclude(pk=self.pk), "slug", post_slug(self.title))

    @transaction.atomic(savepoint=False)
    def save(
        self, *args: Any, update_fields: Any = None, stored: "Post | None" = None, **kwargs: Any
    ) -> None:
        """Of a post that is there, writes what differs from the database: of ``update_fields``,
        else of all that is not derived. ``stored`` is the post as the database has it, where this
        transaction has read it and holds it.

        Raises ``ChangedMeanwhile`` where somebody changed the post since it was read.
        """
        self.make_slug()
        stored = stored or self.held()
        if stored is None:
            super().save(*args, update_fields=update_fields, **kwargs)
            return
        names = self.written_fields() if update_fields is None else update_fields
        changed = self.differing(stored, names)
        if stored.content != self.content:
            self.updated_at = timezone.now()
            changed.add("updated_at")
        if changed.difference(DERIVED):
            changed.add("version")
            self.version += 1
        if changed:
            super().save(*args, update_fields=changed, **kwargs)
        OldAddress.objects.keep([stored.get_absolute_url()], self)
        if stored.is_public and not self.is_public:
            remove_shares_of_posts([self.pk])
        shown = (self.listed_at, self.shows_comments)
        if (stored.listed_at, stored.shows_comments) != shown:
            self.spread_publication()

    def written_fields(self) -> list[str]:
        """The names of all fields that people or imports write with a post itself: a correction
        may be told while the post is rendered."""
        left = {"id", "version", "corrected_at", *DERIVED}
        return [field.name for field in self._meta.concrete_fields if field.name not in left]

    def differing(self, stored: "Post", names: Iterable[str]) -> set[str]:
        """Those of the fields in which the post is another than the stored one."""
        columns = [self._meta.get_field(name) for name in names]
        return {
            one.name
            for one in columns
            if getattr(self, one.attname) != getattr(stored, one.attname)
        }

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        pk = self.pk
        papers = papers_cited_in([pk])
        deleted = super().delete(*args, **kwargs)
        remove_shares_of_posts([pk])
        recount_and_forget(papers)
        return deleted

    def search_entry(self) -> SearchEntry | None:
        """A scheduled post has its words already: what lists show decides what is found."""
        if self.listed_at is None:
            return None
        return SearchEntry(self.title_words, (self.summary, self.text), minute_of(self.listed_at))

    def get_absolute_url(self) -> str:
        return address_of("blog:post_detail", self.slug)

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.published_at <= timezone.now()

    is_public = is_published

    @property
    def state(self) -> str:
        """``draft``, ``scheduled`` or ``published``."""
        if self.published_at is None:
            return "draft"
        return "published" if self.is_published else "scheduled"

    @property
    def listed_at(self) -> datetime | None:
        """When lists begin to show the post; ``None`` for drafts and unlisted ones."""
        return None if self.is_unlisted else self.published_at

    @property
    def description(self) -> str:
        return self.summary or self.excerpt

    @property
    def shown_language(self) -> str:
        return self.language or current_site().language

    @property
    def shown_licence(self) -> str:
        return self.license or current_site().licence

    @property
    def direction(self) -> str:
        return direction_of(self.language)

    @property
    def reading_minutes(self) -> int:
        return minutes_to_read(self.words_count)

    @property
    def content(self) -> tuple[str, str, str]:
        """What makes the post another one for its readers."""
        return self.title, self.summary, self.source

    @property
    def changed_at(self) -> datetime:
        """When the post that readers have last changed: never before it was published, and again
        when a work that it cites became known to be retracted, or the like."""
        moments = (self.updated_at, self.published_at, self.noticed_at, self.corrected_at)
        return max(filter(None, moments))

    @property
    def news_at(self) -> datetime | None:
        """When readers who know the post were last to be told something of it: a correction, or a
        notice. Feeds go by it; a comma that was mended is no news."""
        return max(
            filter(None, (self.published_at, self.noticed_at, self.corrected_at)), default=None
        )

    def spread_publication(self) -> None:
        """Repeats ``listed_at`` in the rows that are listed by tag, by author and by paper, and
        counts those papers again."""
        for rows in (
            TaggedPost.objects.filter(content_object=self),
            Hashtag.objects.filter(post=self),
            Byline.objects.filter(post=self),
        ):
            rows.exclude(published_at=self.listed_at).update(published_at=self.listed_at)
        CitedWork.objects.filter(post=self).update(published_at=self.listed_at)
        recount_discussions(papers_cited_in([self.pk]))
