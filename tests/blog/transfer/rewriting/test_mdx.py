import pytest

from blog.transfer.rewriting.mdx import read_mdx


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('import A from "a";\nexport const b = 1;\n\nW.', "\n\n\nW."),
        ("export const b = {\n\n  c: 1,\n};\n\nW.", "\n\n\n\n\nW."),
        ('import pic from "./p.png";\n\n<Image src={pic} alt="P" />', "\n\n![P](./p.png)"),
        ("<Tab label={`a`}>\n*x*\n</Tab>", "\n*x*\n"),
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
