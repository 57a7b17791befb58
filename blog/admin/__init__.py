"""The admin's pages for the blog, by subject; importing them registers them."""

from django.conf import settings
from django.contrib import admin
from taggit.models import Tag as TaggitTag

from blog.admin import addresses, authors, comments, mail, moderation, posts, queued_jobs, tags

admin.site.site_header = admin.site.site_title = settings.BLOG_NAME
admin.site.unregister(TaggitTag)  # its merge loses tags and checks no permission

__all__ = ["addresses", "authors", "comments", "mail", "moderation", "posts", "queued_jobs", "tags"]
