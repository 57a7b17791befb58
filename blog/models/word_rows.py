"""The words by which posts, comments, tags and authors are found."""

from django.db import models

from blog.models.authors import Author
from blog.models.comments import Comment
from blog.models.posts import Post
from blog.models.tags import Tag
from papers.search.searchable import SearchRow


class PostWords(SearchRow):
    of = models.OneToOneField(Post, models.CASCADE, related_name="found_by")


class CommentWords(SearchRow):
    of = models.OneToOneField(Comment, models.CASCADE, related_name="found_by")


class TagWords(SearchRow):
    of = models.OneToOneField(Tag, models.CASCADE, related_name="found_by")


class AuthorWords(SearchRow):
    of = models.OneToOneField(Author, models.CASCADE, related_name="found_by")
