"""What a post's page tells reference managers, search engines and those who share it: one source
for the meta elements and the JSON-LD, so that they cannot disagree.

Zotero takes the page for a blog post by ``z:itemType``; a ``citation_journal_title`` would make a
journal article of it, and COinS would make Zotero save the cited works in place of the post.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from blog.models import Correction, Post, current_site
from papers.citing.cited_works import Reference
from papers.records.identifiers import orcid_url
from papers.records.json_ld import cited_data, without_empty
from papers.records.meta_tags import Tag
from papers.site_values import absolute_url

MOST_CITED = 300


def moment_of(at: datetime | None) -> str:
    """ISO 8601 in the site's zone: who reads only the day reads the one that pages show."""
    return localtime(at).isoformat(timespec="seconds") if at else ""


def meta_names(post: Post, url: str) -> list[Tag]:
    """The ``meta`` elements that have a ``name``."""
    day = f"{localtime(post.published_at):%Y/%m/%d}" if post.published_at else ""
    authors = [byline.author.name for byline in post.bylines.all()]
    tags = [
        ("description", post.description),
        *(("author", name) for name in authors),
        ("citation_title", post.title_words),
        *(("citation_author", name) for name in authors),
        ("citation_publication_date", day),
        ("citation_language", post.shown_language),
        ("citation_public_url", url),
        ("citation_keywords", "; ".join(tag.name for tag in post.tags.all())),
        ("z:itemType", "blogPost"),
    ]
    return [(name, content) for name, content in tags if content]


def meta_properties(post: Post, url: str) -> list[Tag]:
    """OpenGraph's ``meta`` elements (ogp.me), which have a ``property``."""
    tags = [
        ("og:type", "article"),
        ("og:title", post.title_words),
        ("og:description", post.description),
        ("og:url", url),
        ("og:site_name", current_site().name),
        ("og:locale", (post.shown_language).replace("-", "_")),
        ("article:published_time", moment_of(post.published_at)),
        ("article:modified_time", moment_of(post.changed_at)),
        *(("article:tag", tag.name) for tag in post.tags.all()),
    ]
    return [(name, content) for name, content in tags if content]


def linked_data(
    post: Post,
    url: str,
    references: Iterable[Reference],
    corrections: Iterable[Correction] = (),
) -> dict[str, Any]:
    """The post as schema.org tells it, with the works that it cites and what was corrected."""
    papers = [reference.work.paper for reference in references]
    data = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": post.title_words,
        "description": post.description,
        "author": [_author(byline.author) for byline in post.bylines.all()],
        "datePublished": moment_of(post.published_at),
        "dateModified": moment_of(post.changed_at),
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": one.text,
                "datePublished": moment_of(one.at),
                "url": f"{url}#{one.anchor}",
            }
            for one in corrections
        ],
        "inLanguage": post.shown_language,
        "keywords": [tag.name for tag in post.tags.all()],
        "license": post.shown_licence,
        "wordCount": post.words_count,
        "isPartOf": {"@type": "Blog", "name": current_site().name, "url": settings.SITE_URL},
        "citation": [cited_data(one.record, one.status) for one in papers[:MOST_CITED]],
    }
    return without_empty(data)


def _author(author: Any) -> dict[str, Any]:
    same = [orcid_url(author.orcid) if author.orcid else "", author.website]
    return without_empty(
        {
            "@type": "Person",
            "name": author.name,
            "url": absolute_url(author.get_absolute_url()),
            "affiliation": author.affiliation,
            "sameAs": [address for address in same if address],
        }
    )
