"""Headings link to themselves."""

from blog.posts.heading_anchors import with_anchors


def test_each_heading_with_an_id_gets_a_link_to_itself():
    made = with_anchors('<h2 id="a-b">A <em>b</em></h2><p>x</p><h3 class="c" id="b">B</h3>')
    assert made == (
        '<h2 id="a-b">A <em>b</em><a class="anchor" href="#a-b" aria-label="Link to this heading">'
        '</a></h2><p>x</p><h3 class="c" id="b">B<a class="anchor" href="#b" '
        'aria-label="Link to this heading"></a></h3>'
    )


def test_one_without_an_id_stays_as_it_is():
    assert with_anchors("<h2>A</h2><h2 class='x'>B</h2>") == "<h2>A</h2><h2 class='x'>B</h2>"


def test_one_that_does_not_end_stays_as_it_is():
    body = '<h2 id="a">' * 200 + "</h3>" * 200
    assert with_anchors(body) == body
