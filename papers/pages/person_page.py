"""What a person's page shows: each function costs a fixed number of queries."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from papers.models import Authorship, CitedWork, Contributor, Paper
from papers.pages.paper_page import NEWEST_POSTS
from papers.records.identifiers import orcid_url
from papers.records.meta_tags import person_data

POSTS_OF_PERSON = 20
WORKS_OF_PERSON = 500
MOST_COAUTHORS = 20


def people_of_library() -> QuerySet:
    """Those whose works lists show."""
    works = Authorship.objects.filter(contributor=OuterRef("pk"), paper__is_listed=True)
    return Contributor.objects.filter(Exists(works))


def name_parts_in(person: Contributor, papers: Iterable[Paper]) -> None:
    """Sets ``part``, what the person did, on those papers of which they are no author."""
    by_pk = {paper.pk: paper for paper in papers}
    rows = Authorship.objects.filter(contributor=person, paper__in=by_pk).order_by("role", "pk")
    roles: dict[int, list[Authorship]] = {}
    for row in rows:
        roles.setdefault(row.paper_id, []).append(row)
    for pk, parts in roles.items():
        if parts[0].role != "author":
            by_pk[pk].part = parts[0].get_role_display()


def posts_on_works_of(person: Contributor) -> list[CitedWork]:
    """The newest posts that discuss a person's works, one cited work for each."""
    papers = Paper.objects.filter(authorships__contributor=person, discussions_count__gt=0)
    ids = papers.order_by("-discussions_count", "-pk").values_list("pk", flat=True)
    ids = set(ids[:WORKS_OF_PERSON])
    if not ids:
        return []
    rows = CitedWork.objects.filter(paper__in=ids).published()
    rows = rows.select_related("post", "paper").only(
        "published_at", "post__title", "post__slug", "post__language", "paper__title", "paper__key"
    )
    found = rows.order_by("-published_at", "-post_id", "position", "pk")[:NEWEST_POSTS]
    firsts: dict[int, CitedWork] = {}
    for row in found:
        firsts.setdefault(row.post_id, row)
    return list(firsts.values())[:POSTS_OF_PERSON]


def coauthors_of(person: Contributor) -> list[Contributor]:
    """Who wrote most of a person's listed works with them, each with ``shared``: how many."""
    mine = Paper.objects.listed().filter(authorships__contributor=person)
    works = mine.newest().values("pk")[:WORKS_OF_PERSON]
    others = Contributor.objects.filter(authorships__paper__in=works).exclude(pk=person.pk)
    counted = others.annotate(shared=Count("authorships__paper", distinct=True))
    return list(counted.order_by("-shared", "family", "literal", "given", "pk")[:MOST_COAUTHORS])


def linked_person(person: Contributor, url: str) -> dict[str, Any]:
    """A person or a body as schema.org tells it, in JSON-LD."""
    same = [orcid_url(person.orcid)] if person.orcid else []
    known = {"@id": (same or [url])[0], "url": url, **({"sameAs": same} if same else {})}
    return {"@context": "https://schema.org", **person_data(person.csl_name()), **known}
