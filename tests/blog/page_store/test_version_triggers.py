"""What moves a table's version, and that the triggers are there whatever happened to the schema."""

import threading
import time

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from blog.models import Comment, Post, Rate, TableVersion, Tag
from blog.page_store.table_rules import counted_tables
from blog.page_store.version_reading import VersionReader
from blog.page_store.version_triggers import (
    existing_triggers,
    fold_versions,
    forget_versions,
    make_triggers,
)
from tests.support.factories import make_comment, make_post

pytestmark = pytest.mark.django_db(transaction=True)
POST, COMMENT, TAG = (model._meta.db_table for model in (Post, Comment, Tag))


@pytest.fixture
def reader():
    one = VersionReader()
    yield one
    one.close()


def test_each_kind_of_change_is_counted(reader: VersionReader):
    seen = [reader.versions()[TAG]]

    def moved() -> bool:
        seen.append(reader.versions()[TAG])
        return seen[-1] > seen[-2]

    tag = Tag.objects.create(name="Physics")
    assert moved()
    Tag.objects.filter(pk=tag.pk).update(description="Of nature")
    assert moved()
    Tag.objects.bulk_create([Tag(name="A", key="a", slug="a"), Tag(name="B", key="b", slug="b")])
    assert moved()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TAG} SET name = 'C' WHERE key = 'a'")
    assert moved()
    tag.delete()
    assert moved()
    assert not moved()


def test_what_was_taken_back_is_not_counted(reader: VersionReader):
    before = reader.versions()
    with transaction.atomic():
        make_post()
        transaction.set_rollback(True)
    assert reader.versions() == before


def test_held_comments_are_not_counted(reader: VersionReader):
    post = make_post()
    before = reader.versions()
    held = make_comment(post, state="pending")
    Comment.objects.filter(pk=held.pk).update(state="spam", source="Other words.")
    assert reader.versions()[COMMENT] == before[COMMENT]
    Comment.objects.filter(pk=held.pk).update(state="published")
    published = reader.versions()[COMMENT]
    assert published > before[COMMENT]
    Comment.objects.filter(pk=held.pk).update(state="removed")
    assert reader.versions()[COMMENT] > published
    held.delete()


def test_a_held_comment_that_is_moved_is_counted(reader: VersionReader):
    post = make_post()
    first, held = make_comment(post), make_comment(post, state="pending")
    before = reader.versions()[COMMENT]
    Comment.objects.filter(pk=held.pk).update(parent=first, thread=first)
    assert reader.versions()[COMMENT] > before


def test_triggers_are_made_once_and_what_happened_without_them_is_counted(reader: VersionReader):
    before = reader.versions()
    assert make_triggers() == 0
    assert reader.versions() == before
    there = existing_triggers(connection)
    name, table = next(iter(there.items()))
    with connection.cursor() as cursor:
        place = f' ON "{table}"' if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "{name}"{place}')
    assert make_triggers() == 1
    assert existing_triggers(connection) == there
    after = reader.versions()
    assert all(after[one] > before[one] for one in before)


def test_while_migrations_run_nothing_is_counted(reader: VersionReader):
    forget_versions()
    assert reader.versions() == {}
    assert existing_triggers(connection) == {}
    assert make_triggers() >= 3 * len(counted_tables())
    assert reader.versions().keys() == set(counted_tables())


def test_a_database_that_is_emptied_begins_with_other_numbers(reader: VersionReader):
    make_post()
    before = reader.versions()
    call_command("flush", interactive=False, verbosity=0)
    after = reader.versions()
    assert after.keys() == before.keys()
    assert all(after[name] != before[name] for name in before)


@pytest.mark.sqlite
def test_a_table_that_a_migration_rebuilds_has_its_triggers_again(reader: VersionReader):
    field = Tag._meta.get_field("description")
    before = reader.versions()[TAG]
    with connection.schema_editor() as editor:
        editor._remake_table(Tag, alter_fields=[(field, field)])
    assert TAG not in existing_triggers(connection).values()
    call_command("migrate", verbosity=0)
    assert list(existing_triggers(connection).values()).count(TAG) == 3
    assert reader.versions()[TAG] > before


@pytest.mark.sqlite
def test_nothing_is_read_again_while_nothing_changes(reader: VersionReader):
    first = reader.versions()
    assert reader.versions() is first
    make_post()
    assert reader.versions() is not first


def test_all_threads_have_the_same_object_while_nothing_that_counts_changes(reader: VersionReader):
    other = VersionReader()
    first = reader.versions()
    Rate.objects.create(bucket="one", free_at=1)
    assert reader.versions() is first
    assert other.versions() is first
    make_post()
    assert other.versions() is not first
    assert reader.versions() is other.versions()
    other.close()


def test_a_reader_whose_connection_is_lost_says_so_and_opens_another(reader: VersionReader):
    reader.versions()
    reader.connection.connection.close()
    with pytest.raises(DatabaseError):
        reader.versions()
    assert reader.versions()


@pytest.mark.postgres
def test_writers_count_in_slots_of_their_own_which_are_folded_when_they_are_gone():
    make_post()
    rows = TableVersion.objects.filter(name=POST)
    assert rows.exclude(slot=0).count() >= 1
    rows.create(name=POST, slot=2_000_000_000, number=7)
    reader = VersionReader()
    before = reader.versions()
    fold_versions()
    assert reader.versions() == before
    assert not rows.filter(slot=2_000_000_000).exists()
    reader.close()


@pytest.mark.postgres
def test_two_writers_of_one_table_do_not_wait_for_each_other():
    other = connection.copy()
    try:
        one, two = make_post(), make_post()
        with transaction.atomic():
            Post.objects.filter(pk=one.pk).update(title="One")
            with other.cursor() as cursor:
                cursor.execute("SET lock_timeout = '1s'")
                cursor.execute(f"UPDATE {POST} SET title = 'Two' WHERE id = %s", [two.pk])
    finally:
        other.close()


@pytest.mark.postgres
def test_triggers_are_made_while_others_write_in_another_order():
    """Who waits for one table holds up no other, so there is no deadlock."""
    forget_versions()
    first, *_others, last = counted_tables()
    other = connection.copy()
    maker = threading.Thread(target=make_and_close)
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(f"LOCK TABLE {last} IN ROW EXCLUSIVE MODE")
            maker.start()
            wait_until_somebody_waits_for(last)
            cursor.execute("SET LOCAL lock_timeout = '500ms'")
            cursor.execute(f"LOCK TABLE {first} IN ROW EXCLUSIVE MODE")
            cursor.execute("COMMIT")
    finally:
        other.close()
        maker.join(20)
    assert len(existing_triggers(connection)) >= 3 * len(counted_tables())


def make_and_close() -> None:
    make_triggers()
    connection.close()


def wait_until_somebody_waits_for(table: str) -> None:
    end = time.monotonic() + 20
    asked = "SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(asked, [table])
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")
