"""The rows of the blog, by subject."""

from blog.models.addresses import OldAddress
from blog.models.api_tokens import ApiToken
from blog.models.authors import Author, Byline
from blog.models.backups import Backup
from blog.models.comments import Comment
from blog.models.corrections import Correction
from blog.models.demo import DemoObject
from blog.models.draft_links import DraftLink, DraftNote
from blog.models.earlier_versions import EarlierVersion
from blog.models.errands import Errand
from blog.models.events import Event
from blog.models.exported_texts import ExportedText
from blog.models.imports import SeenFiles
from blog.models.invitations import Invitation
from blog.models.list_addresses import ListAddress
from blog.models.mail import Letter, MailAddress, Subscription
from blog.models.moderation import Act, AddressKey, Ban, Rate, Report
from blog.models.pages import Page
from blog.models.pictures import OutsidePicture, OwnPicture, kept_pictures, picture_sizes
from blog.models.posts import Post
from blog.models.revisions import Revision
from blog.models.series import Series
from blog.models.site import Site, current_site, forget_site, one_site, stored_site
from blog.models.submissions import Submission
from blog.models.subscribers import MailedPost, Subscriber
from blog.models.table_versions import TableVersion
from blog.models.tag_merges import TagMerge
from blog.models.tags import Hashtag, Tag, TagAlias, TaggedPost
from blog.models.unsaved_texts import UnsavedText
from blog.models.user_sessions import UserSession
from blog.models.versions import ChangedMeanwhile, Versioned
from blog.models.web_links import WebLink
from blog.models.word_rows import AuthorWords, CommentWords, PostWords, TagWords

__all__ = [
    "Act",
    "AddressKey",
    "ApiToken",
    "Author",
    "AuthorWords",
    "Backup",
    "Ban",
    "Byline",
    "ChangedMeanwhile",
    "Comment",
    "CommentWords",
    "Correction",
    "DemoObject",
    "DraftLink",
    "DraftNote",
    "EarlierVersion",
    "Errand",
    "Event",
    "ExportedText",
    "Hashtag",
    "Invitation",
    "Letter",
    "ListAddress",
    "MailAddress",
    "MailedPost",
    "OldAddress",
    "OutsidePicture",
    "OwnPicture",
    "Page",
    "Post",
    "PostWords",
    "Rate",
    "Report",
    "Revision",
    "SeenFiles",
    "Series",
    "Site",
    "Submission",
    "Subscriber",
    "Subscription",
    "TableVersion",
    "Tag",
    "TagAlias",
    "TagMerge",
    "TagWords",
    "TaggedPost",
    "UnsavedText",
    "UserSession",
    "Versioned",
    "WebLink",
    "current_site",
    "forget_site",
    "kept_pictures",
    "one_site",
    "picture_sizes",
    "stored_site",
]
