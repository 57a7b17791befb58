"""Files that hold the comments of a whole blog: Disqus' export (XML), the discussions or issues of
giscus and utterances as GitHub's tools write them (JSON), and Isso's database."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from blog.text.size_limits import MAX_COMMENT_EXPORT
from blog.transfer.archives.isso import SQLITE, read_isso
from blog.transfer.archives.xml_elements import read_elements, text_of
from blog.transfer.rewriting.html_as_markdown import html_as_markdown
from blog.transfer.source.dates import read_date
from blog.transfer.source.encoding import decode
from blog.transfer.source.header_values import as_text, as_url
from blog.transfer.source.import_values import ArchivedComment, Refused, Thread, Value
from papers.records.printable_text import printable

DISQUS = "{http://disqus.com}"
DISQUS_ID = "{http://disqus.com/disqus-internals}id"
LISTS = ("nodes", "edges", "items", "discussions", "issues")
HOLDERS = ("data", "repository", "discussions", "issues", "search", "node", *LISTS)
MAX_HOLDERS = 12


def read_threads(file: Path) -> list[Thread]:
    """The threads of a file that have comments. Raises Refused where it cannot be read."""
    try:
        with file.open("rb") as stream:
            head = stream.read(4096).lstrip(b"\xef\xbb\xbf \r\n\t")
        reader = _disqus if head.startswith(b"<") else _github
        threads = (read_isso if head.startswith(SQLITE) else reader)(file)
    except OSError as error:
        raise Refused(file.name, None, f"it cannot be read: {error.strerror}") from error
    return [thread for thread in threads if thread.comments]


def _disqus(file: Path) -> list[Thread]:
    """Threads and comments stand one after the other; those that were deleted or are spam go."""
    threads: dict[str, Thread] = {}
    comments: dict[str, list[ArchivedComment]] = defaultdict(list)
    tags = frozenset({f"{DISQUS}thread", f"{DISQUS}post"})
    for element in read_elements(file, file.name, tags):
        if element.tag == f"{DISQUS}thread":
            link, title = text_of(element, f"{DISQUS}link"), text_of(element, f"{DISQUS}title")
            threads[element.get(DISQUS_ID, "")] = Thread(link, title)
            continue
        flags = (text_of(element, f"{DISQUS}{name}") for name in ("isDeleted", "isSpam"))
        text = html_as_markdown(element.findtext(f"{DISQUS}message") or "")
        if "true" in flags or not text.strip():
            continue
        parent, thread = element.find(f"{DISQUS}parent"), element.find(f"{DISQUS}thread")
        when = read_date(text_of(element, f"{DISQUS}createdAt"), UTC)
        comment = ArchivedComment(
            key=element.get(DISQUS_ID, ""),
            parent="" if parent is None else parent.get(DISQUS_ID, ""),
            name=text_of(element, f"{DISQUS}author/{DISQUS}name"),
            text=text,
            written_at=when.at if when else None,
            email=text_of(element, f"{DISQUS}author/{DISQUS}email"),
        )
        comments["" if thread is None else thread.get(DISQUS_ID, "")].append(comment)
    for name, found in comments.items():
        threads.setdefault(name, Thread("", "")).comments += found
    return list(threads.values())


def _github(file: Path) -> list[Thread]:
    if file.stat().st_size > MAX_COMMENT_EXPORT:
        raise Refused(file.name, None, f"it is bigger than {MAX_COMMENT_EXPORT // 1_000_000} MB")
    text, _remarks = decode(file.read_bytes())
    try:
        value = json.loads(text, parse_int=str, parse_float=str)
    except RecursionError as error:
        raise Refused(file.name, None, "it is nested too deep") from error
    except json.JSONDecodeError as error:
        raise Refused(
            file.name,
            error.lineno,
            f"it is no XML (Disqus), no JSON (GitHub) and no database of Isso: {error.msg}",
        ) from error
    threads = []
    for item in _items(value):
        title = printable(as_text(item.get("title")))
        comments = [one for raw in _items(item.get("comments")) for one in _said(raw, "")]
        threads.append(Thread(title, title, comments))
    return threads


def _items(value: Value, depth: int = 0) -> Iterator[dict[str, Value]]:
    """The objects of a list, out of what GitHub's API puts around it."""
    if isinstance(value, list):
        for one in value:
            if isinstance(one, dict):
                node = one.get("node")
                yield node if isinstance(node, dict) else one
    elif isinstance(value, dict) and depth < MAX_HOLDERS:
        for name in HOLDERS:
            if isinstance(value.get(name), dict | list):
                yield from _items(value[name], depth + 1)
                return


def _said(item: dict[str, Value], parent: str) -> Iterator[ArchivedComment]:
    """A comment and the answers to it."""
    author = item.get("author") or item.get("user")
    person = author if isinstance(author, dict) else {}
    key, text = as_text(item.get("id")), as_text(item.get("body"))
    when = read_date(as_text(item.get("createdAt") or item.get("created_at")), UTC)
    is_hidden = item.get("isMinimized") is True or item.get("deletedAt")
    if text.strip() and not is_hidden:
        yield ArchivedComment(
            key=key,
            parent=parent,
            name=as_text(person.get("name")) or as_text(person.get("login")),
            text=text,
            written_at=when.at if when else None,
            website=as_url(as_text(person.get("html_url") or person.get("url"))),
        )
    for answer in _items(item.get("replies")):
        yield from _said(answer, key)
