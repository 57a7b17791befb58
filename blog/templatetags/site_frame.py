"""What stands around every page."""

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def current_link(context: template.Context) -> str:
    """The page's path where the site's navigation leads to it."""
    site, path = context.get("site"), context["request"].path if "request" in context else ""
    return path if site and any(address == path for _title, address in site.links) else ""
