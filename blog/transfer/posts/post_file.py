"""Reads one found file as a post: every field from the header, the path, or the site."""

import json
import re
import stat
from dataclasses import dataclass, replace
from hashlib import sha256

from blog.text.hosts import host_of
from blog.transfer.executed.code_results import with_results
from blog.transfer.executed.notebooks import NoNotebook, read_notebook
from blog.transfer.pictures.embedded_pictures import EmbeddedPictures
from blog.transfer.posts.post_dates import (
    days_of_addresses,
    is_draft,
    is_unlisted,
    publication_date,
    time_of_day,
)
from blog.transfer.posts.source_post import Source
from blog.transfer.posts.summaries import read_summary, without_readmore, words_shown
from blog.transfer.posts.tags_and_categories import Labels, read_labels
from blog.transfer.posts.titles import read_title
from blog.transfer.rewriting.dialect_rewrites import dialect_of, rewrite_dialect
from blog.transfer.rewriting.mdx import read_mdx
from blog.transfer.sites.file_discovery import HTML, JUPYTER
from blog.transfer.sites.permalinks import old_paths
from blog.transfer.sites.post_defaults import default_values
from blog.transfer.sites.tex_definitions import definition_line, macros_used, site_macros
from blog.transfer.source.authors import read_authors
from blog.transfer.source.encoding import composed, decode
from blog.transfer.source.file_names import FileName, make_slug, read_file_name
from blog.transfer.source.folder_metadata import folder_values
from blog.transfer.source.front_matter import Header, SplitFile, split_document
from blog.transfer.source.header_values import (
    as_flag,
    as_language,
    as_license,
    as_line,
    as_path,
    as_strings,
    as_text,
    as_url,
)
from blog.transfer.source.import_values import (
    ArchivedPost,
    Found,
    Note,
    Refused,
    SourceAuthor,
    SourcePost,
    Value,
)
from papers.records.text import printable

MAX_FILE = 4 * 1024 * 1024
"""Bytes of one post."""

MAX_NOTEBOOK = 30 * 1024 * 1024
"""Bytes of a notebook, whose pictures are in it."""

_COMMENTS = ("comments", "allow_comments", "comment", "disqus_comments", "giscus_comments")
_SHARING = ("share", "allow_sharing", "sharing", "social_share")
_LICENSES = ("license", "licence", "creative_commons", "rights")
_CANONICAL = ("canonical_url", "canonical", "canonicalurl", "rel_canonical")


@dataclass(frozen=True)
class _Text:
    """What the file's text gives once its header is off."""

    title: str
    summary: str
    body: str
    body_line: int


def read_post(found: Found) -> SourcePost:
    """One post. Reads the file itself, and what Quarto's `_metadata.yml` above it say.

    A header with a mistake gives a draft with a note that says the mistake. Raises Refused
    with path, line and reason for a file that cannot be read, is empty or bigger than 4 MB,
    leaves its site, or whose header never ends, is hostile or too big.
    """
    if found.problem:
        raise Refused(found.path, None, found.problem)
    if found.archived:
        return _archived_post(found, found.archived)
    data = read_bytes(found)
    text, remarks = decode(data)
    if not text.strip():
        raise Refused(found.path, None, "the file is empty")
    pictures = EmbeddedPictures()
    document, told = split_source(found, text, pictures)
    header = document.header
    above, folders, problems = folder_values(found)
    defaults = default_values(found.site, found.path, found.is_draft)
    values = {**defaults, **above, **header.values}
    source = Source(found, values, header.lines, header.kind, header.error)
    source.notes += [
        *found.site.notes,
        *(Note(None, text) for text in [*remarks, *told]),
        *header.notes,
    ]
    source.notes += [Note(None, problem) for problem in problems]
    results = with_results(found, values, document.body, data, pictures)
    source.notes += [Note(None, remark) for remark in results.remarks]
    body = pictures.take_out_drawings(pictures.take_out(results.body), _is_html(source))
    document = replace(document, body=body)
    digest = _digest(found, folders.encode() + data + results.digest.encode())
    post = replace(_post(source, document, digest), pictures=pictures.by_address)
    return _with_macros(post, found)


def split_source(
    found: Found, text: str, pictures: EmbeddedPictures
) -> tuple[SplitFile, list[str]]:
    """A file's header and body, of a notebook as Markdown, and what of it was left out."""
    if found.file.suffix.lower() != JUPYTER:
        return split_document(text, found.path), []
    try:
        notebook = read_notebook(text, pictures)
    except NoNotebook as error:
        raise Refused(found.path, None, str(error)) from error
    if notebook.header:
        document = split_document(f"---\n{notebook.header}\n---\n\n{notebook.body}", found.path)
        header = document.header
        header = replace(header, values={**notebook.values, **header.values})
        return replace(document, header=header, body_line=1), notebook.left_out
    return SplitFile(Header("json", notebook.values, {}), notebook.body, 1), notebook.left_out


def _archived_post(found: Found, archived: ArchivedPost) -> SourcePost:
    """A post out of an export, of which the values are those of a header."""
    if len(archived.body) > MAX_FILE:
        raise Refused(found.path, None, f"it is bigger than {MAX_FILE // 1024 // 1024} MB")
    body = composed(printable(archived.body))
    header = Header("json", archived.values, {})
    source = Source(found, dict(archived.values), {}, "json", "")
    source.notes += [Note(None, remark) for remark in archived.remarks]
    whole = json.dumps([archived.values, body], sort_keys=True)
    return _post(source, SplitFile(header, body, 1), _digest(found, whole.encode()))


def _with_macros(post: SourcePost, found: Found) -> SourcePost:
    """The post with those of its site's TeX commands that it uses, as a first line."""
    if not found.site.system:
        return post
    definitions = definition_line(macros_used(post.body, site_macros(found.site.root)))
    if not definitions:
        return post
    body = f"{definitions}\n\n{post.body}"
    digest = sha256(f"{post.digest}\n{definitions}".encode()).hexdigest()
    return replace(post, body=body, body_line=post.body_line - 2, digest=digest)


def read_bytes(found: Found) -> bytes:
    """The file, as Refused where it cannot be had.

    Never opens a pipe or a device, which could block or never end.
    """
    most = MAX_NOTEBOOK if found.file.suffix.lower() == JUPYTER else MAX_FILE
    try:
        is_file = stat.S_ISREG(found.file.stat().st_mode)
        if is_file:
            with found.file.open("rb") as stream:
                data = stream.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is impossible"
        raise Refused(found.path, None, f"it cannot be read: {reason}") from error
    if not is_file:
        raise Refused(found.path, None, "it is no ordinary file")
    if len(data) > most:
        raise Refused(found.path, None, f"it is bigger than {most // 1024 // 1024} MB")
    return data


def _digest(found: Found, data: bytes) -> str:
    site = found.site
    settings = "\n".join((site.digest, site.timezone, site.date_order))
    return sha256(settings.encode() + b"\n" + data).hexdigest()


def _post(source: Source, document: SplitFile, digest: str) -> SourcePost:
    path = source.found.path
    name = read_file_name(path)
    text = _text(source, document, name)
    when = publication_date(source, name)
    tags = _labels(source, "tag", "tags")
    categories = _labels(source, "category", "categories")
    published_at = None if when is None or is_draft(source) else when.at
    canonical_url, own_path = _canonical(source)
    slug = make_slug(source.text("slug") or name.stem, path)
    times = days_of_addresses(source, when) if published_at else [None]
    known = [
        old_path
        for at in times
        for old_path in old_paths(source.site, path, source.values, categories.names, slug, at)
    ]
    return SourcePost(
        path=path,
        title=text.title,
        slug=slug,
        published_at=published_at,
        date=when.at if when else None,
        time_of_day=time_of_day(source, name),
        tags=tags.names,
        categories=categories.names,
        summary=text.summary,
        language=_language(source, name),
        license=as_license(source.first(*_LICENSES)),
        canonical_url=canonical_url,
        series=_series(source.first("series")),
        doi=_own_doi(source),
        authors=_authors(source),
        allow_comments=_flag(source, _COMMENTS),
        allow_sharing=_flag(source, _SHARING),
        is_unlisted=is_unlisted(source),
        old_paths=tuple(dict.fromkeys([*known, *filter(None, [own_path])])),
        body=text.body,
        body_line=text.body_line,
        is_html=_is_html(source),
        bibliography=tuple(dict.fromkeys(as_strings(source.first("bibliography")))),
        identifiers=tuple(dict.fromkeys(tags.identifiers + categories.identifiers)),
        digest=digest,
        notes=tuple(dict.fromkeys(source.notes)),
        nocite=_nocite(source),
        is_draft=is_draft(source),
    )


def _is_html(source: Source) -> bool:
    if source.found.archived:
        return source.found.archived.is_html
    return source.found.file.suffix.lower() in HTML


def _text(source: Source, document: SplitFile, name: FileName) -> _Text:
    """Title, summary and body: a heading that is the title and Middleman's mark leave the body."""
    document = _without_mdx(source, document)
    is_middleman = ".html." in source.found.file.name.lower()
    subtitle = source.text("subtitle")
    separator = "READMORE" if is_middleman else source.site.excerpt_separator
    summary = read_summary(source.values, document.body, separator)
    if subtitle and summary != words_shown(subtitle):
        source.note(f"the subtitle “{subtitle[:80]}” was left out", "subtitle")
    body = without_readmore(document.body) if is_middleman else document.body
    titled = read_title(source.values, body, _is_html(source), name.stem)
    if titled.remark:
        source.note(titled.remark, "title")
    body = titled.body.lstrip("\n")
    line = document.body_line + len(titled.body) - len(body)
    if not _is_html(source):
        body = rewrite_dialect(body, dialect_of(source.site.system, source.found.path))
    return _Text(titled.title, summary, body, line)


def _without_mdx(source: Source, document: SplitFile) -> SplitFile:
    """The file with its MDX as Markdown, before anything is taken from its text."""
    if source.found.file.suffix.lower() != ".mdx":
        return document
    body, remarks = read_mdx(document.body)
    for offset, remark in remarks:
        line = document.body_line + document.body.count("\n", 0, offset)
        source.notes.append(Note(line, remark))
    kept = body.lstrip("\n")
    return SplitFile(document.header, kept, document.body_line + len(body) - len(kept))


def _labels(source: Source, singular: str, plural: str) -> Labels:
    """Blanks separate names in Jekyll's plural key alone; other systems use commas."""
    splits_blanks = source.kind == "yaml" and source.site.system in {"", "jekyll"}
    taxonomies = source.values.get("taxonomies")  # Zola's table
    inner = taxonomies.get(plural) if isinstance(taxonomies, dict) else None
    labels = read_labels(
        [
            (source.values.get(singular), False),
            (source.values.get(plural), splits_blanks),
            (inner, False),
        ]
    )
    for remark in labels.remarks:
        source.note(remark, source.key(plural, singular))
    return labels


def _authors(source: Source) -> tuple[SourceAuthor, ...]:
    keys = ("authors", "author", "by", "byline")
    authors, remarks = read_authors(source.first(*keys), source.site.people)
    for remark in remarks:
        source.note(remark, source.key(*keys))
    return authors


def _flag(source: Source, keys: tuple[str, ...]) -> bool | None:
    said, text = source.flag(*keys), source.text(*keys)
    if said is None and text:
        source.note(f"“{text[:60]}” is neither yes nor no", source.key(*keys))
    return said


def _language(source: Source, name: FileName) -> str:
    keys = ("lang", "language", "locale")
    stated = source.text(*keys)
    language = as_language(stated)
    if stated and not language and as_flag(stated) is None:
        source.note(f"“{stated[:60]}” is no language tag (BCP 47)", source.key(*keys))
    return language or as_language(name.language) or source.site.language


def _canonical(source: Source) -> tuple[str, str]:
    """An address elsewhere, or else (on the site's own host) one more old path of the post."""
    text = source.text(*_CANONICAL)
    url, host = as_url(text), host_of(source.site.url)
    if text and not url and as_flag(text) is None:
        source.note(f"“{text[:80]}” is no web address", source.key(*_CANONICAL))
    if url and host and host_of(url) == host:
        return "", as_path(url, host)
    return url, ""


def _series(value: Value) -> str:
    if isinstance(value, dict):
        value = value.get("name") or value.get("title")
    return next((as_line(text) for text in as_strings(value)), "")


def _own_doi(source: Source) -> str:
    found = re.search(r"10\.\d{4,9}/\S+\Z", as_text(source.first("doi")).strip())
    return found[0].lower() if found else ""


def _nocite(source: Source) -> tuple[str, ...]:
    """Pandoc's `nocite: "@a, @b"`, or `@*`."""
    texts = " ".join(as_strings(source.first("nocite")))
    return tuple(dict.fromkeys(re.findall(r"@([^\s,;@\]]+)", texts)))
