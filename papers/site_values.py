"""What this app must know of the site that it serves: ``settings.PAPERS_SITE_VALUES`` names the
function that tells, so that imports still go one way, as with ``PAPERS_CHANGED_TASK``."""

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
