from hypothesis import given
from hypothesis import strategies as st

from papers.records.address_forms import slugify


def test_slugify_keeps_letters_of_every_script():
    assert slugify("Łukasz Kaiser") == "łukasz-kaiser"
    assert slugify("深度 学习!") == "深度-学习"


@given(st.text())
def test_slugify_is_stable(text):
    assert slugify(slugify(text)) == slugify(text)
