"""What stands around every page: links of its head, the site's header and its footer, as pieces
(``papers.pages.pieces``)."""

from typing import Any

from django import template

from papers.pages.pieces import facts_of, piece_html

register = template.Library()
header_facts = facts_of("language", "logo", "shows_name", "links")
footer_facts = facts_of("footer_html", "places", "takes_subscribers")


@register.simple_tag(takes_context=True)
def site_links(context: template.Context) -> str:
    return frame_piece(context, "_site_links.html")


@register.simple_tag(takes_context=True)
def site_header(context: template.Context) -> str:
    """``current`` is the page's path where the navigation leads to it."""
    site, path = context.get("site"), context["request"].path if "request" in context else ""
    facts = header_facts(site) if site else None
    is_there = bool(facts) and any(address == path for _title, address in facts.links)
    return frame_piece(
        context,
        "_site_header.html",
        site=facts,
        current=path if is_there else "",
        edit_address=context.get("edit_address", ""),
    )


@register.simple_tag(takes_context=True)
def site_footer(context: template.Context) -> str:
    site = context.get("site")
    facts = footer_facts(site) if site else None
    return frame_piece(
        context, "_site_footer.html", site=facts, site_tagline=context.get("site_tagline", "")
    )


def frame_piece(context: template.Context, name: str, **facts: Any) -> str:
    known = {one: context.get(one, "") for one in ("site_name", "is_static")}
    return piece_html(name, **known, **facts)
