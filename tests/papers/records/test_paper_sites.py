from urllib.parse import urlsplit

import pytest

from papers.records.identifiers import Id, identifier_of_url, normalize_identifier
from papers.records.paper_sites import SITES, named_on_site, original_url

CVF = "https://openaccess.thecvf.com/content_cvpr_2016/html/He_Deep_Residual_CVPR_2016_paper.html"
ROWS = [
    ("https://www.nature.com/articles/s41586-021-03819-2.pdf", "doi", "10.1038/s41586-021-03819-2"),
    ("https://www.nature.com/articles/nature14539", "doi", "10.1038/nature14539"),
    ("https://www.nature.com/articles/nmeth.2089", "doi", "10.1038/nmeth.2089"),
    ("https://www.nature.com/articles/323533a0", "doi", "10.1038/323533a0"),
    (
        "https://link.aps.org/doi/10.1103/PhysRevLett.116.061102",
        "doi",
        "10.1103/physrevlett.116.061102",
    ),
    (
        "https://iopscience.iop.org/article/10.1088/1742-5468/ab39d9/meta",
        "doi",
        "10.1088/1742-5468/ab39d9",
    ),
    ("https://epubs.siam.org/doi/abs/10.1137/0314056", "doi", "10.1137/0314056"),
    (
        "https://www.annualreviews.org/doi/full/10.1146/annurev.psych.52.1.1",
        "doi",
        "10.1146/annurev.psych.52.1.1",
    ),
    (
        "https://www.annualreviews.org/content/journals/10.1146/annurev-vision-082114-035447",
        "doi",
        "10.1146/annurev-vision-082114-035447",
    ),
    (
        "https://www.mitpressjournals.org/doi/pdf/10.1162/neco.1997.9.8.1735",
        "doi",
        "10.1162/neco.1997.9.8.1735",
    ),
    (
        "https://direct.mit.edu/tacl/article/doi/10.1162/tacl_a_00349/96482/A-Primer",
        "doi",
        "10.1162/tacl_a_00349",
    ),
    ("https://peerj.com/articles/4375/", "doi", "10.7717/peerj.4375"),
    ("https://peerj.com/articles/cs-103.pdf", "doi", "10.7717/peerj-cs.103"),
    ("https://peerj.com/preprints/27295v1/", "doi", "10.7287/peerj.preprints.27295"),
    ("https://elifesciences.org/articles/00013", "doi", "10.7554/elife.00013"),
    ("https://elifesciences.org/reviewed-preprints/85980v2", "doi", "10.7554/elife.85980"),
    ("https://zenodo.org/records/14191253", "doi", "10.5281/zenodo.14191253"),
    ("https://zenodo.org/record/14191253/files/a.zip", "doi", "10.5281/zenodo.14191253"),
    (
        "http://www.jmlr.org/papers/v3/bengio03a.html",
        "url",
        "https://jmlr.org/papers/v3/bengio03a.html",
    ),
    (
        "https://www.jmlr.org/papers/volume3/bengio03a/bengio03a.pdf",
        "url",
        "https://jmlr.org/papers/v3/bengio03a.html",
    ),
    (CVF, "url", CVF),
    (CVF.replace("/html/", "/papers/").replace(".html", ".pdf"), "url", CVF),
    ("https://papers.ssrn.com/sol3/papers.cfm?abstract_id=1237", "doi", "10.2139/ssrn.1237"),
    ("https://ssrn.com/abstract=1237", "doi", "10.2139/ssrn.1237"),
    ("https://www.alphaxiv.org/overview/1706.03762v7", "arxiv", "1706.03762"),
    ("https://huggingface.co/papers/1706.03762", "arxiv", "1706.03762"),
    ("https://hf.co/papers/1706.03762", "arxiv", "1706.03762"),
    ("http://de.arxiv.org/abs/hep-th/9901001", "arxiv", "hep-th/9901001"),
    ("https://browse.arxiv.org/pdf/1706.03762v7.pdf", "arxiv", "1706.03762"),
    ("http://xxx.lanl.gov/abs/hep-th/9901001", "arxiv", "hep-th/9901001"),
    ("https://www.arxiv-vanity.com/papers/1706.03762/", "arxiv", "1706.03762"),
    ("https://europepmc.org/article/MED/23193287", "pmid", "23193287"),
    ("https://europepmc.org/articles/PMC3531190", "pmcid", "PMC3531190"),
    ("http://www.aclweb.org/anthology-new/P/P11/P11-1001.pdf", "acl", "P11-1001"),
    ("http://aclweb.org/anthology/P/P11/P11-1001", "acl", "P11-1001"),
    ("http://anthology.aclweb.org/P/P11/P11-1001.pdf", "acl", "P11-1001"),
    ("http://acl.ldc.upenn.edu/P/P11/P11-1001.pdf", "acl", "P11-1001"),
    ("https://doi.org/cmwds4", "url", "https://doi.org/cmwds4"),
    ("https://doi.org/10/cmwds4", "url", "https://doi.org/cmwds4"),
    ("https://web.archive.org/web/2019/https://arxiv.org/abs/1706.03762", "arxiv", "1706.03762"),
    (
        "https://www-nature-com.ezproxy.lib.example.edu/articles/nature14539",
        "doi",
        "10.1038/nature14539",
    ),
    ("https://dl.acm.org.proxy.example.edu/doi/10.1145/3065386", "doi", "10.1145/3065386"),
    (
        "https://login.ezproxy.example.edu/login?url=https://doi.org/10.1145/3065386",
        "doi",
        "10.1145/3065386",
    ),
    (
        "https://www.biorxiv.org/content/10.64898/2025.12.01.691234v1.full",
        "doi",
        "10.64898/2025.12.01.691234",
    ),
]


@pytest.mark.parametrize(("url", "scheme", "value"), ROWS)
def test_an_address_names_its_work(url, scheme, value):
    assert identifier_of_url(url) == Id(scheme, value)
    assert normalize_identifier(scheme, value) == value


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.path)
def test_every_row_has_an_address_that_it_fits(site):
    parts = [urlsplit(original_url(url)) for url, _scheme, _value in ROWS]
    assert any(
        named_on_site(
            (one.hostname or "").removeprefix("www."), one.path.strip("/"), one.query, [site]
        )
        for one in parts
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://www.nature.com/articles",
        "https://www.nature.com/nature/volumes/521",
        "https://www.nature.com/articles/jors.2015.1",
        "https://nature.com.evil.example/articles/nature14539",
        "https://peerj.com/about/",
        "https://zenodo.org/communities/x",
        "https://huggingface.co/google/bert",
        "https://huggingface.co/papers",
        "https://info.arxiv.org/help/index.html",
        "https://europepmc.org/search?query=PMC3531190",
        "https://doi.org/",
        "https://doi.org/contact",
        "https://doi.org/about",
        "https://zenodo.org/badge/latestdoi/123",
        "https://europepmc.org/article/PPR/PPR1234",
        "https://web.archive.org/web/2019/https://example.org/",
        "https://proxy.example.edu/",
        "https://doi-org.evil.example/10.1145/3065386",
    ],
)
def test_other_addresses_of_these_sites_name_nothing(url):
    assert identifier_of_url(url) is None


def test_a_supplement_names_its_work():
    address = "https://www.science.org/doi/suppl/10.1126/science.aaa8415/suppl_file/x.pdf"
    assert identifier_of_url(address) == Id("doi", "10.1126/science.aaa8415")
