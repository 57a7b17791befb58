from blog.markup import Heading, render
from blog.posts.contents import contents_html


def headings(*levels):
    return [Heading(level, f"h{place}", f"H<{place}") for place, level in enumerate(levels)]


def shape(*levels):
    """The contents without links and texts."""
    html = contents_html(headings(*levels))
    for place in range(len(levels)):
        html = html.replace(f'<a href="#h{place}">H&lt;{place}</a>', str(place))
    return html


def test_levels_nest():
    assert shape(2, 3, 3, 2) == ("<ol><li>0<ol><li>1</li><li>2</li></ol></li><li>3</li></ol>")


def test_a_level_above_the_first_one_closes_its_list():
    assert shape(3, 2, 3) == "<ol><li>0</li></ol><ol><li>1<ol><li>2</li></ol></li></ol>"


def test_few_headings_need_no_contents():
    assert shape(2, 2) == ""
    assert shape(2, 4, 5, 6) == ""


def test_formulas_are_shown_in_contents() -> None:
    source = "".join(f"## On $x^{number}$ & <b>y</b>\n\ntext\n\n" for number in range(3))
    contents = contents_html(render(source).headings)
    assert contents.count("<msup><mi>x</mi>") == 3
    assert 'href="#on-x0--y">On <math' in contents and "</math> &amp; y</a>" in contents
    assert render(f"* a\n{{:toc}}\n\n{source}").html.count("<msup><mi>x</mi>") == 6
