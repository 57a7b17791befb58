import pytest

from blog.text.link_lines import LinkLineError, read_links, write_links


def test_lines_are_titles_and_addresses():
    text = "About us /about/\n\n  Code   https://example.org/a\nMail mailto:ada@example.org"
    links = [
        ("About us", "/about/"),
        ("Code", "https://example.org/a"),
        ("Mail", "mailto:ada@example.org"),
    ]
    assert read_links(text) == links
    assert read_links(write_links(links)) == links


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/about/", "Line 2, “/about/”: write a title"),
        ("About about", "Line 2: “about” is no address"),
        ("Run javascript:alert(1)", "Line 2: “javascript:alert(1)” is no address"),
        ("Other //example.org/", "Line 2: “//example.org/” is no address"),
        ("Other /\t/example.org/", "Line 2: “/\t/example.org/” is no address"),
        ("Other /\\example.org/", "Line 2: “/\\example.org/” is no address"),
        ("Other /a\\b", "Line 2: “/a\\b” is no address"),
        ("Other /\x7f/example.org", "Line 2"),
        ("Other /\x00/example.org", "Line 2"),
        ("Other https:\t//example.org", "Line 2"),
        ("Other https://\\example.org", "Line 2"),
        ("Other https:///example.org", "Line 2"),
        ("Other https://[a", "Line 2: “https://[a” is no address"),
    ],
)
def test_line_that_is_no_link_is_told(line: str, told: str):
    with pytest.raises(LinkLineError) as error:
        read_links(f"Papers /papers/\n{line}")
    assert str(error.value).startswith(told)
