"""The search of the whole site."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.response import TemplateResponse

from blog.search.site_search import KINDS, names_of_kinds, search_site


def search(request: HttpRequest) -> TemplateResponse:
    typed = request.GET.get("q", "")
    chosen = request.GET.get("kind", "")
    results = search_site(typed, chosen, request.GET.get("before", ""))
    kind = chosen if chosen in KINDS else ""
    context = {
        "typed": typed[:1000],
        "results": results,
        "chosen": kind,
        "choices": [
            (urlencode({"q": typed[:1000]} | ({"kind": name} if name else {})), name, label)
            for name, label in names_of_kinds()
        ],
    }
    return TemplateResponse(request, "blog/search.html", context)
