"""What the library must know of the site (``settings.PAPERS_SITE_VALUES``)."""

from blog.models import current_site
from papers.site_values import SiteValues


def values_of_site() -> SiteValues:
    site = current_site()
    return SiteValues(style=site.citation_style, language=site.language, digest=site.digest)
