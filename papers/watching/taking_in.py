"""One look at a bibliography: is it whole, what would it change, may it, and then it does.

Nothing changes by one that is empty, cut or in no format of ours, and by one that changes more of
its entries than its share before an editor has said that this is meant.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.utils.translation import gettext as _

from papers.choices import LookOutcome, WatchKind
from papers.formats.any_format import written_file
from papers.formats.entries import Problem, Written
from papers.library.adding_papers import SeenKeys, add_all, digest_of_entry
from papers.library.additions import Doubt
from papers.library.gone_entries import find_gone
from papers.library.source_names import SourceName
from papers.models import Source, Watch, WatchLook
from papers.watching.look_reports import LookReport
from papers.watching.watch_contents import write_library, write_upload
from papers.watching.watch_faults import WatchFault
from papers.watching.watched_paths import copy_path

ALWAYS = 5
"""Entries that may change or go at once, however few there are."""
LOOKS_KEPT = 100
"""Lines of the log of each bibliography."""
RENEWED_EVERY = 500
Renew = Callable[[], None]
"""Says that we are still at work, and raises ``NotYet`` where another process is by now."""


@dataclass(frozen=True)
class Snapshot:
    """A bibliography as it is at one moment, in a file that nobody else has."""

    file: Path
    digest: str


@contextmanager
def snapshot_of(watch: Watch) -> Iterator[Snapshot]:
    """``NotYet`` or ``WatchFault`` where there is none."""
    with TemporaryDirectory(prefix="wellcited-") as folder:
        file = Path(folder) / f"copy{Path(watch.place).suffix}"
        if watch.kind == WatchKind.PATH:
            copy_path(watch.place, file)
        elif watch.kind == WatchKind.UPLOAD:
            write_upload(watch, file)
        else:
            file = file.with_suffix(".json")
            write_library(watch, file)
        with file.open("rb") as stream:
            digest = file_digest(stream, "sha256").hexdigest()
        yield Snapshot(file, digest)


@dataclass
class Survey:
    """The entries of a whole file by their keys, each with the digest of its text."""

    digests: dict[str, str] = field(default_factory=dict)
    seen: SeenKeys = field(default_factory=SeenKeys)


def survey_file(file: Path, renew: Renew) -> Survey:
    """``WatchFault`` for a file that is not whole."""
    found = Survey()
    try:
        for one in renewed(written_file(file), renew):
            key = found.seen.take_entry(one)
            if not isinstance(one, Problem):
                found.digests[key] = digest_of_entry(one)
            elif one.is_cut:
                words = {"line": one.line, "problem": one}
                said = _("It ends in the middle of something, in line %(line)d: %(problem)s.")
                raise WatchFault(said % words)
    except ValueError as error:
        raise WatchFault(_("It is neither BibTeX, RIS nor CSL-JSON.")) from error
    if not found.digests:
        raise WatchFault(_("It has no entry that could be read."))
    return found


def renewed(found: Written, renew: Renew) -> Written:
    for number, one in enumerate(found):
        if number % RENEWED_EVERY == 0:
            renew()
        yield one


def look_once(watch: Watch, renew: Renew) -> None:
    """Looks, and does what may be done. Call it for a watch that nobody else is at work on.

    ``NotYet`` where it is being written, ``WatchFault`` where it cannot be read.
    """
    with snapshot_of(watch) as now:
        is_known = now.digest == watch.taken or (watch.waits and now.digest == watch.waiting)
        if watch.wants_trial or (watch.is_on and not is_known):
            survey = survey_file(now.file, renew)
        if watch.wants_trial:
            report = run_through(watch, now, renew, is_trial=True)
            Watch.objects.filter(pk=watch.pk).update(wants_trial=False)
            write_look(watch, LookOutcome.TRIAL, report)
        if watch.is_on and not is_known:
            take_in(watch, now, survey, renew)
    calm = {"fault": ""} | ({"waiting": "", "confirmed": ""} if now.digest == watch.taken else {})
    Watch.objects.filter(pk=watch.pk).update(**calm)


def take_in(watch: Watch, now: Snapshot, survey: Survey, renew: Renew) -> None:
    """Takes a bibliography in, or has it wait."""
    if watch.confirmed != now.digest and may_differ_too_much(watch, survey):
        plan = run_through(watch, now, renew, is_trial=True)
        if plan.differing > most_of(watch):
            Watch.objects.filter(pk=watch.pk).update(waiting=now.digest)
            write_look(watch, LookOutcome.WAITS, plan)
            return
    report = run_through(watch, now, renew, is_trial=False)
    Watch.objects.filter(pk=watch.pk).update(taken=now.digest, waiting="", confirmed="")
    if report.is_telling:
        write_look(watch, LookOutcome.TAKEN, report)


def may_differ_too_much(watch: Watch, survey: Survey) -> bool:
    """Whether so many texts of entries are others or gone that it has to be seen what they change:
    only a newer reader may make other texts of a file that stayed as it was."""
    rows = Source.objects.filter(**watch.source_fields, gone_at=None).order_by("pk")
    known = rows.values_list("key", "digest").iterator()
    differing = sum(
        survey.digests[key] != digest if key in survey.digests else key not in survey.seen.unread
        for key, digest in known
    )
    return differing > most_of(watch)


def most_of(watch: Watch) -> int:
    """How many entries of it may change or go at once."""
    known = Source.objects.filter(**watch.source_fields, gone_at=None).count()
    return max(ALWAYS, known * watch.most_share // 100) if watch.most_share < 100 else known


def run_through(watch: Watch, now: Snapshot, renew: Renew, is_trial: bool) -> LookReport:
    """Takes all of it in, or, with `is_trial`, says what would be."""
    report, seen = LookReport(), SeenKeys()
    source = SourceName(**watch.source_fields)
    found = renewed(written_file(now.file), renew)
    for one in add_all(found, Doubt.ADD, is_trial, source, seen):
        report.add(one)
    report.add_gone(find_gone(source, seen, is_trial))
    return report


@transaction.atomic
def write_look(watch: Watch, outcome: LookOutcome, report: LookReport | str) -> None:
    """A line of the log; the oldest ones go."""
    look = WatchLook(watch=watch, outcome=outcome)
    if isinstance(report, str):
        look.said = report
    else:
        look.said, look.lines, look.posts = report.summary, report.lines, report.posts()
    look.save()
    kept = WatchLook.objects.filter(watch=watch).order_by("-pk").values_list("pk", flat=True)
    WatchLook.objects.filter(watch=watch).exclude(pk__in=list(kept[:LOOKS_KEPT])).delete()
