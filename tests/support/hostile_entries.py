"""Strings that try something, through every way into the site that is no form: rows, files of other
systems, bibliographies, replies of registries, programs. Each function takes the strings and stores
what the site lets in of them."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from blog.transfer.storing.post_import import import_posts
from papers.checking.storing_checks import store_check
from papers.formats.any_format import read_text
from papers.library.adding_papers import add_entries
from papers.records.identifiers import Id
from papers.records.printable_text import printable
from papers.registries.arxiv import read_arxiv
from papers.registries.crossref import read_crossref
from papers.registries.datacite import read_datacite
from tests.guards.rows import make_row, must_be_given
from tests.guards.sources import ROOT
from tests.support.api_requests import ask
from tests.support.factories import make_paper

DATA = ROOT / "tests/data"
ARCHIVES = DATA / "transfer/archives"
numbers = count(1)
FORMED = {
    *("slug", "key", "digest", "hash", "fingerprint", "folded_name", "initial_name", "path"),
    *(
        "html",
        "style",
        "standing",
        "language",
        "time_zone",
        "import_site",
        "import_content",
        "orcid",
    ),
    *(
        "submission",
        "sender",
        "text_kept",
        "css",
        "folder",
        "session_data",
        "session_key",
        "bucket",
    ),
    *(
        "before",
        "after",
        "anchor",
        "reply",
        "source",
        "body",
        "excerpt",
        "licence",
        "license",
        "posts_address",
        "widths",
        "family",
    ),
}
"""Ends of names of columns that code alone writes, in forms of its own (a slug, a digest, HTML that
was sanitized), or that have their own way in below (a text's source)."""
INDEXES = ("head", "words")
"""Columns of the rows that are searched, of words that ``papers.search`` set apart."""
LEFT_OUT = {"blog.ExportedText", "blog.TableVersion", "papers.IndexState", "papers.Key"}
ARTICLE = {
    *("title", "container-title", "publisher", "volume", "issue", "page", "note", "abstract"),
    *("annote", "genre", "event-title", "publisher-place", "title-short", "edition", "language"),
    *("collection-title", "URL", "DOI", "ISBN", "keyword", "archive", "number", "call-number"),
}
BIBTEX = (
    *("title", "author", "editor", "journal", "publisher", "note", "url", "doi", "year", "pages"),
    *("abstract", "annote", "keywords", "series", "address", "howpublished", "eprint", "file"),
)
RIS = ("TI", "AU", "JO", "PB", "N1", "AB", "UR", "DO", "PY", "SP", "KW", "CY", "ED", "T2")
HEADER = ("title", "author", "description", "summary", "subtitle", "series", "image", "alt", "lang")
STAYS = {
    *("DOI", "doi", "id", "type", "status", "message-type", "message-version", "prefix", "agency"),
    *("dateType", "citeproc", "bibtex", "ris", "resourceTypeGeneral", "published_at", "created_at"),
    *("visibility", "slug", "post_id", "tag_id", "author_id", "key", "mobiledoc", "exported_on"),
    *("version", "nameType", "relationType", "relatedIdentifierType", "nameIdentifierScheme"),
    *("post_type", "post_date_gmt", "post_name", "wxr_version", "pubDate", "comment_id", "updated"),
    *("published", "comment_date_gmt", "comment_approved", "comment_parent", "base_blog_url"),
    *("author_login", "creator", "totalResults"),
}
"""What says of what kind something is, of whom, or when: without it the rest would not be read."""


def spoilt(value: Any, text: str, name: str = "") -> Any:
    """A document of JSON with the text in place of each of its texts."""
    if isinstance(value, dict):
        return {key: spoilt(one, text, key) for key, one in value.items()}
    if isinstance(value, list):
        return [spoilt(one, text, name) for one in value]
    return text if isinstance(value, str) and name not in STAYS else value


def spoilt_xml(file: Path, text: str) -> bytes:
    tree = ET.fromstring(file.read_bytes())
    kept = printable(text)
    for element in tree.iter():
        name = element.tag.rpartition("}")[2]
        if (element.text or "").strip() and name not in STAYS:
            element.text = kept
        for attribute in ("href", "term", "title"):
            if attribute in element.attrib:
                element.set(attribute, kept)
    return ET.tostring(tree)


def fill_rows(texts: Sequence[str]) -> None:
    """Rows of every model with each text in every column that takes it, as if all ways in were open
    that the column's own checks do not close. What a row must belong to is the newest row of that
    kind, with such texts itself: a new one for each is most of the work, and has none."""
    newest: dict[type[models.Model], models.Model] = {}
    for model in apps.get_models():
        label = model._meta.label
        if model._meta.app_label not in ("blog", "papers") or label in LEFT_OUT:
            continue
        fields = model._meta.concrete_fields
        columns = [one for one in fields if takes_text(one)]
        for text in texts if columns and label != "blog.Site" else ():
            values = {one.name: taken for one in columns if (taken := taken_by(one, text))}
            belongs = {
                one.name: newest[one.related_model]
                for one in fields
                if one.related_model in newest and must_be_given(one)
            }
            for given in (values | belongs, values) if belongs else (values,):
                with suppress(IntegrityError, ValidationError, ValueError), transaction.atomic():
                    newest[model] = make_row(model, **given)
                    break


def takes_text(column: models.Field) -> bool:
    is_text = isinstance(column, models.CharField | models.TextField) and not column.choices
    is_formed = column.name in INDEXES or any(column.name.endswith(end) for end in FORMED)
    return is_text and not is_formed


def taken_by(column: models.Field, text: str) -> str:
    """As much of it as the column's checks let in, of an address behind a host; else nothing."""
    text = printable(text)
    for form in (text, f"https://a.example/{text}", f"/{text}"):
        value = form[: column.max_length or None]
        with suppress(ValidationError):
            return column.clean(value, None)
    return ""


def send_bibliographies(texts: Sequence[str]) -> None:
    items = []
    for number, text in enumerate(texts):
        free = dict.fromkeys(ARTICLE, text)
        people = [{"family": text, "given": text, "suffix": text}, {"literal": text}]
        items.append(free | {"id": f"c{number} {text}", "type": "article", "author": people})
    entries = list(read_text(json.dumps(items)))
    for number, text in enumerate(texts):
        line = text.replace("\n", " ")
        bib = ", ".join(f"{name} = {{{line}}}" for name in BIBTEX)
        ris = "".join(f"{tag}  - {line}\n" for tag in RIS)
        entries += read_text(f"@article{{b{number}, {bib}}}")
        entries += read_text(f"TY  - JOUR\nID  - r{number}\n{ris}ER  - \n")
    add_entries(entries)


def send_replies(texts: Sequence[str]) -> None:
    """Of registries, each with the text in place of everything that it says."""
    crossref = json.loads(
        (DATA / "registry/crossref/10.1371-journal.pbio.0050002.json").read_bytes()
    )
    datacite = json.loads((DATA / "registry/datacite/10.11578-dc.20191106.1.json").read_bytes())
    arxiv = next((DATA / "registry/arxiv").glob("1009.3186*.xml"))
    for text in texts:
        number = next(numbers)
        doi = Id("doi", crossref["message"]["DOI"].lower())
        read = [
            read_crossref(json.dumps(spoilt(crossref, text)).encode(), doi),
            read_datacite(
                json.dumps(spoilt(datacite, text)).encode(), Id("doi", datacite["data"]["id"])
            ),
            read_arxiv(spoilt_xml(arxiv, text), Id("arxiv", "1009.3186")),
        ]
        for record in read:
            name = Id("doi", f"10.5555/{record.registry}.{number}")
            paper = make_paper(identifiers=[name])
            store_check(paper, replace(record, identifier=name, identifiers=(name,)))


def import_files(texts: Sequence[str], folder: Path, archived: int) -> None:
    """Posts of a folder; with one of ``archived`` strings exports of WordPress, Ghost, feeds."""
    posts = folder / "posts"
    posts.mkdir(parents=True)
    for number, text in enumerate(texts):
        header = dict.fromkeys(HEADER, text) | {"tags": [text], "categories": [text]}
        lines = [f"{name}: {json.dumps(value)}" for name, value in header.items()]
        body = (
            f'{text}\n\n## {text}\n\n![{text}](a.png "{text}")\n\n- {text}\n\n| {text} |\n|---|\n'
        )
        (posts / f"2020-01-01-p{number}.md").write_text(
            "\n".join(["---", *lines, "date: 2020-01-01", "---", "", body]), encoding="utf-8"
        )
        if number % archived:
            continue
        (folder / f"w{number}.xml").write_bytes(spoilt_xml(ARCHIVES / "wordpress.xml", text))
        (folder / f"f{number}.xml").write_bytes(spoilt_xml(ARCHIVES / "feed.rss", text))
        (folder / f"a{number}.xml").write_bytes(spoilt_xml(ARCHIVES / "feed.atom", text))
        ghost = json.loads((ARCHIVES / "ghost.json").read_bytes())
        (folder / f"g{number}.json").write_text(json.dumps(spoilt(ghost, text)))
    for path in [posts, *sorted(folder.glob("*.*"))]:
        list(import_posts([path]))


def push_posts(texts: Sequence[str], token: str) -> Iterator[Any]:
    """By the API; gives its answers."""
    for text in texts:
        head = "".join(f"{name}: {json.dumps(text)}\n" for name in ("title", "summary", "series"))
        sent = f"---\n{head}tags: [{json.dumps(text)}]\n---\n\n{text}\n"
        yield ask(token, "POST", "posts", {"text": sent, "note": text[:200]})
        yield ask(token, "POST", "preview", {"text": sent})
