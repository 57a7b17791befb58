"""Which parts of a header a user may write: those that the user may write in the admin."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from blog.api.api_access import ask_for
from blog.api.api_faults import ApiRefused
from blog.folder.text_headers import authors_by_name
from blog.models import Post, Series
from blog.models.writing_rights import CHANGES_POSTS
from blog.posts.own_author import author_of_user

RIGHTS_OF_KEYS = {
    # Who may not change what is published does not say whether, where and with which doubts it is.
    **dict.fromkeys(("date", "unlisted", "publish_anyway"), CHANGES_POSTS),
    "redirect_from": "blog.add_oldaddress",
    "authors": "blog.change_byline",
}


def check_rights(user: Any, post: Post, wanted: Mapping[str, Any], keys: Collection[str]) -> None:
    """Raises ``ApiRefused`` (403) for a key that changed and that is not the user's to change, or
    that would make a row which the user may not make."""
    for key, right in RIGHTS_OF_KEYS.items():
        is_own = key == "authors" and post.pk is None and names_only(user, wanted.get(key))
        if key in keys and not is_own and not user.has_perm(right):
            wrong = _("You may not change “%(key)s”.") % {"key": key}
            raise ApiRefused(403, wrong, where=key, to_do=ask_for(right))
    if "authors" in keys and not user.has_perm("blog.add_author"):
        refuse_new("authors", texts_in(wanted.get("authors")), authors_by_name(), "blog.add_author")
    if "series" in keys and wanted.get("series") and not user.has_perm("blog.add_series"):
        title = str(wanted["series"])
        known = Series.objects.filter(title=title).values_list("title", flat=True)
        refuse_new("series", [title], known, "blog.add_series")


def refuse_new(key: str, names: list[str], known: Collection[str], right: str) -> None:
    unknown = [name for name in names if name not in known]
    if unknown:
        wrong = _("“%(name)s” is not known here, and you may not add it.") % {"name": unknown[0]}
        raise ApiRefused(403, wrong, where=key, to_do=ask_for(right))


def names_only(user: Any, value: Any) -> bool:
    """Whether a header names nobody but the user."""
    own = author_of_user(user)
    return own is not None and texts_in(value) in ([own.name], [own.slug])


def texts_in(value: Any) -> list[str]:
    found = value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, str)]
