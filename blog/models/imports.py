"""Rows that an import made."""

from django.db import models


class Imported(models.Model):
    """Where a row came from: its site and its file there (``None``: it was written here), a digest
    of what it was made from, and one of what it was then, which tells whether it was edited."""

    import_site = models.CharField(max_length=500, blank=True, editable=False)
    import_path = models.CharField(max_length=500, null=True, editable=False)
    import_digest = models.CharField(max_length=64, blank=True, editable=False)
    import_content = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


class SeenFiles(models.Model):
    """The files that a post was imported from, as they were when they last made it what it is: a
    digest of their sizes and times, and the paths of those beside its own. While both hold, none
    of them need be read again."""

    post = models.OneToOneField(
        "blog.Post", models.CASCADE, primary_key=True, related_name="seen_files"
    )
    digest = models.CharField(max_length=64)
    paths = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.post_id)
