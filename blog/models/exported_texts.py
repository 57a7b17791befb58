"""What files said when they were written or taken in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExportedText(models.Model):
    """The header and the text of a post's or a page's file, by which one that comes back edited is
    compared with what was changed here meanwhile.

    ``digest`` is that of ``blog.folder.text_files.digest_of_text``. A text that came out
    of a file that somebody wrote was ``taken_from`` that folder, so the file may be written anew.
    """

    digest = models.CharField(max_length=20)
    post = models.ForeignKey("blog.Post", models.CASCADE, null=True, related_name="+")
    page = models.ForeignKey("blog.Page", models.CASCADE, null=True, related_name="+")
    header = models.JSONField()
    body = models.TextField(blank=True)
    taken_from = models.CharField(max_length=1000, blank=True)

    class Meta:
        verbose_name = _("exported text")
        verbose_name_plural = _("exported texts")
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "post", "taken_from"], name="exported_text_of_post"
            ),
            models.UniqueConstraint(
                fields=["digest", "page", "taken_from"], name="exported_text_of_page"
            ),
        ]

    def __str__(self) -> str:
        return self.digest
