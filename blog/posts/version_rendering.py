"""Earlier versions whose HTML is not there, since they came with an import of a folder."""

from dataclasses import replace
from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from blog.markup import MarkupError
from blog.markup.page.scroll_frames import make_scrollable
from blog.models import EarlierVersion
from blog.posts.earlier_versions import compare_versions
from blog.posts.saving_posts import citation_settings, render_source
from papers.citing.cited_text import cite_text
from papers.citing.work_lookup import Reach

AT_ONCE = 50
TRIED_ANEW = timedelta(days=7)
"""What cannot be rendered can only be after an upgrade, so it is not in the way of others."""


def render_missing_versions() -> None:
    """Renders them, and compares those that were not compared. They cite what everybody may see by
    now, and add nothing to the library."""
    public = EarlierVersion.objects.filter(is_public=True)
    untried = Q(refused_at=None) | Q(refused_at__lt=timezone.now() - TRIED_ANEW)
    missing = public.filter(untried, body_html="").exclude(source="")
    in_turn = missing.order_by(F("refused_at").asc(nulls_first=True), "pk")
    for row in in_turn.select_related("post")[:AT_ONCE]:
        post = row.post
        post.title, post.language, post.nocite = row.title, row.language, ""
        try:
            rendered = render_source(row.source, row.language, is_html=post.is_html)
        except MarkupError:  # the limits grew stricter: it goes on saying that it is not there
            EarlierVersion.objects.filter(pk=row.pk).update(refused_at=timezone.now())
            continue
        shown = replace(
            citation_settings(post, added=()),
            post_id=None,
            adds_papers=0,
            adds_linked=False,
            finds_titles=False,
            reach=Reach.PUBLIC,
        )
        cited = cite_text(rendered.html, shown)
        said = {"body_html": make_scrollable(cited.html), "references": cited.shown.entries}
        EarlierVersion.objects.filter(pk=row.pk).update(**said)
    new = public.filter(compared_with=0).order_by().values_list("post_id", flat=True).distinct()
    for post_id in new[:AT_ONCE]:
        compare_versions.call(post_id)
