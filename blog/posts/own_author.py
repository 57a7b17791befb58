"""The author that a user is: made when they write for the first time."""

from typing import Any

from blog.models import Author

TAKES_NAMES = "blog.change_author"


def author_of_user(user: Any) -> Author | None:
    return Author.objects.filter(user=user).first()


def make_author_of(user: Any, name: str) -> Author | None:
    """The author row of a user, under the name that stands over their posts; ``None`` where nobody
    knows the name. A login's name is none: it is not for readers.

    Who may change authors is the one of this name whom an import brought and who has no user.
    """
    name = " ".join((name or user.get_full_name()).split())
    author = author_of_user(user)
    if author is not None or not name:
        return author
    if user.has_perm(TAKES_NAMES):
        same = list(Author.objects.filter(name__iexact=name, user=None).order_by("pk")[:2])
        if len(same) == 1:
            Author.objects.filter(pk=same[0].pk, user=None).update(user=user)
            return author_of_user(user)
    return Author.objects.create(name=name, user=user)
