"""Small inputs made from public bug reports: sent through the commands, read where readers are.

A case's folder in ``tests/data/cases`` holds a whole site in ``site``, or loose files.
"""

import io
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import html5lib
from django.core.management import call_command
from django.test import Client

from tests.guards.sources import ROOT

CASES = ROOT / "tests/data/cases"
MATH = "{http://www.w3.org/1998/Math/MathML}"
ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/feeds/posts.atom"


def folder_of(case: str) -> Path:
    """What an import is given."""
    site = CASES / case / "site"
    return site if site.is_dir() else CASES / case


def import_case(case: str, **options: Any) -> str:
    """Imports a case's posts; answers with all that the command said."""
    return import_from(folder_of(case), **options)


def import_from(folder: Path, command: str = "import_posts", **options: Any) -> str:
    said = io.StringIO()
    call_command(command, folder, stdout=said, stderr=said, **options)
    return said.getvalue()


def import_site(folder: Path, files: Mapping[str, str], **options: Any) -> str:
    """Writes the files of a site and imports it."""
    return import_from(write(folder / "site", files), **options)


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def post_text(body: str, **header: str) -> str:
    """A file of a post: its header, and its text."""
    lines = [f"{name}: {value}" for name, value in {"title": "A post", **header}.items()]
    return "\n".join(["---", *lines, "---", body, ""])


def import_papers(case: str) -> str:
    return import_from(next(CASES.glob(f"{case}/a.*")), "import_papers")


def import_bibliography(folder: Path, name: str, text: str) -> str:
    return import_from(write(folder, {name: text}) / name, "import_papers")


def records(client: Client) -> list[dict[str, Any]]:
    """The library as it is exported, in the order of its import."""
    return json.loads(client.get("/papers.json").getvalue())


def titles(client: Client) -> list[str]:
    """What the pages of the library's papers have as heading."""
    keys = [record["id"] for record in records(client)]
    return [words(first(page(client, f"/papers/{key}/"), "h1")) for key in keys]


def page(client: Client, address: str) -> Element:
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def parsed(html: str) -> Element:
    """A piece of a page."""
    return html5lib.parseFragment(html, namespaceHTMLElements=False)


def body(client: Client, slug: str) -> Element:
    """A post's text on its page."""
    found = page(client, f"/posts/{slug}/")
    return next(one for one in found.iter() if "data-post-body" in one.attrib)


def named(element: Element, *tags: str) -> list[Element]:
    """Every element of these names, in order, MathML's too."""
    wanted = {*tags, *(MATH + tag for tag in tags)}
    return [one for one in element.iter() if one.tag in wanted]


def first(element: Element, tag: str) -> Element:
    found = named(element, tag)
    assert found, f"there is no <{tag}> in “{words(element)[:300]}”"
    return found[0]


def values(element: Element, attribute: str) -> list[str]:
    return [one.attrib[attribute] for one in element.iter() if attribute in one.attrib]


def words(element: Element, *, tex: bool = False) -> str:
    """An element's text in one line: formulas as they are shown, or with ``tex`` as ⟨TeX⟩."""
    return " ".join("".join(_parts(element, tex)).split())


def _parts(element: Element, tex: bool) -> Iterable[str]:
    if tex and element.tag == f"{MATH}math":
        yield f"⟨{(named(element, 'annotation')[0].text or '').strip()}⟩"
    elif element.tag != f"{MATH}annotation":
        yield element.text or ""
        for child in element:
            yield from _parts(child, tex)
            yield child.tail or ""


def metas(element: Element, name: str) -> list[str]:
    """The contents of the ``meta`` elements of a name."""
    return [one.get("content", "") for one in named(element, "meta") if one.get("name") == name]


def direction(tree: Element, element: Element) -> str:
    """The nearest ``dir`` at or above an element, empty where there is none."""
    parents = {child: parent for parent in tree.iter() for child in parent}
    while element is not None and not element.get("dir"):
        element = parents.get(element)
    return "" if element is None else element.attrib["dir"]


def entries(client: Client, address: str = FEED) -> list[Element]:
    feed = fromstring(client.get(address).content)
    return feed.findall(f"{ATOM}entry")


def told(entry: Element, name: str) -> str:
    """The text of an Atom construct as a reader shows it who obeys its ``type`` (RFC 4287, 3.1)."""
    found = entry.find(f"{ATOM}{name}")
    text = (found.text or "") if found is not None else ""
    is_html = found is not None and found.get("type") == "html"
    return words(parsed(text)) if is_html else re.sub(r"\s+", " ", text).strip()


def linked_data(tree: Element) -> dict[str, Any]:
    """What a page tells machines in JSON-LD."""
    (script,) = [one for one in named(tree, "script") if one.get("type") == "application/ld+json"]
    return json.loads(script.text or "")
