"""The queued work in the admin: what failed, why, and a way to try it again."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_tasks_db.admin import DBTaskResultAdmin
from django_tasks_db.models import DBTaskResult

from blog.server.failed_jobs import let_wait_again

admin.site.unregister(DBTaskResult)
DBTaskResult._meta.app_config.verbose_name = _("Jobs")


@admin.register(DBTaskResult)
class QueuedJobAdmin(DBTaskResultAdmin):
    list_display = ["task_name", "status", "error", "tries", "enqueued_at", "finished_at"]
    list_filter = ["status"]
    actions = ["try_again"]

    @admin.display(description=_("error"))
    def error(self, job: DBTaskResult) -> str:
        lines = job.traceback.strip().splitlines() or [""]
        return lines[-1][:200]

    @admin.display(description=_("tries"))
    def tries(self, job: DBTaskResult) -> int:
        return len(job.worker_ids)

    def has_try_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("django_tasks_database.change_dbtaskresult")

    @admin.action(description=_("Try the selected jobs again"), permissions=["try_again"])
    def try_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        count = let_wait_again(queryset)
        said = ngettext(
            "%(count)d failed job waits again.", "%(count)d failed jobs wait again.", count
        )
        self.message_user(request, said % {"count": count}, messages.SUCCESS)
