import json

from hypothesis import given
from hypothesis import strategies as st

from papers.records.json_ld import cited_data, linked_data
from papers.records.json_ld_element import as_element
from tests.papers.records.test_meta_tags import ARTICLE, PREPRINT, URL


def test_a_work_as_linked_data():
    data = linked_data(ARTICLE, URL)
    assert data["@type"] == "ScholarlyArticle"
    assert data["@id"] == "https://doi.org/10.1000/xyz"
    assert [one["@type"] for one in data["author"]] == ["Person", "Organization"]
    assert data["datePublished"] == "1903-07-09"
    assert data["isPartOf"] == {
        "@type": "PublicationIssue",
        "issueNumber": "2",
        "isPartOf": {
            "@type": "PublicationVolume",
            "volumeNumber": "67",
            "isPartOf": {"@type": "Periodical", "name": "Nature", "issn": "0028-0836"},
        },
    }
    assert linked_data({"title": "A"}, URL)["@id"] == URL
    assert cited_data(PREPRINT) == {
        "@type": "ScholarlyArticle",
        "@id": "https://arxiv.org/abs/1412.6980",
        "name": "Adam",
        "datePublished": "2014",
    }


@given(st.text())
def test_no_text_ends_the_data(text):
    for title in (text, f"</script><!--{text}<script>&amp;"):
        element = as_element({"name": title})
        inner = element.removeprefix('<script type="application/ld+json">')
        inner = inner.removesuffix("</script>")
        assert not set(inner) & set("<>&\u2028\u2029")
        assert json.loads(inner) == {"name": title}
