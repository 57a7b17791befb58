"""The source of one post for everybody, as an export of the site has it."""

import re

from django.db.models import Prefetch, Q, QuerySet

from blog.folder.text_files import write_text_file
from blog.folder.text_headers import header_names, post_header
from blog.models import Author, OldAddress, Post

TITLE = "|".join(
    rf"\{begin}[^{end}\n]*+(?:\n[^{end}\n]++){{0,20}}+\{end}" for begin, end in ("()", '""', "''")
)
"""Of a link's definition, over twenty lines at most: else one without an end is sought anew from
each line."""
COMMENT = re.compile(
    r"<!--.*?(?:-->|\Z)|\{%-?\s*comment\b[^%]*%\}.*?(?:\{%-?\s*endcomment\s*-?%\}|\Z)"
    r"|\{::comment\}.*?(?:\{:/(?:comment)?\}|\Z)|^%(?:(?!<!--)[^\n])*+\n?"
    r"|^[ >]*(?P<label>\[[^\]\n]+\]):[ \t]*(?:\#|<\#?>)[ \t]*\n?[ \t]*"
    rf"(?:{TITLE})[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
"""What an author wrote for no reader: in HTML, Liquid, kramdown and MyST, and in plain Markdown the
title of a link that leads nowhere and that nothing names (`[//]: # (a remark)`)."""
CODE = re.compile(
    r"^[ \t>]*(?:(?:[*+-]|\d+\.)[ \t]+)?(?P<fence>`{3,}|~{3,})[^\n]*\n"
    r"(?P<block>.*?)^[ \t>]*(?P=fence)"
    r"|(?P<ticks>(?<!`)`+)(?!`)(?P<code>.{1,2000}?)(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
PIECE = re.compile(f"{CODE.pattern}|(?P<comment>{COMMENT.pattern})", re.DOTALL | re.MULTILINE)
"""Where a comment begins in code, none does."""


def open_sources() -> QuerySet:
    """The posts whose source everybody may have: those that are published and Markdown."""
    old = Prefetch("old_addresses", OldAddress.objects.all())
    posts = Post.objects.published().filter(is_html=False).select_related("series")
    return posts.prefetch_related("bylines__author", "tags", old)


def written_source(post: Post) -> str:
    """The Markdown with its front matter, without comments that readers do not see."""
    names = [byline.author.name for byline in post.bylines.all()]
    alike = Author.objects.filter(Q(name__in=names) | Q(slug__in=names) | Q(bylines__post=post))
    header = post_header(post, header_names(alike.distinct().order_by("pk")))
    return write_text_file(header, without_unseen(post.source, post.text))


def without_unseen(source: str, text: str) -> str:
    """``text`` is what readers see of it: a comment in code stands there. What is not in it is no
    code, whatever it looks like."""
    if not COMMENT.search(source):
        return source
    seen, parts, position, last = " ".join(text.split()), [], 0, 0
    while found := PIECE.search(source, position):
        is_code = found["comment"] is None
        inside = found["block"] or found["code"] or "" if is_code else found[0]
        place = find_behind(" ".join(inside.split()), seen, last)
        is_seen = place >= 0
        last = place if is_seen else last
        mark = "ticks" if found["ticks"] else "fence"
        end = found.end(mark) if is_code and not is_seen else found.end()
        is_kept = is_code or is_seen or is_named(found["label"], source)
        parts += [source[position : found.start()], source[found.start() : end] if is_kept else ""]
        position = end
    return "".join([*parts, source[position:]])


def find_behind(piece: str, text: str, place: int) -> int:
    """Where a piece stands in a text, sought from the place of the one before it: nearly all stand
    in their order, and a long text is not read from its beginning for each. -1 where nowhere."""
    found = text.find(piece, place)
    return found if found >= 0 else text.find(piece, 0, place + len(piece))


def is_named(label: str | None, source: str) -> bool:
    """Whether a link's text or a picture names a definition."""
    return bool(label) and source.count(label) > source.count(f"{label}:")
