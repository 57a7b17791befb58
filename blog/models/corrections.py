"""What readers are told was wrong in a post."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models.posts import LONG_TEXTS, Post
from blog.models.site_fields import validate_date

MOST_WORDS = 1000  # characters of what readers are told


class CorrectionQuerySet(models.QuerySet):
    def published(self) -> "CorrectionQuerySet":
        """Those of posts that everybody may read."""
        return self.of_posts(Post.objects.published())

    def listed(self) -> "CorrectionQuerySet":
        """Those of posts that lists show, the newest first."""
        return self.of_posts(Post.objects.listed()).order_by("-at", "-pk")

    def of_posts(self, posts: models.QuerySet) -> "CorrectionQuerySet":
        """Each one's post is looked up: of ``post__in`` SQLite would read all posts there are."""
        return self.filter(Exists(posts.order_by().filter(pk=OuterRef("post"))))

    def with_post(self) -> "CorrectionQuerySet":
        """Each with its post, without the long texts of that."""
        return self.select_related("post").defer(*(f"post__{name}" for name in LONG_TEXTS))


class Correction(models.Model):
    """A revision of a published post that its readers are told of, in words.

    ``version`` is the revision's. ``change`` holds the lines of the text that it changed, if the
    editor shows them: pairs of a kind and the line's pieces, as in ``DifferentLine``. It is stored,
    since what stood there before the last revision is nobody's to see.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="corrections")
    version = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("what was wrong"), validators=[MaxLengthValidator(MOST_WORDS)])
    change = models.JSONField(default=list, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now, validators=[validate_date])

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(F("at").desc(), F("id").desc(), name="correction_newest")]
        constraints = [
            models.UniqueConstraint(fields=["post", "version"], name="correction_of_version_once")
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def anchor(self) -> str:
        return f"correction-{self.pk}"

    def get_absolute_url(self) -> str:
        return f"{self.post.get_absolute_url()}#{self.anchor}"
