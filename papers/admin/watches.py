"""Bibliographies that the library is kept in step with: named, looked at first, taken in."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.admin.concurrent_edits import SeenAdmin, SeenForm
from papers.choices import WatchKind
from papers.models import Watch
from papers.queries.secret_tokens import give_secret
from papers.registries.zotero import zotero_library
from papers.site_values import absolute_url
from papers.watching.upload_tokens import revoke_token
from papers.watching.watch_faults import WatchFault
from papers.watching.watched_paths import allowed_path

LOOKS_SHOWN = 30


class WatchForm(SeenForm):
    """What is named has to be allowed; it need not be there yet."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "place" in cleaned and "kind" in cleaned:
            try:
                cleaned["place"] = right_place(cleaned["kind"], cleaned["place"])
            except (WatchFault, ValueError) as error:
                self.add_error("place", str(error))
        return cleaned


def right_place(kind: str, written: str) -> str:
    """A place in its one form; ``WatchFault`` or ``ValueError`` with a sentence for one that may
    not be named."""
    if kind == WatchKind.PATH:
        folder, below = allowed_path(written)
        return str(folder / below)
    if kind == WatchKind.ZOTERO:
        try:
            return zotero_library(written)
        except ValueError as error:
            said = _("Write it as Zotero's web API does: users/12345, groups/12345, "
                     "users/12345/collections/ABCD2345. “Security” in your settings at zotero.org "
                     "says your number.")  # fmt: skip
            raise ValueError(said) from error
    return written


@admin.register(Watch)
class WatchAdmin(SeenAdmin):
    """Its buttons are beside “Save”; the log stands below."""

    form = WatchForm
    change_form_template = "admin/papers/watch/change_form.html"
    list_display = ["place", "kind", "is_on", "told_state"]
    list_filter = ["kind", "is_on"]
    search_fields = ["place"]
    fields = ["kind", "place", "is_on", "most_share"]

    @admin.display(description=gettext_lazy("state"))
    def told_state(self, watch: Watch) -> str:
        return watch.state

    def get_readonly_fields(self, request: HttpRequest, obj: Watch | None = None) -> list[str]:
        """Another place is another one: it has other entries."""
        return ["kind", "place"] if obj else []

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "place":
            folders = ", ".join(map(str, settings.PAPERS_WATCHED_FOLDERS))
            field.help_text = _(
                "Of a file its whole path, in one of these folders: %(folders)s. Of what is sent "
                "a name, such as that of its file. Of Zotero users/12345, groups/12345 or "
                "…/collections/ABCD2345."
            ) % {"folders": folders}
            field.widget.attrs["size"] = 80
        return field

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        watch = context.get("original")
        if watch is not None:
            context["looks"] = watch.looks.order_by("-pk")[:LOOKS_SHOWN]
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Watch) -> HttpResponse:
        deeds = {
            "_look": self.look_first,
            "_confirm": self.confirm,
            "_address": self.give_address,
            "_revoke": self.revoke_address,
        }
        for name, deed in deeds.items():
            if name in request.POST:
                level, told = deed(request, obj)
                self.log_change(request, obj, told)
                self.message_user(request, told, level)
                return redirect("admin:papers_watch_change", obj.pk)
        return super().response_change(request, obj)

    def look_first(self, request: HttpRequest, watch: Watch) -> tuple[int, str]:
        Watch.objects.filter(pk=watch.pk).update(wants_trial=True)
        return messages.INFO, _("In a moment the log below says what would change.")

    def confirm(self, request: HttpRequest, watch: Watch) -> tuple[int, str]:
        """Takes in what the editor saw waiting, and nothing that came since."""
        seen = request.POST.get("_seen", "")
        if not Watch.objects.filter(pk=watch.pk, waiting=seen).update(confirmed=seen):
            return messages.ERROR, _("It changed since you opened this page; look at it again.")
        return messages.SUCCESS, _("It is taken in, in a moment; the log below says what changed.")

    def give_address(self, request: HttpRequest, watch: Watch) -> tuple[int, str]:
        token = give_secret(watch)
        address = absolute_url(reverse("blog:bibliography_put_to", args=[token]))
        said = _("Send the file by PUT to this address, which is shown once and is a secret:")
        self.message_user(request, format_html("{} <code>{}</code>", said, address))
        return messages.SUCCESS, _("It has a new private address; one from before has ended.")

    def revoke_address(self, request: HttpRequest, watch: Watch) -> tuple[int, str]:
        revoke_token(watch)
        return messages.SUCCESS, _("Its private address has ended.")
