"""The admin's pages for the blog, by subject; importing them registers them."""

from django.contrib import admin
from django.utils.functional import lazy
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from taggit.models import Tag as TaggitTag

from blog.admin import (
    addresses,
    authors,
    comments,
    errands,
    events,
    invitations,
    mail,
    moderation,
    pages,
    posts,
    queued_jobs,
    site,
    subscribers,
    tags,
    users,
    web_links,
)
from blog.admin.logins import LoginForm
from blog.models import current_site

admin.site.site_header = admin.site.site_title = lazy(lambda: current_site().name, str)()
admin.site.login_form = LoginForm
admin.site.unregister([TOTPDevice, StaticDevice])  # they show secrets: users.py has our pages
admin.site.unregister(TaggitTag)  # its merge loses tags and checks no permission

__all__ = [
    "addresses",
    "authors",
    "comments",
    "errands",
    "events",
    "invitations",
    "mail",
    "moderation",
    "pages",
    "posts",
    "queued_jobs",
    "site",
    "subscribers",
    "tags",
    "users",
    "web_links",
]
