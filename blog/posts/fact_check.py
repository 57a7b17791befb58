"""What a post says of the works that it cites, compared with their records."""

from blog.models import Post, current_site
from papers.checking.post_facts import fact_message, post_facts
from papers.checking.prose_tools import parse_tool_years


def facts_of_post(post: Post) -> list[str]:
    """What an author should look at in a stored post, in sentences; nothing is kept of it, so it
    is of the records as they are now."""
    own_tools = parse_tool_years(current_site().tool_years)
    return [fact_message(one) for one in post_facts(post.pk, post.body_html, own_tools)]
