"""Citation styles that editors upload, and the reference lists that styles made."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from papers.csl.errors import StyleError
from papers.csl.style import bundled_names, read_style
from papers.models.free_values import free_value
from papers.records.address_forms import slugify


class Style(models.Model):
    """A style in CSL 1.0.2. ``name`` is what posts, settings and addresses call it."""

    name = models.CharField(_("name"), max_length=100, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=300, editable=False)
    source = models.TextField(_("style"), help_text=_("CSL 1.0.2, as the file holds it."))

    class Meta:
        verbose_name = _("citation style")
        verbose_name_plural = _("citation styles")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        try:
            style = read_style(self.source)
        except StyleError as error:
            raise ValidationError({"source": str(error)}) from error
        if style.citation is None:
            message = _("This style only points to another one, “%(parent)s”: take that.")
            raise ValidationError({"source": message % {"parent": style.parent}})
        self.title = style.title[:300]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.name:
            wanted = slugify(self.title)[:90] or "style"
            wanted = f"{wanted}-2" if wanted in bundled_names() else wanted
            self.name = free_value(Style.objects.all(), "name", wanted)
        super().save(*args, **kwargs)


class ReferenceList(models.Model):
    """A post's citations and references in one style. ``digest`` names all that they were made
    from, so that nothing is formatted twice.

    ``places`` is the HTML of each citation, ``entries`` pairs of a paper's key and its HTML in
    the style's order; ``failures`` say what the style could not do. ``wanted`` stands in the list
    in the post's own style: what a list in another style is made from, beside the papers' records.
    """

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="reference_lists")
    style = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    places = models.JSONField(default=list)
    entries = models.JSONField(default=list)
    failures = models.JSONField(default=list)
    wanted = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("reference list")
        verbose_name_plural = _("reference lists")
        ordering = ["post_id", "style"]
        constraints = [
            models.UniqueConstraint(fields=["post", "style"], name="reference_list_once")
        ]

    def __str__(self) -> str:
        return f"{self.post_id}, {self.style}"
