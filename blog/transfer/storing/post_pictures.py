"""The pictures elsewhere of the posts and pages here: how many there are, and fetching them."""

import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator

from django.db.models import QuerySet

from blog.markup import MarkupError
from blog.markup.page.pictures_elsewhere import CLASS, elsewhere_in
from blog.models import ChangedMeanwhile, Page, Post
from blog.posts.own_pages import render_page_again
from blog.posts.saving_posts import render_again
from blog.text.hosts import host_of
from blog.transfer.storing.import_run import ImportRun, Outcome
from blog.transfer.storing.outside_pictures import OF_POST, PictureRun
from papers.queries.batches import batches

log = logging.getLogger(__name__)
AT_ONCE = 500
MOST_NAMED = 5
Texts = dict[tuple[type, int], list[str]]
"""The addresses of the pictures elsewhere, by model and key of the post or page."""


def pictures_of(posts: Iterable[int], pages: QuerySet) -> Texts:
    """Of these posts and pages those that show links for pictures."""
    found: Texts = {}
    rows = [pages.values_list("pk", "body_html")]
    for some in batches(sorted(posts), AT_ONCE):
        rows.append(Post.objects.filter(pk__in=some).values_list("pk", "body_html"))
    for number, some in enumerate(rows):
        model = Post if number else Page
        for pk, stored in some.filter(body_html__contains=f'class="{CLASS}"').iterator():
            found[model, pk] = elsewhere_in(stored)
    return found


def take_pictures(texts: Texts, run: PictureRun) -> Iterator[str]:
    """Takes the pictures of posts and pages, whose addresses it gives one by one, and has each
    text shown with them as soon as the last of its own is decided. ``run.taken`` says what became
    of them."""
    waiting: dict[str, list[tuple[type, int]]] = defaultdict(list)
    for text, addresses in texts.items():
        for address in addresses:
            waiting[address].append(text)
    open_ones = {text: set(addresses) for text, addresses in texts.items()}
    for address in run.take(waiting):
        for text in waiting[address]:
            open_ones[text].discard(address)
            if not open_ones[text] and run.taken.came.intersection(texts[text]):
                show_again(*text)
        yield address


def show_again(model: type, pk: int) -> None:
    """Renders a post or page anew; one that cannot be rendered stays as it was."""
    try:
        if model is Post:
            render_again(pk)
        else:
            render_page_again(Page.objects.get(pk=pk))
    except (MarkupError, ChangedMeanwhile, Page.DoesNotExist) as error:
        log.warning("%s %d stays as it was: %s", model.__name__, pk, error)


def import_pictures(run: ImportRun) -> Iterator[Outcome]:
    """After an import: takes the pictures elsewhere of its posts and of the pages where that was
    asked for, else says how many there are. An outcome for each picture, then one for all."""
    if run.options.is_trial or not (run.options.fetches_pictures or run.options.picture_folders):
        yield from _told_elsewhere(run)
        return
    taking = PictureRun(run.options.picture_folders, asks=run.options.fetches_pictures)
    texts = pictures_of(run.stored, Page.objects.exclude(import_path=None))
    for address in take_pictures(texts, taking):
        why = taking.taken.failed.get(address)
        yield Outcome(address, remarks=[f"the picture {address} did not come: {why}"] * bool(why))
    if texts:
        yield Outcome("", remarks=[_sum(taking)])


def _told_elsewhere(run: ImportRun) -> Iterator[Outcome]:
    if run.elsewhere:
        hosts = Counter(host_of(address) for address in run.elsewhere)
        most = ", ".join(f"{host} ({number})" for host, number in hosts.most_common(MOST_NAMED))
        told = (
            f"pictures that stand on other sites and are links with their descriptions here: "
            f"{len(run.elsewhere)}, of {most}{', …' if len(hosts) > MOST_NAMED else ''}; "
            "--fetch-images takes them, --images HOST=FOLDER takes copies out of a folder"
        )
        yield Outcome("", remarks=[told])


def _sum(run: PictureRun) -> str:
    taken = run.taken
    said = f"pictures of other sites: {len(taken.came)} are here, {len(taken.failed)} did not come"
    if taken.left:
        why = Counter(taken.left.values()).most_common(MOST_NAMED)
        reasons = "; ".join(f"{number}: {reason}" for reason, number in why)
        said += f", {len(taken.left)} are left for another run ({reasons})"
    return said


def pictures_fetched_for(post_id: int) -> dict[str, Collection[str]]:
    """Asks for the pictures elsewhere of one post, also for those that were lost before."""
    run = PictureRun(budget=OF_POST, again=True)
    for _address in take_pictures(pictures_of([post_id], Page.objects.none()), run):
        pass
    taken = run.taken
    return {"came": sorted(taken.came), "failed": taken.failed, "left": taken.left}
