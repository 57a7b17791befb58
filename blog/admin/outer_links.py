"""Addresses of other sites as lists of the admin show them."""

from django.utils.html import format_html


def outer_link(address: str) -> str:
    """A link that shows its address; nothing where there is none, since nobody can name that."""
    return format_html('<a href="{0}" rel="noreferrer">{0}</a>', address) if address else ""
