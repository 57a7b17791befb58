"""An exported folder into an empty database: the same site, or nothing.

All of it is one transaction: nobody else writes into a database that is empty, and a folder that is
damaged leaves nothing behind.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain, groupby
from pathlib import Path

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import connection, models, transaction

from blog.comments.rendering_comments import cite_published, render_comment
from blog.folder.checked_values import field_value, told_wrong
from blog.folder.folder_reader import FolderReader
from blog.folder.generators import HIDDEN
from blog.folder.kept_folder import FolderRefusedError
from blog.folder.layout import (
    ACTS,
    AUTHORS,
    BANS,
    COMMENTS,
    DISTINCT_PAPERS,
    DISTINCT_PEOPLE,
    LIST_ADDRESSES,
    MAIL,
    MERGES,
    OUTSIDE_PICTURES,
    PAPERS,
    PEOPLE,
    REPORTS,
    ROOTS,
    SERIES,
    SITE,
    SOURCES,
    STYLES,
    SUBSCRIBERS,
    TAGS,
    WATCHES,
)
from blog.folder.media_import import MediaImport
from blog.folder.row_builder import UNFIT, RowBuilder, told_clash
from blog.folder.row_nodes import Node
from blog.folder.row_tables import Table, tables_within
from blog.folder.site_export import USER_FIELDS
from blog.folder.text_import import TextImport
from blog.markup import MarkupError
from blog.models import Comment, Page, Post, Site, forget_site
from blog.paper_notes import render_note
from papers.checking.standings import settle_standings
from papers.choices import SourceKind
from papers.library.discussion_counts import recount_discussions
from papers.models import Paper

LAST = (
    MAIL,
    SUBSCRIBERS,
    BANS,
    ACTS,
    REPORTS,
    LIST_ADDRESSES,
    DISTINCT_PAPERS,
    DISTINCT_PEOPLE,
    WATCHES,
    MERGES,
)
"""Tables whose rows name others and are named by none."""
MOMENTS = ("created_at", "updated_at")
"""Of papers: to store one writes the moment of storing into both."""


def import_site(root: Path, step: Callable[[], None] = lambda: None) -> list[str]:
    """Stores the site of a folder; remarks on what was left out of it.

    Raises ``FolderRefusedError`` for a database that is not empty and for a folder that is
    damaged, newer or no export; nothing is stored then.
    """
    reader = FolderReader(root)
    media = MediaImport(reader)
    try:
        with transaction.atomic():
            refuse_full_database()
            SiteImport(reader, step).run()
            media.store()
    except BaseException as error:
        media.take_back()
        if isinstance(error, UNFIT):  # some rows are compared when all are there
            raise told_clash(str(root), error) from error
        raise
    finally:
        forget_site()
    return media.remarks


def rows_there() -> list[str]:
    """What of a site's rows this database has, in words."""
    tables = chain.from_iterable(map(tables_within, ROOTS))
    found = {
        str(table.model._meta.verbose_name_plural)
        for table in tables
        if table.model._base_manager.exists()
    }
    return sorted(found)


def refuse_full_database() -> None:
    if found := rows_there():
        raise FolderRefusedError(
            f"This database is not empty, it has {', '.join(found)}: a whole site is "
            "imported into a new one. Name another in DATABASE_URL or DATA_DIR, and run "
            "manage.py migrate there first."
        )


class SiteImport:
    """One import: tables in the order in which their rows lead to each other."""

    def __init__(self, reader: FolderReader, step: Callable[[], None]) -> None:
        self.reader, self.step = reader, step
        self.builder = RowBuilder()
        self.dates: dict[int, dict[str, datetime]] = {}
        self.threads: dict[int, int] = {}
        self.is_whole = any(name.startswith(f"{HIDDEN}/") for name in reader.names)

    def run(self) -> None:
        self.add_users()
        self.add_site()
        for table in (STYLES, OUTSIDE_PICTURES, SERIES, AUTHORS, TAGS, PEOPLE, PAPERS):
            self.add_table(table)
        self.builder.finish()
        settle_standings(self.papers())
        reset_numbers()  # texts may make tags and papers
        TextImport(self.reader, self.builder, self.step).run(reset_numbers)
        self.set_home_page()
        recount_discussions(self.papers())
        self.add_comments()
        for table in LAST:
            self.add_table(table)
        self.builder.finish()
        recount_discussions(self.papers())
        for pk, told in ((pk, told) for pk, told in self.dates.items() if told):
            Paper.objects.filter(pk=pk).update(**told)
        reset_numbers()

    def papers(self) -> list[int]:
        return list(Paper.objects.order_by("pk").values_list("pk", flat=True))

    def nodes(self, table: Table) -> Iterator[tuple[str, Node]]:
        for place, node in self.reader.nodes(table):
            self.step()
            if table is PAPERS and not self.is_whole:
                name_files(node)
            yield place, node

    def add_table(self, table: Table) -> None:
        place = table.name
        try:
            for place, node in self.nodes(table):
                row = self.builder.add(place, table, node)
                if table is PAPERS:
                    told = [name for name in MOMENTS if node.get(name)]
                    self.dates[row.pk] = {name: field_value(row, name, node[name]) for name in told}
            self.builder.store()
        except UNFIT as error:
            raise told_clash(place, error) from error

    def add_users(self) -> None:
        """By their names alone: nobody comes in by a folder, whatever it says."""
        users = get_user_model()
        for told in self.reader.users():
            user = users(**{name: str(told.get(name, "")) for name in USER_FIELDS})
            user.set_unusable_password()
            try:
                user.clean_fields()
            except ValidationError as error:
                told = told_wrong(error)
                raise FolderRefusedError(f"users.json: {told}") from error
            if not users.objects.filter(username=user.username).exists():
                user.save()
        for user in users.objects.all():
            self.builder.know(user)

    def add_site(self) -> None:
        self.site = next(iter(self.nodes(SITE)), None)
        if self.site is None:
            return
        place, node = self.site
        named = {name: value for name, value in node.items() if name != "home_page"}
        site = self.builder.row(place, SITE, named)
        site.posts_address = site.posts_address or "posts"
        try:
            site.footer_html = render_note(site.footer, "footer-") if site.footer.strip() else ""
            site.clean()
        except (MarkupError, ValidationError) as error:
            told = told_wrong(error)
            raise FolderRefusedError(f"{place}: {told}") from error
        try:
            Site.objects.bulk_create([site])
        except UNFIT as error:
            raise told_clash(place, error) from error
        forget_site()

    def set_home_page(self) -> None:
        if self.site is None or self.site[1].get("home_page") is None:
            return
        place, node = self.site
        page = self.builder.pk_of(Page, node["home_page"])
        if page is None:
            raise FolderRefusedError(f"{place}: there is no page {node['home_page']!r:.100}")
        Site.objects.update(home_page=page)
        forget_site()

    def add_comments(self) -> None:
        """File by file, which is post by post; an answer comes behind what it answers."""
        for file, pairs in groupby(self.nodes(COMMENTS), key=lambda pair: Path(pair[0]).name):
            place = f"comments/{file}"
            rows = [self.comment_of(*pair) for pair in pairs]
            posts = Post.objects.in_bulk({row.post_id for row in rows})
            for row in rows:
                try:
                    row.body_html = render_comment(row.source, posts.get(row.post_id))
                except MarkupError as error:
                    raise FolderRefusedError(f"{place}: number {row.pk}: {error}") from error
            try:
                Comment.objects.bulk_create(rows)
            except UNFIT as error:
                raise told_clash(place, error) from error
            pks = [row.pk for row in rows]
            cited = Comment.objects.published().may_cite().filter(pk__in=pks).order_by("pk")
            for pk in list(cited.values_list("pk", flat=True)):
                cite_published(pk)

    def comment_of(self, place: str, node: Node) -> Comment:
        parent = node.get("parent")
        if parent is not None and self.builder.pk_of(Comment, parent) is None:
            if self.is_whole:
                raise FolderRefusedError(
                    f"{place}: number {node['number']} answers {parent!r:.20}, which is not there"
                )
            node = {**node, "parent": None}  # what it answers is not public
        row = self.builder.row(place, COMMENTS, node)
        if row.post_id is None:
            raise FolderRefusedError(f"{place}: number {row.pk}: its post is not there")
        row.thread_id = self.threads.get(row.parent_id, row.pk)
        self.threads[row.pk] = row.thread_id
        self.builder.know(row)
        return row


def name_files(node: Node) -> None:
    """Tells a paper's bibliographies apart where their names were left out, as private ones are."""
    sources = node.get(SOURCES.name)
    for source in sources if isinstance(sources, list) else ():
        if isinstance(source, dict) and source.get("kind") == SourceKind.FILE:
            source.setdefault("name", f"file {source.get('number')}")


def reset_numbers() -> None:
    """Has the next row of each table take a number behind all that were stored by theirs."""
    own: list[type[models.Model]] = []
    for app in ("blog", "papers"):
        own += apps.get_app_config(app).get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), own):
            cursor.execute(statement)
