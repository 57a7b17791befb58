"""Which post an address leads to, and whether it may be mentioned."""

import re

from django.conf import settings
from django.urls import Resolver404, resolve

from blog.folder.static_links import SitePlace, place_at
from blog.models import OldAddress, Post, current_site
from blog.text.hosts import host_of
from blog.text.path_forms import path_forms
from papers.records.address_forms import address_form

ROOT = SitePlace("/")
LONGEST = OldAddress._meta.get_field("path").max_length


def is_here(address: str) -> bool:
    return host_of(address) in {settings.SITE_HOST, host_of(settings.SITE_URL)}


def takes_mentions(post: Post) -> bool:
    """Whether other sites may tell that they link a post: not where it hides its comments."""
    return current_site().takes_mentions and post.is_published and post.shows_comments


def post_at(address: str) -> Post | None:
    """The published post that an address of this site leads to, its old ones and those with
    ``http`` for ``https`` among them."""
    scheme = settings.SITE_ORIGIN.partition(":")[0]
    place = place_at(re.sub(r"\Ahttps?(?=:)", scheme, address.strip(), flags=re.I), ROOT)
    if place is None:
        return None
    path = address_form(place[0].path)
    posts = Post.objects.published()
    try:
        match = resolve(path)
    except Resolver404:
        match = None
    if match is not None and match.view_name == "blog:post_detail":
        post = posts.filter(slug=address_form(match.kwargs["slug"])).first()
        if post is not None:
            return post
    forms = [one for one in path_forms(path) if len(one) <= LONGEST]
    old = OldAddress.objects.filter(path__in=forms).exclude(post=None).first()
    return posts.filter(pk=old.post_id).first() if old else None
