"""What lists show of posts, and a post of the works that it cites, each as a piece
(``papers.pages.pieces``)."""

from functools import partial
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.loader_tags import BlockNode
from django.urls import reverse

from blog.models import Post
from papers.choices import Role
from papers.citing.cited_works import Reference
from papers.models import CitedWork, Paper
from papers.pages.export_kinds import KINDS
from papers.pages.paper_page import discussion_html
from papers.pages.pieces import facts_of, kept_piece, piece_html
from papers.queries import capped_counts

register = template.Library()
TITLE = ("get_absolute_url", "shown_language", "direction", "title_html", "published_at")
title_facts = facts_of(*TITLE)
head_facts = facts_of(*TITLE, "description", "reading_minutes", "comments_count")
place_facts = facts_of("anchor", "sentence")
PAPER = (
    *("title_html", "byline", "issued_year", "container_title", "get_absolute_url"),
    *("notice", "notice_shape", "get_notice_display", "discussions_count", "standing"),
    *("standing_shape", "checked_at", "get_checked_with_display", "differences", "state"),
)
line_facts = facts_of(*PAPER, "language", "context_object")
work_facts = facts_of(*PAPER, "key", "notice_day", "get_standing_display")

OF_ALL_PAGES = ("site", "site_name", "site_tagline", "count_cap")
"""What ``blog.context`` says of the site, which is a fact of each piece (``papers.pages.pieces``);
a page that has to stand though nothing of the site can be read lacks it, and keeps no piece.
Whether a page is made for a folder of files is a fact of each too."""


class Piece(template.Node):
    def __init__(self, facts: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.facts = facts
        self.nodelist = nodelist

    def render(self, context: template.Context) -> str:
        facts = {name: fact_in(context, one) for name, one in self.facts.items()}
        facts["is_static"] = context.get("is_static", False)
        if "site" not in context:
            return self.made_of(facts, context)
        return kept_piece(self, facts, lambda: self.made_of(facts, context))

    def made_of(self, facts: dict[str, Any], context: template.Context) -> str:
        known = {name: context[name] for name in OF_ALL_PAGES if name in context}
        return self.nodelist.render(context.new(known | facts))


def fact_in(context: template.Context, named: FilterExpression) -> Any:
    """A call that was not made yet stays one until the piece makes it."""
    value = context.get(named.token)
    return value if isinstance(value, partial) else named.resolve(context)


@register.tag
def piece(parser: Parser, token: Token) -> Piece:
    """``{% piece post works=cited.works %} … {% endpiece %}``: a part of a page that knows these
    facts, and of the site what all pages know, and nothing else, so that it is kept."""
    tag, *bits = token.split_contents()
    named = [bit if "=" in bit else f"{bit}={bit}" for bit in bits]
    facts = token_kwargs(named, parser)
    nodelist = parser.parse((f"end{tag}",))
    parser.delete_first_token()
    if named or nodelist.get_nodes_by_type(BlockNode):
        raise template.TemplateSyntaxError(f"{{% {tag} %}} takes names of facts, and no block.")
    return Piece(facts, nodelist)


@register.simple_tag
def title_line(post: Post) -> str:
    """A line of a list of titles."""
    return piece_html("blog/_title.html", post=title_facts(post))


@register.simple_tag
def post_tags(post: Post) -> str:
    return piece_html("blog/_tags.html", tags=tag_links(post))


@register.simple_tag
def post_entry(post: Post) -> str:
    """A post in a list, with ``standing`` (``tell_standings``) and what ``with_byline`` gives."""
    authors = [byline.author for byline in post.bylines.all()]
    cited = post.standing
    return piece_html(
        "blog/_entry.html",
        post=head_facts(post),
        authors=tuple((one.name, one.get_absolute_url()) for one in authors),
        works=cited.works,
        checked=cited.checked,
        warned=tuple(cited.warned),
        tags=tag_links(post),
        count_cap=capped_counts.COUNT_CAP,
    )


@register.simple_tag
def work_cited(reference: Reference) -> str:
    """A work in a post's list; its paper's notices were told (``tell_notices``)."""
    work = reference.work
    return piece_html(
        "blog/_reference.html",
        entry_html=reference.entry_html,
        links=reference.links,
        places=tuple(map(place_facts, reference.places)),
        paper=work_facts(work.paper),
        has_page=reference.has_page,
        is_about=work.role == Role.ABOUT,
        notes=tuple(one.note_html for one in work.paper.told) if work.paper.notice else (),
    )


@register.simple_tag
def discussion(work: CitedWork) -> str:
    """A post's part in a paper's page."""
    return discussion_html(work)


@register.simple_tag
def paper_line(paper: Paper, *, by_year: bool = False) -> str:
    """A paper in a list, ``by_year`` where the list says the year already."""
    part = getattr(paper, "part", "")
    return piece_html("papers/_paper.html", paper=line_facts(paper), part=part, by_year=by_year)


@register.inclusion_tag("papers/_save_links.html")
def save_links(view: str, *names: str, query: str = "") -> dict[str, str]:
    """The list's entries that lead to one set of references in each format; `view` is asked for it
    with `names` and the format's ending, and with a `query` that narrows it."""
    ending = f"?{query}" if query else ""
    return {name: reverse(view, args=[*names, name]) + ending for name in KINDS}


def tag_links(post: Post) -> tuple[tuple[str, str], ...]:
    return tuple((tag.name, tag.get_absolute_url()) for tag in post.tags.all())
