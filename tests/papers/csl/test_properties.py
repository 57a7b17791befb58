"""Any CSL-JSON with any text formats, twice the same, well formed and with what was asked for."""

import string
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papers.csl.positions import Cite, CiteCluster
from papers.csl.processor import Processor, processor_for
from papers.csl.style import bundled_names, bundled_style, read_style
from papers.csl.variables import DATE_VARIABLES, NAME_VARIABLES, TEXT_VARIABLES
from tests.papers.csl.making import make_style

pytestmark = pytest.mark.slow

CALM = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
TEXT = st.text(max_size=40) | st.sampled_from(
    ["<i>a</i>", "<b><i>x", "\"q\" 'r'", "“a” ‘b", "a.", "?!", "</span>", "&amp; <", "1-3", "ⅷ\0"]
)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
PARTS = ("family", "given", "suffix", "literal", "non-dropping-particle", "dropping-particle")
NAME = st.fixed_dictionaries({}, optional=dict.fromkeys(PARTS, TEXT))
DATE = st.fixed_dictionaries(
    {},
    optional={
        "date-parts": st.lists(st.lists(st.integers(-3000, 3000) | TEXT, max_size=4), max_size=3),
        "season": ANY,
        "literal": TEXT,
        "raw": TEXT,
        "circa": ANY,
    },
)
FIELDS: dict[str, st.SearchStrategy] = {
    **dict.fromkeys(sorted(TEXT_VARIABLES), TEXT | ANY),
    **{name: st.lists(NAME, max_size=4) | ANY for name in sorted(NAME_VARIABLES)},
    **dict.fromkeys(sorted(DATE_VARIABLES), DATE | ANY),
    "type": st.sampled_from(["book", "chapter", "article-journal", "webpage", "thesis"]) | ANY,
}
ITEM = st.lists(st.sampled_from(sorted(FIELDS)), max_size=8, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: FIELDS[name] for name in names})
)
PLAIN = st.text(string.ascii_letters + string.digits + "äßéøłЖ漢한", min_size=1, max_size=20)


@CALM
@given(
    items=st.lists(ITEM, min_size=1, max_size=4),
    locator=TEXT,
    prefix=TEXT,
    name=st.sampled_from(bundled_names()),
)
def test_any_csl_json_formats_and_twice_the_same(items, locator, prefix, name):
    rows = [{**item, "id": str(number)} for number, item in enumerate(items)]
    cites = [CiteCluster(tuple(Cite(row["id"], locator, prefix=prefix) for row in rows))] * 2
    for output in ("html", "html-links", "text", "markdown"):
        first = processor_for(bundled_style(name)).format(rows, cites, output=output)
        assert processor_for(bundled_style(name)).format(rows, cites, output=output) == first
        if output.startswith("html"):
            for made in (*first.citations, *first.bibliography):
                ET.fromstring(f"<p>{made.text}</p>")


ASKING = Processor(
    read_style(
        make_style(
            '<group delimiter="; "><names variable="author"><name initialize="false"/></names>'
            '<text variable="title"/><text variable="publisher" text-case="uppercase"/></group>'
        )
    )
)


@CALM
@given(
    title=PLAIN, publisher=PLAIN, names=st.lists(st.tuples(PLAIN, PLAIN), min_size=1, max_size=5)
)
def test_every_name_and_title_asked_for_is_there(title, publisher, names):
    item = {
        "id": "1",
        "title": title,
        "publisher": publisher,
        "author": [{"family": "A" + family, "given": "B" + given} for family, given in names],
    }
    text = ASKING.format([item], [CiteCluster((Cite("1"),))], output="text").citations[0].text
    assert title in text
    assert publisher.upper() in text
    assert all("A" + family in text and "B" + given in text for family, given in names)


@CALM
@given(title=st.text(max_size=60))
def test_html_has_only_the_tags_that_csl_allows(title):
    text = (
        ASKING.format([{"id": "1", "title": title}], [CiteCluster((Cite("1"),))]).citations[0].text
    )
    root = ET.fromstring(f"<p>{text}</p>")
    assert {element.tag for element in root.iter()} <= {"p", "i", "b", "sup", "sub", "span"}


@CALM
@given(changed=st.integers(0, 5), title=PLAIN)
def test_a_second_call_with_one_citation_changed_is_as_from_scratch(changed, title):
    rows = [
        {
            "id": str(n),
            "title": f"{title} {n}",
            "issued": {"date-parts": [[2000 + n % 2]]},
            "author": [{"family": "Doe", "given": "AB"[n % 2]}],
        }
        for n in range(6)
    ]
    before = [CiteCluster((Cite(str(n)),)) for n in range(6)]
    after = list(before)
    after[changed] = CiteCluster((Cite("0"), Cite("3", "12")))
    kept = Processor(bundled_style("apa"))
    kept.format(rows, before)
    assert kept.format(rows, after) == Processor(bundled_style("apa")).format(rows, after)
