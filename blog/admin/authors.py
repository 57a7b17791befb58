"""Authors in the admin."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import modelform_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from blog.admin.own_tokens import GivingTokens
from blog.models import Author, Post
from blog.models.writing_rights import WRITES_POSTS, has_one_of
from blog.posts.own_author import author_of_user
from blog.sharing.picture_jobs import want_pictures
from papers.admin.concurrent_edits import SeenAdmin

OWN_FIELDS = ("name", "affiliation", "orcid", "website", "bio")


@admin.register(Author)
class AuthorAdmin(GivingTokens, SeenAdmin):
    list_display = ["name", "affiliation", "orcid"]
    search_fields = ["name", "affiliation", "orcid"]
    autocomplete_fields = ["user"]
    pages = {"mine/": "mine"}

    def get_fields(self, request: HttpRequest, obj: Author | None = None) -> Any:
        """Whose account it is say those who may look at accounts: nobody else can choose one."""
        fields = super().get_fields(request, obj)
        may_choose = request.user.has_perm("auth.view_user")
        return [one for one in fields if may_choose or one != "user"]

    def save_model(self, request: HttpRequest, obj: Author, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            posts = Post.objects.published().filter(bylines__author=obj).newest()
            want_pictures(posts.only("published_at"))

    def mine_view(self, request: HttpRequest) -> HttpResponse:
        """What readers are told of the user who is logged in: for who writes posts, or did."""
        author, writes = author_of_user(request.user), has_one_of(request.user, WRITES_POSTS)
        if author is None and not writes:
            raise PermissionDenied
        own = author or Author(user=request.user, name=request.user.get_full_name())
        form = modelform_factory(Author, fields=OWN_FIELDS)(request.POST or None, instance=own)
        if request.method == "POST" and form.is_valid():
            self.store_own(request, form, is_new=author is None)
            return redirect("admin:blog_author_mine")
        return self.extra_page(
            request,
            "admin/blog/author/mine.html",
            _("My profile"),
            form=form,
            author=author,
            writes=writes,
            posts=author.posts.newest()[:10] if author else (),
        )

    def store_own(self, request: HttpRequest, form: Any, *, is_new: bool) -> None:
        author = form.instance
        if is_new:
            author.save()
        elif form.changed_data:  # what somebody else changed meanwhile stays
            now = Author.objects.get(pk=author.pk)
            for name in form.changed_data:
                setattr(now, name, form.cleaned_data[name])
            self.save_model(request, now, form, change=True)
        self.log_change(request, author, _("My profile"))
        self.message_user(request, _("Your profile is stored."), messages.SUCCESS)
