"""Identifiers of works in normal form, and the addresses that name them. No Django here.

Sources: DOI Handbook §2 (case folded, any printable suffix); arXiv identifier scheme (new form
since 0704, old form ``archive/YYMMNNN``); ISO 2108 check digits; ACL Anthology and OpenReview ids
as these sites write them.
"""

import html
import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit

from papers.records.bare_addresses import with_scheme
from papers.records.paper_sites import doi_on_site, named_on_site, original_url
from papers.records.record import Record


class Id(NamedTuple):
    """A scheme of ``choices.SCHEMES`` and a value in normal form."""

    scheme: str
    value: str


DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\x00-\x1f\x7f]+", re.I)
ARXIV_NEW = re.compile(r"(\d{2})(0[1-9]|1[0-2])\.(\d{4,5})(v[1-9]\d*)?$", re.A)
ARXIV_OLD = re.compile(
    r"([a-z-]+(?:\.[A-Z]{2})?)/(\d{2})(0[1-9]|1[0-2])(\d{3})(v[1-9]\d*)?$", re.I | re.A
)
ARXIV_DOI = "10.48550/arxiv."
ARCHIVES = frozenset(
    {"acc-phys", "adap-org", "alg-geom", "ao-sci", "astro-ph", "atom-ph", "bayes-an", "chao-dyn"}
    | {"chem-ph", "cmp-lg", "comp-gas", "cond-mat", "cs", "dg-ga", "funct-an", "gr-qc", "hep-ex"}
    | {"hep-lat", "hep-ph", "hep-th", "math", "math-ph", "mtrl-th", "nlin", "nucl-ex", "nucl-th"}
    | {"patt-sol", "physics", "plasm-ph", "q-alg", "q-bio", "quant-ph", "solv-int", "supr-con"}
)
"""Those that numbered papers in the old form, from August 1991 to March 2007."""
ACL = re.compile(r"(?:[A-Z]\d{2}-\d{4,5}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+)", re.A | re.I)
PREPRINT_SERVERS = frozenset({"biorxiv.org", "medrxiv.org"})
PREPRINT = re.compile(
    r"content/(?:biorxiv/)?(?:(10\.(?:1101|64898)/[\d.]+?)|early/[\d/]+/(\d+))(?:v\d+)?(?:[./][a-z.+-]*)?$"
)
BRACKETS = {")": "(", "]": "[", ">": "<", "}": "{"}
NEURIPS_HOSTS = frozenset({"papers.nips.cc", "papers.neurips.cc", "proceedings.neurips.cc"})
NEURIPS = re.compile(r"(?:paper|paper_files/paper)/(\d{4})/(?:hash|file)/([0-9a-f]{32})-")
NEURIPS_OLD = re.compile(r"paper/(\d{1,5})(?:-|\.pdf|$)")
LABEL = re.compile(
    r"^\s*(?:(?:doi|arxiv|pmid|pmcid|isbn(?:-?1[03])?|openreview|acl|orcid(?:\s+id)?)\s*:\s*)+",
    re.I,
)
ORCID = re.compile(
    r"(?:(?:https?://)?(?:www\.)?orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])/?",
    re.I | re.A,
)
ADDRESSES = {
    "doi": "https://doi.org/{}",
    "arxiv": "https://arxiv.org/abs/{}",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
    "openreview": "https://openreview.net/forum?id={}",
    "acl": "https://aclanthology.org/{}/",
}


def normalize_identifier(scheme: str, value: str) -> str:
    """The normal form of an identifier; ``ValueError`` says what a right one looks like."""
    value = with_scheme(LABEL.sub("", value.strip())) if scheme != "url" else value.strip()
    if "://" in value and scheme != "url":
        found = identifier_of_url(value)
        if found is None or found.scheme != scheme:
            raise ValueError(f"{value} is not an address of the kind {scheme}.")
        return found.value
    normal = NORMALIZERS[scheme](value)
    if normal is None:
        raise ValueError(f"{value!r} does not look right; {EXAMPLES[scheme]}")
    return normal


@lru_cache(maxsize=4096)
def library_identifier(scheme: str, value: str) -> Id:
    """An identifier as the library keeps it: arXiv's own DOIs are arXiv numbers.

    ``ValueError`` as in ``normalize``.
    """
    if scheme == "doi" and "://" in value:
        known = identifier_of_url(value.strip())
        if known and known.scheme == "arxiv":
            return known
    return _found(scheme, normalize_identifier(scheme, value)) or Id(scheme, value)


def normalize_orcid(written: str) -> str:
    """``0000-0002-1825-0097``; ``ValueError`` where the last character does not check the others.

    ISO 7064, MOD 11-2, as ORCID's own documentation tells it.
    """
    match = ORCID.fullmatch(LABEL.sub("", written.strip()))
    digits = "".join(match.groups()).upper() if match else "0"
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    if digits[-1] != "0123456789X"[(12 - total % 11) % 11] or not match:
        raise ValueError(f"{written!r} is no ORCID; one looks like 0000-0002-1825-0097.")
    return "-".join(match.groups()).upper()


def orcid_url(orcid: str) -> str:
    return f"https://orcid.org/{orcid}"


def bare_address(identifier: Id) -> Id:
    """An address without the slash at its end, which tells no two apart; others as they are."""
    if identifier.scheme != "url" or "?" in identifier.value or "#" in identifier.value:
        return identifier
    return identifier._replace(value=identifier.value.rstrip("/"))


def spellings(identifier: Id) -> list[str]:
    """The values under which the library may have an identifier: an address with its slash too."""
    bare = bare_address(identifier)
    is_address = bare.scheme == "url" and not {"?", "#"} & set(bare.value)
    return [bare.value, f"{bare.value}/"] if is_address else [bare.value]


def identifier_url(identifier: Id) -> str:
    """Where a reader finds the work; ``""`` for an ISBN, which has no one address."""
    if identifier.scheme == "url":
        return identifier.value
    pattern = ADDRESSES.get(identifier.scheme, "")
    return pattern.format(quote(identifier.value, safe="/:;().-_~"))


def record_links(record: Record) -> list[tuple[str, str]]:
    """Names and addresses of the work that a CSL-JSON item describes, the most lasting first."""
    links = []
    if record.get("DOI"):
        links.append(("DOI", identifier_url(Id("doi", str(record["DOI"])))))
    if record.get("archive") == "arXiv" and record.get("archive_location"):
        links.append(("arXiv", identifier_url(Id("arxiv", str(record["archive_location"])))))
    if record.get("URL") and not links:
        links.append(("Web", str(record["URL"])))
    return links


@lru_cache(maxsize=4096)  # one entry's addresses are looked at again and again
def identifier_of_url(url: str) -> Id | None:
    """The identifier that an address of a known paper site names, else ``None``."""
    try:
        parts = urlsplit(original_url(url.strip()))
        host = (parts.hostname or "").removeprefix("www.").removeprefix("export.")
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    path = unquote(parts.path).strip("/")
    if host in {"doi.org", "dx.doi.org", "doi.acm.org"} and (
        found := _found("doi", LABEL.sub("", path))
    ):
        return found
    if host in {"arxiv.org", "ar5iv.org", "ar5iv.labs.arxiv.org"} and (
        found := _found("arxiv", re.sub(r"^(abs|pdf|html|format)/|\.pdf$", "", path))
    ):
        return found
    if host == "pubmed.ncbi.nlm.nih.gov" or (host == "ncbi.nlm.nih.gov" and path[:7] == "pubmed/"):
        return _found("pmid", path.removeprefix("pubmed/"))
    if host in {"pmc.ncbi.nlm.nih.gov", "ncbi.nlm.nih.gov"} and "articles/PMC" in path:
        return _found("pmcid", path.split("articles/")[1].split("/")[0])
    if host == "openreview.net" and path in {"forum", "pdf", "attachment", "references/pdf"}:
        return _found("openreview", "".join(parse_qs(parts.query).get("id", [])[:1]))
    if host == "aclanthology.org" or (host == "aclweb.org" and path[:10] == "anthology/"):
        last = path.removeprefix("anthology/").split("/")[0]
        if found := _found("acl", re.sub(r"(?:v\d+)?(?:\.(?:pdf|bib|xml|endf))?$", "", last)):
            return found
    if host == "journals.plos.org":
        return _found("doi", "".join(parse_qs(parts.query).get("id", [])[:1]))
    if named := named_on_site(host, path, parts.query):
        return _found(*named)
    return _doi_on_site(host, path) or _proceedings(host, path)


def _doi_on_site(host: str, path: str) -> Id | None:
    """A DOI that stands in a publisher's own address of the work."""
    if host in PREPRINT_SERVERS and (match := PREPRINT.match(path)):
        return _found("doi", match[1] or f"10.1101/{match[2]}")
    doi = doi_on_site(host, path)
    return _found("doi", doi) if doi else None


def _proceedings(host: str, path: str) -> Id | None:
    """NeurIPS gives no identifiers: the one address of a paper's page stands for it."""
    if host in NEURIPS_HOSTS and (match := NEURIPS.match(path)):
        ending = "Abstract" if int(match[1]) < 2022 else "Abstract-Conference"
        page = f"{match[1]}/hash/{match[2]}-{ending}.html"
        return Id("url", f"https://proceedings.neurips.cc/paper/{page}")
    if host in NEURIPS_HOSTS and (match := NEURIPS_OLD.match(path)):
        return Id("url", f"https://papers.nips.cc/paper/{match[1]}")
    return None


def _found(scheme: str, value: str) -> Id | None:
    normal = NORMALIZERS[scheme](value)
    if normal is None:
        return None
    if scheme == "doi" and normal.startswith(ARXIV_DOI):
        number = _arxiv(normal.removeprefix(ARXIV_DOI))
        return Id("arxiv", number) if number else Id("doi", normal)
    return Id(scheme, normal)


def _doi(value: str) -> str | None:
    while re.search("%(?:25)*2F", value, re.I):
        value = unquote(value)
    while html.unescape(value) != value:
        value = html.unescape(value)
    if not DOI.fullmatch(value) or "/../" in value:
        return None
    kept = ""
    while kept != value:
        kept, value = value, value.rstrip(".,;'\"")
        if value.endswith(tuple(BRACKETS)) and not _is_balanced(value):
            value = value[:-1]
    return value.lower() if value.split("/", 1)[1] else None


def _is_balanced(value: str) -> bool:
    return value.count(BRACKETS[value[-1]]) >= value.count(value[-1])


def _arxiv(value: str) -> str | None:
    """Without the version: every version is the same work."""
    if value.lower().startswith(ARXIV_DOI):
        value = value[len(ARXIV_DOI) :]
    value = re.sub(r"\s*\[[\w.-]+\]$|\.pdf$", "", value)
    if match := ARXIV_NEW.match(value):
        month, number = match[1] + match[2], match[3]
        is_long_enough = len(number) == (4 if month < "1501" else 5)
        return f"{month}.{number}" if is_long_enough and month >= "0704" and int(number) else None
    if match := ARXIV_OLD.match(value):
        archive = match[1].split(".")[0].lower()
        is_of_its_time = match[2] + match[3] <= "0703" or match[2] + match[3] >= "9108"
        if archive in ARCHIVES and is_of_its_time and int(match[4]):
            return f"{archive}/{match[2]}{match[3]}{match[4]}"
    return None


def _acl(value: str) -> str | None:
    if not ACL.fullmatch(value):
        return None
    return value.upper() if value[0].isalpha() else value.lower()


def _isbn(value: str) -> str | None:
    digits = re.sub(r"[\s‐-–-]", "", value).upper()
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        total = sum((10 - i) * (10 if d == "X" else int(d)) for i, d in enumerate(digits))
        if total % 11:
            return None
        digits = "978" + digits[:9]
        check = -sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(digits)) % 10
        return f"{digits}{check}"
    if not re.fullmatch(r"97[89][0-9]{10}", digits):
        return None
    return digits if sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(digits)) % 10 == 0 else None


def _pmcid(value: str) -> str | None:
    match = re.fullmatch(r"(?:PMC)?([1-9]\d{0,8})(?:\.\d+)?", value, re.I | re.A)
    return f"PMC{match[1]}" if match else None


def _url(value: str) -> str | None:
    try:
        parts = urlsplit(value)
        _port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        return None
    if re.search(r"\s", value):
        return None
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()).geturl()


NORMALIZERS = {
    "doi": _doi,
    "arxiv": _arxiv,
    "pmid": lambda value: value if re.fullmatch(r"[1-9]\d{0,8}", value, re.A) else None,
    "pmcid": _pmcid,
    "isbn": _isbn,
    "openreview": lambda value: value if re.fullmatch(r"[\w-]{6,40}", value, re.A) else None,
    "acl": _acl,
    "url": _url,
}
EXAMPLES = {
    "doi": "a DOI looks like 10.1145/3065386.",
    "arxiv": "an arXiv number looks like 1912.01703 or hep-th/9901001.",
    "pmid": "a PMID is a number such as 23193287.",
    "pmcid": "a PMCID looks like PMC3531190.",
    "isbn": "an ISBN has 10 or 13 digits, the last of which checks the others.",
    "openreview": "an OpenReview id looks like rJl-b3RcF7.",
    "acl": "an ACL Anthology id looks like N19-1423 or 2020.acl-main.463.",
    "url": "an address begins with https:// or http:// and names a host.",
}
