"""What an author wrote is seen by readers, or its author is told of it with its line."""

import pytest

from blog.markup import render
from blog.text.word_sets import word_set

pytestmark = pytest.mark.slow  # a thousand short ones
ELEMENTS = sorted(
    word_set(
        """
        a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big
        blink blockquote body br button canvas caption center cite code col colgroup content data
        datalist dd del details dfn dialog dir div dl dt em embed fencedframe fieldset figcaption
        figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe
        image img input ins isindex kbd keygen label legend li link listing main map mark marquee
        math menu menuitem meta meter multicol nav nextid nobr noembed noframes noscript object ol
        optgroup option output p param picture plaintext portal pre progress q rb rbc rp rt rtc ruby
        s samp script search section select selectedcontent shadow slot small source spacer span
        strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time
        title tr track tt u ul var video wbr xmp unknown my-chart Pic d-cite d-math d-byline
        """
    )
)
WORDS = "Words that matter"
LIQUID = [
    *(f"{{% {tag} {WORDS} %}}" for tag in ("unknown", "if", "for", "include", "render", "youtube")),
    *(f"{{% {tag} %}}{WORDS}{{% end{tag} %}}" for tag in ("unknown", "raw", "capture", "if")),
    "{% include chart.html data='Words that matter' %}",
    "{% assign x = page.title | upcase %}",
    "{{ page.title | upcase }}",
    "{% unless a %}Words that matter{% endunless %}",
    "{% highlight %}Words that matter{% endhighlight %}",
    "{% details Words that matter %}{% enddetails %}",
]
SHORTCODES = [
    *(
        text
        for name in ("unknown", "note", "figure", "details", "button", "video", "youtube", "math")
        for text in (
            f'{{{{< {name} "{WORDS}" >}}}}',
            f'{{{{< {name} title="{WORDS}" >}}}}',
            f"{{{{< {name} >}}}}{WORDS}{{{{< /{name} >}}}}",
            f"{{{{% {name} %}}}}\n{WORDS}\n{{{{% /{name} %}}}}",
        )
    ),
    "{{< unknown a=b >}}",
]
NAMES = sorted(
    word_set(
        """
        unknown admonition note tip prf:theorem figure image math code code-block code-cell
        dropdown margin sidebar epigraph iframe table list-table glossary tab-set card contents
        bibliography toctree include embed raw mermaid
        """
    )
)
DIRECTIVES = [
    text
    for name in NAMES
    for text in (
        f"```{{{name}}}\n{WORDS}\n```",
        f":::{{{name}}}\n{WORDS}\n:::",
        f"```{{{name}}} {WORDS}\n```",
        f":::{{{name}}} a.png\n:alt: x\n\n{WORDS}\n:::",
        f":::{{{name}}} a.png\n:caption: {WORDS}\n\nMore.\n:::",
        f"::: {name}\n{WORDS}\n:::",
    )
]
PANDOC = [
    *(f"```{{={kind}}}\n{WORDS}\n```" for kind in ("html", "latex")),
    f"`{WORDS}`{{=html}}",
    f'```{{#lst-a .python lst-cap="{WORDS}"}}\nx\n```',
    f"[{WORDS}]{{.unknown}}",
    f"::: {{#fig-a}}\n![](a.png)\n\n{WORDS}\n:::",
    f"::: {{#tbl-a}}\n| a |\n|---|\n| b |\n\n{WORDS}\n:::",
    f"| a |\n|---|\n| b |\n\n: {WORDS} {{#tbl-a}}",
    f"Table: {WORDS}\n\n| a |\n|---|\n| b |",
    f"Table: {WORDS}",
    f'![a](b.png){{fig-cap="{WORDS}"}}',
    f"![{WORDS}](b.png){{#fig-a fig-alt='c'}}",
    f'![a](b.png "{WORDS}"){{#fig-a}}',
    f"$$x$$ {{#eq-a}} {WORDS}",
    f"{{.unknown #id}} {WORDS}",
]
ROLE_NAMES = "unknown sub kbd abbr ref numref eq doc term download any cite:p math guilabel"
ROLES = [f"{{{name}}}`{WORDS}`" for name in ROLE_NAMES.split()]


def is_kept_or_told(source: str) -> bool:
    rendered = render(f"First.\n\n{source}\n\nLast.", link_url=lambda address: None)
    shown = " ".join(f"{rendered.html} {rendered.text}".replace("%20", " ").split())
    is_told = any(problem.line and problem.line > 2 for problem in rendered.problems)
    return WORDS in shown or is_told


@pytest.mark.parametrize("name", ELEMENTS)
@pytest.mark.parametrize(
    "form",
    [
        "<{0}>Words that matter</{0}>",
        "before <{0}>Words that matter</{0}> after",
        "<{0}>\n\nWords that matter\n\n</{0}>",
    ],
)
def test_an_element(name: str, form: str) -> None:
    assert is_kept_or_told(form.format(name))


EMPTY = word_set("html head body center caption col colgroup tbody td tfoot th thead tr")
"""They order what others hold, and hold nothing here."""


@pytest.mark.parametrize("name", ELEMENTS)
def test_an_element_without_words(name: str) -> None:
    """Nothing stands in it, but it stood for something."""
    rendered = render(f'First.\n\nbefore <{name} src="a.png" alt="b"></{name}> after')
    problems = [problem.line for problem in rendered.problems]
    shown = f"<{name.lower()}" in rendered.html or '<img src="a.png"' in rendered.html
    assert shown or problems[:1] == [3] or name in EMPTY


@pytest.mark.parametrize("source", LIQUID)
def test_liquid(source: str) -> None:
    assert is_kept_or_told(source)


@pytest.mark.parametrize("source", SHORTCODES)
def test_shortcodes(source: str) -> None:
    assert is_kept_or_told(source)


@pytest.mark.parametrize("source", DIRECTIVES)
def test_directives(source: str) -> None:
    assert is_kept_or_told(source)


@pytest.mark.parametrize("source", PANDOC)
def test_marks_of_pandoc(source: str) -> None:
    assert is_kept_or_told(source)


@pytest.mark.parametrize("source", ROLES)
def test_roles(source: str) -> None:
    assert is_kept_or_told(source)
