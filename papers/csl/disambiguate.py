"""Telling cites apart: CSL 1.0.2, "Disambiguation".

Each step looks only at groups of items whose cites read the same, so the work grows with the
number of items, not with its square.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from papers.csl.context import SUBSEQUENT, Choices, Context
from papers.csl.items import Item
from papers.csl.name_lists import NameStyle, format_name
from papers.csl.nameparts import CslName
from papers.csl.output import plain_output

MAX_NAMES = 60
_LOOSE = re.compile(r"[\s.]+")


@dataclass
class Candidate:
    """An item with the way its cite reads at present."""

    item: Item
    choices: Choices
    text: str = ""
    log: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True)
class Methods:
    """What the style allows. `render` gives a context's cite as text."""

    add_names: bool
    add_given: bool
    rule: str
    add_suffix: bool
    conditions: int
    name_style: NameStyle
    render: Callable[[Context], str]

    @property
    def top_level(self) -> int:
        """How far a name may be expanded: 1 initials, 2 in full."""
        if self.rule.endswith("with-initials"):
            return 1 if self.name_style.mark is not None and self.name_style.initialize else 0
        return 2


class Disambiguator:
    """Works through the four methods in their order."""

    def __init__(
        self,
        methods: Methods,
        items: Iterable[Item],
        order: dict[str, int],
        later: frozenset[str] | set[str] = frozenset(),
    ) -> None:
        self.methods = methods
        self.later = later  # keys of items whose cites do not all stand first
        self.order = order
        self.candidates = [Candidate(item, Choices()) for item in items]

    def run(self) -> dict[str, Choices]:
        """The choices for every item, by its key."""
        methods = self.methods
        if methods.add_names or methods.add_given or methods.add_suffix or methods.conditions:
            for candidate in self.candidates:
                self.read(candidate)
            if methods.add_given and methods.rule != "by-cite":
                self.expand_globally()
            for group in self.groups(self.candidates):
                self.separate(group)
        return {c.item.key: c.choices for c in self.candidates}

    def read(self, candidate: Candidate) -> str:
        ctx = Context(candidate.item, candidate.choices)
        if candidate.item.key in self.later:
            ctx.position = SUBSEQUENT
        candidate.text = self.methods.render(ctx)
        candidate.log = tuple(ctx.name_log)
        return candidate.text

    def groups(self, candidates: list[Candidate]) -> list[list[Candidate]]:
        """Candidates that read the same, where there is more than one."""
        found: dict[str, list[Candidate]] = {}
        for candidate in candidates:
            found.setdefault(candidate.text, []).append(candidate)
        return [group for group in found.values() if len(group) > 1]

    def separate(self, group: list[Candidate]) -> None:
        methods = self.methods
        rest = [group]
        has_other_names = len({self.all_names(candidate) for candidate in group}) > 1
        if methods.add_given and methods.rule == "by-cite" and has_other_names:
            rest = [left for part in rest for left in self.expand(part)]
        if methods.add_names and has_other_names:
            rest = [left for part in rest for left in self.show_more(part)]
        if methods.conditions:
            rest = [left for part in rest for left in self.use_condition(part)]
        if methods.add_suffix:
            for part in rest:
                self.add_suffixes(part)

    @staticmethod
    def all_names(candidate: Candidate) -> tuple[tuple[CslName, ...], ...]:
        """Everybody whom the cite names or could name."""
        return tuple(
            candidate.item.names("editor" if variable == "editortranslator" else variable)
            for variable, _, _ in candidate.log
        )

    def shown_names(self, candidate: Candidate) -> list[tuple[str, int, CslName]]:
        """(variable, index, name) of every name that the cite shows."""
        found = []
        for variable, shown, _ in candidate.log:
            source = "editor" if variable == "editortranslator" else variable
            names = candidate.item.names(source)
            found += [(variable, i, names[i]) for i in range(min(shown, len(names), MAX_NAMES))]
        return found

    def expand_globally(self) -> None:
        """Method 1 for names: every ambiguous name of the document is expanded."""
        only_first = self.methods.rule.startswith("primary-name")
        users: dict[str, dict[CslName, list[tuple[Candidate, str, int]]]] = {}
        for candidate in self.candidates:
            names = self.shown_names(candidate)
            for variable, index, name in names[:1] if only_first else names:
                text = self.name_text(name, 0)
                users.setdefault(text, {}).setdefault(name, []).append((candidate, variable, index))
        changed: dict[int, Candidate] = {}
        for people in users.values():
            if len(people) < 2:
                continue
            for name, level in self.levels(list(people)).items():
                for candidate, variable, index in people[name] if level else ():
                    candidate.choices.levels[variable, index] = level
                    changed[id(candidate)] = candidate
        for candidate in changed.values():
            self.read(candidate)

    def name_text(self, name: CslName, level: int) -> str:
        return plain_output(format_name(name, self.methods.name_style, False, level))

    def tight_text(self, name: CslName, level: int) -> str:
        """As `name_text`, blind to the spacing of initials."""
        return _LOOSE.sub("", self.name_text(name, level))

    def levels(self, people: list[CslName]) -> dict[CslName, int]:
        """The least expansion that tells each name from the others; 0 where none does."""
        found = dict.fromkeys(people, 0)
        for level in range(1, self.methods.top_level + 1):
            texts: dict[str, int] = {}
            for name in people:
                text = self.tight_text(name, level)
                texts[text] = texts.get(text, 0) + 1
            for name in people:
                if not found[name] and texts[self.tight_text(name, level)] == 1:
                    found[name] = level
        return found

    def expand(self, group: list[Candidate]) -> list[list[Candidate]]:
        """Method 1 for cites: name by name until the group falls apart."""
        before = [candidate.choices.copy() for candidate in group]
        most = max(len(self.shown_names(candidate)) for candidate in group)
        rest = [group]
        for position in range(most):
            following = []
            for part in rest:
                left = self.expand_one(part, position)
                if len(left) != 1 or len(left[0]) != len(part):
                    for candidate in part:
                        self.commit(group, before, candidate)
                following += left
            rest = following
            if not rest:
                return []
        return self.settle(group, rest, before)

    def expand_one(self, group: list[Candidate], position: int) -> list[list[Candidate]]:
        rows = [(c, names[position]) for c in group if len(names := self.shown_names(c)) > position]
        people = list(dict.fromkeys(row[1][2] for row in rows))
        if len(people) > 1:
            levels = self.levels_in_group(people)
            for candidate, (variable, index, name) in rows:
                if levels[name]:
                    candidate.choices.levels[variable, index] = levels[name]
                    self.read(candidate)
        return self.groups(group)

    def levels_in_group(self, people: list[CslName]) -> dict[CslName, int]:
        groups: dict[str, list[CslName]] = {}
        for name in people:
            groups.setdefault(self.name_text(name, 0), []).append(name)
        found = dict.fromkeys(people, 0)
        for same in groups.values():
            if len(same) > 1:
                found.update(self.levels(same))
        return found

    def show_more(self, group: list[Candidate]) -> list[list[Candidate]]:
        """Method 2: one more name at a time, expanded where method 1 is on."""
        before = [candidate.choices.copy() for candidate in group]
        rest = [group]
        most = min(MAX_NAMES, max((t for c in group for _, _, t in c.log), default=0))
        least = min((s for c in group for _, s, _ in c.log), default=0)
        for count in range(least + 1, most + 1):
            following = []
            for part in rest:
                for candidate in part:
                    candidate.choices.shown = count
                    self.read(candidate)
                left = self.groups(part)
                if self.methods.add_given and left:
                    left = [p for old in left for p in self.expand_all(old)]
                if len(left) != 1 or len(left[0]) != len(part):
                    for candidate in part:
                        self.commit(group, before, candidate)
                following += left
            rest = following
            if not rest:
                return []
        return self.settle(group, rest, before)

    def expand_all(self, group: list[Candidate]) -> list[list[Candidate]]:
        rest = [group]
        most = max(len(self.shown_names(candidate)) for candidate in group)
        for position in range(most):
            rest = [part for old in rest for part in self.expand_one(old, position)]
        return rest

    @staticmethod
    def commit(group: list[Candidate], before: list[Choices], candidate: Candidate) -> None:
        for index, other in enumerate(group):
            if other is candidate:
                before[index] = candidate.choices.copy()

    def settle(
        self, group: list[Candidate], rest: list[list[Candidate]], before: list[Choices]
    ) -> list[list[Candidate]]:
        """Take back what did not help the candidates that are still ambiguous."""
        stuck = {id(candidate) for part in rest for candidate in part}
        for candidate, choices in zip(group, before, strict=True):
            if id(candidate) in stuck:
                candidate.choices = choices
                self.read(candidate)
        return rest

    def use_condition(self, group: list[Candidate]) -> list[list[Candidate]]:
        """Method 3: render with the condition true, and keep it if that helps."""
        before = [candidate.choices.copy() for candidate in group]
        rest = [group]
        for count in range(1, self.methods.conditions + 1):
            following = []
            for part in rest:
                for candidate in part:
                    candidate.choices.condition = count
                    self.read(candidate)
                left = self.groups(part)
                if len(left) != 1 or len(left[0]) != len(part):
                    for candidate in part:
                        self.commit(group, before, candidate)
                following += left
            rest = following
        return self.settle(group, rest, before)

    def add_suffixes(self, group: list[Candidate]) -> None:
        """Method 4: letters in the order of the bibliography."""
        ordered = sorted(group, key=lambda c: self.order.get(c.item.key, 0))
        for number, candidate in enumerate(ordered):
            candidate.choices.suffix = suffix_letters(number)


def suffix_letters(number: int) -> str:
    """0 → a, 25 → z, 26 → aa."""
    text = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, 26)
        text = chr(97 + digit) + text
    return text
