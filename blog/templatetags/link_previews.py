"""What a page says of itself for those who show a link to it: its title and its picture."""

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils.html import format_html

from blog.sharing.share_pictures import share_picture_of

register = template.Library()


class PageTitle(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> str:
        context["page_title"] = self.nodelist.render(context)
        return format_html("<title>{}</title>", context["page_title"])


@register.tag("page_title")
def read_page_title(parser: Parser, _token: Token) -> PageTitle:
    """``{% page_title %}…{% endpage_title %}``: the page's title, which what follows in the page's
    head knows as ``page_title``."""
    nodelist = parser.parse(("endpage_title",))
    parser.delete_first_token()
    return PageTitle(nodelist)


@register.inclusion_tag("blog/_share_picture.html", takes_context=True)
def share_picture(context: template.Context, row: Any = None) -> dict[str, Any]:
    """Of the post or the paper that a page shows, else of the site; none on a page that has to
    stand though nothing of the site can be read."""
    return {"picture": share_picture_of(row or None) if context.get("site") else None}
