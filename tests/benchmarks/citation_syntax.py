"""Pandoc as judge of the citation syntax: 200 generated forms, read by Pandoc and by us.

``python -m tests.benchmarks.citation_syntax`` compares, and writes Pandoc's answers to
``tests/data/citing/pandoc.json``, so that the tests need no Pandoc. Its reader gives the items,
their modes, prefixes and suffixes; its processor, with a style that prints them, the locators.
"""

import json
import random
import re
import subprocess
import tempfile
from pathlib import Path

from papers.citing.citation_syntax import Cluster, find_clusters

GOLDEN = Path(__file__).parents[1] / "data" / "citing" / "pandoc.json"
FORMS = 200
KEYS = ["a", "b2", "doe_99", "Smith:2020", "x-y.z", "{any/key}", "doi:10.1145/3065386"]
KEYS += ["arxiv:1912.01703"]
KEYS += ["https://doi.org/10.1145/3065386", "Łukasz2001", "k#1$2%3&4+5~6"]
PREFIXES = ["", "", "", "see ", "see also ", "e.g., ", "cf. ", "as in Doe, "]
SUFFIXES = (
    """
, p. 3 /  p. 3 / , pp. 33-35 / , pp. 33–35, 38 / , pp. 33–35, and elsewhere / , chap. 3
# /  chapter 3 / , sec. 2.1 / , § 4 / , §§ 4–6 / , fig. 3 / , figs. 3a, 3b / , vol. 2 / , no. 7
# / , para. 12 / , pt. II / , l. 9 / , bk. IV / , col. 3 / , 33 /  33-35 / , 33, 35 and more / , xiv
# / , p. xiv / , pp. iv, vi–xi, (xv)–(xvii) with / , {pp. iv, vi-xi, (xv)-(xvii)} with suffix here
# / , {33} /  {}, 33 / , {chap. 3}, 99 / , and elsewhere /  and elsewhere / : a note / , p. 3 n. 4
# / , s.v. ‘word’ / , note 5 / , p. 1.2. / , pp. D1–D2 / , 34(1)(i) / , [17] / , p. [17]–[18]
# / , vol. 1, p. 3 / , v. 7 / , the third one /  (my italics) / , Page 7 / , PP. 7 / , p.3 / , p 3
# / , opus 9 / , 12:34
""".replace("\n# / ", " / ")
    .strip()
    .split(" / ")
)
WHOLE = (
    """
[see foo; bar @a] / [@a; and more; @b] / [^@a] / [@a][b] / [@a;] / x-@a, y+@a / z.@a / [ @a ]
me@example.org / x (@b2) “@b” &@a / @a[p. 3] / @a\t[p. 3] / -@a says [p. 4] / [@a, p. [3], 7]
[foo [@a] bar] / `[@a]` \\@a / [–@b; foo-@b] / See @a. @a.b: @a_ @a__b @a//b
""".strip()
    .replace("\n", " / ")
    .split(" / ")
)
STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>k</title><id>k</id><updated>2020-01-01T00:00:00+00:00</updated></info>
<citation><layout delimiter=" ⁏ "><text value="«"/>
<choose><if variable="locator"><group delimiter="|">
<label variable="locator" form="long" plural="never"/><text variable="locator"/>
</group></if></choose>
<text value="»"/></layout></citation></style>"""


def forms(seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    made = dict.fromkeys(WHOLE)
    for suffix in SUFFIXES:
        made[f"[@{chance.choice(KEYS)}{suffix}]"] = None
    while len(made) < FORMS:
        made[form(chance)] = None
    return list(made)


def form(chance: random.Random) -> str:
    items = [
        f"{chance.choice(PREFIXES)}{chance.choice(['', '', '', '-'])}@{chance.choice(KEYS)}"
        f"{chance.choice(SUFFIXES)}"
        for _ in range(chance.choice([1, 1, 2, 2, 3]))
    ]
    match chance.randrange(4):
        case 0:
            inner = chance.choice(SUFFIXES[2:]).strip(" ,")
            return f"@{chance.choice(KEYS)} [{inner}] says"
        case 1:
            return f"@{chance.choice(KEYS)} [{'; '.join(items)}] says"
        case 2:
            return f"Text @{chance.choice(KEYS)}, and [{'; '.join(items)}]."
    return f"Text [{'; '.join(items)}] goes on."


def ours(text: str) -> list[dict]:
    text = re.sub("`[^`]*`|\\\\@", lambda match: " " * len(match[0]), text)
    return [described(cluster) for cluster in find_clusters(text)]


def described(cluster: Cluster) -> dict:
    items = [
        [item.key, mode(cluster, number, item.is_year_only), item.prefix, tidy(item.suffix)]
        for number, item in enumerate(cluster.items)
    ]
    places = [[item.label, item.locator.replace("–", "-")] for item in cluster.items]
    between = [item.rest for item in cluster.items]
    for number, item in enumerate(cluster.items[1:]):
        between[number] += f" ⁏ {item.prefix}"
    first = cluster.items[0].prefix
    return {"items": items, "places": places, "between": [tidy(text) for text in [first, *between]]}


def mode(cluster: Cluster, number: int, is_year_only: bool) -> str:
    if is_year_only:
        return "SuppressAuthor"
    return "AuthorInText" if cluster.is_narrative and number == 0 else "NormalCitation"


def tidy(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("‘", "'").split())


def pandocs(texts: list[str]) -> list[list[dict]]:
    """Pandoc's reading of every text."""
    source = "\n\n".join(f"# f{number}\n\n{text}" for number, text in enumerate(texts))
    read = json.loads(run(source, "-t", "json"))
    keys = {cite["citationId"] for cite in cites_in(read["blocks"])}
    with tempfile.TemporaryDirectory() as folder:
        style, items = Path(folder) / "style.csl", Path(folder) / "items.json"
        style.write_text(STYLE)
        items.write_text(json.dumps([{"id": key, "type": "book", "title": key} for key in keys]))
        options = ["--citeproc", f"--csl={style}", f"--bibliography={items}"]
        processed = json.loads(run(source, "-t", "json", *options))
    return [
        [answer(*pair) for pair in zip(clusters(left), clusters(right), strict=True)]
        for left, right in zip(sections(read), sections(processed), strict=True)
    ]


def run(source: str, *options: str) -> str:
    command = ["pandoc", "-f", "markdown", *options]
    return subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout


def sections(read: dict) -> list[list]:
    found: list[list] = []
    for block in read["blocks"]:
        if block["t"] == "Header":
            found.append([])
        elif block["t"] != "Div":
            found[-1].append(block)
    return found


def clusters(tree: object) -> list[dict]:
    """The Cite elements of a tree, not those inside of others."""
    if isinstance(tree, dict):
        return [tree] if tree.get("t") == "Cite" else clusters(tree.get("c"))
    return [one for part in tree for one in clusters(part)] if isinstance(tree, list) else []


def cites_in(tree: object) -> list[dict]:
    return [cite for cluster in clusters(tree) for cite in cluster["c"][0]]


def answer(read: dict, processed: dict) -> dict:
    items = [
        [
            cite["citationId"],
            cite["citationMode"]["t"],
            tidy(words(cite["citationPrefix"])),
            tidy(words(cite["citationSuffix"])),
        ]
        for cite in read["c"][0]
    ]
    shown = words(processed["c"][1])
    places = [match.partition("|")[::2] for match in re.findall("«(.*?)»", shown)]
    between = re.split("«.*?»", shown)
    return {
        "items": items,
        "places": [place(label, value) for label, value in places],
        "between": [tidy(text) for text in between],
    }


def place(label: str, value: str) -> list[str]:
    """Pandoc's processor writes ranges with en dashes; its 2.17 has "number" for CSL's "issue",
    and a page without figures for ``{}``."""
    label = {"number": "issue", "sub verbo": "sub-verbo"}.get(label, label)
    return [label if value else "", value.replace("–", "-")]


def words(tree: object) -> str:
    if isinstance(tree, list):
        return "".join(map(words, tree))
    kind, inside = tree["t"], tree.get("c")
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind == "Str":
        return inside
    if kind == "Quoted":
        mark = "'" if inside[0]["t"] == "SingleQuote" else '"'
        return f"{mark}{words(inside[1])}{mark}"
    return words(inside[-1] if kind in ("Span", "Link", "Cite") else inside)


def main() -> None:
    texts = forms()
    golden = [
        {"text": text, "citations": found}
        for text, found in zip(texts, pandocs(texts), strict=True)
    ]
    different = [one for one in golden if ours(one["text"]) != one["citations"]]
    for one in different:
        print(repr(one["text"]))
        print("  pandoc", one["citations"])
        print("  ours  ", ours(one["text"]))
    print(f"{len(texts) - len(different)} of {len(texts)} forms as Pandoc reads them")
    rows = ",\n".join(json.dumps(one, ensure_ascii=False) for one in golden)
    GOLDEN.write_text(f"[\n{rows}\n]\n")


if __name__ == "__main__":
    main()
