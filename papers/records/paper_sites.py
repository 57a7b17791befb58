"""Sites whose addresses name a work, one row each: the host, the path, and what these say.

A row is right only where every address that it fits names one work: an address that it does not
fit stays an address. No Django here.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

_ENDING = r"(?:/(?:full|abstract|abs|meta|pdf|epdf|ampdf|html|fulltext)|\.pdf)*$"
_ARXIV = r"((?:[a-z-]+(?:\.[A-Z]{2})?/)?[\d.]+)(?:v\d+)?(?:\.pdf)?$"
_NATURE = (
    r"[ds]4\d{4}-\d{3}-\d{5}-[\da-z]|\d{6}[a-z]\d|(?:nature|ncomms|srep)\d{4,6}"
    r"|n(?:ano|at|bt|cb|chem|chembio|climate|eng|eo|geo|g|i|mat|meth|m|n|photon|phys|protoc|prot"
    r"|rc|rd|rg|ri|rm|rmicro|rn)\.?\d{4}(?:\.\d+)?"
)


class Site(NamedTuple):
    """A host (with those below it where it begins with a dot), a path that names a work, and the
    identifier in which ``{}`` is what the path's first group holds."""

    host: str
    path: str
    scheme: str
    value: str = "{}"


SITES = (
    Site("nature.com", rf"articles/({_NATURE}){_ENDING}", "doi", "10.1038/{}"),
    Site("link.aps.org", rf"doi/(10\.1103/.+?){_ENDING}", "doi"),
    Site("iopscience.iop.org", rf"article/(10\.\d{{4,5}}/.+?){_ENDING}", "doi"),
    Site("epubs.siam.org", rf"doi/(?:[a-z]+/)?(10\.1137/.+?){_ENDING}", "doi"),
    Site("annualreviews.org", rf"doi/(?:[a-z]+/)?(10\.1146/.+?){_ENDING}", "doi"),
    Site("annualreviews.org", rf"content/journals/(10\.1146/.+?){_ENDING}", "doi"),
    Site("mitpressjournals.org", rf"doi/(?:[a-z]+/)?(10\.1162/.+?){_ENDING}", "doi"),
    Site("direct.mit.edu", r"[\w-]+/(?:article|article-abstract)/doi/(10\.1162/[^/]+)", "doi"),
    Site("peerj.com", r"articles/(\d+)(?:\.pdf)?$", "doi", "10.7717/peerj.{}"),
    Site("peerj.com", r"articles/cs-(\d+)(?:\.pdf)?$", "doi", "10.7717/peerj-cs.{}"),
    Site("peerj.com", r"preprints/(\d+)(?:v\d+)?(?:\.pdf)?$", "doi", "10.7287/peerj.preprints.{}"),
    Site("elifesciences.org", r"(?:articles|reviewed-preprints)/(\d{5,6})(?:v\d+)?(?:\.pdf)?$",
         "doi", "10.7554/elife.{}"),
    Site("zenodo.org", r"records?/(\d+)(?:/files/.*)?$", "doi", "10.5281/zenodo.{}"),
    Site("jmlr.org", r"papers/(v\d+/[\w-]+)\.html$", "url", "https://jmlr.org/papers/{}.html"),
    Site("jmlr.org", r"papers/volume(\d+/[\w-]+)/[\w-]+\.pdf$", "url",
         "https://jmlr.org/papers/v{}.html"),
    Site("openaccess.thecvf.com",
         r"(content[\w/]*?/)(?:html|papers)/([\w.-]+_paper)\.(?:html|pdf)$", "url",
         "https://openaccess.thecvf.com/{}html/{}.html"),
    Site(".ssrn.com", r"(?:sol3/\w+\.cfm\?(?:.*&)?abstract_?id=|abstract=|abstract/)(\d+)", "doi",
         "10.2139/ssrn.{}"),
    Site("alphaxiv.org", rf"(?:abs|pdf|html|overview)/{_ARXIV}", "arxiv"),
    Site("huggingface.co", rf"papers/{_ARXIV}", "arxiv"),
    Site("hf.co", rf"papers/{_ARXIV}", "arxiv"),
    Site(".arxiv.org", rf"(?:abs|pdf|html|format)/{_ARXIV}", "arxiv"),
    Site("xxx.lanl.gov", rf"(?:abs|pdf)/{_ARXIV}", "arxiv"),
    Site("arxiv-vanity.com", rf"papers/{_ARXIV}", "arxiv"),
    Site("europepmc.org", r"(?:article|abstract)/med/(\d+)$", "pmid"),
    Site("europepmc.org", r"(?:article/pmc|articles?|abstract/pmc)/(PMC\d+)$", "pmcid"),
    Site(".aclweb.org",
         r"(?:(?:old_)?anthology(?:-new)?/)?[A-Z]/[A-Z]\d\d/([A-Z]\d\d-\d{4})(?:v\d+)?(?:\.\w+)?$",
         "acl"),
    Site("acl.ldc.upenn.edu", r"[A-Z]/[A-Z]\d\d/([A-Z]\d\d-\d{4})(?:\.\w+)?$", "acl"),
    Site("doi.org", r"10/([a-z0-9]{4,10})$", "url", "https://doi.org/{}"),
    Site("doi.org", r"(?=[a-z]*\d)([a-z0-9]{4,10})$", "url", "https://doi.org/{}"),
)  # fmt: skip
"""DOIs that a path holds whole are known of more hosts (``identifiers.DOI_HOSTS``)."""
_COPY = re.compile(r"https?://web\.archive\.org/web/\d{1,14}(?:[a-z]{2}_)?/(.+)", re.I)
_LOGINS = ("url", "qurl")
_PROXY = re.compile(r"(?:^|[.-])(?:ez|lib)?proxy[\w-]*\.|\.idm\.oclc\.org$|\.proxy\.", re.I)
_PROXIED = re.compile(
    r"^(?P<host>(?:[\w-]+\.)*?[\w-]+\.(?:org|com|net|edu|gov|cc|press))\.(?=.*\.)"
)


def original_url(url: str) -> str:
    """The address that a copy of the Internet Archive or an institution's proxy stands for."""
    if match := _COPY.match(url):
        return match[1] if "://" in match[1] else f"https://{match[1]}"
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not _PROXY.search(host):
        return url
    asked = parse_qs(parts.query)
    for name in _LOGINS:
        if found := asked.get(name):
            return found[0]
    first, _dot, rest = host.partition(".")
    if "-" in first and "proxy" not in first and _PROXY.search(f".{rest}"):
        return parts._replace(netloc=first.replace("--", "\0").replace("-", ".")
                              .replace("\0", "-")).geturl()  # fmt: skip
    if match := _PROXIED.match(host):
        return parts._replace(netloc=match["host"]).geturl()
    return url


def named_on_site(
    host: str, path: str, query: str = "", sites: Iterable[Site] = SITES
) -> tuple[str, str] | None:
    """Scheme and value that an address names by the first row that it fits; the value is as it
    stands there."""
    whole = f"{path}?{query}"
    for site in sites:
        name = site.host.removeprefix(".")
        is_below = site.host.startswith(".") and host.endswith(site.host)
        text = whole if r"\?" in site.path else path
        if (host == name or is_below) and (match := re.match(site.path, text, re.I)):
            return site.scheme, site.value.format(*match.groups())
    return None
