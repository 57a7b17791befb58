"""The rows of the blog, by subject."""

from blog.models.addresses import OldAddress
from blog.models.authors import Author, Byline
from blog.models.comments import Comment
from blog.models.demo import DemoObject
from blog.models.mail import Letter, MailAddress, Subscription
from blog.models.moderation import Act, AddressKey, Ban, Rate, Report
from blog.models.posts import ChangedMeanwhile, Post, Series
from blog.models.tags import Hashtag, Tag, TaggedPost

__all__ = [
    "Act",
    "AddressKey",
    "Author",
    "Ban",
    "Byline",
    "ChangedMeanwhile",
    "Comment",
    "DemoObject",
    "Hashtag",
    "Letter",
    "MailAddress",
    "OldAddress",
    "Post",
    "Rate",
    "Report",
    "Series",
    "Subscription",
    "Tag",
    "TaggedPost",
]
