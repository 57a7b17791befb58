"""The Liquid of a Jekyll site is run while its posts are read, within limits."""

from time import process_time

import pytest

from blog.markup import render
from blog.transfer.posts.post_file import read_post
from blog.transfer.sites.file_discovery import find_posts
from tests.blog.transfer.source_files import write

SITE = {
    "_config.yml": (
        "title: Notes\nbaseurl: /n\ntimezone: Asia/Seoul\nowner: {name: Ann, links: [a, b, c]}\n"
    ),
    "_data/people.yml": (
        "- {name: Eve, year: 2001, tags: [x, y], born: 2020-03-04}\n"
        "- {name: Bob, year: 1999, tags: [y]}\n- {name: Zoe, tags: []}\n"
    ),
    "_data/table.csv": "k,v\na,1\nb,2\n",
    "_data/deep/one.json": '{"two": [1, 2.5, true, null]}',
    "_layouts/post.html": "---\nlayout: base\nwide: 7\n---\n{{ content }}\n",
    "_layouts/base.html": "---\nfoot: Bye\n---\n",
    "_includes/inner.html": '<i>{{ include.a }}{{ include.b | default: "none" }}{{ nothing }}</i>',
    "_includes/outer.html": (
        '{%- assign w = include.width | default: "100" -%}\n<b w="{{ w }}">'
        "{% include inner.html a=include.a b=page.title %}"
        "{% for one in include.list %}{% unless forloop.first %}, {% endunless %}{{ one }}"
        "{% endfor %}</b>{% raw %}{{ raw }}{% endraw %}"
    ),
    "_posts/near.html": "near",
}
GROWING = "{{% assign a = {} %}}@@{{% for i in (1..60) %}}{{% assign a = a | {} %}}{{% endfor %}}"
HEADER = "---\nlayout: post\ntitle: Hi\ntags: p q\nflag: false\nmark: 4\nlist: [one, two]\n---\n"


def text_of(folder, body: str, files: dict[str, str] | None = None) -> tuple[str, list[str]]:
    """The body of a post of the site, and what of it was not run: `line: why`."""
    write(folder, {**SITE, **(files or {}), "_posts/2024-01-02-a.md": HEADER + body})
    (post,) = (read_post(found) for found in find_posts([folder]) if found.path.endswith("a.md"))
    told = [f"{one.line}: {one.message}" for one in post.notes if "not run" in one.message]
    return post.body, told


@pytest.mark.parametrize(
    ("liquid", "written"),
    [
        # What Jekyll 4.3.1 writes for the same site was compared with by hand.
        ("{{ page.title }} {{ site.title | upcase }} {{ page.tags | join: '-' }}", "Hi NOTES p-q"),
        ("{{ page.date | date: '%Y-%m-%d %H:%M %z' }}", "2024-01-02 00:00 +0900"),
        ("{{ page.date | date_to_string: 'ordinal', 'US' }}", "Jan 2nd, 2024"),
        ("{{ page.date | date_to_xmlschema }}", "2024-01-02T00:00:00+09:00"),
        ("{{ site.data.people[0].born | date: '%-d %b, %9d %Q' }}", "4 Mar, %9d %Q"),
        ("{{ layout.wide }}{{ layout.foot }}{{ layout.none }}", "7Bye"),
        (
            "{% if page.flag %}F{% elsif page.mark > 3 %}{{ page.mark | plus: 0.5 }}{% endif %}",
            "4.5",
        ),
        ("{% unless page.none %}nil{% endunless %}{{ page.none }}", "nil"),
        ("{% case page.mark %}{% when 1 %}low{% when 4 or 5 %}high{% endcase %}", "high"),
        (
            "{% assign s = site.data.people | sort: 'year' %}"
            "{% for p in s %}{{ p.name }}{{ p.year }} {% endfor %}",
            "Zoe Bob1999 Eve2001",
        ),
        ("{{ site.data.people | where: 'tags', 'y' | map: 'name' | join: '+' }}", "Eve+Bob"),
        (
            "{% assign g = site.data.people | where_exp: 'p', 'p.year > 2000' %}{{ g[0].name }}",
            "Eve",
        ),
        (
            "{% assign g = site.data.people | group_by: 'year' %}{{ g | map: 'name' | jsonify }}",
            '["2001","1999",""]',
        ),
        ("{% for r in site.data.table %}{{ r.k }}={{ r.v }};{% endfor %}", "a=1;b=2;"),
        ("{{ site.data.deep.one.two | join: '/' }}{{ site.data.none }}", "1/2.5/true/"),
        ("{% include inner.html a='single' %}", "<i>singlenone</i>"),
        (
            "{% include outer.html a=\"x 'y'\" width=50 list=page.list %}",
            "<b w=\"50\"><i>x 'y'Hi</i>one, two</b>{% raw %}{{{% endraw %} raw }}",
        ),
        (
            "{% include {{ page.list[0] | replace: 'one', 'inner' }}.html a=page.mark %}",
            "<i>4none</i>",
        ),
        ("{% include_relative near.html %}", "near"),
        (
            "{% capture c %}a{{ page.mark }}{% endcapture %}{{ c | append: '!' }}{{ c | size }}",
            "a4!2",
        ),
        (
            "{% for i in (1..3) %}{% cycle 'o', 'e' %}"
            "{% if i == 2 %}{% break %}{% endif %}{% endfor %}",
            "oe",
        ),
        ("{{ '*a*' | markdownify }}", "<p><em>a</em></p>"),
        (
            "{% include figure.html path='/a.png' caption=page.title %}",
            '<figure><img src="/a.png" alt="" loading="lazy"><figcaption>Hi</figcaption></figure>',
        ),
        ("{% if jekyll.environment == 'production' %}yes {%- endif -%} \n !", "yes!"),
    ],
)
def test_what_a_site_says_stands_in_its_posts(tmp_path, liquid, written):
    text, told = text_of(tmp_path, f"A {liquid} B\n")
    assert not told
    assert " ".join(text.split()) == f"A {written} B"


def test_what_the_reader_of_markdown_knows_and_all_code_are_left(tmp_path):
    body = (
        '{% assign a = "x" %}{{ a }} {{ "/b.png" | relative_url }} {{ site.baseurl }}/c\n'
        '{% include figure.html path="/d.png" %} {% post_url 2024-01-02-a %} {% youtube x %}\n'
        "`{{ page.title }}`\n\n```\n{{ page.title }} {% if %}\n```\n\n    {{ page.title }}\n\n"
        "{% raw %}{{ page.title }}{% endraw %} <pre>{{ page.title }}</pre>\n"
        "{% highlight html %}{{ page.title }}{% endhighlight %} {{ name }} {% unknown tag %}\n"
    )
    assert text_of(tmp_path, body) == (body, [])


def test_code_and_unknown_tags_in_a_block_stay_as_they_are(tmp_path):
    text, told = text_of(
        tmp_path,
        '{% assign a = "x" %}{% for p in page.list %}`{{ p }}` {{ p }}{{ a }} {% toc p %}\n'
        "~~~\n{{ p }}\n~~~\n{% endfor %}{% assign a = page.mark %}{{ a }}\n",
    )
    loop = "`{{ p }}` {}x {% toc p %}\n~~~\n{{ p }}\n~~~\n"
    parts = [loop.replace("{}", word) for word in ("one", "two")]
    assert (text, told) == (f'{{% assign a = "x" %}}{parts[0]}{parts[1]}4\n', [])


def test_remarks_keep_the_lines_of_the_file(tmp_path):
    body = "{% for p in site.data.people %}\n- {{ p.name }}\n{% endfor %}\n\nlast\n"
    write(tmp_path, {**SITE, "_posts/2024-01-02-a.md": HEADER + body})
    (post,) = (read_post(found) for found in find_posts([tmp_path]) if "a.md" in found.path)
    lines = post.body.split("\n")
    assert [post.line_of(lines.index(word)) for word in ("- Eve", "- Zoe", "last")] == [9, 9, 13]


@pytest.mark.parametrize(
    ("liquid", "why"),
    [
        ("{% for p in site.posts %}x{% endfor %}", "“site.posts” is there only once"),
        ("{{ page.url | append: 'x' }}", "“page.url” is there only once"),
        ("{{ 'now' | date: '%Y' }}", "the time at which the site is built"),
        ("{% include gone.html %}", "“gone.html” is not in the site’s _includes"),
        ("{{ page.title | sample }}", "unknown filter 'sample'"),
        ("{% if page.title %}x", "is not closed"),
        ("{% if page.title == %}x{% endif %}", "was not run"),
        ("{% include bad.html %}", "in “bad.html”, line 2:"),
        ("{% include open.html %}", "the tag in line 2 of “open.html” is not closed"),
        ("{{ site.data.bad.x }}", "“bad.yml” cannot be read (line 2"),
        ("{% include ../_config.yml %}", "is not in the site’s folder"),
        ("{% include /etc/passwd %}", "is not in the site’s folder"),
        ("{% include_relative ../../x %}", "is not in the site’s folder"),
        ("{% include out.html %}", "is not in the site’s folder"),
        ("{{ site.data.out }}", "is not in the site"),
        ("{{ site.data.etc.x }}", "is not in the site"),
        ("{% include self.html %}", "context depth"),
        ("{% include twice.html %}", "context depth"),
        ("{% for i in (1..1000000000) %}x{% endfor %}", "handles more than"),
        ("{% for i in (1..1000000000) reversed %}x{% endfor %}", "handles more than"),
        ("{% tablerow i in (1..1000000000) reversed %}x{% endtablerow %}", "handles more than"),
        ("{{ (1..1000000000) | join: ',' }}", "handles more than"),
        ("{% for i in (1..999) %}{% for j in (1..999) %}x{% endfor %}{% endfor %}", "50,000 steps"),
        ("{% for i in (1..9000) %}{% include wide.html %}{% endfor %}", "50,000 steps"),
        (
            "{% capture a %}{% for i in (1..24000) %}" + "x" * 50 + "{% endfor %}{% endcapture %}",
            "1,0",
        ),
        (GROWING.format("'xx'", "append: a"), "handles more"),
        (GROWING.format("'xx'", "replace: 'x', a"), "handles more"),
        (GROWING.format("page.list", "concat: a"), "handles more"),
        (GROWING.format("page.list", "push: a"), "handles more"),
        (GROWING.format("9", "times: a"), "number is too long"),
        ("{{ 'a' | replace: '', 'b' }}", "replaces what is empty"),
    ],
)
def test_what_cannot_be_run_stays_and_is_told(tmp_path, liquid, why):
    files = {
        "_includes/bad.html": "a\n{% if %}{% endif %}",
        "_includes/open.html": "a\n{{ b",
        "_includes/self.html": "a{% include self.html %}b",
        "_includes/twice.html": "{% include twice.html %}{% include twice.html %}",
        "_includes/wide.html": "{% if true %}{% endif %}" * 2_000,
        "_data/bad.yml": "a: [1,\n",
    }
    outside = write(tmp_path / "outside", {"x.yml": "secret: 1"})
    for name in ("_includes/out.html", "_data/out.yml"):
        link = write(tmp_path / "site", {name: ""}) / name
        link.unlink()
        link.symlink_to(outside / "x.yml")
    (tmp_path / "site/_data/etc").symlink_to(outside)
    before, _, kept = liquid.rpartition("@@")
    text, told = text_of(tmp_path / "site", f"{{{{ page.title }}}}\n\n{before}{kept}\n", files)
    assert text.startswith("Hi\n\n")
    assert text.endswith(f"{kept}\n")
    assert told[0].startswith("11: ")
    assert why in told[0]


@pytest.mark.parametrize(
    "text",
    [
        "{% if true %}" * 40_000,
        "{% for x in y %}{{ x " * 20_000,
        "{{ unknown }}" * 40_000,
        "{{ page.title }}" * 40_000,
        "{% include rawraw.html %}",
        "{% include blanks.html %}",
    ],
)
def test_no_text_takes_long(tmp_path, text):
    files = {
        "_includes/rawraw.html": "{% raw %}" * 10_000,
        "_includes/blanks.html": "{% x" + " " * 50_000 + "{% x" + " " * 50_000,
    }
    started = process_time()
    body, told = text_of(tmp_path, text, files)
    assert process_time() - started < 5
    assert len(body) >= len(text) / 20
    assert told


def test_a_change_of_what_a_post_includes_changes_the_post(tmp_path):
    def digest(files: dict[str, str]) -> str:
        write(tmp_path, {"_posts/2024-01-02-a.md": "{% include a.html %}", **files})
        return next(read_post(found).digest for found in find_posts([tmp_path]))

    first = digest({"_includes/a.html": "a"})
    assert first == digest({"_includes/b.html": "b"})
    assert first != digest({"_includes/a.html": "b"})


def told_of(folder, body: str) -> list[str]:
    """All that is told of a post's Liquid, whether it was run or not."""
    write(folder, {**SITE, "_posts/2024-01-02-a.md": HEADER + body})
    (post,) = (read_post(found) for found in find_posts([folder]) if found.path.endswith("a.md"))
    return [one.message for one in post.notes if "Liquid" in one.message]


def test_of_liquid_in_comments_nothing_is_told(tmp_path):
    hidden = "<!-- {% for p in site.posts %} {{ p.title }} {% endfor %} {% include no.html %} -->"
    assert told_of(tmp_path, f"A\n\n{hidden}\n") == []
    assert [one.message for one in render(f"A\n\n{hidden}\n").problems] == []
    shown = "{% include no.html %} <!-- never closed"
    assert len(told_of(tmp_path, shown)) == 1
    both = "<!-- {% if page.mark %} -->shown<!-- {% endif %} -->"
    assert text_of(tmp_path, both)[0] == "<!--  -->shown<!--  -->"


def test_a_tag_without_an_end_stays_and_is_told(tmp_path):
    body = "A {{ page.title\n\nB {% assign a = 1\n\nC {{ page.mark }} `{{ code`\n"
    assert text_of(tmp_path, body)[0] == body.replace("{{ page.mark }}", "4")
    assert told_of(tmp_path, body) == [
        "the Liquid “{{ page.title” has no end and stays as it is written",
        "the Liquid “{% assign a = 1” has no end and stays as it is written",
    ]


def test_static_files_are_listed(tmp_path):
    files = {
        "assets/b.png": "png",
        "assets/a.pdf": "pdf",
        "assets/page.html": "---\n---\n",
        "assets/.hidden": "",
        "_drafts/x.png": "",
        "node_modules/y.png": "",
    }
    loop = (
        "{% assign some = site.static_files | where_exp: 'f', \"f.path contains 'assets'\" %}"
        "{% for f in some %}{{ f.path }} {{ f.basename }} {{ f.extname }} {{ f.name }};{% endfor %}"
    )
    text, told = text_of(tmp_path, loop, files)
    assert (text, told) == ("/assets/a.pdf a .pdf a.pdf;/assets/b.png b .png b.png;", [])


def test_static_files_have_a_limit(tmp_path, monkeypatch):
    monkeypatch.setattr("blog.transfer.liquid.copied_files.MAX_STATIC", 1)
    files = {"a.png": "", "b.png": ""}
    told = text_of(tmp_path, "{% for f in site.static_files %}x{% endfor %}", files)[1]
    assert len(told) == 1 and "more than 1 static files" in told[0]
