from datetime import date, time

import pytest

from blog.transfer.source.file_names import FileName, make_slug, read_file_name, title_from_slug


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("_posts/2024-01-02-a-b.md", FileName("a-b", date(2024, 1, 2), None, None, "")),
        ("2024-1-2_a.markdown", FileName("a", date(2024, 1, 2), None, None, "")),
        ("20240102-a.md", FileName("a", date(2024, 1, 2), None, None, "")),
        ("2024-01-02.md", FileName("2024-01-02", date(2024, 1, 2), None, None, "")),
        ("2024-13-02-a.md", FileName("2024-13-02-a", None, None, None, "")),
        ("2024-in-review.md", FileName("2024-in-review", None, None, None, "")),
        ("posts/2021-04-18_a/index.qmd",
         FileName("a", date(2021, 4, 18), None, date(2021, 4, 18), "")),
        ("_posts/2021-04-18-a/b.Rmd", FileName("b", None, None, date(2021, 4, 18), "")),
        ("blog/2021/4/18/a.md", FileName("a", None, None, date(2021, 4, 18), "")),
        ("content/a/index.fr.md", FileName("a", None, None, None, "fr")),
        ("content/a.pt-br.md", FileName("a", None, None, None, "pt-br")),
        ("source/posts/a.html.md", FileName("a", None, None, None, "")),
        ("_posts/2023-09-14-09-08-43-294470-x.md",
         FileName("09-08-43-294470-x", date(2023, 9, 14), time(9, 8, 43), None, "")),
        ("index.md", FileName("index", None, None, None, "")),
    ],
)  # fmt: skip
def test_read_file_name(path: str, expected: FileName) -> None:
    assert read_file_name(path) == expected


def test_make_slug_keeps_every_script_and_is_never_empty() -> None:
    assert make_slug("Łukasz_Kaiser: हिन्दी 学习!", "x") == "łukasz-kaiser-हिन्दी-学习"
    assert make_slug("🎉", "a.md").startswith("post-")
    assert make_slug("🎉", "a.md") != make_slug("🎉", "b.md")
    assert len(make_slug("a/" * 9000, "x")) <= 200


def test_title_from_slug_gives_capitals() -> None:
    assert title_from_slug("my-old_post ") == "My Old Post"
