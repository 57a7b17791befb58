"""Readers who have posts mailed to them: looked at, brought along with their consent, taken off."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from blog.mailing.subscriber_import import (
    ImportedSubscribers,
    import_subscribers,
    read_addresses,
)
from blog.models import Subscriber
from blog.models.subscribers import Ending, Pace
from blog.text.size_limits import MAX_SUBSCRIBERS_FILE
from papers.admin.concurrent_edits import SeenAdmin
from papers.admin.extra_pages import ExtraPages
from papers.records.encodings import decode_bytes

FAULTS_SHOWN = 20


class SubscriberImportForm(forms.Form):
    """``addresses`` are those of the file, where there is one, else of the text; ``faults`` say
    which lines have none."""

    file = forms.FileField(
        label=gettext_lazy("file"),
        required=False,
        help_text=gettext_lazy("CSV with a column “email”, or an address a line."),
    )
    text = forms.CharField(
        label=gettext_lazy("or addresses"),
        required=False,
        max_length=MAX_SUBSCRIBERS_FILE,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 60}),
    )
    consent = forms.CharField(
        label=gettext_lazy("consent"),
        max_length=300,
        widget=forms.TextInput(attrs={"size": 80}),
        help_text=gettext_lazy(
            "Where and when these people agreed to get your posts, such as: list of the old blog, "
            "each confirmed by mail, 2021 to 2026. It is kept with each address."
        ),
    )
    pace = forms.ChoiceField(
        label=gettext_lazy("how often"), choices=Pace.choices, initial=Pace.EACH.value
    )
    addresses: list[str]
    faults: list[str]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        text = cleaned.get("text") or ""
        if file := cleaned.get("file"):
            if file.size > MAX_SUBSCRIBERS_FILE:
                told = _("The file has %(size)d kB; at most %(most)d kB.")
                sizes = {"size": file.size // 1000, "most": MAX_SUBSCRIBERS_FILE // 1000}
                raise forms.ValidationError(told, params=sizes)
            text = decode_bytes(file.read())[0].replace("\x00", "")
        try:
            self.addresses, self.faults = read_addresses(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if not self.addresses:
            told = _("There is no mail address in it. Choose a file, or write addresses.")
            raise forms.ValidationError([told, *self.faults[:FAULTS_SHOWN]])
        return cleaned


@admin.register(Subscriber)
class SubscriberAdmin(ExtraPages, SeenAdmin):
    """Adding is bringing along: of each the consent is said. The owner of an address alone begins
    again what has ended."""

    list_display = ["address", "pace", "confirmed_at", "ended_at", "ending", "bounces"]
    list_filter = ["pace", "ending"]
    search_fields = ["address"]
    fields = [
        *("address", "pace", "consent", "asked_at", "confirmed_at", "mailed_until"),
        *("ended_at", "ending", "bounces", "bounced_at"),
    ]
    readonly_fields = [name for name in fields if name != "pace"]
    actions = ["take_off", "take_off_bounced"]
    show_full_result_count = False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = SubscriberImportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            outcome = import_subscribers(form.addresses, said["consent"], Pace(said["pace"]))
            self.tell_import(request, outcome)
            self.tell_faults(request, form.faults)
            return redirect("admin:blog_subscriber_changelist")
        return self.extra_page(
            request, "admin/blog/subscriber/add.html", _("Bring subscribers along"), form=form
        )

    def tell_import(self, request: HttpRequest, outcome: ImportedSubscribers) -> None:
        added = ngettext("%(n)d address was added.", "%(n)d addresses were added.", outcome.added)
        there = ngettext("%(n)d was there already.", "%(n)d were there already.", outcome.there)
        ended = ngettext(
            "%(n)d stays away: it stopped, its mail came back, or its owner wants no letters.",
            "%(n)d stay away: they stopped, their mail came back, or their owners want no letters.",
            outcome.ended,
        )
        pairs = ((added, outcome.added), (there, outcome.there), (ended, outcome.ended))
        said = " ".join(words % {"n": n} for words, n in pairs if n)
        if said:
            self.message_user(request, said, messages.SUCCESS)

    def tell_faults(self, request: HttpRequest, faults: list[str]) -> None:
        for fault in faults[:FAULTS_SHOWN]:
            self.message_user(request, fault, messages.WARNING)
        if (more := len(faults) - FAULTS_SHOWN) > 0:
            told = ngettext(
                "So it is with %(n)d more line.", "So it is with %(n)d more lines.", more
            )
            self.message_user(request, told % {"n": more}, messages.WARNING)

    @admin.action(
        description=gettext_lazy("Take the selected subscribers off"), permissions=["change"]
    )
    def take_off(self, request: HttpRequest, queryset: QuerySet[Subscriber]) -> None:
        self.end_rows(request, queryset, Ending.TAKEN_OFF)

    @admin.action(
        description=gettext_lazy("Take the selected subscribers off: their mail comes back"),
        permissions=["change"],
    )
    def take_off_bounced(self, request: HttpRequest, queryset: QuerySet[Subscriber]) -> None:
        self.end_rows(request, queryset, Ending.BOUNCED)

    def end_rows(
        self, request: HttpRequest, queryset: QuerySet[Subscriber], ending: Ending
    ) -> None:
        count = Subscriber.objects.filter(pk__in=queryset.values("pk")).end(ending)
        told = ngettext("%(n)d was taken off.", "%(n)d were taken off.", count)
        self.message_user(request, told % {"n": count}, messages.SUCCESS)
