"""Markdown to sanitized HTML, for posts and comments. Pure: nothing here knows Django."""

from blog.markup.document.results import Heading, MarkupError, Problem, Rendered
from blog.markup.document.text_policy import COMMENT, POST, Policy
from blog.markup.rendering import render

__all__ = ["COMMENT", "POST", "Heading", "MarkupError", "Policy", "Problem", "Rendered", "render"]
