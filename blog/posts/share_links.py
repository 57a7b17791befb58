"""Links with which a reader passes a post on: plain addresses, nothing loaded from anywhere."""

from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

SERVICES = (
    (_("Mail"), "mailto:?subject={title}&body={url}"),
    ("Mastodon", "https://share.joinmastodon.org/#text={title}%20{url}"),
    ("Bluesky", "https://bsky.app/intent/compose?text={title}%20{url}"),
    ("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={url}"),
)


def share_links(title: str, url: str) -> list[tuple[str, str]]:
    """Names and addresses; ``url`` is absolute."""
    return [
        (str(name), pattern.format(title=quote(title, safe=""), url=quote(url, safe="")))
        for name, pattern in SERVICES
    ]
