"""The columns of a post that are made from its rendered text and what it cites."""

from dataclasses import asdict
from html import escape
from typing import Any

from blog.markup import Rendered
from blog.markup.page.scroll_frames import make_scrollable
from blog.models import Post
from blog.posts.contents import contents_html
from blog.posts.text_problems import text_problems
from blog.text.word_counts import count_words
from papers.citing.cited_text import CitedText, with_citations

EXCERPT_LENGTH = 280


def derived_values(post: Post, rendered: Rendered, cited: CitedText) -> dict[str, Any]:
    """The columns ``DERIVED`` of a post; its hashtags have their likely addresses yet."""
    text = with_citations(rendered.text, cited.plain)
    escaped = {escape(form, quote=False): escape(text) for form, text in cited.plain.items()}
    return {
        "body_html": make_scrollable(cited.html),
        "toc_html": with_citations(contents_html(rendered.headings), escaped),
        "text": text,
        "excerpt": prose_excerpt(rendered, cited),
        "words_count": count_words(text),
        "problems": [asdict(one) for one in text_problems(post, rendered, cited)],
        "noticed_at": cited.noticed_at,
    }


def prose_excerpt(rendered: Rendered, cited: CitedText) -> str:
    """The beginning of a text's prose, else of all that it has."""
    return make_excerpt(with_citations(rendered.prose or rendered.text, cited.plain))


def make_excerpt(text: str) -> str:
    """The beginning of a text in one line, cut at a word."""
    first = " ".join(text.split())
    if len(first) <= EXCERPT_LENGTH:
        return first
    return first[:EXCERPT_LENGTH].rsplit(" ", 1)[0].rstrip(",;:–—-") + " …"
