import json

import pytest

from blog.models import Comment, Post
from blog.transfer.sites.comment_files import read_comments
from blog.transfer.source.import_values import Refused
from blog.transfer.storing.post_import import import_posts
from tests.blog.transfer.source_files import write

pytestmark = pytest.mark.django_db
SITE = {
    "_config.yml": "title: C\nurl: https://c.example.org\n",
    "_posts/2024-06-02-talk.md": "---\ntitle: Talk\n---\nText.\n",
}
FIRST = """_id: one
name: Cara
email: 8a1f0e
url: https://cara.example
message: |
  I was *here* first.
date: '2024-06-03T10:00:00.000Z'
"""
ANSWER = """_id: two
_parent: one
name: Dan
message: And I second.
date: 1717495200
"""


def remarks(folder, **options) -> str:
    return "\n".join(line for one in import_posts([folder], **options) for line in one.remarks)


@pytest.mark.parametrize(
    "folder",
    [
        "_data/comments/talk",
        "_data/comments/2024-06-02-talk",
        "_data/comments/2024/06/02/talk",
        "_data/comments/Talk",
        "data/comments/talk",
    ],
)
def test_comments_in_files_come_with_their_post_once(tmp_path, folder):
    files = {f"{folder}/entry2.yml": ANSWER, f"{folder}/entry1.yml": FIRST}
    write(tmp_path, SITE | files)
    for _time in range(2):
        assert "comment" not in remarks(tmp_path)
    first, answer = Comment.objects.order_by("created_at")
    assert (first.name, first.website, first.email) == ("Cara", "https://cara.example", "")
    assert "<em>here</em>" in first.body_html
    assert (str(first.created_at), first.state) == ("2024-06-03 10:00:00+00:00", "published")
    assert (answer.parent, str(answer.created_at)) == (first, "2024-06-04 10:00:00+00:00")


def test_a_comment_that_comes_later_is_taken_though_its_post_is_the_same(tmp_path):
    write(tmp_path, SITE)
    remarks(tmp_path)
    write(tmp_path, {"_data/comments/talk/a.json": json.dumps({"name": "E", "body": "Late."})})
    assert remarks(tmp_path, is_trial=True) == ""
    assert not Comment.objects.exists()
    remarks(tmp_path)
    assert Comment.objects.get().source == "Late."


def test_what_is_no_comment_of_a_post_is_told(tmp_path):
    listed = "- name: A\n  message: One\n- name: A\n  message: Two\n- name: A\n"
    files = {
        "_data/comments/gone/a.yml": FIRST,
        "_data/comments/other.yml": listed,
        "_data/comments/talk/b.yml": "name: [",
        "_data/comments/talk/c.yml": "name: A\nmessage: Held.\npublished: false\n",
    }
    write(tmp_path, SITE | files)
    told = remarks(tmp_path)
    assert "3 comments of" in told and "the comments in b.yml were left out" in told
    assert Comment.objects.get().state == "pending"


def test_several_comments_in_one_file(tmp_path):
    listed = "- name: A\n  message: One\n  date: 2024-06-03\n- name: B\n  message: Two\n"
    write(tmp_path, SITE | {"_data/comments/talk.yml": listed})
    remarks(tmp_path)
    assert {one.source for one in Post.objects.get().comments.all()} == {"One", "Two"}


@pytest.mark.parametrize("file", ["_data/comments.yml", "data/comments.json", "comments.yaml"])
def test_a_file_of_many_posts_is_counted(tmp_path, file):
    listed = json.dumps([{"name": "Cara", "message": "One"}, {"name": "Dan", "message": "Two"}])
    write(tmp_path, {**SITE, file: listed})
    assert "2 comments" in remarks(tmp_path)
    assert not Comment.objects.exists()


def test_a_file_that_cannot_be_read_is_counted_too(tmp_path):
    write(tmp_path, {**SITE, "_data/comments/old.json": "[" * 100_000})
    assert f"1 comment of {tmp_path.name} was left behind" in remarks(tmp_path)


def test_comments_of_a_file_in_a_folder_of_posts_are_not_those_of_the_folders_name(tmp_path):
    site = {
        "hugo.toml": "title='H'",
        "content/blog/a.md": "---\ntitle: A\ndate: 2024-01-01\n---\nT",
    }
    write(tmp_path, {**site, "data/comments/blog/1.yml": FIRST})
    remarks(tmp_path)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("ending", ["json", "yml"])
def test_a_file_may_have_thousands_of_comments(tmp_path, ending):
    said = "This is a comment of some length, as readers write them on a post that they like. " * 2
    entries = [
        {"id": f"c{n}", "name": "Cara", "email": "", "url": "", "date": "2024-06-03", "body": said}
        for n in range(2000)
    ]
    file = tmp_path / f"talk.{ending}"
    file.write_text(json.dumps(entries))  # which is YAML as well
    assert len(read_comments(file)) == 2000


def test_a_file_that_is_too_large_is_told_with_what_is_allowed(tmp_path):
    file = tmp_path / "talk.json"
    file.write_text(json.dumps([{"body": "a" * 5_000_000}]))
    with pytest.raises(Refused, match=r"the file is bigger than 4 MB"):
        read_comments(file)
