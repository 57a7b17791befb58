"""The addresses of every kind of page of a corpus, near and deep."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.contrib import admin
from django.db.models import Count, Sum
from django.urls import reverse

from blog.models import Author, Comment, Correction, Post, Series, Tag
from blog.sitemaps import SITEMAPS
from papers.models import Contributor, Notice, Paper, Reading
from papers.queries.paging import STAMP


def corpus_pages() -> Iterator[tuple[str, str]]:
    """Names with addresses."""
    yield from pages_of_posts()
    yield from pages_of_lists()
    yield from pages_of_papers()
    yield from pages_of_library()
    yield "search", f"/search/?q={word_of_title()}"
    yield "titles while typing", f"/search/titles/?q={word_of_title()[:3]}"
    yield "nothing there", "/2014/05/17/an-old-address/"
    yield "sitemap", reverse("blog:sitemap_index")
    for section, kind in SITEMAPS.items():
        address = reverse("blog:sitemap", args=[section])
        yield f"sitemap of {section}", address
        last = kind().paginator.num_pages
        if last > 1:
            yield f"sitemap of {section}, last", f"{address}?p={last}"


def at(moment: datetime, pk: int) -> str:
    return f"?before={moment.strftime(STAMP)}-{pk}"


def deep_in(rows: Any, time: str = "published_at", pk: str = "pk") -> str:
    """The query of a page that begins behind nine tenths of the rows, the newest first."""
    ordered = rows.order_by(f"-{time}", f"-{pk}").values_list(time, pk)
    return at(*ordered[ordered.count() * 9 // 10])


def word_of_title() -> str:
    return Post.objects.listed()[0].title.split()[-1]


def pages_of_posts() -> Iterator[tuple[str, str]]:
    posts = {
        "post": Post.objects.listed().filter(series=None, cited_works=None),
        "post of a series": Post.objects.listed().exclude(series=None),
        "post that cites": Post.objects.listed().filter(cited_works__position=2),
    }
    for name, rows in posts.items():
        yield name, rows[rows.count() // 2].get_absolute_url()
    several = Post.objects.listed().annotate(n=Count("comments")).order_by("-n", "pk")
    most = several.first()
    yield "post with most comments", most.get_absolute_url()
    yield "feed of a post's comments", f"{most.get_absolute_url()}comments/feed.atom"
    citing = posts["post that cites"][0]
    yield "references of a post", f"{citing.get_absolute_url()}references.bib"
    yield "post to cite", f"{citing.get_absolute_url()}cite.bib"
    yield "source of a post", f"{citing.get_absolute_url().rstrip('/')}.md"
    comments = Comment.objects.public().order_by("created_at", "pk")
    yield "comment", comments[comments.count() // 2].get_absolute_url()


def pages_of_lists() -> Iterator[tuple[str, str]]:
    listed = Post.objects.listed()
    yield "home", "/"
    yield "home, deep", f"/{deep_in(listed)}"
    yield "feed", "/feeds/posts.atom"
    yield "feed, deep", f"/feeds/posts.atom{deep_in(listed)}"
    yield "feed as JSON", "/feeds/posts.json"
    yield "feed of comments", "/feeds/comments.atom"
    yield "archive", reverse("blog:archive")
    year = listed[listed.count() // 2].published_at.year
    yield "archive of a year", f"/archive/{year}/"
    of_year = listed.filter(published_at__year=year)
    yield "archive of a year, deep", f"/archive/{year}/{deep_in(of_year)}"
    yield "about", reverse("blog:about")
    corrections = Correction.objects.listed()
    yield "corrections", reverse("blog:correction_list")
    yield "corrections, deep", f"/corrections/{deep_in(corrections, 'at')}"
    yield "feed of corrections", "/corrections/feed.atom"
    corrected = corrections.order_by("at")[0]
    yield "corrected post", corrected.post.get_absolute_url()
    yield "correction", f"{corrected.post.get_absolute_url()}corrections/{corrected.version}/"
    version = corrected.post.earlier_versions.get()
    yield "versions", reverse("blog:version_list", args=[corrected.post.slug])
    yield "version", version.get_absolute_url()
    yield "tags", reverse("blog:tag_list")
    tags = Tag.objects.annotate(n=Count("tagged_posts")).filter(n__gt=0).order_by("-n", "pk")
    for name, tag in (("tag", tags[0]), ("rare tag", tags.reverse()[0])):
        yield name, tag.get_absolute_url()
        yield f"{name}, deep", tag.get_absolute_url() + deep_in(listed.filter(tags=tag))
    yield "feed of a tag", f"{tags[0].get_absolute_url()}feed.atom"
    yield "series", reverse("blog:series_list")
    series = Series.objects.annotate(n=Count("posts")).order_by("-n", "pk")[0]
    yield "posts of a series", series.get_absolute_url()
    yield "feed of a series", f"{series.get_absolute_url()}feed.atom"
    yield "authors", reverse("blog:author_list")
    authors = Author.objects.annotate(n=Count("bylines")).filter(n__gt=0).order_by("-n", "pk")
    for name, author in (("author", authors[0]), ("rare author", authors.reverse()[0])):
        yield name, author.get_absolute_url()
        posts = listed.filter(bylines__author=author)
        yield f"{name}, deep", author.get_absolute_url() + deep_in(posts)
    yield "feed of an author", f"{authors[0].get_absolute_url()}feed.atom"


def pages_of_papers() -> Iterator[tuple[str, str]]:
    papers = Paper.objects.listed().order_by("-discussions_count", "-pk")
    remarks = papers.annotate(n=Count("comment_citations")).order_by("-n", "pk")
    kinds = {"paper": papers[0], "rare paper": papers.reverse()[0], "remarked paper": remarks[0]}
    for name, paper in kinds.items():
        yield name, paper.get_absolute_url()
        yield f"feed of a {name}", f"{paper.get_absolute_url()}feed.atom"
    cited = kinds["paper"].cited_works.published()
    yield "paper, deep", kinds["paper"].get_absolute_url() + deep_in(cited, pk="post_id")
    yield "paper to cite", f"{kinds['paper'].get_absolute_url().rstrip('/')}.bib"
    noticed = Notice.objects.listed().order_by("pk").first()
    yield "paper with a notice", noticed.paper.get_absolute_url()
    yield "people", reverse("papers:person_list")
    names = Contributor.objects.order_by("folded_name", "pk")
    late = names[names.count() * 9 // 10]
    yield "people, deep", f"/papers/people/?before={quote(late.folded_name)}-{late.pk}"
    people = Contributor.objects.annotate(n=Count("authorships")).order_by("-n", "pk")
    some = people.filter(n__range=(4, 6)).annotate(posts=Sum("papers__discussions_count"))
    person = some.order_by("-posts", "pk")[0]
    yield "person", person.get_absolute_url()
    works = person.papers.order_by("-sort_year", "-pk")
    low = works[works.count() * 9 // 10]
    yield "person, deep", f"{person.get_absolute_url()}?before={low.sort_year}-{low.pk}"
    yield "rare person", people.filter(n__gt=0).reverse()[0].get_absolute_url()


def pages_of_library() -> Iterator[tuple[str, str]]:
    yield "notices", reverse("papers:notice_list")
    yield "feed of notices", reverse("blog:notice_feed")
    yield "reading list", reverse("papers:reading_list")
    yield "a state of it", "/papers/reading/?state=to_read"
    changed = Reading.objects.filter(state="to_read")
    yield (
        "a state of it, deep",
        f"/papers/reading/?state=to_read&{deep_in(changed, 'changed_at')[1:]}",
    )
    yield "feed of the reading list", reverse("blog:reading_feed")
    papers = Paper.objects.listed().order_by("-sort_year", "-pk")
    low = papers[papers.count() * 9 // 10]
    person = low.contributors.first()
    tag = Tag.objects.annotate(n=Count("tagged_posts")).order_by("-n", "pk")[0]
    filters = {
        "": "",
        "year": str(papers[papers.count() // 2].sort_year),
        "type": "article-journal",
        "check": "unchecked",
        "notice": "retraction",
        "venue": quote(low.container_title or "Nowhere"),
        "tag": quote(tag.slug),
        "person": person.slug,
    }
    orders = {"": f"{low.sort_year}-{low.pk}", "discussed": f"0-{low.pk}", "added": str(low.pk)}
    chosen = [(name, "") for name in filters] + [("", "discussed"), ("type", "added")]
    for name, order in chosen:
        query = f"/papers/?{name and f'{name}={filters[name]}&'}sort={order}"
        told = f"library {name} {order}".strip()
        yield told, query
        yield f"{told}, deep", f"{query}&before={orders[order]}"
    yield "two filters", f"/papers/?type=book&venue={filters['venue']}"


def admin_pages() -> Iterator[tuple[str, str]]:
    """Every list of the admin, and the search in each."""
    for model, model_admin in admin.site._registry.items():
        meta = model._meta
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        yield f"admin: {meta.label}", address
        if model_admin.search_fields:
            yield f"admin: {meta.label}, searched", f"{address}?q=brunter"
