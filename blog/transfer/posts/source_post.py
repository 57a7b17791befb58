"""A post while it is read: its header over the site's defaults, and the notes so far."""

from dataclasses import dataclass, field

from blog.transfer.source.header_values import as_flag, as_text
from blog.transfer.source.import_values import Found, Note, SourceSite, Value


@dataclass
class Source:
    """kind is that of the header (`yaml`, `toml`, `json`, `keys`, ''); error is '' if it was read.

    lines has the 1-based line of each key that stands in the file itself.
    """

    found: Found
    values: dict[str, Value]
    lines: dict[str, int]
    kind: str
    error: str
    notes: list[Note] = field(default_factory=list)

    @property
    def site(self) -> SourceSite:
        return self.found.site

    def note(self, message: str, key: str = "") -> None:
        """Remembers something doubtful, at the line of `key` where that is known."""
        self.notes.append(Note(self.lines.get(key), message))

    def key(self, *keys: str) -> str:
        """The first of the keys that has a value, or ''."""
        return next((key for key in keys if self.values.get(key) is not None), "")

    def first(self, *keys: str) -> Value:
        """The value of the first of the keys that has one."""
        return self.values.get(self.key(*keys))

    def text(self, *keys: str) -> str:
        """The same as trimmed text."""
        return as_text(self.first(*keys)).strip()

    def flag(self, *keys: str) -> bool | None:
        """The same as a flag, None where it is neither yes nor no."""
        return as_flag(self.first(*keys))
