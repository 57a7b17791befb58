from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from blog.media_store import StoreAway
from blog.text.hosts import host_of
from blog.transfer.sites.file_discovery import find_posts
from blog.transfer.source.dates import read_zone
from blog.transfer.source.import_values import SiteDescription
from blog.transfer.storing.import_run import Outcome
from blog.transfer.storing.post_import import import_posts
from blog.transfer.storing.post_rows import Change
from blog.transfer.storing.taking_site import (
    LATER,
    described_site,
    lost_links,
    offered_values,
    take_site,
    told_values,
)
from blog.transfer.storing.workers import usable_cores
from papers.management.progress import Progress
from papers.queries.statistics import renew_statistics
from papers.records.identifiers import Id

MOST_PROCESSES = 256


def counted_as(outcome: Outcome) -> str:
    if outcome.refusal or not outcome.change:
        return "refused" if outcome.refusal else ""
    return f"page {outcome.change}" if outcome.is_page else outcome.change


def host_and_folder(written: str) -> tuple[str, Path]:
    """`i.example.org=copies`"""
    name, _, folder = written.partition("=")
    host = host_of(f"//{name.strip()}")
    if not host or not folder:
        raise ArgumentTypeError(f"“{written}” is no HOST=FOLDER, as i.example.org=copies")
    if not Path(folder).is_dir():
        raise ArgumentTypeError(f"there is no folder {folder}")
    return host, Path(folder)


def process_count(written: str) -> int:
    if not written.isdecimal() or not 1 <= int(written) <= MOST_PROCESSES:
        raise ArgumentTypeError(f"“{written}” is no number from 1 to {MOST_PROCESSES}")
    return int(written)


class Command(BaseCommand):
    help = "Imports posts: files, folders or a whole Jekyll site. Again, it changes what changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, only.")
        parser.add_argument("--timezone", default="", help="Of dates without one, as Asia/Seoul.")
        parser.add_argument(
            "--date-order", default="", choices=["", "mdy", "dmy"], help="What 3-4-2019 means."
        )
        parser.add_argument(
            "--categories", default="tags", choices=["tags", "ignore"], help="What becomes of them."
        )
        parser.add_argument(
            "--hashtags", default="text", choices=["text", "tags"], help="Lines of hashtags alone."
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="Also what was edited here since its import."
        )
        parser.add_argument(
            "--site", default="", help="The site's name, where it is another than last time."
        )
        parser.add_argument(
            "--take-site",
            action="store_true",
            help="Also the site's pages; its name, zone, menu and so on, where none is set here.",
        )
        parser.add_argument(
            "--fetch-images",
            action="store_true",
            help="Also pictures of other sites that posts show; until then they are links.",
        )
        parser.add_argument(
            "--images",
            action="append",
            default=[],
            metavar="HOST=FOLDER",
            type=host_and_folder,
            help="Takes the pictures of a host out of a folder that has them by their paths.",
        )
        parser.add_argument(
            "--collections", nargs="+", default=[], help="Of a Jekyll site, that are posts too."
        )
        parser.add_argument(
            "--processes",
            type=process_count,
            default=usable_cores(),
            metavar="N",
            help="How many read and render; by default as many as the machine has cores.",
        )

    def handle(self, *, paths: list[Path], dry_run: bool, **options: Any) -> None:
        if missing := [str(path) for path in paths if not path.exists()]:
            raise CommandError(f"There is no {', no '.join(missing)}.")
        if options["timezone"] and read_zone(options["timezone"]) is None:
            told = f"“{options['timezone']}” is no time zone; name one as Asia/Seoul."
            raise CommandError(told)
        reading = {"timezone": options["timezone"], "date_order": options["date_order"]}
        counts: Counter[str] = Counter()
        unknown: set[Id] = set()
        is_cut_short = False
        try:
            described = described_site(paths, **reading)
            if described is not None and options["take_site"] and not dry_run:
                self.tell_taken(take_site(described, but=LATER))
            reading["collections"] = tuple(options["collections"])
            total = sum(1 for _ in find_posts(paths, **reading)) if self.stderr.isatty() else 0
            progress = Progress(self.stderr, total)
            outcomes = import_posts(
                paths,
                processes=options["processes"],
                is_trial=dry_run,
                takes_categories=options["categories"] == "tags",
                takes_hashtags=options["hashtags"] == "tags",
                overwrites=options["overwrite"],
                site=options["site"],
                takes_pages=options["take_site"],
                fetches_pictures=options["fetch_images"],
                picture_folders=dict(options["images"]),
                **reading,
            )
            with closing(outcomes):
                for outcome in outcomes:
                    progress.step()
                    self.tell(outcome, counts, progress)
                    unknown.update(outcome.unknown)
            progress.clear()
        except BrokenProcessPool as error:
            raise CommandError(
                "A process that read posts was killed, as a system without free memory does. What "
                "is here stays; run it again, maybe with --processes 1, to go on."
            ) from error
        except StoreAway as error:
            raise CommandError(f"{error}. What is here stays; run it again to go on.") from error
        except KeyboardInterrupt:
            is_cut_short = True
        else:
            if described is not None and options["take_site"] and not dry_run:
                self.tell_taken(take_site(described))
            if described is not None:
                self.offer(described)
        if unknown:
            self.stdout.write(
                f"{len(unknown)} works are named by an identifier alone: each is a paper to be "
                "looked up, with the title that a post gives it."
            )
        self.conclude(counts, dry_run, is_cut_short)

    def tell_taken(self, values: dict[str, str]) -> None:
        for line in told_values(values):
            self.stdout.write(f"Taken from the site: {line}")

    def offer(self, described: SiteDescription) -> None:
        """What the site says of itself and this blog does not say yet."""
        if lines := told_values(offered_values(described)):
            self.stdout.write(
                "The site says more of itself; --take-site takes it, or write it in the admin, "
                "under Site:"
            )
            for line in lines:
                self.stdout.write(f"  {line}")
        if lost := lost_links(described):
            self.stdout.write(f"Its menu has links that lead to nothing here: {', '.join(lost)}.")

    def tell(self, outcome: Outcome, counts: Counter[str], progress: Progress) -> None:
        """Counts one outcome and writes its remarks."""
        counts[counted_as(outcome)] += 1
        if outcome.remarks or outcome.refusal:
            progress.clear()
        for line in outcome.remarks:
            self.stderr.write(line)
        if outcome.refusal:
            self.stderr.write(self.style.ERROR(f"refused: {outcome.refusal}"))

    def conclude(self, counts: Counter[str], dry_run: bool, is_cut_short: bool) -> None:
        said = [f"{counts[change]} {change}" for change in Change if change != Change.KEPT]
        if not dry_run:
            renew_statistics()
        would = "Nothing was stored; this would happen: " if dry_run else ""
        self.stdout.write(f"{would}{', '.join(said)}, {counts['refused']} refused.")
        if pages := [f"{counts[f'page {one}']} {one}" for one in Change if counts[f"page {one}"]]:
            self.stdout.write(f"Pages: {', '.join(pages)}.")
        if kept := counts[Change.KEPT] + counts[f"page {Change.KEPT}"]:
            self.stdout.write(
                f"{kept} kept as edited here, though their files changed; --overwrite takes those."
            )
        if is_cut_short:
            raise CommandError(
                "Interrupted; run it again to go on where it stopped.", returncode=130
            )
        if counts["refused"]:
            raise CommandError("Some files were refused; the lines above say why.")
        if not any(counts[one] + counts[f"page {one}"] for one in Change):
            raise CommandError("No posts were found there.")
