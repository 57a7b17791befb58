"""One file of an import on its way from what was read to what is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from blog.markup import Rendered
from blog.models import Post
from blog.posts.saving_posts import NewText, PostDraft
from blog.transfer.source.import_values import Found, Refused, SourcePost
from blog.transfer.storing.import_run import ImportRun, Outcome, Row
from blog.transfer.storing.new_links import PostLinks
from blog.transfer.storing.papers_from_bib import Works
from blog.transfer.storing.seen_files import SeenPaths
from papers.models import Paper


@dataclass(eq=False)
class Work:
    """One file on its way: what was read of it, the row that it has, and what is to be stored:
    `post`, from `ready`, the source with this blog's keys and addresses; or `relinked`, a post of
    the same file whose links may lead somewhere by now."""

    found: Found
    source: SourcePost
    links: PostLinks
    works: Works
    digest: str
    row: Row | None
    outcome: Outcome
    remarks: list[tuple[int, str]] = field(default_factory=list)
    relinked: Post | None = None
    post: Post | None = None
    ready: SourcePost | None = None
    rendered: Rendered | None = None
    text: NewText | None = None
    draft: PostDraft | None = None
    seen: SeenPaths | None = None


def seen_anew(work: Work) -> int | None:
    """The post of which other stamps are to be kept than those that are; ``None`` for none."""
    pk = work.post.pk if work.draft else work.row and work.row.digest == work.digest and work.row.pk
    is_kept = work.row and work.row.seen == work.seen
    return pk if pk and work.seen and not is_kept else None


def refuse(work: Work, line: int | None, reason: str, run: ImportRun) -> None:
    """Nothing that was made for a post stays; of a trial nothing does."""
    if not run.options.is_trial:
        forget_papers_of(work, run.under_way)
    path = work.source.path
    work.text = work.rendered = None
    work.outcome = Outcome(path, refusal=str(Refused(path, line, reason)))


def forget_papers_of(work: Work, others: Sequence[Work]) -> None:
    """Takes the papers out of the library that were added for a refused post alone."""
    texts = [one.ready.body for one in others if one is not work and one.ready]
    made = [paper for paper in work.works.made if not any(paper.key in text for text in texts)]
    unused = Paper.objects.filter(cited_works=None, comment_citations=None)
    unused.filter(pk__in=[paper.pk for paper in made]).delete()
