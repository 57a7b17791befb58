"""Items of CSL-JSON, read leniently: any value of any type gives an item.

CSL 1.0.2, "Appendix IV - Variables". The note field may carry further variables, one a line
(`key: value`), as reference managers write them.
"""

import re
from collections.abc import Mapping

from papers.csl.dateparse import Date, parse_date
from papers.csl.nameparts import CslName, parse_names
from papers.csl.variables import DATE_VARIABLES, NAME_VARIABLES, TEXT_VARIABLES

_NOTE_LINE = re.compile(r"^(?:\{:)?\s*([A-Za-z]+(?:[-_ ][A-Za-z]+)*)\s*:\s*([^{}]*)\}?$")
_NOTE_BRACES = re.compile(r"\{:([A-Za-z]+(?:[-_][A-Za-z]+)*)\s*:\s*([^{}]+)\}")


class Item:
    """One item: its texts, names and dates, each read once when first asked for."""

    __slots__ = ("_dates", "_has", "_names", "fields", "key", "language", "type")

    def __init__(self, data: Mapping[str, object]) -> None:
        self.fields = {str(key): value for key, value in data.items()}
        self.key = str(data.get("id", ""))
        self._names: dict[str, tuple[CslName, ...]] = {}
        self._dates: dict[str, Date | None] = {}
        self._has: dict[str, bool] = {}
        note = self.fields.get("note")
        if isinstance(note, str) and ":" in note:
            self._read_note(note)
        for name, other in (("event", "event-title"), ("event-title", "event")):
            if self.fields.get(other):  # two names of one variable (CSL 1.0.2, appendix IV)
                self.fields.setdefault(name, self.fields[other])
        self.type = str(self.fields.get("type") or "document")
        self.language = self.text("language")

    def _read_note(self, note: str) -> None:
        found = _NOTE_BRACES.findall(note)
        for line in note.split("\n"):
            match = _NOTE_LINE.match(line.strip())
            if not match:
                break
            found.append(match.groups())
        for name, value in found:
            self._add_noted(
                name
                if name in ("DOI", "URL", "ISBN", "ISSN", "PMID", "PMCID")
                else name.lower().replace(" ", "-").replace("_", "-"),
                value.strip(),
            )

    def _add_noted(self, name: str, value: str) -> None:
        if name == "type":
            self.fields["type"] = value
        elif name in NAME_VARIABLES:
            family, _, given = (part.strip() for part in value.partition("||"))
            entry = {"family": family, "given": given} if given else {"literal": family}
            known = self.fields.get(name)
            if name in ("author", "editor") and known:
                return
            self.fields[name] = [*known, entry] if isinstance(known, list) else [entry]
        elif name in DATE_VARIABLES:
            self.fields[name] = {"raw": value}
        elif name in TEXT_VARIABLES and not self.fields.get(name):
            self.fields[name] = value

    def text(self, name: str) -> str:
        """The text of a variable, "" if it has none."""
        value = self.fields.get(name)
        if isinstance(value, str):
            return value
        if isinstance(value, bool) or value is None:
            return ""
        if isinstance(value, int | float) and -1e300 < value < 1e300:
            return str(int(value)) if value == value // 1 else str(value)
        return ""

    def names(self, name: str) -> tuple[CslName, ...]:
        """The names of a name variable."""
        found = self._names.get(name)
        if found is None:
            found = self._names[name] = parse_names(self.fields.get(name))
        return found

    def date(self, name: str) -> Date | None:
        """The date of a date variable, None if it has none."""
        if name not in self._dates:
            self._dates[name] = parse_date(self.fields.get(name))
        return self._dates[name]

    def has(self, name: str) -> bool:
        """Whether a variable holds anything."""
        known = self._has.get(name)
        if known is None:
            if name in NAME_VARIABLES:
                known = bool(self.names(name))
            elif name in DATE_VARIABLES:
                known = self.date(name) is not None
            else:
                known = bool(self.text(name))
            self._has[name] = known
        return known
