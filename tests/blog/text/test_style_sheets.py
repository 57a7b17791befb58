import pytest

from blog.text.style_sheets import faults_of_sheet

SOUND = [
    "",
    "a { color: red } @media (width > 40rem) { a:not([href]) { color: blue } }",
    "a { background: url(/media/a.png) }",
    "a { background: URL( '/media/a b.png' ) }",
    "a { fill: url(#gradient) }",
    'a::after { content: "https://example.org @import url(x)" }',
    "/* url(https://example.org) @import { */ a { color: red }",
    r".sm\:w-1\/2 { content: '\201C' }",
    'a { content: "\\"}" }',
    "@font-face { font-family: A; src: url(/media/a.woff2) format('woff2') }",
]
FOREIGN = [
    "url(https://example.org/a.png)",
    "url('//example.org/a.png')",
    "URL( HTTPS://example.org/a.png )",
    r"u\72l(https://example.org/a.png)",
    r"url(\68ttps://example.org/a.png)",
    "url(/\\example.org/a.png)",
    "url(data:image/png;base64,AA)",
    "url(a.png)",
    "image-set('https://example.org/a.png' 1x)",
    '-webkit-image-set(url("https://example.org/a.png") 1x)',
    "src('https://example.org/a.png')",
    "url('/\t/example.org/a.png')",
]
HIDDEN = [
    r"a{b:url(/a\)' )} b{c:url(//example.org/a.png)} d{e:' )}",
    r"a{b:\2f *} c{d:url(//example.org/a.png)} /* */",
    r"""/* \2a/ " */ a{b:url(//example.org/a.png)} /* " */""",
    'a{content:"\r} b{c:url(//example.org/a.png)} /*"*/',
    "a{b:\xaaurl('//example.org/a.png')}",
    "a{--b:'//example.org/a.png';c:image-set(var(--b) 1x)}",
]
"""Where browsers see an address that a reader of its own rules takes for a comment or a string."""


@pytest.mark.parametrize("css", SOUND)
def test_sheet_of_this_site_is_sound(css: str):
    assert list(faults_of_sheet(css)) == []


@pytest.mark.parametrize("value", FOREIGN)
def test_address_elsewhere_is_told_with_its_line(value: str):
    faults = list(faults_of_sheet(f"a {{ color: red }}\nb {{ background: {value} }}"))
    assert [line for line, _fault in faults] == [2]
    assert "is not of this site" in faults[0][1]


@pytest.mark.parametrize("css", HIDDEN)
def test_address_elsewhere_hides_behind_no_escape_comment_or_property(css: str):
    assert list(faults_of_sheet(css))


@pytest.mark.parametrize("name", ["@import", r"@im\port", r"\40import", "@IMPORT"])
def test_import_is_told(name: str):
    faults = list(faults_of_sheet(f"a {{}}\n\n{name} '/a.css';"))
    assert (faults[0][0], "is not allowed" in faults[0][1]) == (3, True)


@pytest.mark.parametrize(
    ("css", "fault"),
    [
        ("a {\n color: red", (1, "“{” is never closed.")),
        ("a { color: red }\n}", (2, "“}” closes nothing.")),
        ("a { color: rgb(1, 2, 3 }", (1, "“}” closes nothing.")),
    ],
)
def test_brackets_that_break_the_sheet_are_told(css: str, fault: tuple[int, str]):
    assert list(faults_of_sheet(css)) == [fault]
