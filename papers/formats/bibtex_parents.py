"""What entries of BibTeX inherit from those that they name by ``crossref`` or ``xdata``.

The biblatex manual, appendix B and section 2.4.1. No Django here.
"""

import re
from collections.abc import Mapping

from papers.formats.bibtex_blocks import blocks_of_bibtex, fields_of
from papers.formats.bibtex_fields import CONTAINERS, NOT_INHERITED, SUBTITLES
from papers.formats.entries import Lines, Problem

REFERS = re.compile(r"\b(?:crossref|xdata)\s*=\s*[{\"]?\s*([^{}\"\n]*)", re.IGNORECASE)
Parent = tuple[str, dict[str, str]]
"""Kind and fields of an entry."""


def parents_in(lines: Lines, strings: dict[str, str]) -> dict[str, Parent]:
    """The entries of a file that others refer to, by their keys in small letters. `strings` takes
    up the file's abbreviations."""
    wanted: set[str] = set()
    for line in lines():
        if "=" in line and (match := REFERS.search(line)):
            wanted |= {one.strip().lower() for one in match[1].split(",") if one.strip()}
    found: dict[str, Parent] = {}
    if not wanted:
        return found
    for block in blocks_of_bibtex(lines()):
        if isinstance(block, Problem):
            continue
        if block.kind == "string":
            strings |= fields_of(block.body, strings)[0]
        elif (key := block.key.lower()) in wanted and key not in found:
            found[key] = block.kind, fields_of(block.body.partition(",")[2], strings)[0]
    return found


def with_inherited(fields: dict[str, str], parents: Mapping[str, Parent]) -> dict[str, str]:
    """An entry's fields with those of its parents, as far as it has none of its own."""
    own = dict(fields)
    pending = [(name, own.get(name, "")) for name in ("crossref", "xdata")]
    for _generation in range(4):
        following = []
        for relation, names in pending:
            for name in names.split(","):
                parent_kind, given = parents.get(name.strip().lower(), ("", {}))
                for field_name, value in given.items():
                    if relation == "xdata" or field_name not in NOT_INHERITED:
                        own.setdefault(field_name, value)
                if relation == "crossref" and given.get("title"):
                    _inherit_title(own, parent_kind, given)
                following += [(one, given[one]) for one in ("crossref", "xdata") if given.get(one)]
        pending = following
    return own


def _inherit_title(own: dict[str, str], parent_kind: str, given: Mapping[str, str]) -> None:
    """The title of a parent and its subtitle as those of the container (biblatex, appendix B)."""
    is_journal = parent_kind in ("periodical", "journal")
    is_whole = parent_kind.startswith("mv")
    name = "maintitle" if is_whole else "journaltitle" if is_journal else "booktitle"
    if not any(own.get(one) for one in CONTAINERS if (one == "maintitle") == is_whole):
        own[name] = given["title"]
        if given.get("subtitle"):
            own.setdefault(SUBTITLES[name], given["subtitle"])
