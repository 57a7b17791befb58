import base64
import json
from time import process_time

import pytest

from blog.transfer.executed.notebooks import NoNotebook, read_notebook
from blog.transfer.pictures.embedded_pictures import EmbeddedPictures
from blog.transfer.source.import_values import Refused
from tests.blog.transfer.pictures.test_picture_check import picture
from tests.blog.transfer.source_files import messages, read

PNG = base64.b64encode(picture()).decode()


def markdown(text, **more):
    return {"cell_type": "markdown", "source": text, **more}


def code(text, *outputs, **metadata):
    return {"cell_type": "code", "source": text, "outputs": list(outputs), "metadata": metadata}


def shows(**data):
    return {
        "output_type": "display_data",
        "data": {k.replace("_", "/"): v for k, v in data.items()},
    }


def written(*cells, **metadata):
    return json.dumps({"nbformat": 4, "metadata": metadata, "cells": cells})


def post(folder, *cells, **metadata):
    return read(folder, written(*cells, **metadata), "_posts/2024-01-02-x.ipynb")


def test_the_header_is_the_first_cell_and_the_title_the_first_heading(tmp_path):
    raw = {"cell_type": "raw", "source": ["---\n", "date: 2024-05-06\n", "tags: [a, b]\n", "---"]}
    found = post(tmp_path, raw, markdown("# Its *title*\n\nWords."), code("x = 1"))
    assert (found.title, found.tags, found.published_at.day) == ("Its title", ("a", "b"), 6)
    assert found.body == "Words.\n\n```python\nx = 1\n```"


@pytest.mark.parametrize(
    "given",
    [
        {"metadata": {"title": "T", "tags": ["a"], "description": "S"}},
        {"metadata": {"nikola": {"title": "T", "tags": "a", "description": "S"}}},
        {"cells": [markdown('# T\n> "S"\n\n- toc: true\n- categories: [a]')]},
        {"cells": [markdown("---\ntitle: T\ntags: a\ndescription: S\n---\n")]},
    ],
)
def test_metadata_and_other_headers_are_read(tmp_path, given):
    found = post(tmp_path, *given.get("cells", []), markdown("Words."), **given.get("metadata", {}))
    assert (found.title, [*found.tags, *found.categories], found.summary) == ("T", ["a"], "S")
    assert found.body == "Words."


def test_results_come_in_the_form_that_says_the_most(tmp_path):
    table = "<style>x</style><table><tr><td>a_b_c</td></tr></table><script>x</script>"
    found = post(
        tmp_path,
        code("a", {"output_type": "stream", "name": "stdout", "text": "\x1b[31m1\x1b[0m%\r2%\n"}),
        code("b", shows(text_html=table, text_plain="b")),
        code("c", shows(**{"image_svg+xml": "<svg/>", "text_plain": "<Figure>"})),
        code("d", shows(text_latex="$\\displaystyle x^2$", text_plain="x**2")),
        code("e", shows(text_markdown="**e**", text_plain="e")),
        code("f", shows(text_html="<div id=f></div><script>plot()</script>", text_plain="f")),
        code("g", {"output_type": "error", "traceback": ["\x1b[0;31mGError\x1b[0m: no"]}),
        code("h", shows(image_png=PNG, text_plain="<Figure>")),
    )
    assert "```text\n2%\n```" in found.body
    assert "<table><tr><td>a_b_c</td></tr></table>\n</div>" in found.body
    assert "script" not in found.body
    assert "$$\nx^2\n$$" in found.body
    assert "\n\n**e**\n\n" in found.body
    assert "```text\nGError: no\n```" in found.body
    assert sorted(found.pictures.values()) == sorted([b"<svg/>", picture()])
    assert all(f"]({address})" in found.body for address in found.pictures)
    assert any("needs its program" in one for one in messages(found))


def test_options_tags_and_comments_are_obeyed_and_never_shown(tmp_path):
    plot = shows(image_png=PNG)
    found = post(
        tmp_path,
        code("#| echo: false\n#| label: fig-a\n#| fig-cap: Words\nplot()", plot),
        code("#hide\nimport secret"),
        code("#| include: false\nimport secret", plot),
        code("secret()", plot, tags=["remove-input", "x"]),
        code("shown_one()", plot, tags=["hide-output"]),
        code("# hide_input\nsecret()"),
        code("secret()", jupyter={"source_hidden": True}),
    )
    assert "secret" not in found.body
    assert "#|" not in found.body
    assert found.body.count("![") == 2
    assert "{.figure" not in found.body.split("```python\nshown_one")[1]
    assert "#fig-a fig-alt=" in found.body


def test_pictures_in_the_file_come_along(tmp_path):
    attached = {"a b.png": {"image/png": PNG}}
    found = post(
        tmp_path,
        markdown("![x](attachment:a%20b.png)", attachments=attached),
        markdown(f"![y](data:image/png;base64,{PNG}) ![z](attachment:none.png)"),
    )
    (address,) = found.pictures
    assert found.body.startswith(f"![x]({address})\n\n![y]({address}) ![z](attachment:none.png)")


@pytest.mark.parametrize(
    "text",
    ["no", "[]", "{}", '{"cells": 3}', "[" * 100_000, '{"worksheets": []}', '{"cells": {"a": 1}}'],
)
def test_what_is_no_notebook_is_refused(tmp_path, text):
    with pytest.raises(NoNotebook):
        read_notebook(text, EmbeddedPictures())
    with pytest.raises(Refused):
        read(tmp_path, text, "_posts/2024-01-02-x.ipynb")


@pytest.mark.parametrize("odd", [None, 3, "x", [], {}, [None], {"a": None}, [["x"]]])
def test_odd_values_break_nothing(odd):
    cells = [
        odd,
        {"cell_type": odd, "source": odd},
        markdown(odd, attachments=odd),
        {"cell_type": "code", "source": odd, "outputs": odd, "metadata": odd},
        code(
            "x",
            odd,
            {"output_type": "stream", "text": odd},
            {"output_type": "error", "traceback": odd},
        ),
        code(
            "x", {"output_type": "display_data", "data": odd}, shows(image_png=odd, text_html=odd)
        ),
        code("x", tags=odd, jupyter=odd),
    ]
    read_notebook(written(*cells, language_info=odd, nikola=odd, title=odd), EmbeddedPictures())


@pytest.mark.parametrize(
    "line",
    ["# hide the axes", "# hide: see below", "# export to csv", "# exports the data", "#hideous"],
)
def test_a_comment_like_others_hides_nothing(tmp_path, line):
    found = post(tmp_path, markdown("# T"), code(f"{line}\nplot(1)", shows(text_plain="RESULT")))
    assert line in found.body
    assert "plot(1)" in found.body and "RESULT" in found.body


@pytest.mark.parametrize(
    ("line", "is_code_shown", "is_result_shown"),
    [
        ("# hide", False, False),
        ("#hide-cell", False, False),
        ("# hide-input", False, True),
        ("# hide_input", False, True),
        ("# hide-output", True, False),
        ("#export core", True, True),
        ("# default_exp core.x", True, True),
    ],
)
def test_a_comment_on_the_first_line_is_obeyed(tmp_path, line, is_code_shown, is_result_shown):
    found = post(tmp_path, markdown("# T"), code(f"{line}\nplot(1)", shows(text_plain="RESULT")))
    assert line not in found.body
    assert ("plot(1)" in found.body, "RESULT" in found.body) == (is_code_shown, is_result_shown)


def test_a_first_cell_with_many_dashes_takes_no_time(tmp_path):
    found = post(tmp_path, markdown(f"# A title\n{'- a ' * 40}\nand words"))
    assert found.body == f"{'- a ' * 40}\nand words"


@pytest.mark.parametrize("text", [f"# A\n> {' ' * 60_000}x\nwords", f"#{' ' * 60_000}x"])
def test_long_blanks_in_a_first_cell_take_no_time(tmp_path, text):
    began = process_time()
    assert "x" in post(tmp_path, markdown(text), code(text)).body
    assert process_time() - began < 2
