"""A post as readers would see it, of a text that is not saved: nothing here is stored."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings

from blog.comments.moderation.rate_counts import Spending, spend_limits
from blog.markup import Rendered
from blog.models import Author, Byline, Post, Tag
from blog.posts.cited_standing import cited_standing
from blog.posts.derived_columns import derived_values
from blog.posts.post_page import told_corrections
from blog.posts.saving_posts import citation_settings
from blog.posts.side_notes import notes_beside
from blog.posts.tags import put_tag_urls
from blog.text.slugs import tag_key, tag_slug
from papers.choices import Origin
from papers.citing.cited_text import CitedText, cite_opened
from papers.citing.cited_works import Reference, reference, set_found_facts
from papers.citing.mentions import Mention
from papers.citing.opened_texts import open_text
from papers.citing.work_lookup import look_up
from papers.models import Citation, CitedWork, Paper
from papers.records.typed_identifiers import keyed_identifier

NO_ROW = 0
"""The number of what has no row yet: it cannot be asked for what belongs to it without one."""


def spend_preview(user: Any) -> Spending:
    """Counts one more preview of a user; call it before the work."""
    return spend_limits({f"post preview {user.pk}": settings.BLOG_POST_PREVIEW_RATE_LIMIT})


def previewed_post(
    post: Post, rendered: Rendered, tags: Sequence[str], authors: Sequence[Author]
) -> dict[str, Any]:
    """What the page of a post shows of a text that was rendered, and of what else was typed, which
    ``post`` has in its fields; it gets what is derived from them. ``new_works`` are identifiers
    that the library lacks: it gets no paper here, as a save would give it, and no tag is made."""
    opened = open_text(rendered.html, replace(citation_settings(post), adds_papers=0))
    answers = look_up([opened.candidates])
    cited = cite_opened(opened, answers)
    named = {*opened.keys, *cited.unresolved} - opened.works.keys()
    new_works = {keyed_identifier(key) for key in named} | opened.wanted.keys()
    new_works -= {None, *answers.by_identifier}
    unknown = tuple(key for key in cited.unresolved if not keyed_identifier(key))
    derived = derived_values(post, rendered, replace(cited, unresolved=unknown))
    for name, value in derived.items():
        setattr(post, name, value)
    known = Tag.objects.known(map(tag_key, [*tags, *rendered.hashtags]))
    references, corrections = previewed_references(post, cited), told_corrections(post)
    post.pk = post.pk or NO_ROW
    post._prefetched_objects_cache = {
        "bylines": [Byline(post=post, author=author) for author in authors],
        "tags": [known.get(tag_key(name)) or Tag(name=name, slug=tag_slug(name)) for name in tags],
    }
    return {
        "post": post,
        "body_html": notes_beside(put_tag_urls(post.body_html, known)),
        "corrections": corrections,
        "references": references,
        "standing": cited_standing(references),
        "new_works": sorted(f"{one.scheme}:{one.value}" for one in new_works),
    }


def previewed_references(post: Post, cited: CitedText) -> list[Reference]:
    """The entries of the list, in its order, as ``references_of`` has them of what is stored; what
    an editor said of a work holds here too."""
    places: dict[int, list[Mention]] = defaultdict(list)
    for mention in cited.mentions:
        places[mention.work.paper_id].append(mention)
    said = {row.paper_id: row for row in CitedWork.objects.filter(post_id=post.pk or NO_ROW)}
    found = {}
    for pk, paper in Paper.objects.in_bulk(cited.papers).items():
        row = said.get(pk) or CitedWork(pk=NO_ROW, post_id=post.pk)
        row.paper = paper
        if row.found_by != Origin.EDITOR or pk not in said:
            set_found_facts(row, places[pk])
        row._prefetched_objects_cache = {"citations": [*map(citation_place, places[pk])]}
        if row.is_confirmed:
            found[paper.key] = row
    entries = dict(cited.shown.entries)
    order = [
        *(key for key in entries if key in found),
        *(key for key in found if key not in entries),
    ]
    return [reference(found[key], entries.get(key)) for key in order]


def citation_place(mention: Mention) -> Citation:
    return Citation(anchor=mention.anchor, locator=mention.locator, sentence=mention.sentence)
