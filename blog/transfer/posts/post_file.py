"""Reads one found file as a post: every field from the header, the path, or the site."""

import json
from dataclasses import dataclass, replace
from hashlib import sha256

from blog.text.size_limits import MAX_NOTEBOOK, MAX_POST
from blog.transfer.executed.frozen_results import with_results
from blog.transfer.executed.notebooks import NoNotebook, read_notebook
from blog.transfer.pictures.embedded_pictures import EmbeddedPictures
from blog.transfer.posts.head_pictures import head_picture, unseen_picture
from blog.transfer.posts.post_dates import (
    days_of_addresses,
    is_draft,
    is_unlisted,
    publication_date,
    time_of_day,
)
from blog.transfer.posts.post_header import read_header_fields
from blog.transfer.posts.post_liquid import with_liquid_run
from blog.transfer.posts.source_post import Source
from blog.transfer.posts.summaries import read_summary, without_readmore, words_shown
from blog.transfer.posts.titles import read_title
from blog.transfer.rewriting.dialect_rewrites import (
    dialect_of,
    rewrite_dialect,
    without_templates,
)
from blog.transfer.rewriting.mdx import read_mdx
from blog.transfer.sites.file_discovery import HTML, JUPYTER
from blog.transfer.sites.permalinks import old_paths, states_path
from blog.transfer.sites.post_defaults import default_values
from blog.transfer.sites.tex_definitions import definition_line, macros_used, site_macros
from blog.transfer.source.content_places import content_place
from blog.transfer.source.encoding import composed, decode
from blog.transfer.source.file_names import FileName, make_slug, read_file_name
from blog.transfer.source.folder_metadata import folder_values
from blog.transfer.source.front_matter import Header, SplitFile, split_document
from blog.transfer.source.import_values import (
    ArchivedPost,
    Found,
    Note,
    Refused,
    SourcePost,
)
from blog.transfer.source.site_files import NotRead, read_capped
from papers.records.printable_text import printable

_WITHOUT_TEMPLATES = {"hugo", "quarto", "distill", "pelican"}
"""Systems that run no templates in texts but for marks of their own."""


@dataclass(frozen=True)
class _Text:
    """What the file's text gives once its header is off."""

    title: str
    summary: str
    body: str
    body_line: int
    unseen_picture: str


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
    run = with_liquid_run(source, document.body, document.body_line)
    results = with_results(found, values, run.body, data, pictures)
    source.notes += [Note(None, remark) for remark in results.remarks]
    body = pictures.take_out_drawings(pictures.take_out(results.body), _is_html(source))
    document = replace(document, body=body)
    made = folders.encode() + data + (results.digest + run.digest).encode()
    digest = _digest(found, made)
    post = replace(
        _post(source, document, digest),
        pictures=pictures.by_address,
        moved=run.moved,
        written=run.written,
    )
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
    if len(archived.body) > MAX_POST:
        raise Refused(found.path, None, f"it is bigger than {MAX_POST // 1024 // 1024} MB")
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
    """The file, as Refused where it cannot be had."""
    most = MAX_NOTEBOOK if found.file.suffix.lower() == JUPYTER else MAX_POST
    try:
        return read_capped(found.file, most)
    except NotRead as error:
        raise Refused(found.path, None, f"it {error}") from error


def _digest(found: Found, data: bytes) -> str:
    site = found.site
    settings = "\n".join((site.digest, site.timezone, site.date_order))
    return sha256(settings.encode() + b"\n" + data).hexdigest()


def _post(source: Source, document: SplitFile, digest: str) -> SourcePost:
    path = source.found.path
    name = name_of(source)
    text = _text(source, document, name)
    when = publication_date(source, name)
    header = read_header_fields(source, name)
    categories = header.categories.names
    published_at = None if when is None or is_draft(source) else when.at
    slug = make_slug(source.text("slug") or name.stem, path)
    times = days_of_addresses(source, when) if published_at else [None]
    known = [
        old_path
        for at in times
        for old_path in old_paths(source.site, path, source.values, categories, slug, at)
    ]
    return SourcePost(
        path=path,
        title=text.title,
        slug=slug,
        published_at=published_at,
        date=when.at if when else None,
        time_of_day=time_of_day(source, name),
        tags=header.tags.names,
        categories=categories,
        summary=text.summary,
        language=header.language,
        license=header.license,
        canonical_url=header.canonical_url,
        series=header.series,
        doi=header.doi,
        authors=header.authors,
        allow_comments=header.allow_comments,
        allow_sharing=header.allow_sharing,
        is_unlisted=is_unlisted(source),
        old_paths=tuple(dict.fromkeys([*known, *filter(None, [header.own_path])])),
        body=text.body,
        body_line=text.body_line,
        is_html=_is_html(source),
        bibliography=header.bibliography,
        identifiers=tuple(dict.fromkeys(header.tags.identifiers + header.categories.identifiers)),
        digest=digest,
        notes=tuple(dict.fromkeys(source.notes)),
        nocite=header.nocite,
        references=header.references,
        is_draft=is_draft(source),
        states_path=states_path(source.values),
        unseen_picture=text.unseen_picture,
    )


def name_of(source: Source) -> FileName:
    """What the path says; of a site that names its languages, which of them it is too."""
    languages = source.site.languages
    if not languages:
        return read_file_name(source.found.path)
    place = content_place(languages, source.found.path)
    name = read_file_name(place.inner, guesses_language=len(languages) == 1)
    is_named = len(languages) > 1 or not name.language
    return replace(name, language=place.language.tag) if is_named else name


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
        if source.site.system in _WITHOUT_TEMPLATES:
            body = without_templates(body)
        body = rewrite_dialect(body, dialect_of(source.site.system, source.found.path))
    picture = None if source.found.archived else head_picture(source, body)
    if picture:
        body, line = f"{picture.markup(_is_html(source))}\n\n{body}", line - 2
    unseen = "" if source.found.archived else unseen_picture(source, picture)
    return _Text(titled.title, summary, body, line, unseen)


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
