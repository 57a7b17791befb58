from blog.markup import render
from tests.blog.markup.documents import html


def test_footnotes_are_numbered_by_use_and_linked_both_ways() -> None:
    markup = html("a[^x] b[^y] c[^x]\n\n[^y]: Y\n[^x]: X\n\n    more\n\n[^z]: unused")
    assert (
        '<sup id="fnref:x"><a href="#fn:x" class="footnote" role="doc-noteref">1</a></sup>'
        in markup
    )
    assert '<sup id="fnref:x:1">' in markup
    assert markup.index('<li id="fn:x">') < markup.index('<li id="fn:y">')
    assert '<p>more <a href="#fnref:x" class="reversefootnote"' in markup
    assert "unused" not in markup


def test_footnotes_have_the_scope() -> None:
    markup = render("a[^1]\n\n[^1]: b", scope="p1-").html
    assert 'id="p1-fn:1"' in markup
    assert 'href="#p1-fnref:1"' in markup


def test_footnote_without_definition_is_text() -> None:
    assert html("a[^1]") == "<p>a[^1]</p>"


def test_footnotes_may_use_each_other() -> None:
    assert html("a[^1]\n\n[^1]: b[^2]\n[^2]: c[^1]").count("<li id=") == 2


def test_abbreviations() -> None:
    markup = html("The HTML, *HTML5* and `HTML` of HTML.\n\n*[HTML]: Hyper Text\n*[HTML5]: Five")
    assert markup.count('<abbr title="Hyper Text">HTML</abbr>') == 2
    assert '<em><abbr title="Five">HTML5</abbr></em>' in markup
    assert "<code>HTML</code>" in markup


def test_note_in_the_line() -> None:
    markup = html("a^[A *note* with [a link](/x) and `]`.] b[^x]\n\n[^x]: named")
    assert '<sup id="fnref:note-1"><a href="#fn:note-1" class="footnote"' in markup
    assert (
        '<p>A <em>note</em> with <a href="/x">link</a> and <code>]</code>. <a href="#fnref:note-1"'
        in markup.replace("a link", "link")
    )
    assert markup.index('<li id="fn:note-1">') < markup.index('<li id="fn:x">')


def test_power_and_pattern_are_no_notes() -> None:
    assert html("x^[2] ^[a-z]+ ^[") == "<p>x^[2] ^[a-z]+ ^[</p>"
