"""What this app must know of the site that it serves: ``settings.PAPERS_SITE_VALUES`` names the
function that tells, so that imports still go one way, as with ``PAPERS_CHANGED_TASK``. In the same
way it has formulas set (``settings.PAPERS_FORMULA_WRITER``)."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class SiteValues:
    """``style`` is the name of a citation style; ``language`` a code (BCP 47). The zone is that
    which Django has in force while a page is made (``django.utils.timezone``)."""

    style: str
    language: str


def site_values() -> SiteValues:
    return import_string(settings.PAPERS_SITE_VALUES)()


def absolute_url(path: str) -> str:
    """The address of a path of this site for who reads it elsewhere."""
    return settings.SITE_ORIGIN + path


def formula_html(tex: str) -> str:
    """A formula of a title as HTML that is safe to show; ``""`` where it cannot be set."""
    return import_string(settings.PAPERS_FORMULA_WRITER)(tex)
