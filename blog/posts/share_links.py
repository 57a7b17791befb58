"""Links with which a reader passes a post on: plain addresses, nothing loaded from anywhere."""

from urllib.parse import quote

MAIL = "mailto:?subject={title}&body={url}"
SERVICES = (
    ("Mastodon", "https://share.joinmastodon.org/#text={title}%20{url}"),
    ("Bluesky", "https://bsky.app/intent/compose?text={title}%20{url}"),
    ("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={url}"),
)


def share_links(title: str, url: str, mail: str) -> list[tuple[str, str]]:
    """Names and addresses, a letter's first, under the name ``mail``; ``url`` is absolute."""
    return [
        (name, pattern.format(title=quote(title, safe=""), url=quote(url, safe="")))
        for name, pattern in ((mail, MAIL), *SERVICES)
    ]
