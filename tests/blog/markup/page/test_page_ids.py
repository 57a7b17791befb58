import re

import pytest

from blog.markup import render
from blog.markup.page.page_ids import PAGE_IDS
from tests.guards.sources import ROOT

LITERAL = re.compile(r'\sid="([a-z][\w-]*)"')
PARTS = re.compile(r"""\{% (?:extends|include) ["']([^"']+)["']""")


def parts_of(name: str) -> set[str]:
    """A template with all that it extends and includes."""
    inner = PARTS.findall((ROOT / "templates" / name).read_text())
    return {name}.union(*(parts_of(one) for one in inner))


def test_the_ids_of_the_page_are_those_of_its_templates():
    parts = parts_of("blog/post_detail.html")
    assert "base.html" in parts
    texts = [(ROOT / "templates" / name).read_text() for name in parts]
    assert {name for text in texts for name in LITERAL.findall(text)} == PAGE_IDS


@pytest.mark.parametrize(
    "name",
    ["comments", "works-cited", "content", "work-kim2020", "cite-kim2020-1", "comment-form-name"],
)
@pytest.mark.parametrize(
    "source",
    [
        "## A heading {{#{name}}}",
        "Words.\n{{: #{name}}}",
        '<p id="{name}">Words.</p>',
        "({name})=\nWords.",
        "[x]{{#{name}}}",
    ],
)
def test_a_text_takes_no_id_of_the_page(source: str, name: str):
    html = render(f"{source.format(name=name)}\n\n[there](#{name})").html
    assert f'id="{name}"' not in html
    assert f'id="text-{name}"' in html and f'href="#text-{name}"' in html


def test_a_heading_takes_no_id_of_the_page():
    rendered = render("* list\n{:toc}\n\n## Comments")
    assert 'id="text-comments"' in rendered.html and 'href="#text-comments"' in rendered.html
    assert [heading.id for heading in rendered.headings] == ["text-comments"]


def test_a_link_to_the_page_stays():
    assert 'href="#comments"' in render("[write](#comments)").html


def test_text_that_says_an_id_stays():
    html = render('## Comments\n\nSay `a id="comments"` here.').html
    assert 'a id="comments"' in html
