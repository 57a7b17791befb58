"""Versions of one work."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from papers.library.merging import merge_papers, undo_merge
from papers.library.versions import versions_of
from papers.models import Paper
from tests.blog.test_post_admin import paper_form
from tests.support.factories import make_paper, make_post

pytestmark = pytest.mark.django_db


def test_page_lists_versions_and_says_which_of_them_posts_cite(client) -> None:
    published = make_paper("Deep things", year=2020, key="deep2020", **{"container-title": "Acta"})
    preprint = make_paper("Deep things", year=2019, key="deep2019", type="article")
    other = make_paper("Deep things", year=2018, key="deep2018", type="thesis")
    for one in (preprint, other):
        one.version_of = published
        one.full_clean()
        one.save()
    make_post(source="See [@deep2019].")
    for paper in (published, preprint):
        page = client.get(paper.get_absolute_url()).content.decode()
        section = page[page.index('id="versions"') :]
        section = section[: section.index("</section>")]
        assert (
            section.index("Thesis") < section.index("Preprint") < section.index("Journal article")
        )
        assert '<a href="/papers/deep2019/#discussed-in">discussed in 1 post</a>' in section
        assert section.count("not discussed here") == 2
        assert section.count("aria-current") == 1
    assert versions_of(make_paper()) == []
    assert 'id="versions"' not in client.get(make_paper().get_absolute_url()).content.decode()


def test_versions_point_to_one_paper() -> None:
    main, one, other = make_paper("Main"), make_paper(), make_paper()
    one.version_of = main
    one.save()
    other.version_of = one
    with pytest.raises(ValidationError, match="is a version of “Main”"):
        other.full_clean()
    main.version_of = make_paper()
    with pytest.raises(ValidationError, match="Other papers are versions"):
        main.full_clean()
    other.version_of = other
    with pytest.raises(ValidationError, match="no version of itself"):
        other.full_clean()


def test_version_is_chosen_in_the_admin(admin_client) -> None:
    main = make_paper("Main")
    form = paper_form(title="Preprint", type="article", version_of=main.pk)
    assert admin_client.post(reverse("admin:papers_paper_add"), form).status_code == 302
    assert Paper.objects.get(title="Preprint").version_of == main


@pytest.mark.parametrize(
    ("versions", "kept", "gone", "expected"),
    [
        ({"b": "a"}, "c", "a", {"b": "c"}),
        ({"b": "a"}, "b", "a", {}),
        ({"b": "a"}, "a", "b", {}),
        ({"b": "a"}, "c", "b", {"c": "a"}),
        ({"b": "a", "c": "a"}, "b", "a", {"c": "b"}),
        ({"b": "a", "d": "c"}, "b", "c", {"b": "a", "d": "a"}),
    ],
)
def test_versions_after_a_merge(versions, kept, gone, expected) -> None:
    papers = {name: make_paper(name, key=name * 2) for name in "abcd"}
    for name, main in versions.items():
        papers[name].version_of = papers[main]
        papers[name].save()
    merge = merge_papers(papers[kept], [papers[gone]])
    assert pairs() == expected
    undo_merge(merge)
    assert pairs() == versions


def pairs() -> dict[str, str]:
    rows = Paper.objects.exclude(version_of=None)
    return dict(rows.values_list("title", "version_of__title"))
