import base64
import hashlib
import html
import json
import re
import time

import pytest

from blog.models import Post
from blog.transfer.executed.code_cells import CellOptions, document_options, find_cells
from blog.transfer.executed.frozen_results import raw_blocks
from blog.transfer.executed.rendered_cells import matched, rendered_cells
from blog.transfer.posts.post_file import read_post
from blog.transfer.sites.file_discovery import find_posts
from tests.blog.transfer.pictures.test_picture_check import picture
from tests.blog.transfer.source_files import messages, write
from tests.blog.transfer.storing.test_post_import import run

PROSE = "This is a paragraph that is long enough to be found again in what was made of it."
CHUNK = '```{r fig-a, echo=FALSE, fig.cap="A *cap*"}\nplot(1)\n```'
QUARTO = {"_quarto.yml": "project:\n  type: website\n"}
FIGURE = '<figure id="fig-a"><img src="/media/images/'


def source(*parts, more=""):
    return "\n\n".join([f"---\ntitle: T\ndate: 2024-01-02\n{more}---", PROSE, *parts]) + "\n"


def imported(folder, files, path="posts/a/index.qmd"):
    """The one post of a Quarto site, and what was told."""
    write(folder, QUARTO | files)
    _out, err = run(folder)
    return Post.objects.get(import_path=path), err


def text_of(post):
    return html.unescape(re.sub(r"<[^<>]+>", "", post.body_html))


def frozen(text, body, hash_of=None):
    markdown = f"---\ntitle: T\n---\n\n\n{body}"
    digest = hashlib.md5((hash_of or text).encode(), usedforsecurity=False).hexdigest()
    written = {"hash": digest, "result": {"engine": "knitr", "markdown": markdown}}
    return {"_freeze/posts/a/index/execute-results/html.json": json.dumps(written)}


CELL = (
    "::: {.cell}\n::: {.cell-output-display}\n![A *cap*](index_files/figure-html/fig-a-1.png)"
    "{#fig-a}\n:::\n:::\n\n```{=html}\n<table><tr><td>a_b_c</td></tr></table>\n<script>x</script>"
    "\n```\n\n```{=latex}\n\\newpage\n```\n"
)


@pytest.mark.django_db
@pytest.mark.parametrize("is_same", [True, False])
def test_frozen_results_are_the_posts(tmp_path, is_same):
    text = source(CHUNK, "See @fig-a.", more="subtitle: changed\n")
    files = {
        "posts/a/index.qmd": text,
        **frozen(text, f"{PROSE}\n\n{CELL}\n\nSee @fig-a.", None if is_same else "other"),
        "_freeze/posts/a/index/figure-html/fig-a-1.png": picture(),
    }
    post, err = imported(tmp_path, files)
    assert FIGURE in post.body_html
    assert '<a href="#fig-a">Figure 1</a>' in post.body_html
    assert "<td>a_b_c</td>" in post.body_html
    assert "newpage" not in post.body_html
    assert "plot" not in post.body_html
    assert "not kept" not in err
    assert "1 unchanged" in run(tmp_path)[0]
    write(tmp_path, frozen(text, f"{PROSE}\n\nAnother result."))
    assert "1 changed" in run(tmp_path)[0]


@pytest.mark.django_db
def test_what_was_frozen_of_another_text_is_not_shown(tmp_path):
    text = source("A second paragraph that nobody has frozen, of over forty letters.", CHUNK)
    old = frozen(text, "Some other text altogether, about other things, long ago.", "other")
    post, err = imported(tmp_path, {"posts/a/index.qmd": text, **old})
    assert "nobody has frozen" in post.body_html
    assert "long ago" not in post.body_html
    assert "results of its code are not beside the post" in err


@pytest.mark.django_db
@pytest.mark.parametrize(
    "place",
    [
        "posts/a/index_files/figure-html/fig-a-1.png",
        "posts/a/index_files/figure-html5/fig-a-1.png",
        "posts/a/index_files/figure-html/fig-a-output-1.png",
        "posts/a/index_files/figure-html/cell-2-output-1.png",
        "posts/a/figure/fig-a-1.png",
        "figure/source/index/fig-a-1.png",
        "posts/a/figs/mine-fig-a-1.png",
    ],
)
def test_figures_are_found_by_their_cells_names(tmp_path, place):
    more = 'knitr:\n  opts_chunk:\n    fig.path: "figs/mine-"\n' if "mine" in place else ""
    files = {"posts/a/index.qmd": source(CHUNK, "See @fig-a.", more=more), place: picture()}
    post, _err = imported(tmp_path, files)
    assert FIGURE in post.body_html
    assert "A <em>cap</em></figcaption>" in post.body_html
    assert '<a href="#fig-a">Figure 1</a>' in post.body_html
    assert "plot(1)" not in post.body_html


@pytest.mark.django_db
def test_unnamed_chunks_are_counted(tmp_path):
    body = ["```{r}\none\n```", "```{r named}\ntwo\n```", "```{r}\nthree\n```"]
    files = {"posts/a/index.qmd": source(*body)}
    files["posts/a/index_files/figure-html/unnamed-chunk-2-1.png"] = picture()
    files["posts/a/index_files/figure-html/unnamed-chunk-2-10.png"] = picture(size=(1, 1))
    files["posts/a/index_files/figure-html/unnamed-chunk-2-2.png"] = picture(size=(2, 2))
    files["secret.png"] = picture()
    post, _err = imported(tmp_path, files)
    names = [one.split(".png")[0].rsplit("/", 1)[1] for one in post.source.split("](")[1:]]
    assert names == [f"unnamed-chunk-2-{number}" for number in (1, 2, 10)]
    assert post.source.index("three") < post.source.index("](")


@pytest.mark.django_db
def test_the_sites_own_pages_have_results(tmp_path):
    cells = [
        '```{r}\n#| output: false\nhidden <- "1"\n```',
        '```{r}\nprint("a < b")\n```',
        "```{r}\n#| include: false\nsecret\n```",
        '```{python}\n#| echo: false\n#| label: tbl-t\n#| tbl-cap: "Words"\ndf\n```',
    ]
    page = (
        '<div class="cell"><div class="sourceCode cell-code"><pre class="sourceCode r"><code>'
        'hidden &lt;- "1"</code></pre></div></div><div class="cell"><div class="cell-code '
        'sourceCode"><pre><code><span>print</span>("a &lt; b")</code></pre></div><div '
        'class="cell-output"><pre><code>[1] a &lt; b</code></pre></div></div><div class="cell">'
        '<div class="cell-output"><div><style>x</style><table onclick="x"><tr><td>a_b_c</td></tr>'
        '</table></div></div><div><img src="index_files/x.png"></div></div>'
    )
    files = {
        "posts/a/index.qmd": source(*cells[:3], "See @tbl-t.", cells[3]),
        "_site/posts/a/index.html": f"<html><body>{page}</body></html>",
        "_site/posts/a/index_files/x.png": picture(),
    }
    post, _err = imported(tmp_path, files)
    html = post.body_html
    assert "[1] a &lt; b" in html
    assert "secret" not in html
    assert "hidden" in html
    assert "#|" not in html
    assert "<td>a_b_c</td>" in html
    assert '<a href="#tbl-t">Table 1</a>' in html
    assert 'src="/media/images/' in html


@pytest.mark.django_db
def test_what_knitr_wrote_beside_a_text_is_shown(tmp_path):
    made = f"{PROSE}\n\n``` r\n1 + 1\n```\n\n    ## [1] 2\n\n![A plot](x_files/x-1.png)\n"
    files = {
        "_posts/2024-01-02-x.Rmd": source("```{r}\n1 + 1\n```"),
        "_posts/2024-01-02-x.md": made,
        "_posts/x_files/x-1.png": picture(),
    }
    write(tmp_path, files)
    run(tmp_path)
    post = Post.objects.get()
    assert "## [1] 2" in post.body_html
    assert 'src="/media/images/' in post.body_html


@pytest.mark.django_db
def test_pictures_written_into_a_post_come_along(tmp_path):
    written = "data:image/png;base64," + base64.b64encode(picture()).decode()
    write(
        tmp_path, {"_posts/2024-01-02-x.md": source(f"![x]({written})", f'<img src="{written}">')}
    )
    run(tmp_path)
    post = Post.objects.get()
    assert post.body_html.count('src="/media/images/') == 2
    assert "base64" not in post.source


def test_results_go_to_the_cells_whose_code_the_page_shows():
    page = (
        '<div class="layout-chunk"><div class="sourceCode"><pre class="sourceCode r"><code>b</code>'
        "</pre></div><pre><code>of b</code></pre></div>"
    )
    found = list(matched(["a", "b", "c"], [CellOptions()] * 3, rendered_cells(page)))
    assert [[one.value for one in some] for some in found] == [[], ["of b"], []]
    hidden = [CellOptions(include=False), CellOptions(echo=False), CellOptions()]
    found = list(matched(["a; b", "b", "b"], hidden, rendered_cells(page)))
    assert [len(some) for some in found] == [0, 0, 1]
    cut = rendered_cells('<div class="cell"><pre>unclosed <table>')
    assert list(matched(["a"], [CellOptions()], cut)) == [[]]


def test_no_file_outside_of_the_site_is_read(tmp_path):
    outside = write(tmp_path / "out", {"a.html": '<div class="cell"><pre>secret</pre></div>'})
    inside = write(tmp_path / "in", {"_quarto.yml": "", "a.qmd": source("```{r}\nx\n```")})
    (inside / "_site").mkdir()
    (inside / "_site/a.html").symlink_to(outside / "a.html")
    (found,) = find_posts([inside])
    post = read_post(found)
    assert "secret" not in post.body
    assert any("not beside the post" in one for one in messages(post))


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["```{=html}\n" * 50_000, "```{r}\n#| echo: false\n" * 50_000, "opts_chunk$set(" * 50_000],
)
def test_what_never_ends_takes_no_time(text):
    began = time.process_time()
    raw_blocks(text)
    list(find_cells(text))
    document_options({}, text)
    assert time.process_time() - began < 2


@pytest.mark.django_db
def test_what_browsers_run_is_shown_without_its_options_in_a_frozen_text(tmp_path):
    cells = (
        "```{ojs}\n//| column: body\nart(100)\n```\n\n```{ojs}\n//| echo: false\nhidden(1)\n```\n\n"
        "```{mermaid}\n%%| echo: false\ngraph LR\n```\n\n````{.cell-code}\n```{{r}}\n"
        "#| echo: false\n```\n````\n"
    )
    text = source(CHUNK, cells)
    files = {"posts/a/index.qmd": text, **frozen(text, f"{PROSE}\n\n{cells}")}
    post, err = imported(tmp_path, files)
    assert "art" in text_of(post)
    assert "column: body" not in text_of(post)
    assert "hidden" not in text_of(post)
    assert "graph LR" in text_of(post)
    assert "{{r}}\n#| echo: false" in text_of(post)  # which the text shows
    assert "2 of the results need their programs to be seen: left out" in err
    assert "1 of the diagrams are shown as their source" in err
    assert "is not known here" not in err


@pytest.mark.django_db
def test_results_that_are_too_long_do_not_refuse_the_post(tmp_path):
    text = source(CHUNK)
    files = {
        "posts/a/index.qmd": text,
        **frozen(text, f"{PROSE}\n\n{CELL}\n\n" + "word " * 120_000),
        "posts/a/index_files/figure-html/fig-a-1.png": picture(),
    }
    post, err = imported(tmp_path, files)
    assert FIGURE in post.body_html
    assert "word word" not in post.body_html
    assert "longer than a post may be" in err


@pytest.mark.django_db
def test_a_drawing_among_results_is_a_picture(tmp_path):
    shapes = "".join(f'<circle cx="{x}" cy="1" r="1" />\n\n' for x in range(600))
    drawing = f'<?xml version="1.0"?>\n<svg viewBox="0 0 40 30">{shapes}</svg>'
    text = source("```{julia}\nplot(1)\n```")
    result = f"{PROSE}\n\n::: {{.cell-output}}\n```{{=html}}\n{drawing}\n```\n:::\n\nAfter."
    post, err = imported(tmp_path, {"posts/a/index.qmd": text, **frozen(text, result)})
    assert 'width="40" height="30"' in post.body_html
    assert '<img src="/media/images/' in post.body_html
    assert "After." in text_of(post)
    assert "xml version" not in post.body_html
    assert "not allowed" not in err
