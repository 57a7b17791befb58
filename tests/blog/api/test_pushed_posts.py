"""Posts that programs send: made, changed, refused, and put together with what changed here."""

import pytest

from blog.api import sent_bibliographies
from blog.models import ExportedText, Post
from blog.posts.revisions import Saving
from blog.posts.saving_posts import render_source, save_post
from papers.models import Paper
from tests.support.api_requests import ask, token_of, told
from tests.support.factories import make_post

pytestmark = pytest.mark.django_db
NEW = "---\ntitle: From afar  # a note of mine\ntags: [physics, new]\n---\n\nOne.\n\nTwo.\n"
BIB = "@article{curie1903, title={On the radium question}, author={Curie, Marie}, year={1903}}"


def test_a_text_becomes_a_draft_and_its_changes_come_in(token):
    made = told(ask(token, "POST", "posts", {"text": NEW, "note": "First."}), 201)
    post = Post.objects.get()
    assert (made["number"], made["version"], made["state"]) == (post.pk, 1, "draft")
    assert (post.title, post.source) == ("From afar", "One.\n\nTwo.")
    assert [tag.name for tag in post.tags.all()] == ["physics", "new"]
    assert [one.author.name for one in post.bylines.all()] == ["Ada"]
    assert post.revisions.get().note == "First."
    assert post.revisions.get().by_name == "admin"
    again = told(ask(token, "POST", "posts", {"text": NEW}), 200)  # its answer was lost
    assert (again["number"], again["outcome"]) == (post.pk, "unchanged")
    text = made["text"].replace("Two.", "Three.").replace('authors: ["Ada"]\n', "")
    changed = told(ask(token, "PUT", f"posts/{post.pk}", {"text": text, "note": "More."}), 200)
    assert (changed["outcome"], changed["version"]) == ("changed", 2)
    post.refresh_from_db()
    assert post.source == "One.\n\nThree."
    assert post.revisions.first().note == "More."
    same = told(ask(token, "PUT", f"posts/{post.pk}", {"text": changed["text"]}), 200)
    assert (same["outcome"], same["text"]) == ("unchanged", changed["text"])
    assert post.revisions.count() == 2
    assert 'authors: ["Ada"]' in same["text"]
    other = told(ask(token, "POST", "posts", {"text": NEW}), 201)  # the first is another one by now
    told(ask(token, "PUT", f"posts/{post.pk}", {"text": other["text"]}), 422)
    Post.objects.exclude(pk=post.pk).delete()
    read = told(ask(token, "GET", f"posts/{post.pk}"), 200)
    assert read["text"] == changed["text"]
    assert [one["number"] for one in told(ask(token, "GET", "posts"), 200)["posts"]] == [post.pk]


def test_what_changed_meanwhile_is_put_together_or_told_with_both_texts(token, admin_user):
    post = make_post(title="Here", source="One.\n\nTwo.", published_at=None, language="en")
    told(ask(token, "GET", f"posts/{post.pk}"), 200)
    assert not ExportedText.objects.exists()  # reading changes nothing
    text = told(ask(token, "POST", f"posts/{post.pk}/copies"), 200)["text"]
    post.title = "Another title"
    save_post(post, saving=Saving(admin_user))
    sent = text.replace("Two.", "Three.").replace('lang: "en"', "lang: de")
    both = told(ask(token, "PUT", f"posts/{post.pk}", {"text": sent}), 200)
    assert 'title: "Another title"' in both["text"]
    post.refresh_from_db()
    assert (post.title, post.source, post.language) == ("Another title", "One.\n\nThree.", "de")
    late = text.replace("Two.", "Four.")
    other = token_of(admin_user, "another machine")
    refused = told(ask(other, "PUT", f"posts/{post.pk}", {"text": late}), 409)
    (difference,) = refused["differences"]
    assert difference["part"] == "the text"
    assert {"-Three.", "+Four."} <= set(difference["lines"])
    assert (refused["sent"], refused["stored"]) == (late, both["text"])
    assert refused["error"]["to_do"]
    post.refresh_from_db()
    assert post.source == "One.\n\nThree."
    stranger = "---\ntitle: Another title\n---\n\nFive.\n"  # of which nobody knows what it was
    assert ask(token, "PUT", f"posts/{post.pk}", {"text": stranger}).status_code == 409
    seen = {"text": stranger, "version": refused["version"]}
    told(ask(token, "PUT", f"posts/{post.pk}", seen), 200)
    slug = post.slug
    post.refresh_from_db()
    assert (post.source, post.language, post.slug) == ("Five.", "", slug)


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("No header.", "the text", "no header between"),
        ("---\ntitle: [\n---\n\nA.\n", "line", "no YAML"),
        ("---\nlang: en\n---\n\nA.\n", "the text", "no title"),
        ("---\ntitle: A\ncategories: [b]\n---\n\nA.\n", "categories", "categories"),
        ("---\ntitle: A\nlang: english!\n---\n\nA.\n", "the text", "lang"),
        ("---\ntitle: A\ndate: someday\n---\n\nA.\n", "the text", "date"),
        ("---\ntitle: A\ntags: {a: b}\n---\n\nA.\n", "the text", "tags"),
        ("---\ntitle: A\nslug: taken\n---\n\nA.\n", "slug", "exists"),
        ("---\ntitle: A\ncitation_style: none\n---\n\nA.\n", "citation_style", "no citation style"),
        ("---\ntitle: A\nnumber: 7\n---\n\nA.\n", "number", "of post 7"),
        ("---\ntitle: A\nredirect_from: [nowhere]\n---\n\nA.\n", "the text", "begin"),
        ("---\ntitle: A\ndate: 2026-01-01\n---\n\nSee [@doi:10.5555/x].\n", "date", "asked"),
        ("---\ntitle: A\ndate: 2026-01-01\n---\n\n![](/media/a.png)\n", "date", "asked"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_nothing_is_stored(token, text, where, what):
    make_post(slug="taken")
    refused = told(ask(token, "POST", "posts", {"text": text}), 422)["error"]
    assert where in refused["where"]
    assert what in refused["what"]
    assert Post.objects.count() == 1


def test_publishing_asks_and_force_answers(token):
    text = "---\ntitle: A\ndate: 2026-01-01\n---\n\nSee [@nobody2020].\n\n# One\n\n### Two\n"
    refused = told(ask(token, "POST", "posts", {"text": text}), 422)
    assert [one["line"] for one in refused["doubts"]] == [1]
    assert "nobody2020" in refused["doubts"][0]["words"]
    made = told(ask(token, "POST", "posts", {"text": text, "force": True}), 201)
    assert made["state"] == "published"
    kinds = {one["kind"]: one["line"] for one in made["findings"]}
    assert kinds["key"] == 1
    assert kinds["skipped"] == 5


def test_a_bibliography_brings_the_works_that_are_cited(token, monkeypatch):
    text = "---\ntitle: A\n---\n\nSee [@curie1903].\n"
    more = BIB + "@book{unused, title={Not cited}, year={1999}} @article{broken"
    made = told(ask(token, "POST", "posts", {"text": text, "bibliography": more}), 201)
    assert [one.title for one in Paper.objects.all()] == ["On the radium question"]
    assert Post.objects.get().cited_works.count() == 1
    assert any(one.startswith("bibliography:1:") for one in made["remarks"])
    text = "---\ntitle: B\ndate: 2026-01-01\ndraft: true\n---\n\nSee [@bohr1913].\n"
    bohr = "@article{bohr1913, title={Atoms}, author={Bohr, Niels}, doi={10.1000/b}}"
    made = told(ask(token, "POST", "posts", {"text": text, "bibliography": bohr}), 201)
    assert made["state"] == "draft" and "“date” is not kept" in made["remarks"][0]
    public = text.replace("draft: true\n", "").replace("B\n", "C\n").replace("bohr", "born")
    told(ask(token, "POST", "posts", {"text": public}), 422)
    born = {"text": public, "bibliography": bohr.replace("bohr", "born").replace("0/b", "0/c")}
    assert told(ask(token, "POST", "posts", born), 201)["state"] == "published"
    monkeypatch.setattr(sent_bibliographies, "MOST_LETTERS", 20)
    much = {"text": text.replace("bohr", "long"), "bibliography": bohr.replace("bohr", "long")}
    assert "more than 20" in told(ask(token, "POST", "posts", much), 201)["remarks"][1]


def test_what_changes_while_a_text_is_rendered_is_put_together_too(token, monkeypatch):
    post = make_post(title="One", source="A.", published_at=None)
    text = told(ask(token, "POST", f"posts/{post.pk}/copies"), 200)["text"]
    rendered = []

    def meanwhile(*args, **named):
        if not rendered:
            now = Post.objects.get()
            now.title = "Meanwhile"
            save_post(now)
        rendered.append(args)
        return render_source(*args, **named)

    monkeypatch.setattr("blog.api.pushed_posts.render_source", meanwhile)
    told(ask(token, "PUT", f"posts/{post.pk}", {"text": text.replace("A.", "B.")}), 200)
    post.refresh_from_db()
    assert (post.title, post.source, len(rendered)) == ("Meanwhile", "B.", 2)
