"""Citing while a post is written: papers by what is typed behind ``[@`` (blog/picker.js), and the
way to add one without leaving the text."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.comments.moderation.rate_counts import spend_limits
from papers.admin.extra_pages import ExtraPages
from papers.citing.citation_syntax import written_key
from papers.citing.found_papers import found_papers, is_unanswered, pks_named, standing_word
from papers.library.waiting_papers import provisional_title
from papers.models import Paper
from papers.records.typed_identifiers import keyed_identifier, looked_scheme, typed_identifier

MOST_PICKED = 20


class CitingPapers(ExtraPages):
    """For all who may write posts."""

    pages = {"papers/": "papers"}

    class Media:
        css = {"all": ["blog/picker.css"]}
        js = [
            forms.Script("blog/vendor/text-expander-element.js", type="module"),
            forms.Script("blog/picker.js", type="module"),
        ]

    def papers_view(self, request: HttpRequest) -> HttpResponse:
        """The papers that a text is looked for, in JSON for the script."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        if request.method != "GET":
            headers = {"Allow": "GET"}
            return JsonResponse({"said": _("This is only looked at.")}, status=405, headers=headers)
        limits = {f"picker {request.user.pk}": settings.BLOG_PICKER_RATE_LIMIT}
        spent = spend_limits(limits)
        if not spent.is_free:
            headers = {"Retry-After": str(spent.wait)}
            return JsonResponse({"said": str(spent)}, status=429, headers=headers)
        typed = request.GET.get("q", "").strip()
        found = found_papers(typed, Paper.objects.all(), MOST_PICKED, is_being_typed=True)
        count = ngettext("%(n)d paper", "%(n)d papers", len(found)) % {"n": len(found)}
        answer = {"papers": [picked_paper(paper) for paper in found], "said": count}
        return JsonResponse(answer | unknown_named(typed, count, request.user))

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        source = form.base_fields.get("source")
        if source is not None:
            source.help_text = citing_help(request.user.has_perm("papers.add_paper"))
        return form


def unknown_named(typed: str, count: str, user: Any) -> dict[str, str]:
    """What the last row does with what looks like an identifier that the library lacks. Who may add
    papers has it added (``adds``: its normal form, or what was typed where that is not right, which
    is said then); others cite it as it is (``cites``), and saving the text brings it in."""
    if pks_named(typed) or not looked_scheme(typed):
        return {}
    known = typed_identifier(typed)
    name = provisional_title(known, "") if known else typed
    if user.has_perm("papers.add_paper"):
        told = _("%(count)s. The last row adds %(name)s")
        return {"adds": name, "said": told % {"count": count, "name": name}}
    key = known.value if known and known.scheme == "url" else ":".join(known or ())
    if not known or keyed_identifier(key) != known:
        return {}
    told = _("%(count)s. The last row cites %(name)s")
    return {"adds": name, "cites": written_key(key), "said": told % {"count": count, "name": name}}


def picked_paper(paper: Paper) -> dict[str, Any]:
    return {
        "cite": written_key(paper.key),
        "authors": paper.byline,
        "year": str(paper.issued_year or ""),
        "title": paper.title,
        "standing": standing_word(paper),
        "waits": is_unanswered(paper),
    }


def citing_help(may_add: bool) -> str:
    told = _("Markdown. [@ cites a paper: its author, title, year, key or identifier.")
    if not may_add:
        return told
    link = format_html(
        '<a href="{}" target="_blank" data-adds-papers>{}</a>',
        reverse("admin:papers_paper_add_named"),
        _("Add papers by DOI, BibTeX and others"),
    )
    return format_html("{} {}", told, link)
