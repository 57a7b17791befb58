"""What a post says of the works that it cites, compared with their records."""

from collections.abc import Mapping, Sequence

from blog.models import Post, current_site
from papers.checking.fact_words import fact_message
from papers.checking.post_facts import named_anchors, text_facts
from papers.checking.prose_facts import FactWarning
from papers.checking.prose_tools import parse_tool_years
from papers.models import Paper


def warnings_of_text(
    html: str, works: Mapping[int, Sequence[str]], papers: Mapping[int, Paper]
) -> list[FactWarning]:
    """Of a finished text, stored or not; ``works`` has the ids of its mentions by paper. Nothing is
    kept of it, so it is of the records as ``papers`` have them."""
    own_tools = parse_tool_years(current_site().tool_years)
    return text_facts(html, works, papers, own_tools)


def facts_of_post(post: Post) -> list[str]:
    """What an author should look at in a stored post, in sentences."""
    works = named_anchors(post.pk)
    found = warnings_of_text(post.body_html, works, Paper.objects.in_bulk(works))
    return [fact_message(one) for one in found]
