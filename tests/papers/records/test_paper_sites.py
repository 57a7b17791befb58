from urllib.parse import urlsplit

import pytest

from papers.records.identifiers import Id, identifier_of_url, normalize_identifier
from papers.records.paper_sites import SITES, named_on_site, original_url

CVF = "https://openaccess.thecvf.com/content_cvpr_2016/html/He_Deep_Residual_CVPR_2016_paper.html"
ROWS = [
    ("https://www.nature.com/articles/s41586-021-03819-2.pdf", "doi", "10.1038/s41586-021-03819-2"),
    ("https://www.nature.com/articles/s41586-020-2649-2", "doi", "10.1038/s41586-020-2649-2"),
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
    # Other ways to the same works, each as it stands in somebody's text.
    ("https://www.nature.com/doifinder/10.1038/nature14539", "doi", "10.1038/nature14539"),
    (
        "https://www.nature.com/nature/journal/v521/n7553/full/nature14539.html",
        "doi",
        "10.1038/nature14539",
    ),
    (
        "https://www.nature.com/articles/s41586-021-03819-2/figures/1",
        "doi",
        "10.1038/s41586-021-03819-2",
    ),
    (
        "https://link.aps.org/accepted/10.1103/PhysRevLett.116.061102",
        "doi",
        "10.1103/physrevlett.116.061102",
    ),
    (
        "https://direct.mit.edu/tacl/article-pdf/doi/10.1162/tacl_a_00349/1923113/tacl_a_00349.pdf",
        "doi",
        "10.1162/tacl_a_00349",
    ),
    (
        "https://academic.oup.com/mnras/article/doi/10.1093/mnras/staa123/5733170",
        "doi",
        "10.1093/mnras/staa123",
    ),
    (
        "https://academic.oup.com/biomet/article-abstract/doi/10.1093/biomet/57.1.97",
        "doi",
        "10.1093/biomet/57.1.97",
    ),
    ("https://elifesciences.org/content/5/e13420", "doi", "10.7554/elife.13420"),
    ("https://elifesciences.org/articles/85980/figures", "doi", "10.7554/elife.85980"),
    ("https://zenodo.org/doi/10.5281/zenodo.14191253", "doi", "10.5281/zenodo.14191253"),
    ("https://zenodo.org/badge/DOI/10.5281/zenodo.14191253.svg", "doi", "10.5281/zenodo.14191253"),
    ("https://zenodo.org/records/14191253/preview/a.pdf", "doi", "10.5281/zenodo.14191253"),
    (
        "http://jmlr.csail.mit.edu/papers/v3/blei03a.html",
        "url",
        "https://jmlr.org/papers/v3/blei03a.html",
    ),
    (
        "http://jmlr.csail.mit.edu/papers/volume3/blei03a/blei03a.pdf",
        "url",
        "https://jmlr.org/papers/v3/blei03a.html",
    ),
    (
        "http://jmlr.org/proceedings/papers/v28/sutskever13.pdf",
        "url",
        "https://proceedings.mlr.press/v28/sutskever13.html",
    ),
    (
        "http://jmlr.csail.mit.edu/proceedings/papers/v9/glorot10a/glorot10a.pdf",
        "url",
        "https://proceedings.mlr.press/v9/glorot10a.html",
    ),
    (
        "http://proceedings.mlr.press/v37/ioffe15-supp.pdf",
        "url",
        "https://proceedings.mlr.press/v37/ioffe15.html",
    ),
    (
        "https://proceedings.mlr.press/v30/Bernstein13.html",
        "url",
        "https://proceedings.mlr.press/v30/Bernstein13.html",
    ),
    (
        "https://papers.ssrn.com/sol3/Delivery.cfm/SSRN_ID1237_code.pdf?abstractid=1237&mirid=1",
        "doi",
        "10.2139/ssrn.1237",
    ),
    ("https://www.alphaxiv.org/explained/1706.03762", "arxiv", "1706.03762"),
    ("https://scirate.com/arxiv/1706.03762", "arxiv", "1706.03762"),
    ("https://api.semanticscholar.org/arXiv:1706.03762", "arxiv", "1706.03762"),
    ("https://arxiv.org/e-print/1706.03762v2", "arxiv", "1706.03762"),
    ("https://arxiv.org/abs/arXiv:1706.03762", "arxiv", "1706.03762"),
    ("https://arxiv.org/html/1706.03762v2/", "arxiv", "1706.03762"),
    ("http://lanl.arxiv.org/ps/cs.LG/0701001", "arxiv", "cs/0701001"),
    ("https://m.ncbi.nlm.nih.gov/pubmed/23193287", "pmid", "23193287"),
    ("https://www.ncbi.nlm.nih.gov/pubmed/?term=23193287", "pmid", "23193287"),
    ("https://www.ncbi.nlm.nih.gov/pmc/articles/3531190", "pmcid", "PMC3531190"),
    ("https://aclweb.org/anthology/papers/N/N19/N19-1423/", "acl", "N19-1423"),
    ("https://aclanthology.info/papers/N19-1423/n19-1423", "acl", "N19-1423"),
    ("https://aclanthology.coli.uni-saarland.de/papers/N19-1423/n19-1423", "acl", "N19-1423"),
    ("https://www.nber.org/papers/w12345.pdf", "doi", "10.3386/w12345"),
    ("https://eprint.iacr.org/2020/123.pdf", "url", "https://eprint.iacr.org/2020/123"),
    ("https://www.researchsquare.com/article/rs-123456/v1", "doi", "10.21203/rs.3.rs-123456/v1"),
    (
        "https://www.preprints.org/manuscript/202001.0001/v1",
        "doi",
        "10.20944/preprints202001.0001.v1",
    ),
    ("https://psyarxiv.com/abc12/", "doi", "10.31234/osf.io/abc12"),
    ("https://osf.io/preprints/psyarxiv/abc12", "doi", "10.31234/osf.io/abc12"),
    ("http://dx.plos.org/10.1371/journal.pmed.0030277.g001", "doi", "10.1371/journal.pmed.0030277"),
    ("https://datadryad.org/stash/dataset/doi:10.5061/dryad.abc", "doi", "10.5061/dryad.abc"),
    (
        "https://dataverse.harvard.edu/dataset.xhtml?persistentId=doi:10.7910/DVN/ABC123",
        "doi",
        "10.7910/dvn/abc123",
    ),
    (
        "https://link.springer.com/article/10.1007/s10994-021-05946-3/fulltext.html",
        "doi",
        "10.1007/s10994-021-05946-3",
    ),
    (
        "https://onlinelibrary.wiley.com/doi/10.1002/sim.1186/abstract;jsessionid=1F.f02",
        "doi",
        "10.1002/sim.1186",
    ),
    (
        "https://www.degruyter.com/document/doi/10.1515/9783110255492/html",
        "doi",
        "10.1515/9783110255492",
    ),
    (
        "https://projecteuclid.org/journals/aos/volume-29/issue-5/G/10.1214/aos/1013203451.full",
        "doi",
        "10.1214/aos/1013203451",
    ),
    (
        "https://bmcbioinformatics.biomedcentral.com/articles/10.1186/1471-2105-9-559",
        "doi",
        "10.1186/1471-2105-9-559",
    ),
    (
        "https://www.plosone.org/article/info:doi/10.1371/journal.pone.0000217",
        "doi",
        "10.1371/journal.pone.0000217",
    ),
    ("https://dx.doi.org/10/cmwds4", "url", "https://doi.org/cmwds4"),
    (
        "https://web.archive.org/web/20200101000000if_/https://arxiv.org/pdf/1706.03762.pdf",
        "arxiv",
        "1706.03762",
    ),
    ("https://web.archive.org/web/https://arxiv.org/abs/1706.03762", "arxiv", "1706.03762"),
    ("https://archive.ph/newest/https://arxiv.org/abs/1706.03762", "arxiv", "1706.03762"),
    ("http://archive.org/web/2020/http:/arxiv.org/abs/1706.03762", "arxiv", "1706.03762"),
    ("https://doi-org.proxy.lib.example.edu/10.1145/3065386", "doi", "10.1145/3065386"),
    ("https://doi-org.ezp-prod1.hul.example.edu/10.1145/3065386", "doi", "10.1145/3065386"),
    ("https://0-doi-org.library.example.edu/10.1145/3065386", "doi", "10.1145/3065386"),
    ("https://www.google.com/url?q=https://arxiv.org/abs/1706.03762&sa=D", "arxiv", "1706.03762"),
    (
        "https://www.cv-foundation.org/openaccess/content_cvpr_2016/papers/He_Deep_Residual_CVPR_2016_paper.pdf",
        "url",
        "https://openaccess.thecvf.com/content_cvpr_2016/html/He_Deep_Residual_CVPR_2016_paper.html",
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
        "https://openscience.org/doi/10.1145/3065386",
        "https://www.ncbi.nlm.nih.gov/pubmed/?term=23193287+deep",
        "https://proceedings.mlr.press/v37/index.html",
        "https://jmlr.org/papers/v15/",
        "https://www.alphaxiv.org/abs/",
        "https://www.google.com/search?q=https://arxiv.org/abs/1706.03762",
        "https://ieeexplore.ieee.org/document/726791",
        "https://academic.oup.com/bioinformatics/article/25/14/1754/225615",
        "https://www.cambridge.org/core/journals/x/article/y/A9535B1D745A0377E16C590E14B94993",
        "https://www.pnas.org/content/114/13/3521",
        "https://dl.acm.org/citation.cfm?id=3065386",
        "https://web.archive.org/web/web.php",
    ],
)
def test_other_addresses_of_these_sites_name_nothing(url):
    assert identifier_of_url(url) is None


def test_a_supplement_names_its_work():
    address = "https://www.science.org/doi/suppl/10.1126/science.aaa8415/suppl_file/x.pdf"
    assert identifier_of_url(address) == Id("doi", "10.1126/science.aaa8415")
