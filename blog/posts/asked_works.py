"""What is asked before a post is published: works that it cites, and of which nobody knows whether
there are such works. What its readers see already is not asked again."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from blog.markup import Rendered
from blog.models import Post
from blog.posts.text_problems import line_of_key, unresolved_problems
from papers.citing.unknown_works import UnknownWork, unknown_works
from papers.citing.work_lookup import WorkFinder
from papers.models import CitedWork, UnresolvedKey


@dataclass(frozen=True)
class Doubt:
    """What may be wrong with a text that is to be published, with its line. ``key`` is the work's,
    as the text cites it; whoever accepts the doubt says it again."""

    key: str
    line: int | None
    message: str


def works_to_ask(
    post: Post,
    source: str,
    rendered: Rendered,
    nocite: str = "",
    accepted: Collection[str] = (),
    finder: WorkFinder | None = None,
) -> list[Doubt]:
    """The unknown works of a text that would be published as a post's, without those that somebody
    ``accepted``."""
    found = unknown_works(rendered.html, nocite, finder)
    if found and post.pk and is_published(post.pk):
        seen = set(CitedWork.objects.filter(post=post.pk).values_list("paper_id", flat=True))
        keys = set(UnresolvedKey.objects.filter(post=post.pk).values_list("value", flat=True))
        found = [one for one in found if one.paper_id not in seen and one.key not in keys]
    return list(told_works(source, [one for one in found if one.key not in accepted]))


def is_published(pk: int) -> bool:
    """Whether a post is published as it is stored, or will be."""
    return Post.objects.filter(pk=pk, published_at__isnull=False).exists()


def told_works(source: str, found: Collection[UnknownWork]) -> Iterator[Doubt]:
    keys = [one.key for one in found if one.paper_id is None and not one.is_identifier]
    unresolved = dict(zip(keys, unresolved_problems(source, keys), strict=False))
    for one in found:
        message = unresolved[one.key].message if one.key in unresolved else unknown_words(one)
        yield Doubt(one.key, line_of_key(source, one.key), message)


def unknown_words(one: UnknownWork) -> str:
    if one.is_refused:
        said = _("“%(key)s”: the registries know no such work.")
    elif one.paper_id is not None:
        said = _("“%(key)s” was not looked up yet: there may be no such work.")
    else:
        said = _("“%(key)s” is not in the library: there may be no such work.")
    return said % {"key": one.key}
