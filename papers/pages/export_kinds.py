"""The formats in which readers get papers."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from papers.formats.bibtex_writing import write_bibtex
from papers.formats.csljson import write_csljson
from papers.formats.ris import write_ris
from papers.records.record import Record


class Kind(NamedTuple):
    """``write`` is given whether to write what only importing it here again reads."""

    media_type: str
    write: Callable[[Iterable[Record], bool], Iterator[str]]


KINDS = {
    "bib": Kind("text/x-bibtex; charset=utf-8", write_bibtex),
    "ris": Kind("application/x-research-info-systems; charset=utf-8", write_ris),
    "json": Kind("application/vnd.citationstyles.csl+json; charset=utf-8", write_csljson),
}
ENDINGS = "|".join(KINDS)
