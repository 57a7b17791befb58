"""People and their works."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from papers.models import Contributor, Paper
from papers.pages.moved import moved_to
from papers.pages.person_page import (
    coauthors_of,
    linked_person,
    name_parts_in,
    people_of_library,
    posts_on_works_of,
)
from papers.pages.private_answers import with_edit_link
from papers.queries.paging import page_by_number, page_by_text
from papers.records.json_ld_element import as_element
from papers.site_values import absolute_url

PEOPLE_PER_PAGE = 300


def person_list(request: HttpRequest) -> HttpResponse:
    """Those who wrote or edited a listed work, in the order of their names."""
    people = people_of_library()
    page = page_by_text(people, request.GET.get("before", ""), PEOPLE_PER_PAGE, "folded_name")
    return TemplateResponse(request, "papers/person_list.html", {"page": page})


def person_detail(request: HttpRequest, slug: str) -> HttpResponse:
    person = Contributor.objects.filter(slug=slug).first()
    if person is None:
        person = get_object_or_404(Contributor, old_slugs__value=slug)
        return moved_to(person.get_absolute_url())
    papers = Paper.objects.filter(contributors=person).distinct()
    cursor = request.GET.get("before", "")
    page = page_by_number(papers.listed(), cursor, settings.PAPERS_PER_PAGE, "sort_year")
    if not page.rows and page.is_first:  # what an unlisted post cites leads its readers here too
        page = page_by_number(papers.visible(), cursor, settings.PAPERS_PER_PAGE, "sort_year")
    if not page.rows and page.is_first:
        raise Http404(_("There is nobody at this address whose works are in the library."))
    name_parts_in(person, page.rows)
    context = {
        "person": person,
        "page": page,
        "works": posts_on_works_of(person),
        "coauthors": coauthors_of(person),
        "linked_data": as_element(linked_person(person, absolute_url(person.get_absolute_url()))),
    }
    response = TemplateResponse(request, "papers/person_detail.html", context)
    return with_edit_link(request, response, person)
