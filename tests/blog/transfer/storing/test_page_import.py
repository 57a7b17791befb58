"""What a site has besides its posts becomes pages here, at the addresses that it had."""

from pathlib import Path

import pytest

from blog.models import OldAddress, Page, Post, current_site
from blog.posts.own_pages import save_page
from papers.models import Paper
from tests.support.cases import import_from, import_site, post_text, write
from tests.support.factories import make_page

pytestmark = pytest.mark.django_db
CONFIG = "title: J\nurl: https://j.example.org\nfeed: {path: /news.rss}\n"
BIB = "@article{curie, title={Rays}, author={Curie, Marie}, year={1903}}"
SITE = {
    "_config.yml": CONFIG,
    "_posts/2023-03-01-a.md": post_text(
        "See [my page](/people/) and [me](../about.md).", title="A post", date="2023-03-01"
    ),
    "about.md": "---\ntitle: About me\npermalink: /me/\nredirect_from: /whoami.html\n---\n"
    "I wrote [a post]({% post_url 2023-03-01-a %}) with [others](/people/). {#x}\n",
    "_pages/people.md": "---\ntitle: People\npermalink: /people/\nlang: fr\n---\n\nWe are $x^2$.\n",
    "_pages/papers.md": "---\ntitle: Papers\npermalink: /papers/\n---\nRead [@curie].\n",
    "_pages/empty.md": "---\ntitle: Empty\nlayout: archive\n---\n",
    "_pages/later.md": "---\ntitle: Later\npublished: false\n---\nSoon.\n",
    "_pages/loop.html": "---\ntitle: Loop\n---\n<h1>All</h1>{% for post in site.posts %}"
    "<li>{{ post.title }}</li>{% endfor %}\n",
    "blog/index.html": "---\ntitle: Blog\n---\n<h1>{{ site.title }}</h1>{% for tag in site.shown %}"
    "<li>{{ tag }}</li>{% endfor %}{% for post in paginator.posts %}"
    "<li>{{ post.title }}</li>{% endfor %}"
    "{% include numbers.html %}\n",
    "feed/index.html": "---\n---\n<feed><title>{{ site.title }}</title>{% for post in site.posts %}"
    "<entry>{{ post.title }}</entry>{% endfor %}</feed>\n",
    "_includes/numbers.html": "Page {{ paginator.page }}",
    "_bibliography/papers.bib": BIB,
    "README.md": "---\ntitle: Read me\n---\nHow to build.",
}


def addresses() -> dict[str, str]:
    return dict(Page.objects.order_by("address").values_list("address", "title"))


def test_pages_are_listed_unless_the_site_is_taken(tmp_path: Path):
    said = import_site(tmp_path, SITE)
    assert "left out, since they are pages and no posts" in said
    assert "about.md" in said and "--take-site makes pages of them" in said
    assert not Page.objects.exists()


def test_pages_stand_where_they_stood(client, tmp_path: Path):
    said = import_site(tmp_path, SITE, take_site=True)
    assert "since they are pages" not in said
    assert "Pages: 4 added." in said
    assert addresses() == {
        "later": "Later",
        "me": "About me",
        "papers-page": "Papers",
        "people": "People",
    }
    assert "something else stands at /papers/ here: the page is at /papers-page/" in said
    for name in ("_pages/loop.html", "blog/index.html", "feed/index.html"):
        assert f"{name}: a page without a text of its own" in said
    assert "_pages/empty.md: a page without a text of its own" in said
    assert "no date" not in said
    page = client.get("/people/").content.decode()
    assert "<math" in page and 'data-post-body lang="fr" dir="ltr"' in page
    assert client.get("/whoami.html").url == "/me/"
    assert client.get("/later/").status_code == 404
    assert Page.objects.get(address="later").is_draft


def test_a_page_in_html_keeps_its_text_and_its_address(client, tmp_path: Path):
    html = (
        "<p>Not *em*, as in [@curie] and [a post](x), $x^2$.</p>\n\n    <p>Not code</p>\n"
        '<a href="_posts/2023-03-01-a.md">A</a> <img src="/a.svg" alt="A" onerror="alert(1)">\n'
        "<script>alert(1)</script>\n\n# no heading\n"
    )
    files = {
        "_config.yml": CONFIG,
        "_posts/2023-03-01-a.md": SITE["_posts/2023-03-01-a.md"],
        "people.html": f"---\ntitle: People\nredirect_from: /team/\n---\n{html}",
        "projects/index.html": "---\ntitle: Projects\n---\n<p>Two.</p>",
        "projects/one.md": "---\ntitle: One\n---\nFirst *one*.",
        "404.html": "---\ntitle: No\n---\n<p>Gone</p>",
        "plain.html": "<p>No header</p>",
        "index.html": "---\nlayout: home\n---\n<p>Home</p>",
        "_bibliography/papers.bib": BIB,
        "a.svg": '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
    }
    import_site(tmp_path, files, take_site=True)
    assert addresses() == {"people": "People", "projects": "Projects", "projects/one": "One"}
    assert client.get("/people.html").url == "/people/"
    assert client.get("/team/").url == "/people/"
    assert client.get("/projects/one.html").url == "/projects/one/"
    page = Page.objects.get(address="people").body_html
    assert "Not *em*, as in" in page and "Curie, 1903<" in page and "<math" in page
    assert "<p>Not code</p>" in page and "<h1" not in page
    assert 'href="/posts/a/"' in page
    assert not any(told in page for told in ("script", "onerror", "alert"))
    assert "unchanged" in import_site(tmp_path, files, take_site=True)


def test_links_between_pages_and_posts_lead_on(client, tmp_path: Path):
    said = import_site(tmp_path, SITE, take_site=True)
    about = client.get("/me/").content.decode()
    assert 'href="/posts/a/"' in about and 'href="/people/"' in about
    post = Post.objects.get()
    assert 'href="/people/"' in post.body_html and 'href="/me/"' in post.body_html
    assert "leads to no" not in said


def test_what_a_page_cites_has_a_page_of_its_own(client, tmp_path: Path):
    import_site(tmp_path, SITE, take_site=True)
    assert "Rays" in client.get("/papers-page/").content.decode()
    assert client.get(Paper.objects.get().get_absolute_url()).status_code == 200


def test_again_changes_what_changed_and_keeps_what_was_edited(tmp_path: Path):
    import_site(tmp_path, SITE, take_site=True)
    before = dict(Page.objects.values_list("address", "updated_at"))
    said = import_from(tmp_path, take_site=True)
    assert "Pages: 4 unchanged." in said
    assert dict(Page.objects.values_list("address", "updated_at")) == before
    mine = Page.objects.get(address="me")
    mine.source, mine.address = "Mine.", "about"
    save_page(mine)
    moved = Page.objects.get(address="people")
    moved.address = "team"
    save_page(moved)
    write(next(tmp_path.rglob("about.md")).parent, {
        "about.md": "---\ntitle: About me\npermalink: /me/\n---\nTheirs.",
        "_pages/people.md": "---\ntitle: Team\npermalink: /people/\n---\nChanged.",
    })  # fmt: skip
    said = import_from(tmp_path, take_site=True)
    assert "Pages: 1 changed, 2 unchanged, 1 kept." in said
    assert "about.md:1: it was edited here" in said
    assert Page.objects.get(address="about").source == "Mine."
    assert Page.objects.get(address="team").title == "Team"
    said = import_from(tmp_path, take_site=True, overwrite=True)
    assert Page.objects.get(address="about").source == "Theirs."


def test_a_page_of_ones_own_stays(tmp_path: Path):
    make_page(address="people", source="Mine.")
    said = import_site(tmp_path, SITE, take_site=True)
    assert Page.objects.get(address="people").source == "Mine."
    assert Page.objects.get(address="people-page").title == "People"
    assert "the page is at /people-page/" in said


def test_a_trial_says_it_and_stores_nothing(tmp_path: Path):
    said = import_site(tmp_path, SITE, take_site=True, dry_run=True)
    assert "Pages: 4 added." in said
    assert not Page.objects.exists() and not Paper.objects.exists()


def test_the_menu_and_the_feed_are_taken_along(client, tmp_path: Path):
    quarto = """
website:
  title: Notes
  navbar:
    left:
      - {text: People, href: people/index.qmd}
      - {text: Talks, href: talks.qmd}
      - {text: CV, href: missing.qmd}
    right:
      - {icon: github, href: "https://github.com/ada"}
"""
    said = import_site(
        tmp_path,
        {
            "_quarto.yml": quarto,
            "posts/a/index.qmd": post_text("Words.", date="2023-03-01"),
            "people/index.qmd": "---\ntitle: People\n---\n::: {.column}\nAda.\n:::\n",
            "talks.qmd": "---\ntitle: Talks\n---\nOne.",
        },
        take_site=True,
    )
    assert current_site().links == [("People", "/people/"), ("Talks", "/talks/")]
    assert "lead to nothing here: CV" in said
    assert client.get("/talks.html").url == "/talks/"
    assert OldAddress.objects.get(path="/talks.html").page is not None
    assert ":::" not in Page.objects.get(address="people").body_html


def test_a_feed_of_the_old_site_leads_to_ours(client, tmp_path: Path):
    import_site(tmp_path, {"_config.yml": CONFIG, "about.md": SITE["about.md"]}, take_site=True)
    assert client.get("/news.rss").url == "/feeds/posts.atom"


@pytest.mark.parametrize(
    ("site", "file", "address", "old"),
    [
        ({"hugo.toml": 'title="H"'}, "content/cv/index.md", "cv", "/cv/"),
        ({"hugo.toml": 'title="H"'}, "content/about.md", "about", "/about/"),
        ({"pelicanconf.py": "SITENAME='P'"}, "content/pages/me.md", "pages/me", "/pages/me.html"),
        ({"_config.yml": "title: J"}, "연구.md", "연구", "/연구.html"),
        ({"_config.yml": "title: J"}, "_pages/a b.v2.md", "a-b-v2", "/a b.v2.html"),
        ({"_quarto.yml": "website: {title: Q}"}, "about.qmd", "about", "/about.html"),
    ],
)
def test_addresses_of_each_system(client, tmp_path: Path, site, file, address, old):
    import_site(tmp_path, site | {file: "---\ntitle: T\n---\nWords."}, take_site=True)
    assert Page.objects.get().address == address
    answer = client.get(old)
    assert answer.status_code == 200 or answer.url == Page.objects.get().get_absolute_url()
