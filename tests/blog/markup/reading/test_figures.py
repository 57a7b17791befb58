from tests.blog.markup.documents import html


def test_image_alone_is_a_figure_with_its_title_as_caption() -> None:
    assert html('![a](b.png "Caption")').replace("\n", "") == (
        '<figure><img src="b.png" alt="a" loading="lazy"><figcaption>Caption</figcaption></figure>'
    )


def test_linked_image_is_a_figure_too() -> None:
    assert html("[![a](b.png)](c)").startswith('<figure><a href="c"><img')


def test_image_among_words_is_none() -> None:
    assert html('a ![*b*](c.png "T"){: width="20"}') == (
        '<p>a <img src="c.png" alt="b" title="T" loading="lazy" width="20"></p>'
    )
