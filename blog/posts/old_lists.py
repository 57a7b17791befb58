"""Where a list of posts stands here that another system had at another address."""

from collections.abc import Collection, Mapping

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from blog.models import ListAddress, Tag
from blog.models.list_addresses import BlogList
from blog.posts.post_lists import posts_of_year
from blog.text.calendar_ends import EARLIEST
from blog.text.old_list_paths import ListPath, read_list_path
from blog.text.path_forms import path_forms
from blog.text.slugs import tag_key, tag_slug

PAGES_OF_TAGS = {
    "tag": "blog:tag_detail",
    "feed": "blog:tag_feed",
    "json_feed": "blog:tag_feed_json",
}
BLANKS = {ord(sign): " " for sign in "-_+"}


def list_address(path: str) -> str | None:
    """The address of the list that an old path (decoded) means, if it has something to show.

    What a site's configuration named goes before what such paths usually mean.
    """
    return list_addresses([path]).get(path)


def list_addresses(paths: Collection[str]) -> dict[str, str]:
    """The same of those of some paths that mean a list."""
    forms = {path: path_forms(path) for path in paths}
    asked = {form for written in forms.values() for form in written}
    named = {row.path: row for row in ListAddress.objects.filter(path__in=asked)}
    meant = {path: read_list_path(path) for path in paths}
    tags = find_tags({one.name for one in meant.values() if one and one.name})
    targets: dict[str, str | None] = {}
    for path, found in meant.items():
        olds = [named[form] for form in forms[path] if form in named]
        if olds:
            first = min(olds, key=lambda row: row.pk)
            targets[path] = BlogList(first.leads_to).get_absolute_url()
        elif found:
            target = _address_of(found, tags)
            targets[path] = target if target != path else None
    return {path: target for path, target in targets.items() if target}


def _address_of(found: ListPath, tags: Mapping[str, Tag]) -> str | None:
    if found.name:
        tag, page = tags.get(found.name), PAGES_OF_TAGS[found.kind]
        return tag and reverse(page, args=[tag.slug])
    if found.kind == "year":
        is_there = posts_of_year(found.year, EARLIEST, timezone.now()).exists()
        return reverse("blog:archive_year", args=[found.year]) if is_there else None
    if found.kind == "json_feed":
        return reverse("blog:post_feed_json")
    lists = {
        "feed": BlogList.FEED,
        "tags": BlogList.TAGS,
        "archive": BlogList.ARCHIVE,
        "home": BlogList.HOME,
    }
    return lists[found.kind].get_absolute_url()


def find_tags(names: Collection[str]) -> dict[str, Tag]:
    """The tags of listed posts that parts of old addresses name (`deep-learning`, `C++`)."""
    slugs = {name: {name, tag_slug(name)} for name in names}
    keys = {name: {tag_key(name), tag_key(name.translate(BLANKS))} - {""} for name in names}
    is_named = Q(slug__in=set().union(*slugs.values())) | Q(key__in=set().union(*keys.values()))
    tags = list(Tag.objects.visible().filter(is_named).order_by("pk")) if names else []
    found = {
        name: [tag for tag in tags if tag.slug in slugs[name] or tag.key in keys[name]]
        for name in names
    }
    return {
        name: min(alike, key=lambda tag: (tag.slug != name, tag.pk))
        for name, alike in found.items()
        if alike
    }
