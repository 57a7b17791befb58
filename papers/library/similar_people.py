"""People who may be one person, the surest first: spellings of one name, then initials that agree
where the two have co-authors in common, then those where they have a venue or a subject.

Names are looked up by the indexes of ``Contributor.folded_name`` and ``initial_name``, so many at
a time; what people wrote is read for all of these together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

from django.db.models import Count
from django.utils.translation import gettext as _

from papers.library.duplicates import PairPage, ProposedPair
from papers.models import Authorship, Contributor, DistinctPeople
from papers.records.folded_text import fold_text
from papers.records.person_names import given_words, may_be_short_for
from papers.records.preprints import PREPRINT


class Step(StrEnum):
    """How sure a proposal is, the surest first."""

    SPELLING = "spelling"
    COMPANY = "company"
    PLACE = "place"


PAIRS = 20  # of one page, or a few more
NAMES = {Step.SPELLING: PAIRS, Step.COMPANY: 100, Step.PLACE: 100}
"""How many names are looked at together."""
ROUNDS = 20  # of a page: it may have none of the pairs then and others behind it
SHOWN = 3  # works of a person
MOST_OF_NAME = 60  # people: "Y. Wang" may be a hundred


@dataclass(frozen=True)
class PeoplePair(ProposedPair):
    """Two people, and why they are proposed, in words."""

    reason: str
    weight: int = 0


@dataclass
class Work:
    """What a person wrote, as far as it shows whom it may be: the papers, folded names of those
    who wrote them too, folded venues and subjects."""

    papers: set[int] = field(default_factory=set)
    company: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)


def similar_people(after: str = "") -> PairPage:
    """The pairs behind ``after``, in a number of queries that does not grow with the people."""
    steps = list(Step)
    written, _colon, name = after.partition(":")
    step = Step(written) if written in steps else Step.SPELLING
    found: list[PeoplePair] = []
    for _round in range(ROUNDS):
        names = names_of_several(step, name)
        found += pairs_of_names(step, names)
        if len(names) == NAMES[step]:
            name = names[-1]
        elif step == steps[-1]:
            return PairPage(ordered_pairs(found), "")
        else:
            step, name = steps[steps.index(step) + 1], ""
            if found:
                break
        if len(found) >= PAIRS:
            break
    return PairPage(ordered_pairs(found), f"{step}:{name}")


def ordered_pairs(pairs: list[PeoplePair]) -> list[PeoplePair]:
    """Those with most in common first; each person with ``shown_works``, titles and years."""
    people = {person.pk: person for pair in pairs for person in (pair.first, pair.second)}
    titles: dict[int, list[str]] = defaultdict(list)
    rows = Authorship.objects.filter(contributor__in=people).order_by("-paper__sort_year", "-pk")
    for pk, title, year in rows.values_list("contributor", "paper__title", "paper__issued_year"):
        titles[pk].append(f"{title[:100]} ({year})" if year else title[:100])
    for pair in pairs:
        for person in (pair.first, pair.second):
            person.shown_works = titles[person.pk][:SHOWN]
    return sorted(pairs, key=lambda pair: -pair.weight)


def names_of_several(step: Step, after: str) -> list[str]:
    """The next names, in order, that several people have."""
    column = "folded_name" if step == Step.SPELLING else "initial_name"
    rows = Contributor.objects.filter(**{f"{column}__gt": after}).order_by(column).values(column)
    several = rows.annotate(count=Count("pk")).filter(count__gt=1)
    return list(several.values_list(column, flat=True)[: NAMES[step]])


def pairs_of_names(step: Step, names: list[str]) -> list[PeoplePair]:
    column = "folded_name" if step == Step.SPELLING else "initial_name"
    people: dict[str, list[Contributor]] = defaultdict(list)
    for person in Contributor.objects.filter(**{f"{column}__in": names}).order_by(column, "pk"):
        if len(people[getattr(person, column)]) < MOST_OF_NAME:
            people[getattr(person, column)].append(person)
    alike = [pair for one in names for pair in alike_pairs(step, people[one])]
    wanted = {person.pk for pair in alike for person in pair}
    told = DistinctPeople.objects.filter(first__in=wanted)
    distinct = set(told.values_list("first_id", "second_id"))
    works = works_by_person(wanted)
    alike = [
        (one, other)
        for one, other in alike
        if (one.pk, other.pk) not in distinct and not works[one.pk].papers & works[other.pk].papers
    ]
    return list(proposed(step, alike, works))


def alike_pairs(step: Step, people: list[Contributor]) -> Iterator[tuple[Contributor, Contributor]]:
    """Those of one name that may be one person as far as names and ORCIDs tell."""
    given = {person.pk: given_words(person.csl_name()) for person in people}
    for one, other in combinations(people, 2):
        if one.orcid and other.orcid:
            continue
        if step == Step.SPELLING or (
            one.suffix == other.suffix and may_be_short_for(given[one.pk], given[other.pk])
        ):
            yield one, other


def works_by_person(people: set[int]) -> dict[int, Work]:
    """What each wrote, in two queries."""
    works: dict[int, Work] = defaultdict(Work)
    own = Authorship.objects.filter(contributor__in=people).order_by("pk")
    writers: dict[int, set[int]] = defaultdict(set)
    facts = ("contributor", "paper", "paper__container_title", "paper__record__keyword")
    for person, paper, venue, subjects in own.values_list(*facts):
        works[person].papers.add(paper)
        writers[paper].add(person)
        for place in (venue, *str(subjects or "").split(",")):
            if (folded := fold_text(place)) and not PREPRINT.match(folded):
                works[person].places[folded] = place.strip()
    others = Authorship.objects.filter(paper__in=own.order_by().values("paper")).order_by("pk")
    rows = others.select_related("contributor")
    for row in rows:
        for person in writers[row.paper_id] - {row.contributor_id}:
            name = row.contributor.initial_name or row.contributor.folded_name
            works[person].company[name] = str(row.contributor)
    return works


def proposed(
    step: Step, alike: Iterable[tuple[Contributor, Contributor]], works: dict[int, Work]
) -> Iterator[PeoplePair]:
    """The pairs of a step with their reasons; one of an earlier step is not proposed again."""
    pairs = list(alike)
    fitting: dict[int, int] = defaultdict(int)
    for person in (person for pair in pairs for person in pair):
        fitting[person.pk] += 1
    for one, other in pairs:
        if step == Step.SPELLING:
            yield PeoplePair(one, other, _("one name, spelt differently"))
            continue
        company = shared(works[one.pk].company, works[other.pk].company)
        places = shared(works[one.pk].places, works[other.pk].places)
        if step == Step.COMPANY and company:
            told = _("both wrote with %(names)s") % {"names": named(company)}
            yield PeoplePair(one, other, told, len(company))
        # A venue says little where the initials are those of several.
        is_only = fitting[one.pk] == fitting[other.pk] == 1
        if step == Step.PLACE and places and not company and is_only:
            told = _("both in %(places)s") % {"places": named(places)}
            yield PeoplePair(one, other, told, len(places))


def shared(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return [name for key, name in sorted(one.items()) if key in other]


def named(words: list[str], most: int = 3) -> str:
    more = ", …" if len(words) > most else ""
    return ", ".join(words[:most]) + more
