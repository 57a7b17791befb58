"""Jobs that make share pictures, some at a time, so that others get their turn between."""

from collections.abc import Iterable, Sequence

from django.db.models import Min
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from blog.models import Post
from blog.models.share_files import IN_FOLDER, share_folders
from blog.models.site import ONLY
from blog.sharing.share_pictures import draw_pictures, pictured_rows, unsettled_rows
from papers.models import CitedWork

AT_ONCE = 25  # pictures of one job, each of which takes a tenth of a second
KINDS = ("posts", "papers")


@task()
def draw_share_pictures(kind: str, pks: list[int]) -> None:
    """Makes the pictures of rows anew where they are not right, those of works that posts cite
    too."""
    asked, later = pks[:IN_FOLDER], pks[IN_FOLDER:]
    found = unsettled_rows(kind, asked)
    draw_pictures(kind, found[:AT_ONCE])
    later = found[AT_ONCE:] + later
    if kind == "posts":
        done = set(asked).difference(later)
        cited = CitedWork.objects.filter(post__in=done, is_confirmed=True)
        works = list(cited.order_by("paper_id").values_list("paper_id", flat=True).distinct())
        if works:
            draw_share_pictures.enqueue("papers", works)
    if later:
        draw_share_pictures.enqueue(kind, later)


def want_pictures(posts: Iterable[Post]) -> None:
    """Has a job make the pictures of posts that were stored: of scheduled ones in their time."""
    public: list[int] = []
    for post in posts:
        if post.is_public:
            public.append(post.pk)
        elif post.published_at is not None:
            draw_share_pictures.using(run_after=post.published_at).enqueue("posts", [post.pk])
    if public:
        draw_share_pictures.enqueue("posts", public)


@task()
def settle_share_pictures(kind: str = "", after: int = 0) -> None:
    """Goes through all rows and all pictures: makes what is missing, removes what is too much."""
    if not kind:
        draw_pictures("site", [ONLY])
        settle_share_pictures.enqueue(KINDS[0])
        return
    folder = (after + 1) // IN_FOLDER
    found = unsettled_rows(kind, range(after + 1, (folder + 1) * IN_FOLDER))
    draw_pictures(kind, found[:AT_ONCE])
    if len(found) > AT_ONCE:
        settle_share_pictures.enqueue(kind, found[AT_ONCE - 1])
    elif (coming := next_folder(kind, folder)) is not None:
        settle_share_pictures.enqueue(kind, coming * IN_FOLDER - 1)
    elif kind != KINDS[-1]:
        settle_share_pictures.enqueue(KINDS[KINDS.index(kind) + 1])


def next_folder(kind: str, folder: int) -> int | None:
    """The next one in which a row's picture stands, or is to stand."""
    rows = pictured_rows(kind).filter(pk__gte=(folder + 1) * IN_FOLDER)
    first = rows.aggregate(first=Min("pk"))["first"]
    coming: Sequence[int] = [one for one in share_folders(kind) if one > folder]
    return min((*coming, *([first // IN_FOLDER] if first else [])), default=None)


def look_after_share_pictures() -> None:
    """Unless a job is at it."""
    waiting = DBTaskResult.objects.ready().filter(task_path=settle_share_pictures.module_path)
    if not waiting.exists():
        settle_share_pictures.enqueue()
