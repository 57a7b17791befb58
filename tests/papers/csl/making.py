"""Small styles and the golden data for the tests of the citation processor."""

import json
import re
from functools import lru_cache
from pathlib import Path

from papers.csl.positions import Cite, CiteCluster
from papers.csl.processor import Document, Processor
from papers.csl.style import bundled_style, read_style

DATA = Path(__file__).parents[2] / "data" / "csl"
_BLANK = re.compile(r"\s*\n\s*")


def make_style(citation: str, bibliography: str = "", extra: str = "", attrs: str = "") -> str:
    """A style around a citation layout's content; `attrs` go on <style>."""
    wrapped = f"<bibliography>{bibliography}</bibliography>" if bibliography else ""
    if "<layout" not in citation:
        citation = f"<citation><layout>{citation}</layout></citation>"
    attrs = attrs or 'class="in-text"'
    return (
        f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" {attrs}>'
        f"<info><title>t</title><id>t</id></info>{extra}{citation}{wrapped}</style>"
    )


def cite(
    citation: str,
    *items: dict,
    extra: str = "",
    attrs: str = "",
    output: str = "html",
    **about: str,
) -> str:
    """The items cited together in a style made of `citation`."""
    rows = [{"id": str(number), "type": "book", **item} for number, item in enumerate(items)]
    cites = tuple(Cite(row["id"], **about) for row in rows)
    processor = Processor(read_style(make_style(citation, "", extra, attrs)), "en-US")
    return processor.format(rows, [CiteCluster(cites)], output=output).citations[0].text


@lru_cache(maxsize=1)
def golden_items() -> list[dict]:
    return json.loads((DATA / "items.json").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def golden_citations() -> list[CiteCluster]:
    rows = json.loads((DATA / "citations.json").read_text(encoding="utf-8"))
    return [
        CiteCluster(
            tuple(
                Cite(
                    c["id"],
                    c.get("locator", ""),
                    c.get("label", "page"),
                    c.get("prefix", ""),
                    c.get("suffix", ""),
                    "suppress-author" if c.get("suppress-author") else "",
                )
                for c in row["cites"]
            )
        )
        for row in rows
    ]


def golden(name: str) -> dict:
    return json.loads((DATA / "goldens" / f"{name}.json").read_text(encoding="utf-8"))


@lru_cache(maxsize=16)
def golden_document(name: str) -> Document:
    """Harvard's goldens were made before its file stated a language."""
    language = "en-US" if name == "harvard-cite-them-right" else ""
    return Processor(bundled_style(name), language).format(golden_items(), golden_citations())


def bare_entry(text: str) -> str:
    """An entry without its wrapper and without blanks between tags."""
    text = text.strip()
    if text.startswith('<div class="csl-entry">'):
        text = text[len('<div class="csl-entry">') : -len("</div>")]
    return _BLANK.sub("", text.strip())
