"""A picture that another system keeps beside a text and shows over it."""

from html import escape


def head_figure(address: str, alt: str = "") -> str:
    return f'<figure><img src="{escape(address)}" alt="{escape(alt)}"></figure>'
