"""Forms that know what their editor saw, so that what somebody else changed meanwhile is told and
not overwritten."""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property, partial
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import IntegrityError, connection
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.timezone import is_aware, make_naive
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from papers.admin.conflicts import Difference, check_marks, take_choice, texts_to_keep
from papers.admin.row_sets import SeenFormSet, SeenInlineFormSet
from papers.queries.row_numbers import row_number

CONFLICT = _(
    "Somebody changed this since you opened it, so nothing is stored yet. Look at what follows, "
    "then save again."
)
GONE = _(
    "Somebody deleted this since you opened it, so nothing is stored yet. Below is what you wrote: "
    "save it, and it is a new one. What stood in rows below the form went with the old one."
)
GONE_FOR_GOOD = _(
    "Somebody deleted this since you opened it, and you may not make new ones. Here is what you "
    "wrote: keep it elsewhere, or ask somebody to bring it back."
)
SAVE_AS_NEW = "_saveasnew"  # a button of Django's that no form of ours has
TAKEN = _("Somebody else changed this meanwhile, and it stays as they wrote it: %(fields)s.")
OTHER = _("Somebody changed this meanwhile to “%(stored)s”. Save again to have yours.")


class SeenField(forms.CharField):
    """What the fields held when the form was opened, as digests; always said anew."""

    widget = forms.HiddenInput

    def bound_data(self, _data: Any, initial: Any) -> Any:
        return initial

    def has_changed(self, _initial: Any, _data: Any) -> bool:
        return False


class SeenForm(forms.ModelForm):
    """Writes over nothing that its editor did not see.

    A field that only somebody else changed since the form was opened stays as they wrote it;
    ``taken`` names it. Where both changed one, the form is refused and comes back with both texts
    (``differences``) and a choice; sent again it is taken. So it is where the row was deleted
    meanwhile: it is a new one's form then. The admin's template writes ``seen_fields`` and
    ``differences``.
    """

    seen_fields = SeenField(required=False, label="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differences: list[Difference] = []
        self.taken: list[str] = []
        if self.instance.pk:
            self.initial["seen_fields"] = json.dumps(self.digests)

    @cached_property
    def shown(self) -> dict[str, str]:
        """What the fields hold that an editor may change, as texts, by their names."""
        names = (name for name, field in self.fields.items() if name != "seen_fields")
        return {
            name: plain_text(self.fields[name], self.get_initial_for_field(self.fields[name], name))
            for name in names
            if not self.fields[name].disabled
        }

    @property
    def digests(self) -> dict[str, str]:
        return {name: seen_digest(text) for name, text in self.shown.items()}

    def full_clean(self) -> None:
        if self.is_bound:
            self.take_choices()
        if self.is_bound and self.instance.pk:
            self.compare()
        super().full_clean()

    def take_choices(self) -> None:
        """Puts what was chosen of the differences that were shown in the place of what was sent."""
        if not any(key.startswith("choice-") for key in self.data):
            return
        self.data = self.data.copy()
        for name in self.shown:
            bound = self[name]
            put = partial(write_stored, bound, bound.html_name) if self.instance.pk else None
            take_choice(bound, self.data, put)

    def texts_before(self, _name: str) -> Iterable[str]:
        """What a field may have held when the form was opened; the digests tell which."""
        return ()

    def _clean_form(self) -> None:
        super()._clean_form()
        for name in self.shown.keys() & self.cleaned_data.keys():
            try:
                check_marks(self.cleaned_data[name])
            except ValidationError as error:
                self.add_error(name, error)
        if self.differences:
            self.add_error(None, CONFLICT)
        if self.instance.pk is None and self.seen_digests():
            self.add_error(None, GONE)

    def seen_digests(self) -> dict[str, Any]:
        return read_digests(self.data.get(self.add_prefix("seen_fields")))

    def compare(self) -> None:
        """Takes what only somebody else changed, and notes what the editor changed too."""
        seen = self.seen_digests()
        for name, stored in self.shown.items():
            before = seen.get(name)
            if before is None or before == seen_digest(stored):
                continue
            bound = self[name]
            mine = sent_text(bound)
            if mine == stored:
                continue
            if seen_digest(mine) != before:
                self.differences.append(self.difference(bound, mine, stored, before))
                continue
            self.taken.append(str(bound.label))
            self.data = self.data.copy()
            write_stored(bound, bound.html_name, self.data)

    def difference(
        self, bound: forms.BoundField, mine: str, stored: str, before: str
    ) -> Difference:
        told = (bound.html_name, str(bound.label), mine, stored)
        if not isinstance(bound.field.widget, forms.Textarea):
            return Difference(*told)
        known = (plain_text(bound.field, text) for text in self.texts_before(bound.name))
        return Difference(
            *told, True, next((one for one in known if seen_digest(one) == before), None)
        )


def sent_text(bound: forms.BoundField) -> str:
    """What a form was sent with in a field, as ``plain_text`` has it."""
    field, data = bound.field, bound.data
    try:
        is_file = isinstance(field, forms.FileField)
        value = field.clean(data, bound.initial) if is_file else field.clean(data)
    except ValidationError:
        return plain_text(forms.CharField(), data)
    return plain_text(field, value)


def write_stored(bound: forms.BoundField, name: str, data: QueryDict) -> None:
    """Has a form's data say what is stored in a field, under a name."""
    value = bound.field.prepare_value(bound.initial)
    whole = bound.field.hidden_widget().get_context(name, value, {})["widget"]
    parts = whole.get("subwidgets", [whole])
    sent: dict[str, list[str]] = {part["name"]: [] for part in parts}
    for part in parts:
        sent[part["name"]].append(part["value"] or "")
    for key, values in sent.items():
        data.setlist(key, values)


def plain_text(field: forms.Field, value: Any) -> str:
    """A field's value as the same text, be it from the database or from a form."""
    value = field.prepare_value(value)
    if isinstance(value, File):
        value = value.name
    if isinstance(value, datetime):
        value = make_naive(value) if is_aware(value) else value
        value = value.replace(microsecond=0)
    if isinstance(value, list | tuple):
        value = "\n".join(map(str, value))
    text = "" if value is None else str(value)
    text = "" if value is False and isinstance(field, forms.FileField) else text
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()  # as browsers and fields have it


def seen_digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def read_digests(text: str | None) -> dict[str, str]:
    """What a form sent as ``seen_fields``; nothing where it is no such text, as a program's."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


class SeenRowForm(forms.ModelForm):
    """A row below a form. Hidden copies of its fields tell what its editor saw: only what the
    editor changed is written, and a row left alone is taken as it stands, without a query."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    @cached_property
    def changed_data(self) -> list[str]:
        return [name for name, bound in self._bound_items() if self.is_changed(bound)]

    def is_changed(self, bound: forms.BoundField) -> bool:
        """Whether the editor changed a field, as against what stood in the form."""
        try:
            return bound.field.has_changed(self.seen_value(bound), bound.data)
        except ValidationError:
            return True

    def seen_value(self, bound: forms.BoundField) -> Any:
        """What stood in the form, else, where it does not say so, what is stored. Raises
        ``ValidationError``."""
        field, name = bound.field, bound.html_initial_name
        if not field.show_hidden_initial or not {name, f"{name}_0"} & self.data.keys():
            return bound.initial
        sent = self._widget_data_value(field.hidden_widget(), name)
        # to ask the database for a row that was chosen is not needed to compare it
        return sent if isinstance(field, forms.ModelChoiceField) else field.to_python(sent)

    def seen_text(self, bound: forms.BoundField) -> str | None:
        """The same as text; ``None`` for what no form of ours holds."""
        try:
            return plain_text(bound.field, self.seen_value(bound))
        except ValidationError:
            return None

    def full_clean(self) -> None:
        if self.is_bound and self.instance.pk and not self.has_changed():
            self._errors = ErrorDict()
            self.cleaned_data = dict(self.initial)  # which the check for doubles looks at
        else:
            super().full_clean()

    def _clean_form(self) -> None:
        """A field that somebody else changed too is told once; sent again, it is taken."""
        super()._clean_form()
        for name in self.changed_data if self.instance.pk else ():
            bound = self[name]
            stored = plain_text(bound.field, bound.initial)
            if name not in self.cleaned_data or name not in self._meta.fields:
                continue
            mine = plain_text(bound.field, self.cleaned_data[name])
            if stored not in (mine, self.seen_text(bound)):
                self.add_error(name, forms.ValidationError(OTHER, params={"stored": stored}))
                write_stored(bound, bound.html_initial_name, self.data)  # it was seen by now

    def _post_clean(self) -> None:
        if self.instance.pk:
            columns = {field.name for field in self._meta.model._meta.concrete_fields}
            for name in columns & self.cleaned_data.keys() - set(self.changed_data):
                self.cleaned_data[name] = getattr(self.instance, name)
        super()._post_clean()


class SeenRows(admin.TabularInline):
    """Rows below a form in the admin."""

    form = SeenRowForm
    formset = SeenInlineFormSet
    extra = 0


class MeanwhileAdmin(admin.ModelAdmin):
    """A page of the admin whose form is checked once more when somebody stored the same address,
    name or key in the moment between its check and its write."""

    def _changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Django takes ``_saveasnew`` from every form, and has no page to answer a refused one."""
        if SAVE_AS_NEW in request.POST and not self.save_as:
            request.POST = request.POST.copy()
            del request.POST[SAVE_AS_NEW]
        return super()._changeform_view(request, *args, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:  # the second time, the form sees what was stored
            for upload in request.FILES.values():
                upload.seek(0)
            return super().changeform_view(request, *args, **kwargs)


class SeenAdmin(MeanwhileAdmin):
    """A page of the admin that overwrites nothing that its editor did not see."""

    form = SeenForm

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[forms.ModelForm]:
        return super().get_changelist_form(request, **kwargs | {"form": SeenRowForm})

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> type:
        return super().get_changelist_formset(request, **kwargs | {"formset": SeenFormSet})

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The row, locked where it is about to be written in this transaction."""
        pk = row_number(object_id)
        if pk is not None and request.method == "POST" and connection.in_atomic_block:
            self.model._base_manager.select_for_update().filter(pk=pk).values("pk").first()
        return super().get_object(request, object_id, from_field)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """What was written for a row that is gone comes back, in the form of a new one."""
        if not request.POST.get("seen_fields"):
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        if not self.has_add_permission(request):
            return texts_to_keep(request, self.admin_site.each_context(request), GONE_FOR_GOOD)
        add = reverse(f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}_add")
        return self._changeform_view(request, None, add, None)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if form.taken:
            messages.warning(request, TAKEN % {"fields": ", ".join(form.taken)})
        for formset in formsets:
            self.tell_gone_rows(request, formset)

    def tell_gone_rows(self, request: HttpRequest, formset: SeenFormSet) -> None:
        if formset.gone:
            said = ngettext(
                "%(what)s: %(count)d row had been removed meanwhile and stays removed.",
                "%(what)s: %(count)d rows had been removed meanwhile and stay removed.",
                formset.gone,
            )
            what = formset.model._meta.verbose_name_plural
            messages.warning(request, said % {"what": what, "count": formset.gone})
