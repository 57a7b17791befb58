import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from blog.models import OldAddress, Post, Tag
from papers.models import Identifier, Paper
from tests.blog.transfer.source_files import write
from tests.support.factories import make_paper

SEED = Path(__file__).parents[5] / "shared" / "data" / "seed"
OWN = Path(__file__).parents[3] / "data" / "jekyll" / "2023-09-14-two-papers.md"
TITLES = [
    ("PyTorch: An Imperative Style, High-Performance Deep Learning Library", "Paszke", 2019),
    ("ImageNet Classification with Deep Convolutional Neural Networks", "Krizhevsky", 2012),
]


def run(*arguments, **options):
    out, err = StringIO(), StringIO()
    call_command("import_posts", *map(str, arguments), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def seeds():
    """The seed post where it is, and one of our own in its shape always."""
    return [OWN, *SEED.glob("*.md")]


@pytest.mark.parametrize("path", seeds(), ids=lambda path: path.parent.name)
def test_the_seed_comes_in_whole(client, db, path):
    papers = [make_paper(title, author=author, year=year) for title, author, year in TITLES]
    assert run(path)[0] == "1 added, 0 changed, 0 unchanged, 0 refused.\n"
    post = Post.objects.get()
    assert post.published_at.isoformat() == "2023-09-14T00:00:00+00:00"
    assert (post.summary, post.commenting, post.allow_sharing) == ("", "open", True)
    tags = ["PyTorchResearch", "Publications", "PyTorch", "ResearchPapers"]
    assert list(post.tags.names()) == tags
    text = client.get(post.get_absolute_url()).content.decode()
    for name in tags:
        link = f'<a class="hashtag" href="/tags/{name.lower()}/">#{name}</a>'
        assert text.count(link) == post.source.count(f"**#{name}**")
        assert client.get(f"/tags/{name.lower()}/").status_code == 200
    assert [(work.paper, work.role) for work in post.cited_works.order_by("position")] == [
        (paper, "about") for paper in papers
    ]
    for paper in papers:
        assert post.title in client.get(paper.get_absolute_url()).content.decode()
    assert "Write a comment" in text
    assert "Share:" in text
    assert '<meta name="description" content="">' not in text


def test_the_seeds_title_is_its_own(db):
    run(OWN)
    assert Post.objects.get().title == "Two papers on deep learning"


def test_again_changes_nothing_and_a_changed_file_changes_its_post(db, tmp_path):
    path = tmp_path / "2020-01-02-one.md"
    path.write_text("---\ntitle: One\ntags: [a]\n---\nText.\n")
    run(path)
    before = Post.objects.values().get()
    assert "0 added, 0 changed, 1 unchanged" in run(path)[0]
    assert Post.objects.values().get() == before
    path.write_text("---\ntitle: One\ntags: [b]\n---\nOther.\n")
    assert "0 added, 1 changed" in run(path)[0]
    post = Post.objects.get()
    assert (post.pk, post.source.strip(), list(post.tags.names())) == (
        before["id"],
        "Other.",
        ["b"],
    )


def test_a_trial_stores_nothing(db, tmp_path):
    (tmp_path / "2020-01-02-one.md").write_text("---\ntitle: One\n---\n#Tag text.\n")
    assert "Nothing was stored" in run(tmp_path, dry_run=True)[0]
    assert not Post.objects.exists()
    assert not Tag.objects.exists()


def test_refused_files_are_named_and_the_others_come_in(db, tmp_path):
    (tmp_path / "2020-01-02-good.md").write_text("---\ntitle: Good\n---\nText.\n")
    (tmp_path / "2020-01-03-bad.md").write_text("---\ntitle: Bad\nText without an end.\n")
    err = StringIO()
    with pytest.raises(CommandError, match="refused"):
        call_command("import_posts", str(tmp_path), stdout=StringIO(), stderr=err)
    assert "2020-01-03-bad.md:" in err.getvalue()
    assert [post.title for post in Post.objects.all()] == ["Good"]


def test_old_addresses_of_a_site_redirect(client, db, tmp_path):
    (tmp_path / "_config.yml").write_text("permalink: /:year/:month/:title.html\n")
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts" / "2020-01-02-one.md").write_text(
        "---\ntitle: One\nredirect_from: /once/\n---\nText.\n"
    )
    run(tmp_path)
    for path in ("/2020/01/one.html", "/once/"):
        response = client.get(path)
        assert (response.status_code, response.url) == (301, "/posts/one/")
    assert OldAddress.objects.count() == 2


def test_drafts_stay_drafts(db, tmp_path):
    (tmp_path / "2020-01-02-one.md").write_text("---\ntitle: One\npublished: false\n---\nText.\n")
    run(tmp_path)
    assert Post.objects.get().state == "draft"


def test_what_is_not_there_is_said(db, tmp_path):
    with pytest.raises(CommandError, match="There is no"):
        run(tmp_path / "nothing")
    with pytest.raises(CommandError, match="name one as Asia/Seoul"):
        run(tmp_path, "--timezone=Nowhere/None")
    with pytest.raises(CommandError, match="No posts"):
        run(tmp_path)


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
BIB = """
@inproceedings{paszke2019, title={{PyTorch}: An Imperative Style}, year=2019,
  author={Adam Paszke and Sam Gross and others}, eprint={1912.01703}, archiveprefix={arXiv}}
@article{uncited, title={Never cited}, author={No One}, year=2000}
@misc{linked, title={Attention is all you need}, author={Vaswani, Ashish}, year=2017,
  url={https://arxiv.org/abs/1706.03762}}
@misc{untitled, author={No One}}
"""


def post(body, *, title="One", more=""):
    return f"---\ntitle: {title}\n{more}---\n{body}\n"


def test_images_come_along_and_again_nothing_changes(client, db, tmp_path):
    body = "![a](../a.png)\n\n![b](/pics/b.svg)\n\n![c](/none.png)\n\n![d](https://x.org/d.png)"
    files = {
        "_posts/2020-01-02-one.md": post(body),
        "a.png": PNG,
        "pics/b.svg": '<svg xmlns="http://www.w3.org/2000/svg"><script/><g/></svg>',
    }
    write(tmp_path, files)
    _out, err = run(tmp_path)
    page = Post.objects.get()
    (first, second, third, _remote) = [part.split(")")[0] for part in page.source.split("](")[1:]]
    assert client.get(first).getvalue() == PNG
    assert first.endswith("/a.png")
    assert b"script" not in client.get(second).getvalue()
    assert third == "/none.png"
    assert "_posts/2020-01-02-one.md:8: the image /none.png was not kept: it is not there" in err
    assert "are links with their descriptions here: 1, of x.org (1); --fetch-images" in err
    assert '<a class="picture-elsewhere" href="https://x.org/d.png">d</a>' in page.body_html
    before = Post.objects.values().get()
    assert "1 unchanged" in run(tmp_path)[0]
    assert Post.objects.values().get() == before
    write(tmp_path, {"a.png": PNG + b"1"})
    assert "1 changed" in run(tmp_path)[0]
    assert (
        client.get(Post.objects.get().source.split("](")[1].split(")")[0]).getvalue()[-1:] == b"1"
    )


def test_an_image_that_was_cut_short_is_stored_again(db, tmp_path):
    write(tmp_path, {"_posts/2020-01-02-one.md": post("![](../a.png)"), "a.png": PNG})
    run(tmp_path)
    (folder,) = default_storage.listdir("images")[0]
    Path(default_storage.path(f"images/{folder}/a.png")).write_bytes(b"")
    write(tmp_path, {"_posts/2020-01-02-one.md": post("![](../a.png) more")})
    run(tmp_path)
    assert default_storage.size(f"images/{folder}/a.png") == len(PNG)


LINKS = {
    "_config.yml": "permalink: /:year/:title/\nurl: https://old.example\nbaseurl: /blog\n",
    "_posts/2020-01-02-one.md": post(
        "[a]({% post_url 2020-01-03-two %}#x) [b](/blog/2020/two/) [c](2020-01-03-two.md) "
        "[d](https://old.example/blog/2020/two/) [e](../two/) [f](/2020/two.html) "
        "[g]({{ site.baseurl }}/2020/two/) [h](https://other.example/2020/two/) `[i](/2020/two/)`"
    ),
    "_posts/2020-01-03-two.md": post("[back]({{ '/2020/one/' | relative_url }})", title="Two"),
}


def test_links_between_posts_lead_to_their_new_addresses_in_any_order(db, tmp_path):
    write(tmp_path, LINKS)
    out, err = run(tmp_path)
    assert (out, err) == ("2 added, 0 changed, 0 unchanged, 0 refused.\n", "")
    one, two = Post.objects.order_by("slug")
    new = "/posts/two/"
    assert one.source.strip() == (
        f"[a]({new}#x) [b]({new}) [c]({new}) [d]({new}) [e]({new}) [f]({new}) [g]({new}) "
        "[h](https://other.example/2020/two/) `[i](/2020/two/)`"
    )
    assert two.source.strip() == "[back](/posts/one/)"
    assert one.updated_at == one.created_at
    before = list(Post.objects.order_by("pk").values())
    assert "2 unchanged" in run(tmp_path)[0]
    assert list(Post.objects.order_by("pk").values()) == before


def test_a_link_finds_a_post_that_a_later_run_brings_and_edits_stay(db, tmp_path):
    late = LINKS["_posts/2020-01-03-two.md"]
    write(tmp_path, {"_posts/2020-01-02-one.md": post("[a]({% post_url 2020-01-03-two %})")})
    _out, err = run(tmp_path)
    assert "the link post_url:2020-01-03-two leads to no post of this blog" in err
    Post.objects.update(source="Edited. [a]({% post_url 2020-01-03-two %})")
    write(tmp_path, {"_posts/2020-01-03-two.md": late})
    assert "1 added" in run(tmp_path)[0]
    run(tmp_path)
    assert Post.objects.get(slug="one").source == "Edited. [a](/posts/two/)"


def test_a_trial_knows_links_between_posts_and_keeps_no_image(db, tmp_path):
    write(tmp_path, LINKS | {"a.png": PNG})
    write(tmp_path, {"_posts/2020-01-03-two.md": post("![a](/a.png)", title="Two")})
    out, err = run(tmp_path, dry_run=True)
    assert "2 added" in out
    assert err == ""
    assert not default_storage.exists("images")


def test_html_posts_are_not_markdown(client, db, tmp_path):
    body = "<p>*not* _em_ {% raw %}{{ x }}{% endraw %}</p>\n\n    <b>no code</b><script>1</script>"
    write(tmp_path, {"_posts/2020-01-02-one.html": post(body)})
    run(tmp_path)
    html = " ".join(Post.objects.get().body_html.split())
    assert html == "<p>*not* _em_ {{ x }}</p> <b>no code</b>"


def test_cited_works_come_from_the_posts_bibliography(client, db, tmp_path):
    body = (
        'It runs <d-cite key="paszke2019"></d-cite>, see [@PASZKE2019, p. 3] and [@gone].\n\n'
        "Then [attention](https://arxiv.org/abs/1706.03762v5) and arXiv:2101.00001."
    )
    files = {
        "_posts/2020-01-02-one.md": post(body, more="bibliography: one.bib\n"),
        "assets/bibliography/one.bib": BIB,
    }
    write(tmp_path, files)
    out, err = run(tmp_path)
    page = Post.objects.get()
    works = list(page.cited_works.order_by("position"))
    assert [(work.paper.title, work.found_by) for work in works] == [
        ("PyTorch: An Imperative Style", "key"),
        ("Attention is all you need", "identifier"),
        ("arXiv 2101.00001", "identifier"),
    ]
    assert [one.locator for one in works[0].citations.all()] == ["", "p. 3"]
    assert "[@paszke2019], see [@paszke2019, p. 3] and [@gone]" in page.source
    text = client.get(page.get_absolute_url()).content.decode()
    assert "Paszke et al., 2019, p. 3</a>)" in text
    assert "[@gone]" in text
    assert ":5: the citation key “gone” is in no bibliography" in err
    assert "1 works are named by an identifier alone" in out
    assert set(Paper.objects.values_list("title", flat=True)) == {w.paper.title for w in works}
    assert client.get("/papers/paszke2019/").status_code in {200, 301}


def test_no_work_is_doubled_and_a_taken_key_stays_with_its_paper(db, tmp_path):
    known = make_paper("PyTorch: an imperative style", author="Paszke", year=2019)
    other = make_paper("Something else", key="linked")
    body = "[@paszke2019] [@linked]"
    write(tmp_path, {"a/2020-01-02-one.md": post(body), "a/refs.bib": BIB})
    run(tmp_path)
    page = Post.objects.get()
    works = [work.paper for work in page.cited_works.order_by("position")]
    assert works[0] == known
    assert works[1].title == "Attention is all you need"
    assert page.source.strip() == f"[@paszke2019] [@{works[1].key}]"
    assert Paper.objects.by_key("linked").get() == other
    assert Identifier.objects.get(value="1912.01703").paper == known
    before = Paper.objects.count(), list(Post.objects.values())
    run(tmp_path)
    assert (Paper.objects.count(), list(Post.objects.values())) == before


def test_a_tag_that_is_a_doi_is_a_citation(db, tmp_path):
    paper = make_paper(identifiers=[("doi", "10.1145/3065386")])
    path = tmp_path / "2020-01-02-one.md"
    path.write_text(post("Text.", more="tags: [doi:10.1145/3065386, ml]\n"))
    run(path)
    page = Post.objects.get()
    assert list(page.tags.names()) == ["ml"]
    assert [work.paper for work in page.cited_works.all()] == [paper]


@pytest.mark.parametrize(("option", "tags"), [("tags", ["a", "B c"]), ("ignore", ["a"])])
def test_categories_become_tags_unless_they_are_left_out(db, tmp_path, option, tags):
    path = tmp_path / "2020-01-02-one.md"
    path.write_text(post("Text.", more="tags: [a]\ncategories: [A, B c]\n"))
    _out, err = run(path, categories=option)
    assert list(Post.objects.get().tags.names()) == tags
    assert ("the categories A, B c were left out" in err) == (option == "ignore")


def test_linked_files_and_every_source_of_a_picture_come_along(client, db, tmp_path):
    body = (
        "[slides](/talk.pdf) [data](../data.csv) [page](/page.html) [none](/gone.pdf)\n\n"
        '<picture><source srcset="/a.png 1x, /b.png 2x"><img src="/a.png" alt="a"></picture>'
    )
    files = {"talk.pdf": "%PDF-1.4", "data.csv": "1,2\n", "page.html": "<p>", "a.png": PNG}
    write(tmp_path, files | {"b.png": PNG + b"2", "_posts/2020-01-02-one.md": post(body)})
    _out, err = run(tmp_path)
    page = Post.objects.get()
    kept = re.findall(r"/media/(?:files|images)/\w+/[\w.]+", page.source)
    assert [name.rsplit("/", 1)[1] for name in kept] == [
        *("talk.pdf", "data.csv", "a.png", "b.png", "a.png")
    ]
    response = client.get(kept[0])
    assert response.getvalue() == b"%PDF-1.4"
    assert "sandbox" in response["Content-Security-Policy"]
    assert page.body_html.count("/media/images/") == 3
    assert "the file /page.html was not kept: files of this kind are not" in err
    assert "the file /gone.pdf was not kept: it is not there" in err
    write(tmp_path, {"talk.pdf": "%PDF-1.5"})
    assert "1 changed" in run(tmp_path)[0]


def test_works_that_the_header_or_a_tag_only_lists_are_listed(client, db, tmp_path):
    body = "Text.\n\n{% nocite linked %}\n\n{% bibliography --cited %}"
    write(tmp_path, {"a/2020-01-02-one.md": post(body, more='nocite: "@paszke2019, @gone"\n')})
    write(tmp_path, {"a/refs.bib": BIB})
    _out, err = run(tmp_path)
    page = Post.objects.get()
    assert page.source.strip() == "Text."
    assert page.nocite == "@paszke2019 @gone @linked"
    assert [work.paper.title for work in page.cited_works.order_by("position")] == [
        *("PyTorch: An Imperative Style", "Attention is all you need")
    ]
    assert "the citation key “gone” is in no bibliography" in err
    assert "Attention is all you need" in client.get(page.get_absolute_url()).content.decode()


def test_a_header_may_list_its_whole_bibliography(db, tmp_path):
    write(tmp_path, {"a/2020-01-02-one.md": post("Text.", more="nocite: '@*'\n"), "a/r.bib": BIB})
    run(tmp_path)
    assert Post.objects.get().cited_works.count() == 3


def test_an_interruption_is_safe(db, tmp_path, monkeypatch):
    write(tmp_path, {f"_posts/2020-01-0{n}-p.md": post(f"Text {n}.") for n in (1, 2)})

    def stop(kept):
        raise KeyboardInterrupt

    monkeypatch.setattr("blog.transfer.storing.post_import.keep_images", stop)
    with pytest.raises(CommandError, match="go on"):
        run(tmp_path)
    assert not Post.objects.exists()
    monkeypatch.undo()
    assert "2 added" in run(tmp_path)[0]
