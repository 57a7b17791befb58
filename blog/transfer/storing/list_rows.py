"""Rows for the old addresses of a site's feeds, tags and categories."""

from collections.abc import Iterable

from blog.models import ListAddress, OldAddress, Tag
from blog.models.list_addresses import BlogList
from blog.posts.tags import TagFinder
from blog.text.old_list_paths import read_list_path
from blog.text.slugs import tag_key
from blog.transfer.posts.tags_and_categories import MAX_TAG
from blog.transfer.sites.list_addresses import label_path
from blog.transfer.source.header_values import MAX_PATH
from blog.transfer.source.import_values import SiteDescription, SourcePost, SourceSite


def keep_feeds(description: SiteDescription) -> None:
    """A site's feeds that stood where nobody would look for one, and the first pages of its
    languages."""
    paths = (path for path in description.feed_paths if not is_usual_feed(path))
    rows = [ListAddress(path=path, leads_to=BlogList.FEED) for path in paths]
    rows += [ListAddress(path=path, leads_to=BlogList.HOME) for path in description.home_paths]
    ListAddress.objects.bulk_create(rows, ignore_conflicts=True)


def is_usual_feed(path: str) -> bool:
    meant = read_list_path(path)
    return meant is not None and meant.kind == "feed"


def keep_labels(posts: Iterable[tuple[SourceSite, SourcePost]], finder: TagFinder) -> None:
    """The pages of the posts' tags and categories, by the slugs that they had; of two with one
    slug the first has the address. A label that is no tag here has none."""
    rows = [
        OldAddress(path=path, tag=tag)
        for site, source in posts
        for is_category, names in ((False, source.tags), (True, source.categories))
        for name in names
        for tag in filter(None, [finder.found.get(tag_key(name[:MAX_TAG]))])
        for path in label_paths(site, name, is_category)
        if not is_found_by_rule(path, tag)
    ]
    OldAddress.objects.bulk_create(rows, ignore_conflicts=True)


def label_paths(site: SourceSite, name: str, is_category: bool) -> list[str]:
    pages = (pages for pages in site.label_pages if pages.is_category is is_category)
    paths = (label_path(one, name) for one in pages)
    return [path for path in dict.fromkeys(paths) if path and len(path) <= MAX_PATH]


def is_found_by_rule(path: str, tag: Tag) -> bool:
    """Whether the path needs no row, since every path of its kind leads to such a tag."""
    meant = read_list_path(path)
    return meant is not None and meant.kind == "tag" and meant.name == tag.slug
