import json
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
