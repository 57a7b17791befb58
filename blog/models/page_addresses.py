"""The addresses that pages may have: how they are written, and which are the blog's own."""

import unicodedata

from django.conf import settings
from django.core.validators import RegexValidator
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from blog.models.addresses import own_path

OWN_VIEWS = {"blog:page_detail", "blog:about"}
"""The addresses of ours that a page may have: any that is free, and that of our about page."""
validate_address = RegexValidator(
    r"^[\w-]+(/[\w-]+)*\Z",
    _("An address has letters, digits, hyphens and underscores, with / between its parts."),
)


def is_taken(address: str) -> bool:
    """Whether something of the blog's own stands at an address."""
    path = f"/{address}/"
    try:
        view = resolve(path).view_name
    except Resolver404:
        return True
    files = tuple(map(own_path, (settings.STATIC_URL, settings.MEDIA_URL)))
    return view not in OWN_VIEWS or path.startswith(files)


def page_address(text: str) -> str:
    """An address in its normal form, without the slashes around it."""
    return unicodedata.normalize("NFC", text.strip()).strip("/")
