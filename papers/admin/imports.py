"""Importing papers in the admin: pasted or uploaded, looked at entry by entry, then stored."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from papers.admin.extra_pages import ExtraPages
from papers.choices import SourceKind
from papers.citing.cited_works import places_of
from papers.citing.stored_references import formatted_reference
from papers.formats.any_format import GUESSED, read_text
from papers.formats.entries import Entry, Problem
from papers.library.adding_papers import (
    Addition,
    Doubt,
    Outcome,
    SeenKeys,
    add_entries,
    plan_entries,
)
from papers.library.additions import told_changes
from papers.library.gone_entries import find_gone
from papers.library.source_names import LONGEST_NAME, SourceName, key_in_source
from papers.models import Paper
from papers.queries.row_numbers import row_number
from papers.records.encodings import decode_bytes

MAX_BYTES = 1_000_000
MAX_ENTRIES = 300
"""What one page shows and one form sends; for more there is the command."""
LEAVE, ADD, SAME = (doubt.value for doubt in (Doubt.LEAVE, Doubt.ADD, Doubt.SAME))


class ImportForm(forms.Form):
    """A text or a file in one of our formats; ``found`` are its entries and problems."""

    file = forms.FileField(label=gettext_lazy("file"), required=False)
    text = forms.CharField(
        label=gettext_lazy("or text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "cols": 100}),
        help_text=gettext_lazy("BibTeX, BibLaTeX, RIS or CSL-JSON."),
    )

    name = forms.CharField(required=False, max_length=LONGEST_NAME, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned, guessed_line = super().clean(), 0
        if file := cleaned.get("file"):
            cleaned["name"] = file.name or ""
            if file.size > MAX_BYTES:
                raise forms.ValidationError(self.too_much())
            text, guessed_line = decode_bytes(file.read())
            cleaned["text"] = text.replace("\x00", "")
        text = cleaned.get("text") or ""
        if not text.strip():
            raise forms.ValidationError(_("Choose a file or paste a text."))
        try:
            self.found = list(read_text(text)) if len(text) <= MAX_BYTES else []
        except ValueError as error:
            message = _("That is neither BibTeX, RIS nor CSL-JSON.")
            raise forms.ValidationError(message) from error
        if len(text) > MAX_BYTES or len(self.entries) > MAX_ENTRIES:
            raise forms.ValidationError(self.too_much())
        if guessed_line:
            self.found.append(Problem(guessed_line, "", GUESSED, is_remark=True))
        return cleaned

    @staticmethod
    def too_much() -> str:
        return _(
            "That is more than this page can show (%(entries)d entries, 1 MB). Import a part of "
            "it, or use the command import_papers."
        ) % {"entries": MAX_ENTRIES}

    @property
    def source(self) -> SourceName:
        """The file by its name: what it says now takes the place of what it said before."""
        return SourceName(SourceKind.FILE, self.cleaned_data["name"])

    @property
    def entries(self) -> list[Entry]:
        return [one for one in self.found if isinstance(one, Entry)]

    @property
    def problems(self) -> list[Problem]:
        return [one for one in self.found if isinstance(one, Problem)]


@dataclass(frozen=True)
class PreviewRow:
    """One entry of the preview, and what can be chosen for it (value, words), the first first."""

    index: int
    addition: Addition

    @property
    def reference_html(self) -> str:
        """In HTML, every field escaped."""
        return formatted_reference(self.addition.entry.record)

    @property
    def state(self) -> str:
        if self.addition.outcome == Outcome.NEW and self.addition.versions:
            return _("new: another version")
        words = {
            Outcome.NEW: _("new"),
            Outcome.MATCHED: _("there already"),
            Outcome.CHANGED: _("there, and changes by this"),
            Outcome.DOUBTFUL: _("doubtful: resembles another"),
        }
        return words[self.addition.outcome]

    @property
    def papers(self) -> list[Paper]:
        found = [self.addition.paper] if self.addition.outcome != Outcome.NEW else []
        others = [*self.addition.versions, *self.addition.proposals]
        return [paper for paper in [*found, *others] if paper and paper.pk]

    @property
    def choices(self) -> list[tuple[str, str]]:
        leave = (LEAVE, _("leave out"))
        if self.addition.outcome == Outcome.NEW:
            return [(ADD, _("add")), leave]
        if self.addition.outcome == Outcome.MATCHED:
            return []
        same = [
            (f"{SAME}-{paper.pk}", _("have %(key)s follow it") % {"key": paper.key})
            for paper in self.papers
        ]
        if self.addition.outcome == Outcome.CHANGED:
            return [*same, leave]
        return [(ADD, _("add as another paper")), *same, leave]


class PaperImporting(ExtraPages):
    """The page "Import" of the papers' admin."""

    change_list_template = "admin/papers/paper/change_list.html"

    pages = {"import/": "import"}

    def import_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        is_read = request.method == "POST" and form.is_valid()
        if is_read and "import" in request.POST:
            self.import_chosen(request, form)
            return redirect(reverse("admin:papers_paper_changelist"))
        return self.extra_page(
            request,
            "admin/papers/paper/import.html",
            _("Import papers"),
            form=form,
            rows=rows_of(form.entries, form.source) if is_read else [],
            problems=form.problems if is_read else [],
            text=form.cleaned_data["text"] if is_read else "",
            name=form.cleaned_data["name"] if is_read else "",
            is_read=is_read,
        )

    def import_chosen(self, request: HttpRequest, form: ImportForm) -> None:
        """Stores what was chosen; entries without a choice are left out."""
        chosen: list[Entry] = []
        same_as: dict[int, int] = {}
        for index, entry in enumerate(form.entries):
            choice, _dash, number = request.POST.get(f"choice-{index}", LEAVE).partition("-")
            if choice == SAME and (pk := row_number(number)) is not None:
                same_as[len(chosen)] = pk
            if choice in (ADD, SAME):
                chosen.append(entry)
        done = add_entries(chosen, Doubt.ADD, same_as, source=form.source)
        added = sum(one.outcome == Outcome.NEW for one in done)
        changed = sum(one.outcome == Outcome.CHANGED for one in done)
        said = [
            ngettext("%(n)d paper was added", "%(n)d papers were added", added) % {"n": added},
            ngettext("%(n)d was changed", "%(n)d were changed", changed) % {"n": changed},
        ]
        self.message_user(request, f"{', '.join(said)}.", messages.SUCCESS)
        for problem in (told for one in done for told in one.problems()):
            self.message_user(request, problem, messages.WARNING)
        for told in (*changes_told(done), *gone_told(form, done)):
            self.message_user(request, told, messages.INFO)


def changes_told(done: list[Addition]) -> list[str]:
    """What is otherwise than before, and which posts show it."""
    changed = [(one.paper, one.changes) for one in done if one.changes and one.paper]
    told = [f"{paper.key}: {told_changes(changes)}" for paper, changes in changed]
    posts = sorted({post for _paper, post in places_of(paper.pk for paper, _changes in changed)})
    if posts:
        names = ", ".join(f"“{one}”" for one in posts)
        told.append(_("Posts that are rendered again: %(posts)s.") % {"posts": names})
    return told


def gone_told(form: ImportForm, done: list[Addition]) -> list[str]:
    """What a file had and has no longer; a text without a name is no file."""
    if not form.source.name:
        return []
    seen = SeenKeys()
    seen.unread.update(one.key for one in form.problems)
    seen.papers.update((key_in_source(one), 0) for one in form.entries)
    for one in done:
        if isinstance(one.entry, Entry) and one.paper is not None:
            seen.papers[key_in_source(one.entry)] = one.paper.pk
    said = _("“%(key)s” is not in %(file)s any more; %(paper)s stays.")
    return [
        said % {"key": row.key, "file": row.name, "paper": row.paper.key}
        for row in find_gone(form.source, seen)
    ]


def rows_of(entries: list[Entry], source: SourceName) -> list[PreviewRow]:
    planned = plan_entries(entries, source=source)
    return [PreviewRow(index, addition) for index, addition in enumerate(planned)]
