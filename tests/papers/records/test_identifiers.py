import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.records.identifiers import (
    NORMALIZERS,
    Id,
    identifier_of_url,
    identifier_url,
    library_identifier,
    normalize_identifier,
    normalize_orcid,
    record_links,
)

SHARED = Path(__file__).parents[4] / "shared" / "data" / "inputs" / "identifiers.json"


@pytest.mark.parametrize(
    ("scheme", "written", "normal"),
    [
        ("doi", "10.1145/3065386", "10.1145/3065386"),
        ("doi", "doi:10.1145/3065386.", "10.1145/3065386"),
        ("doi", "https://doi.org/10.1145%2F3065386", "10.1145/3065386"),
        ("doi", "10.1016/S0140-6736(97)11096-0", "10.1016/s0140-6736(97)11096-0"),
        ("doi", "10.1016/S0140-6736(97)11096-0)", "10.1016/s0140-6736(97)11096-0"),
        ("doi", "doi.org/10.1145/3065386", "10.1145/3065386"),
        ("doi", "10.1145/3065386].", "10.1145/3065386"),
        ("doi", "10.1145/3065386.)", "10.1145/3065386"),
        ("doi", "10.1145%252F3065386", "10.1145/3065386"),
        (
            "doi",
            "10.1002/(SICI)1097(1998)17:15/16&lt;1661::AID&gt;3.0.CO;2-2",
            "10.1002/(sici)1097(1998)17:15/16<1661::aid>3.0.co;2-2",
        ),
        ("arxiv", "10.48550/arXiv.1912.01703", "1912.01703"),
        ("arxiv", "arXiv:1912.01703v2 [cs.LG]", "1912.01703"),
        ("arxiv", "0704.0001", "0704.0001"),
        ("arxiv", "hep-th/9108001", "hep-th/9108001"),
        ("arxiv", "arXiv:1912.01703v2", "1912.01703"),
        ("arxiv", "https://arxiv.org/pdf/1912.01703v1.pdf", "1912.01703"),
        ("arxiv", "hep-th/9901001", "hep-th/9901001"),
        ("arxiv", "math.GT/0309136v1", "math/0309136"),
        ("pmid", "PMID: 23193287", "23193287"),
        ("pmcid", "3531190", "PMC3531190"),
        ("pmcid", "PMC3531190.2", "PMC3531190"),
        ("isbn", "ISBN-13: 978‐0‑262‒03561–3", "9780262035613"),
        ("acl", "n19-1423", "N19-1423"),
        ("acl", "2020.acl-main.463", "2020.acl-main.463"),
        ("isbn", "0-262-03561-8", "9780262035613"),
        ("isbn", "978-0-262-03561-3", "9780262035613"),
        ("acl", "https://aclanthology.org/N19-1423.pdf", "N19-1423"),
        ("openreview", "https://openreview.net/forum?id=rJl-b3RcF7", "rJl-b3RcF7"),
        ("url", "HTTPS://Example.ORG/a", "https://example.org/a"),
    ],
)
def test_normalize_gives_one_form(scheme, written, normal):
    assert normalize_identifier(scheme, written) == normal
    assert normalize_identifier(scheme, normal) == normal


@pytest.mark.parametrize(
    ("scheme", "written"),
    [
        ("doi", "10.1/x"),
        ("doi", "11.1145/1"),
        ("doi", "10.1145/../../../etc/passwd"),
        ("doi", "10.1145/\0"),
        ("doi", "https://doi.org.evil.example/10.1145/1"),
        ("doi", "https://arxiv.org/abs/1912.01703"),
        ("arxiv", "1912.1703"),
        ("arxiv", "1912.01703v0"),
        ("arxiv", "1913.01703"),
        ("arxiv", "1900.01703"),
        ("arxiv", "0703.0001"),
        ("arxiv", "1912.00000"),
        ("arxiv", "hep-th/9107001"),
        ("arxiv", "hep-th/0704001"),
        ("arxiv", "hep-xx/9901001"),
        ("arxiv", "١٩١٢.01703"),
        ("pmid", "٢٣"),
        ("isbn", "978-0-262-03561-4"),
        ("url", "gopher://127.0.0.1:25/"),
        ("url", "javascript:alert(1)"),
        ("url", "https://user:secret@example.org/"),
    ],
)
def test_normalize_says_what_a_right_one_looks_like(scheme, written):
    with pytest.raises(ValueError, match=r"."):
        normalize_identifier(scheme, written)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://arxiv.org/abs/1912.01703v3", Id("arxiv", "1912.01703")),
        ("http://dx.doi.org/10.1145/3065386?x=1#y", Id("doi", "10.1145/3065386")),
        ("https://doi.org/10.48550/arXiv.1912.01703", Id("arxiv", "1912.01703")),
        ("https://pubmed.ncbi.nlm.nih.gov/23193287/", Id("pmid", "23193287")),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3531190/", Id("pmcid", "PMC3531190")),
        ("https://www.ncbi.nlm.nih.gov/pubmed/23193287", Id("pmid", "23193287")),
        ("https://www.aclweb.org/anthology/N19-1423v2.pdf", Id("acl", "N19-1423")),
        (
            "https://openreview.net/attachment?id=rJl-b3RcF7&name=pdf",
            Id("openreview", "rJl-b3RcF7"),
        ),
        ("https://doi.org.evil.example/10.1145/1", None),
        ("//127.0.0.1/10.1145/1", None),
        ("http://[::1", None),
    ],
)
def test_from_url_knows_paper_sites(url, found):
    assert identifier_of_url(url) == found


@given(st.sampled_from(sorted(NORMALIZERS)), st.text(max_size=60))
def test_normalize_is_stable_or_refuses(scheme, text):
    try:
        once = normalize_identifier(scheme, text)
    except ValueError:
        return
    assert normalize_identifier(scheme, once) == once
    assert "\0" not in identifier_url(Id(scheme, once))


AWKWARD = st.text("10./2Ff%5&;lgtamp.,)(]>< \"'vxX-", max_size=30)


@given(AWKWARD)
def test_the_normal_form_of_a_doi_is_stable(ending):
    test_normalize_is_stable_or_refuses.hypothesis.inner_test("doi", f"10.1145/{ending}")


def test_arxivs_own_dois_are_arxiv_numbers():
    for written in ("10.48550/arXiv.1912.01703", "https://doi.org/10.48550/arxiv.1912.01703v2"):
        assert library_identifier("doi", written) == Id("arxiv", "1912.01703")
    assert library_identifier("doi", "10.1145/1") == Id("doi", "10.1145/1")


@pytest.mark.parametrize(
    "written",
    ["0000-0002-1825-0097", "https://orcid.org/0000000218250097/", "orcid: 0000-0002-1825-0097"],
)
def test_an_orcid_in_normal_form(written):
    assert normalize_orcid(written) == "0000-0002-1825-0097"


@pytest.mark.parametrize("written", ["0000-0002-1825-0098", "0000-0002-1825-009X", "", "orcid"])
def test_an_orcid_whose_last_character_is_wrong_is_refused(written):
    with pytest.raises(ValueError, match="ORCID"):
        normalize_orcid(written)
    assert normalize_orcid("0000-0002-1694-233x") == "0000-0002-1694-233X"


def test_hostile_values_never_crash():
    values = ["10.1145/x#@127.0.0.1", "http://①②⑦.⓪.⓪.①/"]
    if SHARED.exists():
        values += json.loads(SHARED.read_text())
    for value in values:
        identifier_of_url(value)
        for scheme in NORMALIZERS:
            try:
                normalize_identifier(scheme, value)
            except ValueError as error:
                assert str(error)  # noqa: PT017


def test_address_quotes_what_could_lead_elsewhere():
    assert (
        identifier_url(Id("doi", "10.1145/x#@127.0.0.1"))
        == "https://doi.org/10.1145/x%23%40127.0.0.1"
    )


def test_record_links_prefers_lasting_ones():
    record = {"DOI": "10.1145/1", "archive": "arXiv", "archive_location": "1912.01703"}
    assert record_links(record | {"URL": "https://example.org"}) == [
        ("DOI", "https://doi.org/10.1145/1"),
        ("arXiv", "https://arxiv.org/abs/1912.01703"),
    ]
    assert record_links({"URL": "https://example.org"}) == [("Web", "https://example.org")]
