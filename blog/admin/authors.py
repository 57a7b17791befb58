"""Authors in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from blog.models import Author, Post
from blog.sharing.picture_jobs import want_pictures
from papers.admin.concurrent_edits import SeenAdmin


@admin.register(Author)
class AuthorAdmin(SeenAdmin):
    list_display = ["name", "affiliation", "orcid"]
    search_fields = ["name", "affiliation", "orcid"]
    autocomplete_fields = ["user"]

    def save_model(self, request: HttpRequest, obj: Author, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            posts = Post.objects.published().filter(bylines__author=obj).newest()
            want_pictures(posts.only("published_at"))
