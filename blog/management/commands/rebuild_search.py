from typing import Any

from django.core.management import BaseCommand

from blog.search.indexed_models import SEARCHED_MODELS
from papers.management.progress import Progress
from papers.search.index_state import fill_search


class Command(BaseCommand):
    help = (
        "Makes the words by which everything is found anew, some rows at a time. "
        "Cut short, it goes on from there when it is run again."
    )

    def handle(self, **options: Any) -> None:
        total = sum(model._base_manager.count() for model in SEARCHED_MODELS)
        progress = Progress(self.stderr, total)
        done = fill_search(SEARCHED_MODELS, anew=True, tell=progress.step)
        progress.clear()
        for label, (looked_at, changed) in done.items():
            self.stdout.write(f"{label}: {looked_at} rows read, {changed} of them had other words.")
