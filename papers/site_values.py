"""What this app must know of the site that it serves: ``settings.PAPERS_SITE_VALUES`` names the
function that tells, so that imports still go one way, as with ``PAPERS_CHANGED_TASK``. In the same
way it has formulas set (``settings.PAPERS_FORMULA_WRITER``)."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class SiteValues:
    """``style`` is the name of a citation style; ``language`` a code (BCP 47). The zone is that
    which Django has in force while a page is made (``django.utils.timezone``). ``digest`` is
    another one as soon as anything of the site is."""

    style: str
    language: str
    digest: bytes = b""


def site_values() -> SiteValues:
    return _named(settings.PAPERS_SITE_VALUES)()


_named = lru_cache(maxsize=None)(import_string)


def absolute_url(path: str) -> str:
    """The address of a path of this site for who reads it elsewhere."""
    return settings.SITE_ORIGIN + path


def address_of(view: str, *arguments: str | int) -> str:
    """The path of a page of this site; as ``reverse``, which takes long, found once."""
    return _addresses(get_script_prefix(), view, arguments)


@lru_cache(maxsize=4096)
def _addresses(_prefix: str, view: str, arguments: tuple[str | int, ...]) -> str:
    return reverse(view, args=arguments)


def formula_html(tex: str) -> str:
    """A formula of a title as HTML that is safe to show; ``""`` where it cannot be set."""
    return import_string(settings.PAPERS_FORMULA_WRITER)(tex)
