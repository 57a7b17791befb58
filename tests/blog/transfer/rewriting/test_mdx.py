import pytest

from blog.transfer.rewriting.mdx import read_mdx


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('import A from "a";\nexport const b = 1;\n\nW.', "\n\n\nW."),
        ("export const b = {\n\n  c: 1,\n};\n\nW.", "\n\n\n\n\nW."),
        ('import pic from "./p.png";\n\n<Image src={pic} alt="P" />', "\n\n![P](./p.png)"),
        ("<Tab id={`a`}>\n*x*\n</Tab>", "\n*x*\n"),
        ('<Fig src="a.png" alt="A" caption="C *x*" />', '![A](a.png "C *x*")'),
        ('import p from "./p.png"\n\n<img src={p} alt="A" />', '\n\n<img src="./p.png" alt="A"/>'),
        ('<p className="a" id={"b"}>c</p>', '<p class="a" id="b">c</p>'),
        ("`<p style={{a}}>`", "`<p style={{a}}>`"),
        ("`<Tab />` and import duties from Rome", "`<Tab />` and import duties from Rome"),
        ("import duties rose.", "import duties rose."),
    ],
)
def test_mdx_becomes_markdown_of_as_many_lines(text: str, wanted: str) -> None:
    assert read_mdx(text) == (wanted, [])


def test_what_mdx_loses_is_told_with_its_place() -> None:
    text, remarks = read_mdx("A.\n\n<Chart data={rows} />\n\n{props.x}")
    assert text == "A.\n\n\n\n{props.x}"
    assert [offset for offset, _ in remarks] == [4, 27]


@pytest.mark.parametrize(
    ("text", "kept", "told"),
    [
        ('<Box title="Watch">\nx\n</Box>', "\nx\n", "the title “Watch” of the component <Box>"),
        ("<p style={{a: 1,\n b: 2}} id='c'>d</p>", "<p id='c'>\nd</p>", "style={{a: 1,\n b: 2}}"),
        ("<a href='b' onClick={() => c()}>d</a>", "<a href='b'>d</a>", "onClick={() => c()}"),
    ],
)
def test_what_html_cannot_say_is_told(text: str, kept: str, told: str) -> None:
    read, remarks = read_mdx(text)
    assert read == kept
    assert [told in remark for _, remark in remarks] == [True]
