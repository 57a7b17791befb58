"""What the library must know of the site (``settings.PAPERS_SITE_VALUES``)."""

from hashlib import blake2b

from blog.models import Site, current_site
from papers.site_values import SiteValues

_found: tuple[Site, SiteValues] | None = None


def values_of_site() -> SiteValues:
    """Found once for each time that the site's row is read."""
    global _found
    site, found = current_site(), _found
    if found is None or found[0] is not site:
        _found = found = (site, values_told(site))
    return found[1]


def values_told(site: Site) -> SiteValues:
    said = [getattr(site, field.attname) for field in site._meta.concrete_fields]
    digest = blake2b(repr(said).encode(), digest_size=16).digest()
    return SiteValues(style=site.citation_style, language=site.language, digest=digest)
