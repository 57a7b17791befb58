"""Authors who write drafts of their own and give them to the editors, who publish."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from blog.admin.post_verbs import PUBLISHES, STAY
from blog.models import Post
from blog.models.writing_rights import CHANGES_POSTS, WRITES_DRAFTS
from blog.posts.submissions import submit_draft, take_back_draft

SUBMIT = "_submit"
"""The name of the button that stores a draft and gives it to the editors."""
TAKE_BACK = "take_back"
"""What ``STAY`` says for a draft that is to wait no more: its author's word, or an editor's."""
EDITORS_ALONE = ("published_at", "publish_anyway", "is_unlisted")


class WritingOwnDrafts(admin.ModelAdmin):
    """Who has no more than ``WRITES_DRAFTS`` sees their own posts and changes those that are
    drafts; whether and when a post is published is the editors' to say."""

    def writes_drafts_alone(self, request: HttpRequest) -> bool:
        user = request.user
        return user.has_perm(WRITES_DRAFTS) and not user.has_perm(CHANGES_POSTS)

    def may_as_author(self, request: HttpRequest, obj: Post | None, *, reads: bool = False) -> bool:
        if not request.user.has_perm(WRITES_DRAFTS):
            return False
        posts = Post.objects.written_by(request.user)
        posts = posts if reads else posts.filter(published_at=None)
        return obj is None or posts.filter(pk=obj.pk).exists()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) or self.may_as_author(request, None)

    def has_view_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        allowed = super().has_view_permission(request, obj)
        return allowed or self.may_as_author(request, obj, reads=True)

    def has_change_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        return super().has_change_permission(request, obj) or self.may_as_author(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        return super().has_delete_permission(request, obj) or self.may_as_author(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        posts, user = super().get_queryset(request), request.user
        sees_all = user.has_perm("blog.view_post") or user.has_perm(CHANGES_POSTS)
        return posts if sees_all else posts.written_by(user)

    def get_readonly_fields(self, request: HttpRequest, obj: Post | None = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return [*fields, *EDITORS_ALONE] if self.writes_drafts_alone(request) else fields

    def get_fieldsets(self, request: HttpRequest, obj: Post | None = None) -> Any:
        """Without what authors may not say: an empty date tells them nothing."""
        fieldsets = super().get_fieldsets(request, obj)
        if not self.writes_drafts_alone(request):
            return fieldsets
        return [
            (title, {**part, "fields": [one for one in part["fields"] if one not in EDITORS_ALONE]})
            for title, part in fieldsets
        ]

    def tell_form(self, request: HttpRequest, context: dict[str, Any], row: Any) -> None:
        context["submits"] = self.writes_drafts_alone(request)
        note = context["adminform"].form.fields.get("note")
        if context["submits"] and note is not None:
            note.help_text = _("For the history; when you submit, it is your word to the editors.")
        context["submission"] = getattr(row, "submission", None) if row else None
        super().tell_form(request, context, row)

    def message_user(
        self, request: HttpRequest, message: Any, level: int = messages.INFO, **how: Any
    ) -> None:
        """Without Django's word on a save, where the button that was pressed has a better one."""
        sent = request.POST
        does_more = {SUBMIT, *PUBLISHES} & sent.keys() or sent.get(STAY) == TAKE_BACK
        if level != messages.SUCCESS or not does_more:
            super().message_user(request, message, level, **how)

    def settle_submission(self, request: HttpRequest, form: Any) -> None:
        """After a save: what is published or given back waits no more, what is submitted does."""
        post, word = form.instance, form.cleaned_data["note"]
        if post.published_at is not None:
            if form.initial.get("published_at") is None:
                take_back_draft(post)
        elif SUBMIT in request.POST:
            submit_draft(post, request.user, word)
            messages.success(request, _("The editors have it now."))
        elif request.POST.get(STAY) == TAKE_BACK and take_back_draft(post):
            messages.success(request, _("The draft does not wait for the editors any more."))
