import pytest

from blog.transfer.sites.menus_and_profiles import social_title


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("https://github.com/ada", "GitHub"),
        ("https://www.linkedin.com/in/ada", "LinkedIn"),
        ("https://scholar.google.com/citations?user=x", "Google Scholar"),
        ("https://social.example.org/@ada", "social.example.org"),
    ],
)
def test_a_link_elsewhere_is_called_as_its_service_is(address: str, title: str):
    assert social_title(address) == title
