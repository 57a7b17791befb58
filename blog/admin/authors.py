"""Authors in the admin."""

from django.contrib import admin

from blog.models import Author


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    list_display = ["name", "affiliation", "orcid"]
    search_fields = ["name", "affiliation", "orcid"]
    autocomplete_fields = ["user"]
