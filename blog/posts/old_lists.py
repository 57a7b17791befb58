"""Where a list of posts stands here that another system had at another address."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from blog.models import ListAddress, Tag
from blog.models.list_addresses import BlogList
from blog.posts.post_lists import posts_of_year
from blog.text.old_list_paths import ListPath, read_list_path
from blog.text.path_forms import path_forms
from blog.text.slugs import tag_key, tag_slug

PAGES_OF_TAGS = {
    "tag": "blog:tag_detail",
    "feed": "blog:tag_feed",
    "json_feed": "blog:tag_feed_json",
}


def list_address(path: str) -> str | None:
    """The address of the list that an old path (decoded) means, if it has something to show.

    What a site's configuration named goes before what such paths usually mean.
    """
    row = ListAddress.objects.filter(path__in=path_forms(path)).order_by("pk").first()
    if row is not None:
        return BlogList(row.leads_to).get_absolute_url()
    found = read_list_path(path)
    target = found and _address_of(found)
    return target if target != path else None


def _address_of(found: ListPath) -> str | None:
    if found.name:
        tag, page = find_tag(found.name), PAGES_OF_TAGS[found.kind]
        return tag and reverse(page, args=[tag.slug])
    if found.kind == "year":
        is_there = posts_of_year(found.year)(timezone.now()).exists()
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


def find_tag(name: str) -> Tag | None:
    """The tag of a listed post that a part of an old address names (`deep-learning`, `C++`)."""
    keys = {tag_key(form) for form in (name, name.translate({ord(sign): " " for sign in "-_+"}))}
    is_named = Q(slug__in={name, tag_slug(name)}) | Q(key__in=keys - {""})
    tags = Tag.objects.visible().filter(is_named).order_by("pk")
    return min(tags, key=lambda tag: (tag.slug != name, tag.pk), default=None)
