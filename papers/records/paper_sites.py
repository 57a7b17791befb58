"""Sites whose addresses name a work, one row each: the host, the path, and what these say.

A row is right only where every address that it fits names one work: an address that it does not
fit stays an address. No Django here.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, urlsplit

_ENDING = (
    r"(?:/(?:full|fulltext(?:\.html)?|abstract|abs|meta|summary|references|citedby|metrics|pdf|epdf"
    r"|ampdf|html|epub|xml/nlm|(?:figure|table)s?(?:/\d+)?|suppl_file/.*)|\.(?:full\.)?pdf|\.full|\.xml"
    r"|;jsessionid=.*)*$"
)
"""What may follow a DOI in an address and is none of it."""
_ARXIV = r"(?:arxiv:)?((?:[a-z-]+(?:\.[A-Z]{2})?/)?[\d.]+)(?:v\d+)?(?:\.pdf)?$"
_PMLR = r"(v\d+|r\d+)/(?!index\b)([a-z][\w-]*?)(?:-supp)?(?:/[\w-]+)?(?:\.html|\.pdf)?$"
_NATURE = (
    r"[ds]4\d{4}-\d{3}-\d{4,5}-[\da-z]|\d{6}[a-z]\d|(?:nature|ncomms|srep)\d{4,6}"
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
    Site("nature.com", r"doifinder/(10\.1038/[^/]+)$", "doi"),
    Site("nature.com", rf"articles/({_NATURE})(?:_reference)?{_ENDING}", "doi", "10.1038/{}"),
    Site("nature.com", rf"\w+/journal/v\d+/n[\w-]+/\w+/({_NATURE})(?:_\w+)?\.(?:html|pdf)$",
         "doi", "10.1038/{}"),
    Site("link.aps.org", rf"(?:doi|abstract|pdf|accepted)/(10\.1103/.+?){_ENDING}", "doi"),
    Site("iopscience.iop.org", rf"article/(10\.\d{{4,5}}/.+?){_ENDING}", "doi"),
    Site("epubs.siam.org", rf"doi/(?:[a-z]+/)?(10\.1137/.+?){_ENDING}", "doi"),
    Site("annualreviews.org", rf"doi/(?:[a-z]+/)?(10\.1146/.+?){_ENDING}", "doi"),
    Site("annualreviews.org", rf"content/journals/(10\.1146/.+?){_ENDING}", "doi"),
    Site("mitpressjournals.org", rf"doi/(?:[a-z]+/)?(10\.1162/.+?){_ENDING}", "doi"),
    Site("direct.mit.edu", r"[\w-]+/article(?:-abstract|-pdf)?/doi/(10\.1162/[^/]+)", "doi"),
    Site("academic.oup.com", r"[\w-]+/article(?:-abstract|-pdf)?/doi/(10\.\d{4,5}/.+?)"
         r"(?:/\d{5,}(?:/.*)?)?$", "doi"),
    Site("peerj.com", r"articles/(\d+)(?:\.pdf)?$", "doi", "10.7717/peerj.{}"),
    Site("peerj.com", r"articles/cs-(\d+)(?:\.pdf)?$", "doi", "10.7717/peerj-cs.{}"),
    Site("peerj.com", r"preprints/(\d+)(?:v\d+)?(?:\.pdf)?$", "doi", "10.7287/peerj.preprints.{}"),
    Site("elifesciences.org",
         r"(?:articles|reviewed-preprints|content/\d+)/e?(\d{5,6})(?:v\d+)?(?:/figures|\.pdf)?$",
         "doi", "10.7554/elife.{}"),
    Site("zenodo.org", r"(?:api/)?records?/(\d+)(?:/(?:files|export|preview)/.*)?$", "doi",
         "10.5281/zenodo.{}"),
    Site("zenodo.org", r"(?:doi|badge/doi)/(10\.5281/zenodo\.\d+)(?:\.svg)?$", "doi"),
    Site(".jmlr.org", r"(?:beta/)?papers/(v\d+/[\w-]+)(?:\.html)?$", "url",
         "https://jmlr.org/papers/{}.html"),
    Site(".jmlr.org", r"papers/volume(\d+/[\w-]+)/[\w-]+\.pdf$", "url",
         "https://jmlr.org/papers/v{}.html"),
    Site("jmlr.csail.mit.edu", r"papers/(v\d+/[\w-]+)\.html$", "url",
         "https://jmlr.org/papers/{}.html"),
    Site("jmlr.csail.mit.edu", r"papers/volume(\d+/[\w-]+)/[\w-]+\.pdf$", "url",
         "https://jmlr.org/papers/v{}.html"),
    Site(".jmlr.org", rf"proceedings/papers/{_PMLR}", "url",
         "https://proceedings.mlr.press/{}/{}.html"),
    Site("jmlr.csail.mit.edu", rf"proceedings/papers/{_PMLR}", "url",
         "https://proceedings.mlr.press/{}/{}.html"),
    Site("proceedings.mlr.press", _PMLR, "url", "https://proceedings.mlr.press/{}/{}.html"),
    Site("openaccess.thecvf.com",
         r"(content[\w/]*?/)(?:html|papers)/([\w.-]+_paper)\.(?:html|pdf)$", "url",
         "https://openaccess.thecvf.com/{}html/{}.html"),
    Site("cv-foundation.org",
         r"openaccess/(content[\w/]*?/)(?:html|papers)/([\w.-]+_paper)\.(?:html|pdf)$", "url",
         "https://openaccess.thecvf.com/{}html/{}.html"),
    Site(".ssrn.com",
         r"(?:sol3/\w+\.cfm(?:/[^?]*)?\?(?:.*&)?abstract_?id=|abstract=|abstract/)(\d+)", "doi",
         "10.2139/ssrn.{}"),
    Site("alphaxiv.org", rf"[a-z]+/{_ARXIV}", "arxiv"),
    Site("scirate.com", rf"arxiv/{_ARXIV}", "arxiv"),
    Site(".semanticscholar.org", rf"(?:arxiv/|arxiv:){_ARXIV}", "arxiv"),
    Site("huggingface.co", rf"papers/{_ARXIV}", "arxiv"),
    Site("hf.co", rf"papers/{_ARXIV}", "arxiv"),
    Site(".arxiv.org", rf"(?:abs|pdf|html|format|ps|e-print|src)/{_ARXIV}", "arxiv"),
    Site("xxx.lanl.gov", rf"(?:abs|pdf|ps)/{_ARXIV}", "arxiv"),
    Site("arxiv-vanity.com", rf"papers/{_ARXIV}", "arxiv"),
    Site(".ncbi.nlm.nih.gov", r"pubmed/(\d+)$", "pmid"),
    Site(".ncbi.nlm.nih.gov", r"pubmed/?\?(?:.*&)?term=(\d+)(?:&|$)", "pmid"),
    Site(".ncbi.nlm.nih.gov", r"(?:pmc/)?articles/(?:pmc)?(\d+)(?:/|$)", "pmcid", "PMC{}"),
    Site("europepmc.org", r"(?:article|abstract)/med/(\d+)$", "pmid"),
    Site("europepmc.org", r"(?:article/pmc|articles?|abstract/pmc)/(PMC\d+)$", "pmcid"),
    Site(".aclweb.org",
         r"(?:(?:old_)?anthology(?:-new)?/(?:papers/)?)?[A-Z]/[A-Z]\d\d/([A-Z]\d\d-\d{4})(?:v\d+)?(?:\.\w+)?$",
         "acl"),
    Site("aclanthology.info", r"papers/([A-Z]\d\d-\d{4})(?:/|$)", "acl"),
    Site("aclanthology.coli.uni-saarland.de", r"papers/([A-Z]\d\d-\d{4})(?:/|$)", "acl"),
    Site("acl.ldc.upenn.edu", r"[A-Z]/[A-Z]\d\d/([A-Z]\d\d-\d{4})(?:\.\w+)?$", "acl"),
    Site("nber.org", r"(?:system/files/working_)?papers/(w\d+)(?:(?:/\1)?\.pdf)?$", "doi",
         "10.3386/{}"),
    Site("eprint.iacr.org", r"(\d{4}/\d{3,5})(?:\.pdf)?$", "url", "https://eprint.iacr.org/{}"),
    Site("researchsquare.com", r"article/(rs-\d+/v\d+)(?:\.pdf)?$", "doi", "10.21203/rs.3.{}"),
    Site("preprints.org", r"manuscript/(\d{6}\.\d{4})/(v\d+)(?:/download)?$", "doi",
         "10.20944/preprints{}.{}"),
    Site("psyarxiv.com", r"([a-z0-9]{5})$", "doi", "10.31234/osf.io/{}"),
    Site("osf.io", r"preprints/psyarxiv/([a-z0-9]{5})$", "doi", "10.31234/osf.io/{}"),
    Site("dx.plos.org", r"(10\.1371/journal\.\w+\.\d{7})(?:\.\w+)?$", "doi"),
    Site("datadryad.org", r"(?:stash/)?dataset/doi:(10\.\d{4,9}/.+)$", "doi"),
    Site("dataverse.harvard.edu", r"dataset\.xhtml\?(?:.*&)?persistentid=doi:(10\.7910/[^&]+)",
         "doi"),
    Site(".doi.org", r"10/([a-z0-9]{4,10})$", "url", "https://doi.org/{}"),
    Site("doi.org", r"(?=[a-z]*\d)([a-z0-9]{4,10})$", "url", "https://doi.org/{}"),
)  # fmt: skip
"""DOIs that a path holds whole are known of more hosts, ``DOI_HOSTS``."""
DOI_HOSTS = (
    *("dl.acm.org", "link.springer.com", "onlinelibrary.wiley.com", "journals.sagepub.com"),
    *("tandfonline.com", "science.org", "pnas.org", "pubs.acs.org", "journals.aps.org"),
    *("frontiersin.org", "royalsocietypublishing.org", "academic.oup.com", "nejm.org"),
    *("biomedcentral.com", "springeropen.com", "ahajournals.org", "journals.physiology.org"),
    *("pubsonline.informs.org", "worldscientific.com", "scitation.org", "degruyter.com"),
    *("projecteuclid.org", "joss.theoj.org", "drops.dagstuhl.de", "plosone.org"),
    *("doi.ieeecomputersociety.org", "doi.apa.org", "psycnet.apa.org"),
    *("oadoi.org", "liebertpub.com", "emerald.com", "ascelibrary.org", "asmedigitalcollection.org"),
)
"""Publishers and registries, with the hosts below theirs, whose addresses hold the DOI of what
they lead to."""
_WHOLE_DOI = re.compile(rf"(?:.*?/)?(?:info:)?(?:doi:)?(10\.\d{{4,9}}/.+?){_ENDING}", re.I)
_COPY = re.compile(
    r"https?://(?:(?:web|www)\.)?archive\.org/web/"
    r"(?:(?:\d{1,14}(?:[a-z]{2}_)?|\d*\*)/(.+)|(https?:/.+))"
    r"|https?://archive\.(?:today|ph|is|li|vn|md|fo)/(?:\d{4,14}|newest)/(https?:/.+)",
    re.I,
)
_LOGINS = ("url", "qurl", "q")
_PROXY = re.compile(
    r"(?:^|[.-])[a-z]*proxy[\w-]*\.|(?:^|\.)ezp[\w-]*\.|\.idm\.oclc\.org$|\.remotexs\.", re.I
)
_FORWARDING = re.compile(
    r"(?:www\.)?google\.[a-z.]+/url$|scholar\.google\.[a-z.]+/scholar_url$"
    r"|[\w.]+\.safelinks\.protection\.outlook\.com/$"
)
"""What writes its own address around every link of a text that was copied from it."""
_PROXIED = re.compile(
    r"^(?P<host>(?:[\w-]+\.)*?[\w-]+\.(?:org|com|net|edu|gov|cc|press))\.(?=.*\.)"
)


def original_url(url: str) -> str:
    """The address that a copy in an archive, an institution's proxy, or what forwards to a link of
    a copied text stands for."""
    if match := _COPY.match(url):
        copied = re.sub(r"^(https?):/+", r"\1://", next(filter(None, match.groups())))
        return copied if "://" in copied else f"https://{copied}"
    parts = urlsplit(url)
    host = parts.hostname or ""
    asked = parse_qs(parts.query) if _FORWARDING.match(host + parts.path) else {}
    is_proxy = bool(_PROXY.search(host) or host.startswith("0-"))
    asked |= parse_qs(parts.query) if is_proxy else {}
    for name in _LOGINS:
        if found := asked.get(name):
            return found[0]
    return _unproxied(parts, host) if is_proxy else url


def _unproxied(parts: SplitResult, host: str) -> str:
    """An address with the host for which a proxy's stands: ``doi-org.proxy.example.edu``,
    ``doi.org.proxy.example.edu``, ``0-doi-org.library.example.edu``."""
    first, _dot, rest = host.partition(".")
    is_innovative = first.startswith("0-")
    first = first.removeprefix("0-")
    if "-" in first and "proxy" not in first and (is_innovative or _PROXY.search(f".{rest}")):
        name = first.replace("--", "\0").replace("-", ".").replace("\0", "-")
        return parts._replace(netloc=name).geturl()
    if match := _PROXIED.match(host.removeprefix("0-")):
        return parts._replace(netloc=match["host"]).geturl()
    return parts.geturl()


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


def doi_on_site(host: str, path: str) -> str | None:
    """A DOI that stands whole in a publisher's or a registry's address of the work."""
    if not f".{host}".endswith(tuple(f".{one}" for one in DOI_HOSTS)):
        return None
    match = _WHOLE_DOI.match(path)
    return match[1] if match else None
