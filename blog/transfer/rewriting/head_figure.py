"""A picture that another system keeps beside a text and shows over it."""

from html import escape


def head_figure(address: str, alt: str = "", caption: str = "") -> str:
    """`caption` is HTML."""
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="{escape(address)}" alt="{escape(alt)}">{words}</figure>'
