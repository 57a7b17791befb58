"""What a post says of the works that it cites, compared with their records."""

from collections.abc import Mapping, Sequence

from blog.models import Post, current_site
from papers.checking.fact_words import fact_message
from papers.checking.post_facts import named_anchors, text_facts
from papers.checking.prose_facts import FactWarning
from papers.checking.prose_tools import parse_tool_years


def warnings_of_text(html: str, works: Mapping[int, Sequence[str]]) -> list[FactWarning]:
    """Of a finished text, stored or not; ``works`` has the ids of its mentions by paper. Nothing is
    kept of it, so it is of the records as they are now."""
    own_tools = parse_tool_years(current_site().tool_years)
    return text_facts(html, works, own_tools)


def facts_of_post(post: Post) -> list[str]:
    """What an author should look at in a stored post, in sentences."""
    found = warnings_of_text(post.body_html, named_anchors(post.pk))
    return [fact_message(one) for one in found]
