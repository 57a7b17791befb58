"""Posts that are stored together come in as if each had come alone."""

from functools import partial
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.markup import MarkupError
from blog.models import OldAddress, Post, Tag
from blog.transfer.pictures.images import checked_image
from blog.transfer.storing import import_batches, post_import, read_posts
from papers.citing import work_lookup
from papers.models import Paper, Source
from papers.queries.batches import batches
from tests.blog.transfer.source_files import write
from tests.blog.transfer.storing.test_post_import import run
from tests.support.factories import make_paper, make_post

BIB = "@article{k, title={Of rays}, author={Curie, M.}}"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def dated(day: int, body: str, more: str = "") -> dict[str, str]:
    name = f"_posts/2020-01-{day:02}-p{day}.md"
    return {name: f"---\ntitle: Post {day}\ntags: [all]\n{more}---\n\n{body}\n"}


def many(days) -> dict[str, str]:
    files: dict[str, str] = {}
    for day in days:
        files |= dated(day, f"## Part {day}\n\nSee [it](https://example.org/{day}). #Tag")
    return files


def test_more_posts_take_no_more_statements_each_but_a_savepoint(db, tmp_path):
    counts = []
    for name, days in (("some", range(1, 6)), ("more", range(1, 26))):
        write(tmp_path / name, many(days))
        Post.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            assert f"{len(days)} added" in run(tmp_path / name)[0]
        counts.append(len([one for one in queries if "SAVEPOINT" not in one["sql"]]))
    assert counts[1] - counts[0] <= 2  # rows beyond what one statement takes


def test_more_posts_that_cite_take_few_statements_more(db, tmp_path):
    counts = []
    entry = "@article{{w{0}, title={{Of {0} rays}}, author={{Curie, A{0}}}, year={{1999}}}}"
    for name, days in (("some", range(1, 6)), ("more", range(1, 26))):
        files = {"works.bib": "\n".join(map(entry.format, range(60)))}
        for day in days:
            files |= dated(day, f"As [@w{day}] and [@w{day + 30}] say.")
        write(tmp_path / name, files)
        Post.objects.all().delete()
        Paper.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            assert f"{len(days)} added" in run(tmp_path / name)[0]
        counts.append(len([one for one in queries if "SAVEPOINT" not in one["sql"]]))
    assert Source.objects.count() == 2 * len(days)
    assert counts[1] - counts[0] < 20


def test_posts_of_one_name_get_addresses_of_their_own(db, tmp_path):
    make_post(slug="p")
    files = {f"_posts/2020-01-0{day}-p.md": f"Text {day}." for day in (1, 2, 3)}
    write(tmp_path, files)
    run(tmp_path)
    slugs = dict(Post.objects.values_list("import_path", "slug"))
    assert [slugs[name] for name in files] == ["p-2", "p-3", "p-4"]


def test_a_refused_post_takes_no_address_and_leaves_nothing(db, tmp_path):
    long = "word " * 200_000
    files = {
        "_posts/2020-01-01-p.md": f"---\ntags: [only here]\n---\n{long} #Lost",
        "_posts/2020-01-02-p.md": "---\ntags: [kept]\n---\nShort.",
    }
    write(tmp_path, files)
    with pytest.raises(CommandError, match="were refused"):
        run(tmp_path)
    assert list(Post.objects.values_list("slug", flat=True)) == ["p"]
    assert list(Tag.objects.values_list("name", flat=True)) == ["kept"]


def test_a_link_to_a_post_stored_with_it_needs_no_second_reading(db, tmp_path, monkeypatch):
    write(
        tmp_path,
        dated(1, "First.")
        | dated(2, "After [it]({% post_url 2020-01-01-p1 %}), [so](/2020/01/01/p1.html)."),
    )
    again = []
    monkeypatch.setattr(post_import, "link_again", lambda found, run: again.append(found) or [])
    run(tmp_path)
    assert Post.objects.get(slug="p2").source.count("/posts/p1/") == 2
    assert again == []


def test_who_had_an_old_address_first_keeps_it(db, tmp_path):
    first = make_post(slug="first")
    OldAddress.objects.create(path="/old/", post=first)
    write(tmp_path, dated(1, "One.", "permalink: /old/\n") | dated(2, "[See](/old/)."))
    run(tmp_path)
    assert "/posts/first/" in Post.objects.get(slug="p2").source


def test_two_spellings_of_one_address_lead_to_its_paper(db):
    paper = make_paper("Radium", identifiers=[("url", "https://example.org/radium")])
    source = "[One](https://example.org/radium) and [other](https://Example.ORG/radium)."
    post = make_post(source=source)
    assert post.cited_works.get().paper == paper
    assert post.cited_works.get().citations.count() == 2


def test_more_titles_than_a_statement_takes_are_found(db, monkeypatch):
    monkeypatch.setattr(work_lookup, "batches", partial(batches, size=2))
    papers = [make_paper(f"The paper of day {day}", author="Curie") for day in range(5)]
    quoted = " ".join(f"Curie wrote “{paper.title}”." for paper in papers)
    post = make_post(source=quoted)
    assert {work.paper for work in post.cited_works.all()} == set(papers)


def rows() -> dict[str, list]:
    """All that an import makes, without its numbers and times."""
    posts = Post.objects.order_by("import_site", "import_path")
    left = {"id", "created_at", "updated_at", "series_id"}
    made = [{k: v for k, v in one.items() if k not in left} for one in posts.values()]
    names = [
        (
            list(post.tags.names()),
            sorted(post.hashtags.values_list("tag__name", flat=True)),
            list(post.bylines.order_by("position").values_list("author__name", flat=True)),
            sorted(post.old_addresses.values_list("path", flat=True)),
            list(
                post.cited_works.order_by("position").values_list(
                    "paper__title", "role", "is_confirmed", "citations__sentence"
                )
            ),
            sorted(post.unresolved_keys.values_list("value", flat=True)),
        )
        for post in posts
    ]
    return {"posts": made, "names": names, "papers": sorted(Paper.objects.values_list("title"))}


def test_posts_stored_together_are_as_if_stored_one_by_one(db, tmp_path, monkeypatch):
    write(
        tmp_path,
        dated(1, "One [later]({% post_url 2020-01-03-p3 %}). #Tag", "author: Ada\n")
        | dated(2, "“Radium and its rays” by Curie. [@gone]", "redirect_from: /two/\n")
        | dated(3, "Back [to one](/2020/01/01/p1.html), [two](/two/). [@curie1903]")
        | dated(4, "## Radium and its rays\n\nCurie. [At](https://example.org/x) 10.1000/182")
        | {"_config.yml": "title: A site\n"},
    )
    together = []
    for count in (50, 1):
        Post.objects.all().delete()
        Paper.objects.all().delete()
        make_paper("Radium and its rays", author="Curie", key="curie1903")
        make_paper("At", key="at", identifiers=[("doi", "10.1000/182")])
        monkeypatch.setattr(import_batches, "BATCH", count)
        run(tmp_path)
        together.append(rows())
    assert together[0] == together[1]
    assert [len(one[4]) for one in together[0]["names"]] == [0, 1, 1, 2]


def test_a_picture_that_changes_on_the_way_comes_in_as_it_is_then(db, tmp_path, monkeypatch):
    keep, picture, actions = post_import.keep_images, tmp_path / "a.png", []

    def change_and_keep(kept):
        if actions:
            actions.pop(0)()
        keep(kept)

    monkeypatch.setattr(post_import, "keep_images", change_and_keep)
    write(tmp_path, dated(1, "![A](/a.png)") | {"a.png": PNG})
    changes = [partial(picture.write_bytes, PNG + b"0" * n) for n in (1, 2, 3)]
    actions += changes[:1]
    assert "1 added" in run(tmp_path)[0]
    kept = checked_image(PNG + b"0", "a.png").name
    assert (kept in Post.objects.get().source, default_storage.exists(kept)) == (True, True)
    picture.write_bytes(PNG)
    actions += changes[1:]
    with pytest.raises(CommandError, match="refused"):
        run(tmp_path)
    assert kept in Post.objects.get().source
    actions.append(picture.unlink)
    out, err = run(tmp_path)
    assert ("1 changed" in out, "it is not there" in err) == (True, True)


def test_a_fault_with_one_post_is_told_and_the_others_come_in(db, tmp_path, monkeypatch):
    read, render = read_posts.read_post, read_posts.render_source

    def read_most(found):
        return [][0] if "p2" in found.path else read(found)

    def render_most(source, *more, **options):
        if "Deep" in source:
            raise RecursionError("too deep")
        return render(source, *more, **options)

    monkeypatch.setattr(read_posts, "read_post", read_most)
    monkeypatch.setattr(read_posts, "render_source", render_most)
    write(tmp_path, dated(1, "Text.") | dated(2, "Text.") | dated(3, "Deep.") | dated(4, "Text."))
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="refused"):
        call_command("import_posts", str(tmp_path), stdout=out, stderr=err)
    assert "2 added, 0 changed, 0 unchanged, 2 refused." in out.getvalue()
    assert "p2.md: this program failed on it (IndexError: list index out" in err.getvalue()
    assert "p3.md:6: this program failed on it (RecursionError: too deep)" in err.getvalue()


def test_a_trial_takes_nothing_away(db, tmp_path, monkeypatch):
    """A paper that an editor adds meanwhile may have the number of one that the trial undid."""

    def refused(_source):
        make_paper("Added by an editor")
        return MarkupError("It cannot be shown.")

    monkeypatch.setattr(post_import, "render_ready", refused)
    write(tmp_path, dated(1, "As [@k] says.") | {"a.bib": BIB})
    with pytest.raises(CommandError, match="refused"):
        run(tmp_path, "--dry-run")
    assert Paper.objects.get().title == "Added by an editor"
