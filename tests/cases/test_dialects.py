"""What Hugo, Astro, MyST and Jekyll's plugins write."""

from pathlib import Path

import pytest

from blog.markup import COMMENT, POST, Policy, render
from tests.support.cases import (
    CASES,
    body,
    first,
    import_case,
    import_site,
    named,
    page,
    parsed,
    post_text,
    values,
    words,
)

pytestmark = pytest.mark.django_db
HUGO = {"hugo.toml": 'title="H"\nbaseURL="https://h.example.org/"\n'}
MYST = {"myst.yml": "version: 1\nproject:\n  title: M\n"}
JEKYLL = {"_config.yml": "title: J\nurl: https://j.example.org\n"}
PICTURE = (CASES / "a11-myst-figures-and-links/site/posts/pic.png").read_bytes()
DETAILS = "<details>\n<summary>More</summary>\n\n- one\n- **two**\n\n</details>"


def links(element) -> list[str]:
    return [one.get("href") for one in named(element, "a")]


def test_ref_of_hugo_finds_a_page_by_its_name(client):
    said = import_case("a07-hugo-ref")
    text = body(client, "first")
    assert links(text)[0] == "/posts/second/"
    assert words(text) == "See it and /posts/second/."
    assert "not here" not in said and "leads to no post" not in said


def test_ref_of_hugo_makes_no_tag(client):
    import_case("a07-hugo-ref")
    assert "missing" not in words(page(client, "/tags/"))
    assert not [one for one in values(body(client, "first"), "href") if "missing" in one]


@pytest.mark.parametrize(
    ("ref", "address"),
    [
        ('{{< ref "third" >}}', "/posts/third/"),
        ('{{% relref "third.md" %}}', "/posts/third/"),
        ('{{< ref "/notes/third.md" >}}', "/posts/third/"),
        ('{{< ref "notes/third" >}}', "/posts/third/"),
        ('{{< ref "third.md#part" >}}', "/posts/third/#part"),
        ('{{< relref "bundle" >}}', "/posts/bundle/"),
        ('{{< relref path="third.md" >}}', "/posts/third/"),
    ],
)
def test_ref_of_hugo_is_written_in_many_ways(client, tmp_path: Path, ref: str, address: str):
    dated = {"date": "2024-05-18"}
    files = {
        "content/posts/first/index.md": post_text(f"See [it]({ref}).", **dated),
        "content/notes/third.md": post_text("## Part", **dated),
        "content/notes/bundle/index.md": post_text("Words.", **dated),
    }
    import_site(tmp_path, HUGO | files)
    assert links(body(client, "first")) == [address]


def test_ref_to_nothing_is_told_and_makes_no_tag(client, tmp_path: Path):
    text = post_text('See {{< ref "none.md" >}} now.', date="2024-05-18")
    said = import_site(tmp_path, HUGO | {"content/posts/a.md": text})
    assert "content/posts/a.md:5" in said and "none.md" in said
    assert [one for one in links(page(client, "/tags/")) if "missing" in one] == []
    assert not [one for one in links(body(client, "a")) if "missing" in one]


def test_imports_of_mdx_are_not_shown(client):
    import_case("a08-mdx")
    text = body(client, "mdx")
    assert "import" not in words(text)
    assert "Pic.astro" not in words(page(client, "/"))


def test_text_inside_a_component_is_markdown(client):
    import_case("a08-mdx")
    text = body(client, "mdx")
    assert words(text).endswith("Text with weight.")
    assert [words(one) for one in named(text, "strong")] == ["weight"]


def test_image_of_a_component_is_kept_or_its_loss_is_told(client, tmp_path: Path):
    write_picture(tmp_path, "public/img/a.png")
    text = (CASES / "a08-mdx/site/posts/mdx.mdx").read_text()
    said = import_site(tmp_path, {"posts/mdx.mdx": text, "package.json": "{}"})
    kept = [one.get("alt") for one in named(body(client, "mdx"), "img")]
    assert kept == ["A plot"] or "posts/mdx.mdx:7" in said


def write_picture(folder: Path, name: str) -> None:
    file = folder / "site" / name
    file.parent.mkdir(parents=True)
    file.write_bytes(PICTURE)


def test_component_with_an_image_does_not_vanish_silently(client, tmp_path: Path):
    """The image is at hand, so that nothing else is told of it."""
    write_picture(tmp_path, "posts/a.png")
    said = import_site(tmp_path, {"posts/mdx.mdx": mdx('<Pic src="./a.png" alt="A plot" />')})
    kept = [one.get("alt") for one in named(body(client, "mdx"), "img")]
    assert kept == ["A plot"] or "posts/mdx.mdx:5" in said


def mdx(text: str) -> str:
    return post_text(text, date="2024-05-19")


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ('import {\n  A,\n  B,\n} from "x";\n\nWords.', "Words."),
        ("export const year = 2024;\n\nWords.", "Words."),
        ("export function f() {\n  return 1;\n}\n\nWords.", "Words."),
        ("{/* a private remark */}\n\nWords.", "Words."),
        ("<Note>Some *short* words.</Note>", "Some short words."),
        ("<Tabs>\n<Tab>\n\n- one *item*\n\n</Tab>\n</Tabs>", "one item"),
        ("Words.\n\n```js\nimport a from 'b';\n```", "Words. import a from 'b';"),
    ],
)
def test_code_of_mdx_is_told_from_text(client, tmp_path: Path, source: str, wanted: str):
    import_site(tmp_path, {"posts/mdx.mdx": mdx(source)})
    assert words(body(client, "mdx")) == wanted


def test_line_that_begins_with_import_is_text_elsewhere(client, tmp_path: Path):
    text = "import duties rose, export fell."
    import_site(tmp_path, {"posts/a.md": mdx(text)})
    assert words(body(client, "a")) == text


def test_picture_of_a_myst_figure_is_copied(client):
    said = import_case("a11-myst-figures-and-links")
    figure = first(body(client, "f"), "figure")
    assert first(figure, "img").get("src").startswith("/media/")
    assert client.get(first(figure, "img").get("src")).getvalue() == PICTURE
    assert "pic.png" not in said


def test_comment_of_myst_is_seen_by_nobody(client):
    import_case("a11-myst-figures-and-links")
    assert "private" not in client.get("/posts/f/").content.decode()
    assert "private" not in client.get("/").content.decode()


def test_link_without_words_shows_what_it_leads_to(client):
    import_case("a11-myst-figures-and-links")
    (link,) = named(body(client, "f"), "a")
    assert link.get("href") == "#fig-one"
    assert words(link) in ("Figure 1", "The caption.", "The caption")


def myst(client, folder: Path, text: str):
    write_picture(folder, "posts/pic.png")
    other = post_text("Words.", title="Another page", date="2024-05-20")
    files = {"posts/f.md": post_text(text, date="2024-05-22"), "posts/other.md": other}
    import_site(folder, MYST | files)
    return body(client, "f")


@pytest.mark.parametrize(
    "source",
    [
        "```{image} pic.png\n:alt: A box\n```",
        ":::{figure} ./pic.png\n:alt: A box\nThe caption.\n:::",
        "```{figure} pic.png\n---\nalt: A box\n---\n```",
        "````{note}\n```{figure} pic.png\n:alt: A box\n```\n````",
    ],
)
def test_picture_of_a_directive_is_copied(client, tmp_path: Path, source: str):
    image = first(myst(client, tmp_path, source), "img")
    assert image.get("src").startswith("/media/")
    assert image.get("alt") == "A box"


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("(sec)=\n## A section\n\nSee [](#sec).", "A section"),
        ("See [](other.md).", "Another page"),
        ("See {ref}`sec`.\n\n(sec)=\n## A section", "A section"),
    ],
)
def test_link_of_myst_has_words(client, tmp_path: Path, source: str, wanted: str):
    (link,) = named(myst(client, tmp_path, source), "a")
    assert words(link) == wanted


@pytest.mark.parametrize("text", ["About 50 % of them.", "`% code`", "```\n% code\n```"])
def test_percent_sign_is_no_comment_of_myst(client, tmp_path: Path, text: str):
    assert words(myst(client, tmp_path, text)) == text.strip("`\n")


def test_percent_sign_is_no_comment_elsewhere(client, tmp_path: Path):
    import_site(tmp_path, JEKYLL | {"_posts/2024-05-22-a.md": post_text("% is per cent.")})
    assert words(body(client, "a")) == "% is per cent."


def test_tags_of_jekyll_scholar_are_formatted(client):
    said = import_case("a12-jekyll-scholar-tags")
    text = body(client, "scholar")
    assert "{%" not in words(text) and "Liquid" not in said
    before, after = named(text, "p")[0], named(text, "p")[-1]
    assert words(before).startswith("Mori, A. (2019). Counting Sheep. J. Sleep")
    assert links(after) == ["#work-mori2019counting"]


def test_quotation_of_jekyll_scholar_has_its_source(client):
    import_case("a12-jekyll-scholar-tags")
    quotation = first(body(client, "scholar"), "blockquote")
    assert words(quotation).startswith("Sheep count.")
    assert "#work-mori2019counting" in links(quotation)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("{% cite mori2019 %}", "(Mori, 2019)"),
        ("{% cite mori2019 -l 42 %}", "(Mori, 2019, p. 42)"),
        ("{% cite mori2019 olsen2020 %}", "(Mori, 2019; Olsen, 2020)"),
        ("{% cite mori2019 --suppress_author %}", "(2019)"),
        ("{% cite mori2019 --file refs %}", "(Mori, 2019)"),
        ("{% nocite mori2019 %}Words.", "Words."),
        ("{% bibliography_count %}", "2"),
    ],
)
def test_tag_of_jekyll_scholar_is_read(client, tmp_path: Path, source: str, wanted: str):
    more = "@article{olsen2020, author={Olsen, Bo}, title={Cows}, journal={J}, year={2020}}"
    folder = CASES / "a12-jekyll-scholar-tags/site"
    files = {
        "_config.yml": (folder / "_config.yml").read_text(),
        "_bibliography/refs.bib": (folder / "_bibliography/refs.bib").read_text() + more,
        "_posts/2024-05-23-a.md": post_text(source),
    }
    import_site(tmp_path, files)
    assert words(body(client, "a")) == wanted


def test_markdown_inside_details_of_hugo_is_read(client):
    import_case("b09-markdown-in-details")
    is_folded_list(body(client, "fold"))


def is_folded_list(text) -> None:
    details = first(text, "details")
    assert words(first(details, "summary")) == "More"
    assert [words(one) for one in named(details, "li")] == ["one", "two"]
    assert [words(one) for one in named(details, "strong")] == ["two"]


@pytest.mark.parametrize(
    "source",
    [
        DETAILS,
        DETAILS.replace("<details>\n", "<details open>"),
        f"Words.\n\n{DETAILS}\n\nMore words.",
        DETAILS.replace("\n\n</details>", "\n</details>"),
        DETAILS.replace("<summary>More</summary>", "<summary><b>More</b></summary>"),
        f"<details><summary>Outer</summary>\n\n{DETAILS}\n\n</details>".replace("Outer", "More"),
    ],
)
def test_markdown_inside_details_is_read_in_texts_written_here(source: str):
    is_folded_list(parsed(render(source).html))


@pytest.mark.parametrize(
    ("inside", "tag"),
    [
        ("```\ncode\n```", "pre"),
        ("| a |\n|---|\n| b |", "table"),
        ("$$x$$", "math"),
        ("## H", "h2"),
    ],
)
def test_details_may_hold_any_block(inside: str, tag: str):
    text = parsed(render(f"<details><summary>More</summary>\n\n{inside}\n\n</details>").html)
    assert named(first(text, "details"), tag)


def test_text_right_after_details_stays_raw():
    text = parsed(render("<details><summary>More</summary>\n*raw*\n</details>").html)
    assert not named(text, "em")


@pytest.mark.parametrize(
    ("site", "file"),
    [({"_quarto.yml": "project:\n  type: website\n"}, "posts/fold/index.qmd"), (MYST, "fold.md")],
)
def test_markdown_inside_details_is_read_in_files(client, tmp_path: Path, site: dict, file: str):
    import_site(tmp_path, site | {file: post_text(DETAILS, date="2024-05-09")})
    is_folded_list(body(client, "fold"))


def test_details_of_jekyll_stay_raw(client, tmp_path: Path):
    import_site(tmp_path, JEKYLL | {"_posts/2024-05-09-fold.md": post_text(DETAILS)})
    assert not named(body(client, "fold"), "li")


def test_bare_address_ends_where_korean_and_chinese_begin(client):
    import_case("b10-links-end-at-cjk")
    text = body(client, "links")
    addresses = [f"https://example.org/{name}" for name in "abc"]
    assert links(text) == addresses
    assert [words(one) for one in named(text, "a")] == addresses
    assert words(text) == (
        "자세한 것은 https://example.org/a에서 보세요. "
        "参见 https://example.org/b。完 (https://example.org/c）"
    )


@pytest.mark.parametrize("policy", [POST, COMMENT], ids=["post", "comment"])
@pytest.mark.parametrize(
    "after",
    [
        *("、", "。", "，", "？", "」", "）", "：", "…"),
        *("を見て", "은 주소", "上有", "까지(혹은)"),
    ],
)
def test_bare_address_ends_before(after: str, policy: Policy):
    source = f"「 https://example.org/a-b/?q=1{after}"
    text = parsed(render(source, policy=policy).html)
    assert links(text) == ["https://example.org/a-b/?q=1"]
    assert words(text) == source


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("https://ja.wikipedia.org/wiki/%E6%97%A5", "https://ja.wikipedia.org/wiki/%E6%97%A5"),
        ("<https://ja.wikipedia.org/wiki/日本>", "https://ja.wikipedia.org/wiki/日本"),
        ("https://example.org/a_(b)", "https://example.org/a_(b)"),
        ("https://example.org/café", "https://example.org/café"),
    ],
)
def test_address_stays_whole(source: str, address: str):
    assert links(parsed(render(source).html)) == [address]


def test_label_behind_a_formula_of_mysts_is_its_id(client, tmp_path: Path):
    text = "$$ a = b $$ (eq-a)\n\n$$\nc\n$$ (eq-c)\n\n`$$ d $$ (eq-d)`\n\n[](#eq-a)"
    import_site(tmp_path, MYST | {"posts/a.md": post_text(text, date="2024-05-12")})
    shown = body(client, "a")
    assert [one.get("display") for one in named(shown, "math")] == ["block", "block"]
    assert [one for one in values(shown, "id") if one.startswith("eq-")] == ["eq-a", "eq-c"]
    assert "(eq-d)" in words(shown)
