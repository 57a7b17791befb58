"""Posts and pages whose files a site has no longer: they stay here, and the report says so."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from blog.models import Page, Post
from blog.transfer.sites.file_discovery import READABLE
from blog.transfer.source.site_files import absolute_path
from blog.transfer.storing.import_run import ImportRun

MOST_NAMED = 20


def told_of_gone_files(paths: Iterable[Path], pages: Iterable[str], run: ImportRun) -> list[str]:
    """A line for each site of this run that was gone through as a whole and lacks files; `pages`
    are the paths of the pages that were found."""
    given = [absolute_path(path) for path in paths]
    found = set(pages)
    lines = []
    for root, system in run.sites:
        if system and any(root.is_relative_to(one) for one in given):
            gone = list(gone_files(root, system, found, run))
            if gone:
                named = ", ".join(gone[:MOST_NAMED]) + (" …" if len(gone) > MOST_NAMED else "")
                told = "what came from them stays here; hide or delete it in the admin"
                lines.append(f"files that {root.name} has no longer: {named} ({told})")
    return lines


def gone_files(root: Path, system: str, pages: set[str], run: ImportRun) -> Iterator[str]:
    names = [run.options.site] if run.options.site else run.sites[root, system]
    for model in (Post, Page):
        rows = model.objects.filter(import_site__in=names).order_by("import_path")
        for pk, path in rows.values_list("pk", "import_path").iterator():
            is_found = path in pages or (model is Post and pk in run.stored)
            is_file = Path(path).suffix.lower() in READABLE  # an export of the same site has others
            if is_file and not is_found and not (root / path).exists():
                yield path
