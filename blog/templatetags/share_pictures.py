"""What a page says of the picture that stands beside links to it."""

from typing import Any

from django import template

from blog.sharing.share_pictures import share_picture_of

register = template.Library()


@register.inclusion_tag("blog/_share_picture.html", takes_context=True)
def share_picture(context: template.Context, row: Any = None) -> dict[str, Any]:
    """Of the post or the paper that a page shows, else of the site; none on a page that has to
    stand though nothing of the site can be read."""
    return {"picture": share_picture_of(row or None) if context.get("site") else None}
