import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from blog.markup.page.text_checks import FindingKind
from blog.models import OldAddress
from blog.writing.own_links import dead_links, missing_pictures
from tests.support.factories import make_author, make_page, make_paper, make_post

pytestmark = pytest.mark.django_db


def lost(*addresses: str) -> list[str]:
    html = "".join(f'<a href="{one}">x</a>' for one in addresses)
    return [one.words for one in dead_links("\n".join(addresses), html, "/posts/mine/")]


def test_links_to_what_is_here_are_left_alone():
    post = make_post(slug="there", tags=["Kept"], authors=[make_author(slug="ann")])
    paper, page = make_paper(key="curie1903"), make_page(address="people/alumni")
    person = paper.contributors.get()
    OldAddress.objects.create(path="/2019/there/", post=post)
    good = [
        *("/posts/there/", "/posts/there", "/posts/there/#part", "../there/", "/posts/there.md"),
        *("/posts/there/references.bib", "/tags/kept/", "/tags/kept/feed.atom", "/authors/ann/"),
        *("/papers/curie1903/", "/papers/curie1903.bib", "/archive/", "/", "?style=apa", "#here"),
        *("/2019/there/", page.get_absolute_url(), "/people/alumni", person.get_absolute_url()),
        *("mailto:a@example.org", "https://example.org/posts/none/", "//example.org/x", "/posts/"),
        *("/admin/", "/search/?q=x", "http://localhost:8000/posts/there/", "http://[broken"),
    ]
    assert lost(*good) == []


def test_links_that_lead_to_nothing_are_told_at_their_lines():
    bad = [
        *("/posts/none/", "/posts/none.md", "/tags/none/", "/papers/none/", "/people/none/"),
        *("/media/images/none.png", "../none/", "/none.html", "/papers/people/none/"),
    ]
    assert lost(*bad) == bad
    (told,) = dead_links("One\n\n[a](/tags/no/)", '<a href="/tags/no/">a</a>', "/posts/x/")
    assert (told.kind, told.line) == (FindingKind.LINK, 3)


def test_a_link_to_a_draft_is_told_as_that():
    make_post(slug="draft", published_at=None)
    (told,) = dead_links("", '<a href="/posts/draft/">a</a>', "/posts/x/")
    assert told.kind == FindingKind.NOT_PUBLIC


def test_hashtags_make_their_pages():
    html = '<a class="hashtag" href="/tags/new/">#New</a>'
    assert list(dead_links("#New", html, "/posts/x/")) == []


def test_pictures_that_are_not_among_the_media_are_told(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    name = default_storage.save("images/there.png", ContentFile(b"x"))
    html = f'<img src="/media/{name}" alt=""><img src="/media/images/none.png" alt="">'
    html += '<img src="plot.png" alt=""><img src="/media/../secret" alt="">'
    told = [one.words for one in missing_pictures("", html, "/posts/x/")]
    assert told == ["/media/images/none.png", "plot.png", "/media/../secret"]


def test_queries_do_not_grow_with_links(django_assert_max_num_queries):
    slugs = [make_post(slug=f"p{number}").slug for number in range(8)]
    html = "".join(f'<a href="/posts/{slug}/">x</a>' for slug in slugs)
    with django_assert_max_num_queries(3):
        assert list(dead_links("", html, "/posts/x/")) == []


def test_queries_do_not_grow_with_links_that_lead_to_nothing(django_assert_max_num_queries):
    pages = ("/posts/{}/", "/posts/{}.md", "/tags/{}/", "/tag/{}", "/{}/", "/{}", "../{}.html")
    bad = [page.format(f"no{number}") for page in pages for number in range(60)]
    with django_assert_max_num_queries(9):
        assert lost(*bad) == bad
    html = "".join(f'<img src="/media/no{number}.png" alt="">' for number in range(60))
    with django_assert_max_num_queries(4):
        assert len(list(missing_pictures("", html, "/posts/mine/"))) == 60
