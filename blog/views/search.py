"""The search of the whole site: its page, titles while somebody types, what browsers know of it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control

from blog.comments.moderation.rate_counts import Spending, spend_rate
from blog.search.search_form import SearchForm
from blog.search.searched_kinds import kinds_to_choose, search_site, titles_being_typed
from papers.search.search_query import LONGEST_QUERY
from papers.site_values import absolute_url

SUGGESTIONS = "application/x-suggestions+json"
DESCRIPTION = "application/opensearchdescription+xml"
SECONDS_KEPT = 60  # titles, by the browser that asked for them


def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    context = {"form": form, "typed": form.typed[:LONGEST_QUERY]}
    response = TemplateResponse(request, "blog/search.html", context)
    if form.is_empty:
        return response
    spent = spend_rate(request, "search", only_reads=True)
    if not spent.is_free:
        context["refusal"] = spent
        response.status_code = 429
        response.headers["Retry-After"] = str(spent.wait)
        return response
    before, corrects = request.GET.get("before", ""), not spent.is_busy
    results = search_site(form.typed, form.kind, before, form.filters, corrects=corrects)
    context["results"] = results
    context["filter_query"] = form.query_for(results.chosen)
    context["choices"] = [
        (form.query_for(name), label, name == results.chosen)
        for name, label in kinds_to_choose(results.query)
    ]
    return response


def search_titles(request: HttpRequest) -> JsonResponse:
    """Titles that begin with what was typed so far, as OpenSearch's suggestions (1.1, draft 6):
    the text, the titles, what each is, and its address. None while the site is busy."""
    typed = request.GET.get("q", "")[:LONGEST_QUERY]
    spent = spend_rate(request, "search", only_reads=True) if typed.strip() else Spending()
    is_calm = spent.is_free and not spent.is_busy
    found = titles_being_typed(typed, request.GET.get("kind", "")) if is_calm else []
    columns = [[row[n] for row in found] for n in (1, 0, 2)]
    status = 200 if spent.is_free else 429
    response = JsonResponse([typed, *columns], safe=False, status=status, content_type=SUGGESTIONS)
    response.headers["X-Robots-Tag"] = "noindex"
    if is_calm:
        patch_cache_control(response, private=True, max_age=SECONDS_KEPT)
    else:
        response.headers["Retry-After"] = str(max(1, spent.wait))
    return response


def search_description(request: HttpRequest) -> HttpResponse:
    """How browsers search here (OpenSearch 1.1, draft 6)."""
    address = absolute_url(reverse("blog:search"))
    context = {"address": address, "titles": absolute_url(reverse("blog:search_titles"))}
    return TemplateResponse(request, "blog/search_description.xml", context, DESCRIPTION)
