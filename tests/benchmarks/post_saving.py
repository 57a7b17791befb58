"""What opening and saving a long post costs: CPU, queries, renderings, and the jobs it leaves.

    python -m tests.benchmarks.post_saving [profile]

Makes a database of its own in a temporary folder (or fills the one that ``DATABASE_URL`` names)
with ``PAPERS`` papers and a published post of 60 kB that cites ``CITED`` of them at ``CITATIONS``
places. Opens it and saves it as an editor does, by sending the admin's filled-in form; and saves it
by ``save_post`` alone, as imports and jobs do. Each time with a
sentence changed, with a citation's page changed too (which changes what the styles format), and
unchanged. Figures are medians of ``RUNS`` after ``WARM``; calls are counted in one more save.
``profile`` prints where that one spends its time. Jobs cost 9 ms and 27 queries where none waits.
"""

import cProfile
import os
import pstats
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count, repeat
from pathlib import Path
from statistics import median
from time import process_time
from typing import NamedTuple
from urllib.parse import urlencode

import django
import html5lib

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

# They read settings, which have to be set up first.
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from blog.models import Post  # noqa: E402
from blog.posts.saving_posts import save_post  # noqa: E402
from papers.formats.entries import Entry  # noqa: E402
from papers.library.adding_papers import Doubt, add_entries  # noqa: E402
from papers.records.identifiers import Id  # noqa: E402
from tests.benchmarks.posts import paragraph  # noqa: E402
from tests.support.factories import LONG_AGO  # noqa: E402

RUNS, WARM = 9, 2
PAPERS, CITED, CITATIONS = 400, 60, 100
SECTIONS = 20
OURS = Path(__file__).parents[2]
COUNTED = ("render", "sanitize", "read_page", "tokens_of", "blocks_of_html", "format_works")
FORM = "application/x-www-form-urlencoded"
CODE = """```python
def attend(query, keys, values):
    scores = query @ keys.T / keys.shape[-1] ** 0.5  # one row for each token
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True) @ values
```"""
TABLE = """| Model | Size | *Accuracy* |
|:------|-----:|-----------:|
""" + "\n".join(f"| Variant {row} | {row * 7} M | {70 + row}.{row} |" for row in range(1, 7))
FORMULA = r"where $x_i \in \mathbb{R}^d$ is small"
DISPLAYED = r"""$$
\mathcal{L}(\theta) = -\sum_{i=1}^{n} \log \frac{\exp(s_{i,y_i} / \tau)}{\sum_j \exp(s_{ij} / \tau)}
$$"""
EXTRAS = [
    CODE,
    TABLE,
    DISPLAYED,
    "![What the model attends to](/media/attention.png){: width=\"600\"}",
    "- one *thing*, with `code`\n- another **thing**\n  1. deeper\n  2. [there](https://example.org/a)",
]  # fmt: skip
Saver = Callable[[str], Callable[[], None]]
"""Takes a text and prepares all that is not to be measured; what it gives saves the text."""


class Cost(NamedTuple):
    """Of one save and of the jobs that it left; seconds of CPU."""

    seconds: float
    queries: int
    updates: int
    jobs: int
    job_seconds: float
    job_queries: int


def fill_library() -> list[str]:
    """Makes the papers; their keys."""
    entries = []
    for number in range(PAPERS):
        names = [
            {"family": f"Family{number % 90}{'abc'[one]}", "given": "Ada B."}
            for one in range(1 + number % 3)
        ]
        record = {
            "type": "article-journal" if number % 3 else "paper-conference",
            "title": f"On the {number}th way to compare what models learn from measured data",
            "author": names,
            "container-title": f"Journal of Things {number % 12}",
            "volume": str(1 + number % 40),
            "page": f"{number}–{number + 9}",
            "issued": {"date-parts": [[1990 + number % 35]]},
        }
        entries.append(Entry(f"work{number}", 1, record, (Id("doi", f"10.1000/{number}"),)))
    add_entries(entries, Doubt.ADD)
    return [entry.key for entry in entries]


def text(keys: list[str], version: int, page: int) -> str:
    """The post; ``version`` stands in one sentence, ``page`` in one citation."""
    choose = random.Random(1)
    citations = [f"[@{keys[number % CITED]}, p. {number + 3}]" for number in range(CITATIONS)]
    citations[50] = f"[see @{keys[50]}, p. {page}; @{keys[7]}]"
    each = CITATIONS // SECTIONS
    parts = [f"This is version {version}. {paragraph(choose, 60)}"]
    for section in range(SECTIONS):
        parts.append(f"## Part {section}: {paragraph(choose, 4)}")
        for place, citation in enumerate(citations[section * each : (section + 1) * each]):
            more = FORMULA if place % 3 == 0 else "which [others](https://example.org/b) *doubt*"
            first, last = paragraph(choose, 44), paragraph(choose, 44)
            parts.append(f"{first} So it is {citation}, {more}. {last}")
        parts[-1] += f"[^{section}]"
        parts.append(f"[^{section}]: {paragraph(choose, 15)} See <https://example.org/{section}>.")
        parts.append(EXTRAS[section % len(EXTRAS)])
    return "\n\n".join(parts) + "\n"


def filled_in(page: bytes) -> dict[str, str]:
    """What a browser sends of the admin's form with its inlines, but for its buttons."""
    document = html5lib.parse(page, namespaceHTMLElements=False)
    values = {}
    for field in document.find(".//form[@id='post_form']").iter():
        name, kind = field.get("name", ""), field.get("type")
        if field.tag == "textarea":
            values[name] = "".join(field.itertext())
        elif field.tag == "select":
            chosen = field.find(".//option[@selected]")
            values[name] = "" if chosen is None else chosen.get("value")
        elif kind == "checkbox" and "checked" in field.attrib:
            values[name] = field.get("value", "on")
        elif field.tag == "input" and kind not in {"checkbox", "submit", "button"}:
            values[name] = field.get("value", "")
    return values


def admin_saver(client: Client, post: Post) -> Saver:
    """Opens the form, and answers with what sends it with another text."""
    address = reverse("admin:blog_post_change", args=[post.pk])

    def prepared(source: str) -> Callable[[], None]:
        body = urlencode(filled_in(client.get(address).content) | {"source": source})

        def send() -> None:
            answer = client.post(address, body, content_type=FORM)
            assert answer.status_code == 302, answer.context["errors"]

        return send

    return prepared


def plain_saver(post: Post) -> Saver:
    def prepared(source: str) -> Callable[[], None]:
        row = Post.objects.get(pk=post.pk)
        row.source = source
        return lambda: save_post(row)

    return prepared


def measure(save: Callable[[], None]) -> Cost:
    with CaptureQueriesContext(connection) as queries:
        begun = process_time()
        save()
        seconds = process_time() - begun
    updates = sum(one["sql"].startswith('UPDATE "blog_post"') for one in queries)
    jobs = DBTaskResult.objects.ready().count()
    with CaptureQueriesContext(connection) as job_queries:
        begun = process_time()
        call_command("run_jobs", "--once")
        job_seconds = process_time() - begun
    return Cost(seconds, len(queries), updates, jobs, job_seconds, len(job_queries))


def calls(profile: cProfile.Profile) -> Counter[str]:
    """How often functions of ours ran, by name, so that they are found wherever they move."""
    counts: Counter[str] = Counter()
    for (file, _line, name), (_primitive, number, *_rest) in pstats.Stats(profile).stats.items():
        is_ours = Path(file).is_relative_to(OURS) and "csl" not in Path(file).parts
        if name in COUNTED and is_ours:
            counts[name] += number
    return counts


def report(name: str, texts: Iterator[str], prepared: Saver) -> None:
    costs = [measure(prepared(next(texts))) for _run in range(WARM + RUNS)][WARM:]
    middle = Cost(*(median(column) for column in zip(*costs, strict=True)))
    print(
        f"{name:48} {middle.seconds * 1000:6.0f} ms {middle.queries:4.0f} queries, "
        f"{middle.updates:.0f} updates of the post; {middle.jobs:.0f} jobs: "
        f"{middle.job_seconds * 1000:6.0f} ms {middle.job_queries:4.0f} queries"
    )
    save, saving, working = prepared(next(texts)), cProfile.Profile(), cProfile.Profile()
    saving.runcall(save)
    working.runcall(call_command, "run_jobs", "--once")
    for what, profile in (("save", saving), ("jobs", working)):
        counts = calls(profile)
        print(f"    {what}: " + ", ".join(f"{name} {counts[name]}" for name in COUNTED))
        if "profile" in sys.argv:
            pstats.Stats(profile).sort_stats("cumulative").print_stats(60)


def main() -> None:
    call_command("migrate", verbosity=0)
    keys = fill_library()
    post = save_post(Post(title="Long", source=text(keys, 0, 0), published_at=LONG_AGO))
    assert not post.problems
    call_command("run_jobs", "--once")
    size, works = len(post.source.encode()), post.cited_works.count()
    print(f"A post of {size:,} bytes that cites {works} of {PAPERS} papers at {CITATIONS} places")
    client = Client(headers={"host": "localhost"})
    client.force_login(get_user_model().objects.create_superuser("editor"))
    address = reverse("admin:blog_post_change", args=[post.pk])
    report("opened in the admin", repeat(""), lambda _text: lambda: client.get(address))
    savers = {
        "admin": admin_saver(client, post),
        "save_post": plain_saver(post),
    }
    for name, prepared in savers.items():
        changes = {
            "a sentence changed": (text(keys, version, 0) for version in count(1)),
            "a citation changed too": (text(keys, page, page) for page in count(1)),
            "unchanged": repeat(Post.objects.get(pk=post.pk).source),
        }
        for change, texts in changes.items():
            report(f"{name}, {change}", texts, prepared)


if __name__ == "__main__":
    main()
