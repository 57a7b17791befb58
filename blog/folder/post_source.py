"""The source of one post for everybody, as an export of the site has it."""

import re

from django.db.models import Prefetch, QuerySet

from blog.folder.text_files import write_text_file
from blog.folder.text_headers import names_among_alike, post_header
from blog.models import OldAddress, Post

TITLE = "|".join(
    rf"\{begin}[^{end}\n]*+(?:\n[^{end}\n]++){{0,20}}+\{end}" for begin, end in ("()", '""', "''")
)
"""Of a link's definition, over twenty lines at most: else one without an end is sought anew from
each line."""
COMMENT = re.compile(
    r"<!--.*?(?:-->|\Z)|\{%-?\s*comment\b[^%]*%\}.*?(?:\{%-?\s*endcomment\s*-?%\}|\Z)"
    r"|\{::comment\}.*?(?:\{:/(?:comment)?\}|\Z)|^%(?:(?!<!--)[^\n])*+\n?"
    r"|^[ >]*+(?P<label>\[[^\[\]\n]++\]):[ \t]*+(?:\#|<\#?>)[ \t]*+\n?+[ \t]*+"
    rf"(?:{TITLE})[ \t]*+$",
    re.DOTALL | re.MULTILINE,
)
"""What an author wrote for no reader: in HTML, Liquid, kramdown and MyST, and in plain Markdown the
title of a link that leads nowhere and that nothing names (`[//]: # (a remark)`)."""
NAMED = re.compile(r"\[[^\[\]\n]++\](?!:)")
CODE = re.compile(
    r"^[ \t>]*+(?:(?:[*+-]|\d+\.)[ \t]+)?(?P<fence>`{3,}+|~{3,}+)[^\n]*+\n"
    r"|(?P<ticks>(?<!`)`+)(?!`)(?P<code>.{1,2000}?)(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
PIECE = re.compile(f"{CODE.pattern}|(?P<comment>{COMMENT.pattern})", re.DOTALL | re.MULTILINE)
"""Where a comment begins in code, none does."""
MOST_UNSEEN = 200
"""Blocks that only look like code, each of which may be the whole source: after so many, none is
taken for code."""


def open_sources() -> QuerySet:
    """The posts whose source everybody may have: those that are published and Markdown."""
    old = Prefetch("old_addresses", OldAddress.objects.all())
    posts = Post.objects.published().filter(is_html=False).select_related("series")
    return posts.prefetch_related("bylines__author", "tags", old)


def written_source(post: Post) -> str:
    """The Markdown with its front matter, without comments that readers do not see."""
    called = names_among_alike([byline.author for byline in post.bylines.all()])
    header = post_header(post, called)
    return write_text_file(header, without_unseen(post.source, post.text))


def without_unseen(source: str, text: str) -> str:
    """``text`` is what readers see of it: a comment in code stands there. What is not in it is no
    code, whatever it looks like."""
    if not COMMENT.search(source):
        return source
    names = set(NAMED.findall(source))
    reader, parts, position = CodeReader(source, text), [], 0
    while found := PIECE.search(source, position):
        is_code = found["comment"] is None
        end = reader.code_end(found) if is_code else found.end()
        is_kept = is_code or found["label"] in names or reader.shows(found[0])
        parts += [source[position : found.start()], source[found.start() : end] if is_kept else ""]
        position = end
    return "".join([*parts, source[position:]])


class CodeReader:
    """Finds the ends of code in a source, of which ``text`` is what readers see."""

    def __init__(self, source: str, text: str) -> None:
        self.source, self.seen = source, " ".join(text.split())
        self.closings: dict[str, re.Match[str] | None] = {}
        self.unseen = self.last = 0

    def shows(self, piece: str) -> bool:
        """A piece is sought from the place of the one before it: nearly all stand in their order,
        and a long text is not read from its beginning for each."""
        words = " ".join(piece.split())
        place = self.seen.find(words, self.last)
        if place < 0:
            place = self.seen.find(words, 0, self.last + len(words))
        self.last = place if place >= 0 else self.last
        return place >= 0

    def code_end(self, found: re.Match[str]) -> int:
        """Where it ends if readers see it, else where its first mark does."""
        if found["ticks"]:
            return found.end() if self.shows(found["code"]) else found.end("ticks")
        closing = self.closing_of(found)
        if closing and self.unseen < MOST_UNSEEN:
            if self.shows(self.source[found.end() : closing.start()]):
                return closing.end()
            self.unseen += 1
        return found.end("fence")

    def closing_of(self, found: re.Match[str]) -> re.Match[str] | None:
        """One that was found is kept, as is that there is none: many may open before it."""
        fence, start = found["fence"], found.end()
        known = self.closings.get(fence)
        if fence not in self.closings or (known and known.start() < start):
            known = re.compile(rf"^[ \t>]*+{fence}", re.MULTILINE).search(self.source, start)
            self.closings[fence] = known
        return known
