"""What a look at a bibliography found or did: counted, and told in lines as far as a log goes."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from papers.citing.cited_works import places_of
from papers.formats.entries import Problem
from papers.library.additions import Addition, Outcome, told_changes
from papers.models import Source

MOST_LINES = 200
"""Of each kind; the counts have all."""
LONGEST_LINE = 1_000


class LookReport:
    """``counts`` by ``Outcome``, and ``gone``, ``refused``; ``differing`` entries that were there
    change what a paper shows, or go: more than a new name for it."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.told: dict[str, list[str]] = {"problems": [], "changed": [], "gone": [], "new": []}
        self.left_out: Counter[str] = Counter()
        self.changed: set[int] = set()
        self.differing = 0

    def tell(self, kind: str, line: str) -> None:
        if len(self.told[kind]) < MOST_LINES:
            self.told[kind].append(line[:LONGEST_LINE])
        else:
            self.left_out[kind] += 1

    def add(self, one: Addition | Problem) -> None:
        if isinstance(one, Problem):
            self.counts["refused"] += not one.is_remark
            where = _("Line %(line)d: %(problem)s.") % {"line": one.line, "problem": one}
            self.tell("problems", where if one.line else f"{one}.")
            return
        self.counts[one.outcome] += 1
        for problem in one.problems():
            self.tell("problems", problem)
        if one.outcome == Outcome.NEW:
            self.tell("new", _("“%(key)s” is new.") % {"key": one.name})
        elif one.changes and one.paper is not None:
            self.differing += 1
            self.changed.add(one.paper.pk)
            words = {"name": one.name, "key": one.paper.key, "said": told_changes(one.changes)}
            self.tell("changed", _("“%(name)s” changes %(key)s: %(said)s") % words)

    def add_gone(self, rows: Iterable[Source]) -> None:
        for row in rows:
            self.counts["gone"] += 1
            self.differing += 1
            words = {"name": row.key, "key": row.paper.key}
            self.tell("gone", _("“%(name)s” is not there any more; %(key)s stays.") % words)

    @property
    def is_telling(self) -> bool:
        """Whether there is anything beside entries that are as before."""
        return any(self.told.values()) or self.counts.total() > self.counts[Outcome.MATCHED]

    @property
    def lines(self) -> list[str]:
        found = []
        for kind, lines in self.told.items():
            found += lines
            if more := self.left_out[kind]:
                said = ngettext("… and %(n)d more like this.", "… and %(n)d more like these.", more)
                found.append(said % {"n": more})
        return found

    @property
    def summary(self) -> str:
        counts = self.counts
        told = _("%(new)d new, %(changed)d changed, %(gone)d gone, %(same)d as before") % {
            "new": counts[Outcome.NEW],
            "changed": counts[Outcome.CHANGED],
            "gone": counts["gone"],
            "same": counts[Outcome.MATCHED],
        }
        return told + (_(", %(n)d not read") % {"n": counts["refused"]}) * bool(counts["refused"])

    def posts(self) -> list[str]:
        """The titles of the posts that show a paper that changes."""
        return sorted({post for _paper, post in places_of(self.changed)})
