"""What the picture shows that stands beside a link to a page where it is shared. No Django here."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import cached_property, lru_cache
from hashlib import sha256

from blog.sharing.drawable_text import SANS, SANS_STRONG, SERIF, drawable

WIDTH, HEIGHT = 1200, 630  # what Facebook, LinkedIn, Mastodon and X ask for
LOOK = 1
"""The number of the drawing: another one makes every picture anew."""
MOST_NAMES = 20


@dataclass(frozen=True)
class ShareCard:
    """What is drawn: the name of the site alone where there is no ``title``. ``kind`` says what a
    page is about where it is no post; ``accent`` is ``#rrggbb``."""

    site: str
    accent: str
    title: str = ""
    people: tuple[str, ...] = ()
    kind: str = ""

    @cached_property
    def digest(self) -> str:
        """Names the picture: another one for everything that is drawn otherwise."""
        return sha256(repr((LOOK, astuple(self))).encode()).hexdigest()[:20]


def share_card(
    site: str, accent: str, title: str = "", people: Sequence[str] = (), kind: str = ""
) -> ShareCard | None:
    """A card of what our face can draw; ``None`` where that is not the title, or not the site's
    name where there is no title. Authors are all named or none."""
    return _card(site, accent, title, tuple(people), kind)


@lru_cache(maxsize=2048)
def _card(
    site: str, accent: str, title: str, people: tuple[str, ...], kind: str
) -> ShareCard | None:
    shown = drawable(title, SERIF)
    name = drawable(site, SANS_STRONG, 100) if title else drawable(site, SERIF, 100)
    if (title and not shown) or not (title or name):
        return None
    names = [drawable(one, SANS, 100) for one in people[:MOST_NAMES]]
    authors = tuple(names) if all(names) else ()
    return ShareCard(name, accent, shown, authors, drawable(kind, SANS, 60))
