"""A database knows of its rows what makes it choose well."""

import pytest
from django.core.management import call_command
from django.db import connection

from papers.queries.statistics import keep_statistics, renew_statistics

pytestmark = pytest.mark.django_db


def tables_known() -> set[str]:
    if connection.vendor == "sqlite":
        statement = "SELECT DISTINCT tbl FROM sqlite_stat1"
    else:
        statement = "SELECT DISTINCT tablename FROM pg_stats"
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {name for (name,) in cursor.fetchall()}


def test_statistics_are_renewed():
    call_command("make_corpus", posts=3, comments=3, papers=10, seed=1)
    assert {"blog_post", "papers_paper"} <= tables_known()


@pytest.mark.sqlite
def test_they_are_kept_on_sqlite_in_bounded_time():
    keep_statistics()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA analysis_limit")
        assert cursor.fetchone()[0] == 1000


def test_an_import_renews_them(tmp_path):
    (tmp_path / "library.bib").write_text("@article{a, title={On a thing}, year={2001}}")
    renew_statistics()
    call_command("import_papers", str(tmp_path / "library.bib"))
    assert "papers_key" in tables_known()
