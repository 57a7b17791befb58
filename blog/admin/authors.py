"""Authors in the admin."""

from django.contrib import admin

from blog.models import Author
from papers.admin.concurrent_edits import SeenAdmin


@admin.register(Author)
class AuthorAdmin(SeenAdmin):
    list_display = ["name", "affiliation", "orcid"]
    search_fields = ["name", "affiliation", "orcid"]
    autocomplete_fields = ["user"]
