"""A source's text with this blog's citation keys, addresses and tags."""

from dataclasses import replace
from hashlib import sha256

from blog.transfer.posts.tags_and_categories import (
    MAX_TAG,
    cited_by_tags,
    lines_of_hashtags,
    read_labels,
)
from blog.transfer.rewriting.citations import Sourced, rewrite_citations
from blog.transfer.source.import_values import SourcePost
from blog.transfer.storing.import_run import ImportRun
from blog.transfer.storing.new_links import PostLinks
from blog.transfer.storing.papers_from_bib import Works


def digest_of(source: SourcePost, links: PostLinks, works: Works, run: ImportRun) -> str:
    """63 digits for all that a post is made of: file, settings, bibliographies, images."""
    names = sorted(picture.name for picture in links.pictures.values())
    parts = [source.digest, works.sources.digest, *names, str(run.options.takes_categories)]
    parts += ["#"] * run.options.takes_hashtags
    return sha256("\n".join(parts).encode()).hexdigest()[:63]


def prepare_post(
    source: SourcePost,
    links: PostLinks,
    works: Works,
    run: ImportRun,
    remarks: list[tuple[int, str]],
) -> SourcePost:
    """The post with this blog's citation keys, addresses and tags; remarks are added to. What it
    cites of its bibliographies was added to the library (``add_for_all``)."""

    def line(offset: int) -> int:
        return source.line_of(source.body.count("\n", 0, offset))

    sourced = Sourced(works.reference, len({entry.key for entry in works.sources.entries()}))
    cited = rewrite_citations(source.body, source.is_html, works.key_of, sourced)
    works.add_identified(source.body, source.is_html)
    remarks += [(1, message) for message in (*works.sources.problems, *works.problems)]
    remarks += [
        (line(offset), f"the citation key “{key}” is in no bibliography")
        for key, offset in cited.unresolved
    ]
    nocite, lost_keys = works.listed([*source.nocite, *cited.silent])
    remarks += [(1, f"the citation key “{key}” is in no bibliography") for key in lost_keys]
    body = links.rewrite(cited.text, source.is_html) + cited_by_tags(source)
    tags = source.tags
    if run.options.takes_categories:
        tags = read_labels([(list(source.tags + source.categories), False)]).names
    elif source.categories:
        remarks.append((1, f"the categories {', '.join(source.categories)} were left out"))
    if run.options.takes_hashtags:
        tags = read_labels([([*tags, *lines_of_hashtags(source)], False)]).names
    names = tuple(tag[:MAX_TAG] for tag in tags)
    return replace(source, body=body, tags=names, nocite=nocite)
