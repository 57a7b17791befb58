"""The posts of a corpus with all that belongs to them: tags, authors, series, cited works."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from blog.corpus.corpus_papers import chosen_often
from blog.corpus.corpus_texts import Mould, own_words, stand_in_values
from blog.corpus.corpus_words import Words
from blog.corpus.moments import publication_moment
from blog.models import (
    Author,
    Byline,
    Correction,
    EarlierVersion,
    Hashtag,
    Post,
    Series,
    Tag,
    TaggedPost,
)
from blog.models.comment_policy import Commenting
from blog.models.tags import rows_of_tags
from blog.text.slugs import post_slug, tag_slug
from papers.models import Citation, CitedWork, ReferenceList

BATCH = 500
CITING = 0.2  # of the posts
UNLISTED, DRAFTS, CLOSED, IN_SERIES = 0.005, 0.01, 0.01, 0.2
SITE = "corpus"
CitableWork = tuple[int, dict[str, Any]]


class MadePost(NamedTuple):
    """What comments must know of a post; of a large corpus there are many at once."""

    pk: int
    published_at: datetime | None


@dataclass
class Surroundings:
    """What posts are put into."""

    tags: list[Tag]
    authors: list[Author]
    series: list[Series]
    hashtags: dict[str, Tag] = field(default_factory=dict)


def surroundings_of(words: Words, count: int) -> Surroundings:
    """Tags, authors and series for so many posts."""
    names = dict.fromkeys(
        " ".join(words.subjects(words.chance.choice((1, 1, 2)))).capitalize()
        for _ in range(20 + min(count // 25, 2000))
    )
    people = [" ".join(words.name()) for _ in range(2 + min(count // 500, 100))]
    titles = dict.fromkeys(words.title() for _ in range(1 + count // 500))
    return Surroundings(
        tags=Tag.objects.bulk_create(
            Tag(name=name, key=key, slug=tag_slug(name))
            for key, name in {name.lower().replace(" ", ""): name for name in names}.items()
        ),
        authors=Author.objects.bulk_create(
            Author(name=name, slug=f"{post_slug(name)}-{n}", bio=words.sentence())
            for n, name in enumerate(people)
        ),
        series=Series.objects.bulk_create(
            Series(title=title, slug=f"{post_slug(title)}-{n}") for n, title in enumerate(titles)
        ),
    )


def add_posts_of_corpus(
    words: Words,
    count: int,
    moulds: tuple[Sequence[Mould], Sequence[Mould]],
    works: Sequence[CitableWork],
    tell: Callable[[], None],
) -> list[MadePost]:
    """Stores the posts."""
    around = surroundings_of(words, count)
    made: list[MadePost] = []
    for begin in range(0, count, BATCH):
        numbers = range(begin, min(begin + BATCH, count))
        filled = [filled_mould(words, moulds, works) for _number in numbers]
        posts = [
            chosen_post(words, number, count, one["columns"], around)
            for number, (one, _cited) in zip(numbers, filled, strict=True)
        ]
        Post.objects.bulk_create(posts)
        add_lists_of(words, posts, around)
        add_corrections(words, posts)
        add_hashtags(posts, [one["hashtags"] for one, _cited in filled], around)
        add_works([(post, *one) for post, one in zip(posts, filled, strict=True)])
        for post in posts:
            made.append(MadePost(post.pk, post.published_at))
            tell()
    return made


def filled_mould(
    words: Words, moulds: tuple[Sequence[Mould], Sequence[Mould]], works: Sequence[CitableWork]
) -> tuple[dict[str, Any], dict[str, int]]:
    """A text with its own words and works, and the papers that it cites by their keys."""
    chance, values = words.chance, own_words(words)
    plain, citing = moulds
    fitting = [one for one in citing if len(one.works) <= len(works) // 4]
    if not fitting or chance.random() >= CITING:
        return chance.choice(plain).filled(values), {}
    mould, cited = chance.choice(fitting), {}
    for number, shape in enumerate(mould.works):
        pk, record = work_of_shape(words, works, shape, cited)
        cited[record["id"]] = pk
        values |= stand_in_values(number, record)
    return mould.filled(values), cited


def work_of_shape(
    words: Words, works: Sequence[CitableWork], shape: str, cited: dict[str, int]
) -> CitableWork:
    """One that is cited often more likely than another; none twice."""
    place = chosen_often(words.chance, len(works))
    for step in range(len(works)):
        pk, record = works[(place + step) % len(works)]
        if record["type"] == shape and record["id"] not in cited:
            return pk, record
    raise LookupError(f"The library has too few works of the type {shape}.")


def chosen_post(
    words: Words, number: int, count: int, columns: dict[str, Any], around: Surroundings
) -> Post:
    chance, at, title = words.chance, publication_moment(number, count), words.title()
    changed_at = at + timedelta(days=chance.randint(1, 60)) if chance.random() < 0.1 else at
    is_draft = chance.random() < DRAFTS
    is_corrected = changed_at > at and not is_draft
    return Post(
        title=title,
        slug=f"{post_slug(title)}-{number}",
        summary=words.sentence() if chance.random() < 0.4 else "",
        published_at=None if is_draft else at,
        created_at=at,
        updated_at=changed_at,
        corrected_at=changed_at if is_corrected else None,
        series=chance.choice(around.series) if chance.random() < IN_SERIES else None,
        is_unlisted=chance.random() < UNLISTED,
        commenting=Commenting.HIDDEN if chance.random() < CLOSED else Commenting.OPEN,
        import_site=SITE,
        import_path=f"posts/{number:07}.md",
        **columns,
    )


def add_lists_of(words: Words, posts: Sequence[Post], around: Surroundings) -> None:
    chance, tagged, bylines = words.chance, [], []
    for post in posts:
        chosen = [chosen_often(chance, len(around.tags)) for _ in range(chance.randint(1, 5))]
        tagged += rows_of_tags(post, [around.tags[place] for place in dict.fromkeys(chosen)])
        wrote = [chosen_often(chance, len(around.authors)) for _ in range(chance.choice((1, 1, 2)))]
        bylines += [
            Byline(
                post=post,
                author=around.authors[place],
                position=position,
                published_at=post.listed_at,
            )
            for position, place in enumerate(dict.fromkeys(wrote), start=1)
        ]
    TaggedPost.objects.bulk_create(tagged)
    Byline.objects.bulk_create(bylines)


def add_corrections(words: Words, posts: Sequence[Post]) -> None:
    """What readers are told of each post that was changed after it had appeared, and the text that
    stood there before."""
    EarlierVersion.objects.bulk_create(
        EarlierVersion(
            post=post,
            version=post.version - 1,
            ended_by=post.version,
            title=post.title,
            source=post.source,
            body_html=post.body_html,
            begun_at=post.published_at,
            ended_at=post.corrected_at,
            is_public=True,
        )
        for post in posts
        if post.corrected_at
    )
    Correction.objects.bulk_create(
        Correction(post=post, version=post.version, text=words.sentence(), at=post.corrected_at)
        for post in posts
        if post.corrected_at
    )


def add_hashtags(
    posts: Sequence[Post], named: Sequence[Sequence[str]], around: Surroundings
) -> None:
    for name in dict.fromkeys(name for names in named for name in names):
        if name not in around.hashtags:
            around.hashtags[name] = Tag.objects.named([name])[0]
    Hashtag.objects.bulk_create(
        Hashtag(post=post, tag=around.hashtags[name], published_at=post.listed_at)
        for post, names in zip(posts, named, strict=True)
        for name in names
    )


def add_works(made: Sequence[tuple[Post, dict[str, Any], dict[str, int]]]) -> None:
    works, places, lists = [], [], []
    for post, filled, cited in made:
        for position, one in enumerate(filled["works"], start=1):
            work = CitedWork(
                post=post,
                paper_id=cited[one["key"]],
                position=position,
                published_at=post.listed_at,
                **one["values"],
            )
            works.append(work)
            places += [Citation(cited_work=work, **place) for place in one["places"]]
        lists += [ReferenceList(post=post, **one) for one in filled["lists"]]
    CitedWork.objects.bulk_create(works)
    Citation.objects.bulk_create(places)
    ReferenceList.objects.bulk_create(lists)
