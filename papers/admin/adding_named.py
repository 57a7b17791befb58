"""Adding papers from one box, as somebody has them at hand: identifiers, addresses, or entries."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from papers.admin.extra_pages import ExtraPages
from papers.citing.citation_syntax import written_key
from papers.citing.found_papers import is_unanswered
from papers.citing.named_additions import NamedWork, UnreadableNames, add_named


class AddingNamed(ExtraPages):
    """A page with a box; scripts that send it, with ``X-Requested-With``, are answered in JSON."""

    pages = {"add-named/": "add_named"}

    def add_named_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        added: list[NamedWork] = []
        problems: list[str] = []
        text = request.POST.get("text", "")
        if request.method == "POST":
            try:
                added = add_named(text.replace("\r\n", "\n"))
            except UnreadableNames as unread:
                told = _("Line %(line)d: %(problem)s")
                problems = [told % {"line": p.line, "problem": p} for p in unread.problems]
        for work in added:
            if work.is_new:
                self.log_addition(request, work.paper, _("Named in a box."))
        if "X-Requested-With" in request.headers:
            told_works = [told_work(work) for work in added]
            status = 400 if problems else 200
            return JsonResponse({"added": told_works, "problems": problems}, status=status)
        return self.extra_page(
            request,
            "admin/papers/paper/add_named.html",
            _("Add papers by what names them"),
            added=added,
            problems=problems,
            text="" if added else text,
        )


def told_work(work: NamedWork) -> dict[str, Any]:
    paper = work.paper
    return {
        "cite": written_key(paper.key),
        "said": f"{paper.key}: {paper.title} ({work.state})",
        "remarks": work.remarks,
        "waits": is_unanswered(paper),
    }
