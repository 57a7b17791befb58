"""What readers saw of a post before it was changed."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.models.posts import Post
from blog.models.site import current_site
from blog.models.site_fields import validate_date
from blog.models.titled_rows import TitledRow
from blog.text.languages import direction_of

LONGEST_WORDS = 300


class EarlierVersionQuerySet(models.QuerySet):
    def published(self) -> "EarlierVersionQuerySet":
        """Those that everybody may open, of posts that everybody may read. Each one's post is
        looked up: of ``post__in`` SQLite would read all posts there are."""
        post = Post.objects.published().order_by().filter(pk=OuterRef("post"))
        return self.filter(Exists(post), is_public=True)


class EarlierVersion(TitledRow, models.Model):
    """A text that stood on a post's public page from ``begun_at`` until a save ended it, as its
    readers saw it: nothing that was only a draft can be one.

    ``version`` is the number of the revision that stood there, ``ended_by`` of the post as the save
    left it. ``references`` are the entries of its list: pairs of a work's key and HTML.
    ``difference`` is the way to the next text that readers may open (``DifferentLine`` as pairs),
    ``compared_with`` that one's number, 0 where nothing was compared yet. ``words`` are an
    editor's, for readers. ``refused_at`` is when a text that came with an import could not be
    rendered, ``None`` where it was or was not tried yet.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="earlier_versions")
    version = models.PositiveIntegerField()
    ended_by = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    source = models.TextField(blank=True)
    language = models.CharField(max_length=35, blank=True)
    body_html = models.TextField(blank=True)
    references = models.JSONField(default=list, blank=True)
    begun_at = models.DateTimeField(validators=[validate_date])
    ended_at = models.DateTimeField(validators=[validate_date])
    is_public = models.BooleanField(default=False)
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    difference = models.JSONField(default=list, blank=True)
    compared_with = models.PositiveIntegerField(default=0)
    refused_at = models.DateTimeField(null=True, editable=False)

    objects = EarlierVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("earlier version")
        verbose_name_plural = _("earlier versions")
        ordering = ["-version", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "version"], name="earlier_version_once")
        ]
        indexes = [
            models.Index(
                F("post"), F("version").desc(), name="version_public", condition=Q(is_public=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.title_words} · {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("blog:version_detail", args=[self.post.slug, self.version])

    @property
    def shown_language(self) -> str:
        return self.language or current_site().language

    @property
    def direction(self) -> str:
        return direction_of(self.language)
