"""A site with something in every table, in texts that a careless writer of files would damage."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from blog.models import (
    Act,
    Ban,
    ListAddress,
    MailAddress,
    OldAddress,
    OutsidePicture,
    Post,
    Report,
    Series,
    Submission,
    Subscriber,
    Subscription,
    Tag,
    TagAlias,
)
from blog.posts.revisions import NOBODY
from blog.posts.saving_posts import save_post
from blog.posts.telling_corrections import tell_correction
from papers.choices import Origin
from papers.library.discussion_counts import recount_discussions
from papers.library.merging import merge_papers
from papers.models import (
    DistinctPair,
    Notice,
    Paper,
    Reading,
    Source,
    Watch,
    WatchLook,
)
from tests.support.factories import (
    cite,
    make_author,
    make_comment,
    make_page,
    make_paper,
    make_post,
    set_site,
)


def make_hostile_site() -> None:
    """Something in every table, with texts that a careless writer of files would damage."""
    user = get_user_model().objects.create(username="ada")
    nasty = '"x": [y] # {{ z }} {% raw %} \\u0041 \u2028\ufeff\x85 <b>&amp;</b> 😀 --- \\'
    writer = make_author(name="Ada", user=user, bio=f"{nasty}\n---\n")
    twin = make_author(name="Ada", orcid="0000-0002-1825-0097")
    one = make_paper("Con", key="con", identifiers=[("doi", "10.1234/one")], author="Grün")
    two = make_paper("On GPT", key="GPT", note="See *this*.", title_short="T")
    three = make_paper("On gpt", key="gpt", identifiers=[("arxiv", "1912.01703")])
    hidden = make_paper("Hidden", key="DBLP:conf.x")
    Paper.objects.filter(pk=hidden.pk).update(is_in_library=False)
    Paper.objects.filter(pk=three.pk).update(version_of=two)
    series = Series.objects.create(title="A: series", description=nasty)
    text = f"{nasty}\n\n---\ntitle: no header\n---\n\nAs in [@con, p. 3] and [@nobody2000]. #Tag"
    first = make_post(
        title=nasty, source=text, tags=["C++", "a b"], authors=[writer, twin], series=series
    )
    other = make_post(title="CR LF", source="a\r\n\r\nb\r\n", summary="  two  ", comment_days=0)
    make_post(title="mixed", source="\n\na\r\nb\nc \n\n", commenting="hidden", slug="GPT")
    make_post(title="like it", slug="gpt", is_unlisted=True, source="See [@DBLP:conf.x].")
    make_post(title="html", source="<p>As <em>said</em></p>", is_html=True, allow_sharing=False)
    draft = make_post(title="draft", source="[@con]", published_at=None, nocite="@GPT")
    cite(first, two, found_by=Origin.EDITOR, role="disputes", position=7)
    cite(draft, hidden, is_confirmed=False, found_by=Origin.TITLE)
    other.source = f"{other.source}{nasty}\r\n"
    save_post(other, tags=None, saving=NOBODY)
    tell_correction(other.revisions.first(), nasty, is_change_shown=True)
    draft.draft_notes.create(name="Eve", text=nasty, passage=nasty)
    Submission.objects.create(post=draft, word=nasty, by=user, by_name="ada")
    tag = Tag.objects.get(name="C++")
    tag.name, tag.slug = "CPP", "con"
    tag.save()
    TagAlias.objects.create(tag=tag, name="See Plus", key="seeplus")
    first.slug = "renamed"
    first.save()
    OldAddress.objects.create(path="/2019/학습/", post=first)
    OldAddress.objects.create(path="/people/ada.html", author=writer)
    ListAddress.objects.create(path="/news.rss", leads_to="post_feed")
    page = make_page(title="About & more", address="people/alumni", source="As in [@con].\r\n")
    make_page(title="draft", address="secret", is_draft=True)
    set_site(name=nasty[:50], home_page=page, css="a { color: red }", footer="*Foot*", accent="")
    set_site(takes_mentions=True, sends_mentions=True, hub="https://hub.example/")
    make_hostile_comments(first, user)
    make_hostile_facts(one, two, hidden, user)
    default_storage.save("files/0123/data.csv", ContentFile(b"a,b"))
    recount_discussions(Paper.objects.values_list("pk", flat=True))


def make_hostile_comments(post: Post, user: Any) -> None:
    begun = make_comment(post, source="As in [@con]: *yes*.\r\n---", email="ada@example.org")
    answer = make_comment(post, parent=begun, source="No.", state="pending", reasons=[["old", 3]])
    make_comment(post, parent=answer, source="Well, 10.1234/one.", website="https://example.org/")
    make_comment(post, source="Spam", state="spam", import_key="7", name='"')
    make_comment(post, source="Mentioned", mentioned_from="https://their.example/a?b=1&c#d")
    mail = MailAddress.objects.create(address="ada@example.org")
    Subscription.objects.create(address=mail, comment=begun, wish="thread")
    Subscriber.objects.create(address="ada@example.org", consent='"yes"\n---')
    Ban.objects.create(kind="words", value="casino", made_by=user)
    Act.objects.create(kind="keep", comment=begun, number=begun.pk, by=user, by_name="ada")
    Act.objects.create(kind="erase", number=999)
    Report.objects.create(comment=begun, note="?")


def make_hostile_facts(one: Paper, two: Paper, hidden: Paper, user: Any) -> None:
    notice = {"reason": "*fraud*", "note": "We **know**.", "looked_by": user, "sources": ["editor"]}
    Notice.objects.create(paper=one, kind="retraction", notice_paper=hidden, **notice)
    Notice.objects.create(paper=two, kind="other", is_confirmed=False)
    Reading.objects.create(paper=two, state="read", note="*Good*.")
    Source.objects.create(
        paper=one, kind="file", name="/home/b.bib", key="con", record={"title": "C", "annote": "?"}
    )
    DistinctPair.objects.create(first=one, second=two)
    picture = "https://elsewhere.example/a.png"
    OutsidePicture.objects.note(picture, problem="It is not there.", is_lost=True)
    watch = Watch.objects.create(kind="path", place="/home/b.bib", taken="a" * 64, is_on=False)
    WatchLook.objects.create(watch=watch, outcome="taken", said="2 new", lines=["a: new"])
    merge_papers(one, [make_paper("Con", key="con2", author="Grun")], user)
