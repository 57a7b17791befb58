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
