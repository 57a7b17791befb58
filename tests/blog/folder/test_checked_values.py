"""What an edited folder says is made sure of before it is stored."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from blog.folder.checked_values import revision_header
from blog.folder.kept_folder import FolderRefusedError
from blog.folder.site_export import export_site
from blog.folder.site_import import import_site
from blog.models import OutsidePicture
from papers.checking.title_searches import want_search
from papers.citing.stored_references import store_references
from papers.library.merging import merge_papers, undo_merge
from papers.models import Merge, Paper
from tests.support.emptied_database import empty_database
from tests.support.factories import make_comment, make_page, make_paper, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "site"


def change_json(root: Path, pattern: str, change: Callable[[dict[str, Any]], Any]) -> None:
    """Edits the first row of a data file."""
    (file,) = root.glob(pattern)
    told = json.loads(file.read_text())
    change(told[0] if isinstance(told, list) else told)
    file.write_text(json.dumps(told))


def journal_edited(root: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    """A merge of two papers, exported, its journal edited, and the database emptied."""
    kept = make_paper("One", key="one")
    want_search(kept)
    merge_papers(kept, [make_paper("Two", key="two")])
    store_references(Paper.objects.all())
    export_site(root)
    empty_database()
    change_json(root, "private/_data/merges/*.json", lambda node: change(node["journal"]))


def test_a_merge_of_a_paper_that_was_looked_for_comes_back(root: Path):
    journal_edited(root, lambda journal: None)
    import_site(root)
    labels = {row["model"] for row in Merge.objects.get().journal["before"]}
    assert "papers.paper" in labels
    assert "papers.titlesearch" not in labels
    undo_merge(Merge.objects.get())


def test_rows_of_a_journal_that_an_older_version_wrote_are_passed_over(root: Path):
    search = {"model": "papers.titlesearch", "pk": 1, "fields": {"paper": 1}}
    journal_edited(root, lambda journal: journal["before"].append(search))
    import_site(root)
    undo_merge(Merge.objects.get())


def test_html_in_a_journal_never_comes_back(root: Path):
    forged = dict.fromkeys(("reference_html", "reference_digest", "note_html"), "<img onerror=x>")

    def forge(journal: dict[str, Any]) -> None:
        for row in (*journal["before"], *journal["after"]):
            if row["model"] == "papers.paper":
                row["fields"] |= forged

    journal_edited(root, forge)
    import_site(root)
    assert "onerror" not in json.dumps(Merge.objects.get().journal)
    undo_merge(Merge.objects.get())
    for paper in Paper.objects.all():
        assert "onerror" not in paper.reference_html + paper.note_html


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("nosuch", 5, "nosuch"),
        ("title", ["x"], "no text"),
        ("version_of", "x", "number"),
        ("created_at", "yesterday", "yesterday"),
        ("record", 5, "no record"),
    ],
)
def test_a_journal_holds_what_its_columns_may_hold(root: Path, name: str, value: Any, told: str):
    journal_edited(root, lambda journal: journal["before"][0]["fields"].update({name: value}))
    with pytest.raises(FolderRefusedError, match="merges") as error:
        import_site(root)
    assert told in str(error.value)


def export_something(root: Path) -> None:
    make_comment(make_post(title="One", source="[@one]"), source="Well.")
    make_page()
    make_paper("One", key="one")
    OutsidePicture.objects.note("https://x.example/a.png", name="images/0a1b/a.png")
    export_site(root)
    empty_database()


ENDS = ["0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00"]


@pytest.mark.parametrize("at", ENDS)
@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("_data/comments/*.json", "created_at"),
        ("_data/papers/*.json", "created_at"),
        ("private/_data/outside_pictures/*.json", "asked_at"),
    ],
)
def test_a_moment_at_the_ends_of_the_calendar_is_refused(
    root: Path, pattern: str, name: str, at: str
):
    export_something(root)
    change_json(root, pattern, lambda node: node.update({name: at}))
    with pytest.raises(FolderRefusedError, match=f"_data/.*{name}.*calendar"):
        import_site(root)


@pytest.mark.parametrize(
    "line", ['created: "9999-12-31T23:59:59-12:00"', "number: [1]", 'number: "x"', r'x: "\ud800"']
)
@pytest.mark.parametrize("folder", ["_posts", "pages"])
def test_a_header_that_cannot_be_stored_names_its_file(root: Path, folder: str, line: str):
    export_something(root)
    (file,) = (root / folder).iterdir()
    key = line.partition(":")[0]
    file.write_text(
        file.read_text().replace(f"\n{key}: ", "\nbefore: ").replace("---\n", f"---\n{line}\n", 1)
    )
    with pytest.raises(FolderRefusedError, match=f"{folder}/{file.name}.*{key}"):
        import_site(root)


def test_a_paper_is_no_version_of_itself(root: Path):
    export_something(root)
    change_json(root, "_data/papers/*.json", lambda node: node.update(version_of="one"))
    with pytest.raises(FolderRefusedError, match=r"papers/one\.json: version_of: 'one' names"):
        import_site(root)


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "https://evil.example/x.png", "/a.png", "images/../a.png", "a"]
)
def test_a_picture_is_named_as_media_are(root: Path, name: str):
    export_something(root)
    place = "private/_data/outside_pictures/*.json"
    change_json(root, place, lambda node: node.update(name=name))
    with pytest.raises(FolderRefusedError, match=r"outside_pictures.*among the media"):
        import_site(root)


def test_what_was_exported_is_read(root: Path):
    export_something(root)
    import_site(root)
    assert OutsidePicture.objects.get().name == "images/0a1b/a.png"


def test_a_revisions_header_holds_what_the_posts_columns_do():
    said = {"summary": 5, "is_html": "1", "language": "de", "tags": ["a"]}
    assert revision_header(said) == said | {"summary": "5", "is_html": True}
