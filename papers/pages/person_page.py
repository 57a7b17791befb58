"""What a person's page shows: each function costs a fixed number of queries."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from papers.models import Authorship, CitedWork, Contributor, Paper
from papers.records.identifiers import orcid_url
from papers.records.json_ld import person_data

POSTS_OF_PERSON = 20
NEWEST_OF_PERSON = 60  # places, among which their posts are looked for: one may cite several works
WORKS_OF_PERSON = 500
MOST_COAUTHORS = 20
EARLIEST = datetime.min.replace(tzinfo=UTC)


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


def works_discussed_last(person: Contributor) -> tuple[list[int], datetime]:
    """Those of a person's works on which the newest posts are, with a moment since which there are
    so many, and of no work many more: however often it was discussed, no more is read of it."""
    now = timezone.now()
    times = CitedWork.objects.filter(paper=OuterRef("pk")).published(now)
    times = times.order_by("-published_at", "-post_id").values("published_at")
    papers = Paper.objects.filter(authorships__contributor=person, discussions_count__gt=0)
    papers = papers.annotate(
        last=Subquery(times[:1]), earlier=Subquery(times[NEWEST_OF_PERSON - 1 : NEWEST_OF_PERSON])
    )
    papers = papers.order_by("-discussions_count", "-pk").values_list("pk", "last", "earlier")
    rows = [row for row in papers[:WORKS_OF_PERSON] if row[1] is not None]
    rows = sorted(rows, key=lambda row: row[1], reverse=True)[:NEWEST_OF_PERSON]
    full = [earlier for _pk, _last, earlier in rows if earlier is not None]
    if len(rows) == NEWEST_OF_PERSON:
        full.append(rows[-1][1])
    since = max(full, default=EARLIEST)
    return [pk for pk, last, _earlier in rows if last >= since], since


def posts_on_works_of(person: Contributor) -> list[CitedWork]:
    """The newest posts that discuss a person's works, one cited work for each."""
    ids, since = works_discussed_last(person)
    rows = CitedWork.objects.filter(paper__in=ids, published_at__gte=since).published()
    rows = rows.select_related("post", "paper").only(
        "published_at", "post__title", "post__slug", "post__language", "paper__title", "paper__key"
    )
    found = rows.order_by("-published_at", "-post_id", "position", "pk")[:NEWEST_OF_PERSON]
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
