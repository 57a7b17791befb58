"""The texts of a corpus: a set of them is rendered once each, by the code that renders every post,
and a post then gets one of them with its own words and works in the places left for them.

Each place is a word that nothing else has. It stands in the Markdown, in a cited work's record and
so in whatever is made of the two: in the HTML, the reference list, the sentences that cite.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from django.db import transaction

from blog.corpus.corpus_words import Words
from blog.models import Post, Tag
from blog.models.posts import DERIVED
from blog.posts.saving_posts import save_post
from papers.citing.stored_references import store_references_of
from papers.library.paper_rows import add_paper
from papers.models import Citation, CitedWork, Paper, ReferenceList

SHAPES = ("article-journal", "paper-conference", "book")
NAMES = {"article-journal": 2, "paper-conference": 3, "book": 1}
PLAIN_TEXTS, KINDS, TEXTS_OF_KIND = 60, 8, 5  # of a large corpus; kinds are of lists of works
OWN_WORDS = 3  # places of a text for words of each post's own
PLACE = re.compile(r"Q[a-z]+zq(?:, Q\.)?|1[12][0-9]{2}(?=\D)|q[a-z]+zq")
HASHTAGS = ("Notes", "Measured", "Reading")


@dataclass(frozen=True)
class Mould:
    """A rendered text as JSON: a post's columns, the citations of its cited works, its list.
    ``works`` are the shapes of the works that it cites, in the order of its places."""

    text: str
    works: tuple[str, ...]

    def filled(self, values: Mapping[str, str]) -> dict[str, Any]:
        return json.loads(PLACE.sub(lambda found: values.get(found[0], found[0]), self.text))


def letters(number: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[number]


def stand_in(number: int, shape: str) -> dict[str, Any]:
    """The record of a work in whose place others come."""
    own = letters(number)
    return record_of(
        shape,
        key=f"qkey{own}zq",
        names=[(f"Qgiven{own}{letters(n)}zq", f"Qname{own}{letters(n)}zq") for n in range(3)],
        title=f"Qtitle{own}zq",
        venue=f"Qvenue{own}zq",
        year=1200 + number,
        doi=f"10.5555/qdoi{own}zq",
    )


def record_of(
    shape: str,
    *,
    key: str,
    names: Sequence[tuple[str, str]],
    title: str,
    venue: str,
    year: int,
    doi: str,
) -> dict[str, Any]:
    """A work as CSL-JSON; ``names`` are given names with family names, as many as the shape has."""
    people = [{"family": family, "given": given} for given, family in names[: NAMES[shape]]]
    place = "publisher" if shape == "book" else "container-title"
    return {
        "id": key,
        "type": shape,
        "title": title,
        "author": people,
        place: venue,
        "issued": {"date-parts": [[year]]},
        "DOI": doi,
    }


def stand_in_values(number: int, record: Mapping[str, Any]) -> dict[str, str]:
    """What comes into the places of a stand-in for a work."""
    own = letters(number)
    values = {
        f"qkey{own}zq": record["id"],
        f"Qtitle{own}zq": record["title"],
        f"Qvenue{own}zq": record.get("container-title") or record["publisher"],
        str(1200 + number): str(record["issued"]["date-parts"][0][0]),
        f"qdoi{own}zq": record["DOI"].partition("/")[2],
    }
    for n, name in enumerate(record["author"]):
        place = f"Qname{own}{letters(n)}zq"
        values[place] = name["family"]
        values[f"{place}, Q."] = f"{name['family']}, {name['given'][0]}."
        values[f"Qgiven{own}{letters(n)}zq"] = name["given"]
    return values


def own_words(words: Words) -> dict[str, str]:
    return {f"qwords{letters(n)}zq": words.some(6) for n in range(OWN_WORDS)}


def written_text(words: Words, works: Sequence[str]) -> str:
    """Markdown of about 3 kB."""
    own = [f"qwords{letters(n)}zq" for n in range(OWN_WORDS)]
    keys = [f"@qkey{letters(n)}zq" for n in range(len(works))]
    paragraphs = [words.paragraph() for _ in range(5)]
    for n, place in enumerate(own):
        paragraphs[n] += f" It is {place} that we saw."
    for n, key in enumerate(keys):
        cited = f"As {key} say, " if n % 2 else ""
        text = words.sentence()
        end = "" if n % 2 else f" [{key}, p. {n + 3}]"
        paragraphs[n % 5] += f" {cited}{text[:-1]}{end}."
    tag = words.chance.choice(HASHTAGS)
    parts = [
        *(paragraphs[0], f"## {words.title()}", paragraphs[1]),
        f"- one *{words.some(3)}*\n- another `{words.subjects(1)[0]}`\n- {words.some(8)}",
        *(paragraphs[2], f"## {words.title()}", paragraphs[3]),
        f"> {words.sentence()}",
        "```python\nfor line in lines:\n    print(line.strip())\n```",
        f"{paragraphs[4]} See [there](https://example.org/{words.subjects(1)[0]}).",
    ]
    if words.chance.random() < 0.5:
        parts.append(f"More of it under #{tag}.")
    return "\n\n".join(parts) + "\n"


def render_texts(words: Words, posts: int) -> tuple[list[Mould], list[Mould], dict[str, str]]:
    """The texts without and with citations for so many posts, and the reference of each shape of a
    work."""
    chance: Random = words.chance
    plain = [written_text(words, ()) for _ in range(min(PLAIN_TEXTS, 2 + posts // 50))]
    several = min(TEXTS_OF_KIND, 1 + posts // 500)
    kinds = [
        tuple(chance.choices(SHAPES, (6, 3, 1), k=chance.randint(2, 8)))
        for _ in range(min(KINDS, 2 + posts // 250))
    ]
    with transaction.atomic():
        moulds = [mould_of(source, ()) for source in plain]
        cited = []
        for works in kinds:
            papers = [stand_in(n, shape) for n, shape in enumerate(works)]
            rows = [add_paper(one, key=one["id"]) for one in papers]
            cited += [mould_of(written_text(words, works), works) for _ in range(several)]
            Post.objects.all().delete()
            Paper.objects.filter(pk__in=[row.pk for row in rows]).delete()
        references = {shape: reference_of(shape) for shape in SHAPES}
        transaction.set_rollback(True)
    return moulds, cited, references


def mould_of(source: str, works: tuple[str, ...]) -> Mould:
    post = save_post(Post(title="Qtitle", source=source), saving=None)
    columns = {name: getattr(post, name) for name in DERIVED if name != "noticed_at"}
    cited = CitedWork.objects.filter(post=post).order_by("position")
    rows = cited.values_list("pk", "paper__key", "role", "found_by")
    places = Citation.objects.filter(cited_work__post=post).order_by("position")
    said = ("position", "anchor", "locator", "sentence")
    lists = ReferenceList.objects.filter(post=post)
    made = {
        "columns": {"source": source, **columns},
        "hashtags": list(Tag.objects.filter(hashtags__post=post).values_list("name", flat=True)),
        "works": [
            {
                "key": key,
                "values": {"role": role, "found_by": found_by},
                "places": list(places.filter(cited_work=pk).values(*said)),
            }
            for pk, key, role, found_by in rows
        ],
        "lists": list(lists.values("style", "digest", "places", "entries", "failures", "wanted")),
    }
    return Mould(json.dumps(made), works)


def reference_of(shape: str) -> str:
    record = stand_in(0, shape)
    paper = add_paper(record, key=record["id"])
    store_references_of([paper.pk])
    paper.refresh_from_db()
    html = paper.reference_html
    paper.delete()
    return html
