import pytest

from tests.blog.markup.documents import html


@pytest.mark.parametrize(
    ("option", "source", "expected"),
    [
        ('header_offset="1"', "# A", '<h2 id="a">A</h2>'),
        ('auto_ids="false"', "# A", "<h1>A</h1>"),
        ('auto_id_prefix="p-"', "# A", '<h1 id="p-a">A</h1>'),
        ('footnote_nr="7"', "a[^x]\n\n[^x]: b", '<ol start="7">'),
        ('footnote_prefix="p-"', "a[^x]\n\n[^x]: b", 'href="#fn:p-x"'),
        ('footnote_link_text="note %s"', "a[^x]\n\n[^x]: b", ">note 1</a>"),
        ('toc_levels="2..3"', "* x\n{:toc}\n\n# A\n\n## B", '<li><a href="#b">B</a>'),
        ('parse_block_html="true"', "<div>\n*a*\n</div>", "<em>a</em>"),
        ('odd="1" footnote_nr="x"', "a[^x]\n\n[^x]: b", ">1</a>"),
    ],
)
def test_option_is_obeyed(option: str, source: str, expected: str) -> None:
    markup = html(f"{{::options {option} /}}\n\n{source}")
    assert expected in markup
    assert "{::" not in markup


def test_levels_left_out_of_the_contents() -> None:
    markup = html('{::options toc_levels="2" /}\n\n* x\n{:toc}\n\n# A\n\n## B\n\n### C')
    assert 'href="#a"' not in markup
    assert 'href="#c"' not in markup
