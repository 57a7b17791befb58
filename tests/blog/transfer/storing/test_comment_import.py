import json
import sqlite3
from contextlib import closing
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from blog.models import Comment, OldAddress
from tests.support.factories import make_post

pytestmark = pytest.mark.django_db
DISQUS = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<category dsq:id="1"><forum>f</forum><title>General</title></category>
<thread dsq:id="10"><id>x</id><link>https://old.example/2020/01/02/talk.html?a=b</link>
  <title>T</title></thread>
<thread dsq:id="11"><link>https://old.example/gone/</link><title>Gone</title></thread>
<thread dsq:id="12"><link></link><title>By &amp;amp; title</title></thread>
%s
</disqus>"""
POST = """<post dsq:id="{key}"><message><![CDATA[{text}]]></message>
<createdAt>2020-01-0{day}T10:00:00Z</createdAt><isDeleted>{gone}</isDeleted><isSpam>false</isSpam>
<author><name>{name}</name><isAnonymous>false</isAnonymous></author>
<thread dsq:id="{thread}"/>{parent}</post>"""


def disqus_post(key, text, *, thread=10, day=3, name="Cara", gone="false", parent=""):
    parent = f'<parent dsq:id="{parent}"/>' if parent else ""
    return POST.format(**locals())


def run(file, **options):
    out, err = StringIO(), StringIO()
    call_command("import_comments", file, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_disqus_comments_come_once_with_their_threads(tmp_path):
    post = make_post(title="Talk")
    OldAddress.objects.create(path="/2020/01/02/talk.html", post=post)
    posts = [
        disqus_post(2, "<p>An <b>answer</b></p>", day=4, name="Dan", parent=1),
        disqus_post(1, "<p>First &lt;one&gt;</p>"),
        disqus_post(3, "<p>Spam</p>", gone="true"),
        disqus_post(4, "<p>Lost</p>", thread=11),
    ]
    file = tmp_path / "disqus.xml"
    file.write_text(DISQUS % "".join(posts))
    out, err = run(file, dry_run=True)
    assert "this would happen: 2 added, 0 there" in out and not Comment.objects.exists()
    out, err = run(file)
    assert "2 added" in out and "1 without a post" in out
    assert "https://old.example/gone/: no post has this address or title: 1 left" in err
    first, answer = Comment.objects.order_by("created_at")
    assert (first.post, first.name, answer.parent) == (post, "Cara", first)
    assert "First &lt;one&gt;" in first.body_html and "<strong>answer" in answer.body_html
    assert str(first.created_at) == "2020-01-03 10:00:00+00:00"
    assert "0 added, 2 there" in run(file)[0]


ISSO = """
CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER,
  created FLOAT NOT NULL, modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR,
  author VARCHAR, email VARCHAR, website VARCHAR, likes INTEGER DEFAULT 0,
  dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL, notification INTEGER DEFAULT 0);
CREATE TABLE preferences (key VARCHAR PRIMARY KEY, value VARCHAR);
INSERT INTO threads VALUES (1, '/2020/01/02/talk.html', 'Talk'), (2, '/gone/', 'Gone');
"""


def isso_database(file, *rows):
    """``rows`` are: number, thread, parent, seconds, mode, text, author, mail, website."""
    with closing(sqlite3.connect(file)) as database, database:
        database.executescript(ISSO)
        database.executemany(
            "INSERT INTO comments (id, tid, parent, created, mode, text, author, email, website, "
            "remote_addr, voters) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '192.0.2.7', x'00')",
            rows,
        )
    return file


def test_the_comments_of_isso_come_once_with_threads_states_and_private_addresses(tmp_path, client):
    post = make_post(title="Talk", slug="talk")
    OldAddress.objects.create(path="/2020/01/02/talk.html", post=post)
    mail, site = "cara@mail.example", "https://cara.example/"
    file = isso_database(
        tmp_path / "comments.db",
        (1, 1, None, 1578045600.5, 1, "First **one** <b>x</b>", "Cara", mail, site),
        (2, 1, 1, 1578049200.0, 1, "An answer", None, None, "javascript:alert(1)"),
        (3, 1, None, 1578049300.0, 2, "Held", "Dan", "", None),
        (4, 1, None, 1578049400.0, 4, "", None, None, None),
        (5, 1, 4, 1578049500.0, 1, "To one that is gone", "Eve", None, None),
        (6, 2, None, 1578049600.0, 1, "Elsewhere", "Eve", None, None),
        (7, 1, None, 1e300, 1, b"\xff", "Eve", None, None),
        (8, 1, None, 1e300, 1, "When?", 7, None, None),
    )
    before = file.read_bytes()
    assert "this would happen: 5 added" in run(file, dry_run=True)[0]
    out, err = run(file)
    assert "5 added, 0 there or left out, 1 without a post" in out and "/gone/" in err
    first, answer, held, orphan, undated = Comment.objects.order_by("pk")
    assert (first.name, first.email, first.website) == ("Cara", mail, site)
    assert str(first.created_at) == "2020-01-03 10:00:00.500000+00:00"
    assert "First <strong>one</strong>" in first.body_html and "<b>" not in first.body_html
    assert (answer.parent, answer.website, answer.name) == (first, "", "Anonymous")
    assert (held.state, orphan.parent, orphan.state) == ("pending", None, "published")
    assert undated.source == "When?"
    page = client.get(post.get_absolute_url()).content.decode()
    assert "An answer" in page and "Held" not in page and mail not in page
    assert "0 added, 5 there" in run(file)[0]
    assert file.read_bytes() == before and list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("CREATE TABLE threads (id, uri, title)", "has no table comments"),
        ("CREATE VIEW comments AS SELECT 1; CREATE TABLE threads (id)", "has no table comments"),
        ("CREATE TABLE comments (id); CREATE TABLE threads (id)", "no such column"),
    ],
)
def test_a_database_of_another_program_is_refused(tmp_path, sql, told):
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as database:
        database.executescript(sql)
    with pytest.raises(CommandError, match=rf"other\.db.*{told}"):
        run(file)
    file.write_bytes(file.read_bytes()[:100] + b"?" * 5000)
    with pytest.raises(CommandError, match=r"other\.db.*cannot be read"):
        run(file)


def test_dates_at_the_ends_of_the_calendar_are_the_posts(tmp_path):
    """In a zone they would be of a year that nobody can write."""
    post = make_post(title="Talk", slug="talk")
    OldAddress.objects.create(path="/2020/01/02/talk.html", post=post)
    run(
        isso_database(
            tmp_path / "comments.db",
            (1, 1, None, -62135596800, 1, "Of the year 1", "Eve", None, None),
            (2, 1, None, 253402300799, 1, "Of the year 9999", "Eve", None, None),
        )
    )
    times = Comment.objects.values_list("created_at", flat=True)
    assert [*times] == [post.published_at] * 2


def test_a_database_that_makes_up_a_long_text_costs_no_memory(tmp_path):
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as database, database:
        database.executescript(
            "CREATE TABLE threads (id, uri, title);"
            "CREATE TABLE comments (tid, id, parent, created, mode, author, email, website,"
            " text AS (hex(zeroblob(20000000)))); INSERT INTO comments (tid, mode) VALUES (1, 1)"
        )
    with pytest.raises(CommandError, match=r"other\.db.*too big"):
        run(file)


def discussion(title, *comments):
    return {"title": title, "url": "https://github.com/a/b/discussions/1", "comments": comments}


def said(key, body, **more):
    author = {"login": "cara", "url": "https://github.com/cara"}
    return {"id": key, "body": body, "author": author, "createdAt": "2020-01-03T10:00:00Z", **more}


def test_discussions_of_giscus_and_issues_of_utterances_come_in(tmp_path):
    post = make_post(title="Talk on things", slug="talk")
    answers = {"nodes": [said("B", "So do I.")]}
    nodes = [discussion("posts/talk/", said("A", "I *agree*.", replies=answers))]
    for place in nodes:
        place["comments"] = {"nodes": place["comments"]}
    whole = {"data": {"repository": {"discussions": {"nodes": nodes}}}}
    file = tmp_path / "giscus.json"
    file.write_text(json.dumps(whole))
    assert "2 added" in run(file)[0]
    agreed, answer = Comment.objects.order_by("pk")
    assert (agreed.post, answer.parent, agreed.name) == (post, agreed, "cara")
    issues = [discussion("Talk on things", said(7, "Late."), said(8, "Off.", isMinimized=True))]
    file.write_text(json.dumps(issues))
    assert "1 added" in run(file)[0]
    assert Comment.objects.filter(post=post).count() == 3


@pytest.mark.parametrize("text", ["no export", "[" * 100_000, "<a>", '{"a": ', "<!DOCTYPE a><a/>"])
def test_what_is_no_export_is_refused(tmp_path, text):
    file = tmp_path / "comments"
    file.write_text(text)
    with pytest.raises(CommandError, match="comments"):
        run(file)
    with pytest.raises(CommandError, match="comments"):
        run(tmp_path / "no-comments")


def test_titles_that_two_posts_have_name_none(tmp_path):
    for _number in range(2):
        make_post(title="Twice")
    file = tmp_path / "issues.json"
    file.write_text(json.dumps([discussion("Twice", said("A", "Which?"))]))
    assert "1 without a post" in run(file)[0]


def test_characters_that_databases_refuse_are_left_out(tmp_path):
    make_post(title="Talk")
    author = {"login": "ca\0ra\ud800", "url": "https://github.com/cara"}
    bad = said("A", "One\0two \ud83d", author=author)
    file = tmp_path / "giscus.json"
    file.write_text(json.dumps([discussion("Ta\0lk", bad), discussion("x\ud800", said("B", "?"))]))
    assert "1 added" in run(file)[0]
    comment = Comment.objects.get()
    assert (comment.name, comment.source) == ("cara", "Onetwo ")
