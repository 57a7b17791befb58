"""Merging in the admin: chosen in the list, looked at side by side, done and undone by a button.
``blog`` merges its tags by the same pages."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.admin.extra_pages import ExtraPages
from papers.admin.read_only_rows import ReadOnlyRows
from papers.library.merging import CannotMergeError, undo_merge
from papers.queries.row_numbers import row_number

MOST = 10
RIGHTS = ("papers.change_paper", "papers.delete_paper")


class MergeForm(forms.Form):
    """``kept`` is one of the rows that are merged."""

    kept = forms.ModelChoiceField(queryset=None, empty_label=None)

    def __init__(self, rows: QuerySet, *args: Any) -> None:
        super().__init__(*args)
        self.fields["kept"].queryset = rows


class Merging(ExtraPages):
    """The action "Merge" and its page. ``merge`` does it, ``merge_facts`` names a row's facts."""

    merge: Callable[..., Any]
    what_goes_along = gettext_lazy(
        "Which of them stays? All that belongs to the others goes to it: citations in posts and "
        "comments, keys, identifiers, notes. Their old addresses redirect. You can undo it."
    )
    merges = "papers_merge"
    """The model whose list shows what was merged, as addresses name it."""
    actions = ["choose_to_merge"]

    def merge_facts(self, row: Any) -> list[tuple[str, str]]:
        raise NotImplementedError

    def merge_weight(self, row: Any) -> int:
        """The heaviest row is proposed as the one that stays."""
        return 0

    def may_merge(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) and self.has_delete_permission(request)

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return self.may_merge(request)

    @admin.action(description=gettext_lazy("Merge…"), permissions=["merge"])
    def choose_to_merge(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        pks = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if not 2 <= len(pks) <= MOST:
            said = _("Choose two to %(most)d of them.") % {"most": MOST}
            self.message_user(request, said, messages.WARNING)
            return None
        return redirect(f"{self.merge_url()}?rows={','.join(map(str, pks))}")

    def merge_url(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_merge")

    pages = {"merge/": "merge"}

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        if not self.may_merge(request):
            raise PermissionDenied
        rows = self.chosen_rows(request)
        if len(rows) < 2:
            self.message_user(request, _("Choose two rows to merge."), messages.WARNING)
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        form = MergeForm(rows, request.POST or None)
        if request.method == "POST" and form.is_valid() and self.merge_rows(request, form, rows):
            return redirect(f"admin:{self.merges}_changelist")
        columns = [(row, self.merge_facts(row)) for row in rows]
        return self.extra_page(
            request,
            "admin/papers/merge.html",
            _("Merge %(what)s") % {"what": self.opts.verbose_name_plural},
            form=form,
            rows=rows,
            what_goes_along=self.what_goes_along,
            proposed=max(rows, key=self.merge_weight),
            facts=side_by_side(facts for _row, facts in columns),
        )

    def chosen_rows(self, request: HttpRequest) -> QuerySet:
        """The rows that the address names."""
        numbers = request.GET.get("rows", "").split(",")[:MOST]
        pks = [pk for one in numbers if (pk := row_number(one)) is not None]
        return self.model.objects.filter(pk__in=pks).order_by("pk")

    def merge_rows(self, request: HttpRequest, form: MergeForm, rows: QuerySet) -> bool:
        """Does it; a reason why not is told beside the form."""
        kept = form.cleaned_data["kept"]
        others = [row for row in rows if row.pk != kept.pk]
        try:
            done = type(self).merge(kept, others, request.user)
        except CannotMergeError as error:
            form.add_error(None, str(error))
            return False
        self.message_user(request, _("Merged: %(merge)s.") % {"merge": done}, messages.SUCCESS)
        return True


def side_by_side(columns: Any) -> list[tuple[str, list[str]]]:
    """Facts of several rows as lines of a table: a name and each row's value."""
    return [(line[0][0], [fact[1] for fact in line]) for line in zip(*columns, strict=True)]


class MergesAdmin(ExtraPages, ReadOnlyRows):
    """What was merged; nothing is changed here but by "Undo", which ``undo`` does for those who
    have all ``rights``."""

    undo: Callable[..., None]
    rights: tuple[str, ...]
    list_display = ["__str__", "by", "merged_at", "undoing"]
    list_display_links = None
    list_select_related = ["by"]
    search_fields = ["kept", "gone"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("journal")

    @admin.display(description=gettext_lazy("undo"))
    def undoing(self, merge: Any) -> str:
        if merge.undone_at:
            return _("undone")
        address = reverse(f"admin:{self.address_name()}_undo", args=[merge.pk])
        return format_html('<a href="{}">{}</a>', address, _("Undo…"))

    def address_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}"

    pages = {"<int:pk>/undo/": "undo"}

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perms(self.rights):
            raise PermissionDenied
        merge = get_object_or_404(self.model, pk=pk)
        if request.method == "POST":
            try:
                type(self).undo(merge)
            except CannotMergeError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                said = _("Taken apart again: %(merge)s.") % {"merge": merge}
                self.message_user(request, said, messages.SUCCESS)
            return redirect(f"admin:{self.address_name()}_changelist")
        return self.extra_page(
            request,
            "admin/papers/merge_undo.html",
            _("Undo a merge"),
            merge=merge,
        )


class MergeAdmin(MergesAdmin):
    undo = staticmethod(undo_merge)
    rights = RIGHTS
    list_display = ["__str__", "kind", "by", "merged_at", "undoing"]
    list_filter = ["kind"]
