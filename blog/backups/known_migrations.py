"""The names of migrations that a database may have, which need no newer release."""

from django.db.migrations.loader import MigrationLoader

FORMER = {
    "blog": (
        *("0001_initial", "0002_initial", "0004_addresses_of_lists", "0005_site_and_pages"),
        *("0006_old_names_lead_on", "0007_version_of_posts", "0008_orcids_have_one_form"),
        *("0009_years_of_tools", "0010_comments_of_imports"),
        *("0011_pages_know_their_versions_and_sources", "0012_posts_with_notices"),
        *("0013_editors_keep_bibliographies_in_step", "0014_editors_change_the_site"),
        *("0015_words_to_search_by", "0016_editors_see_questions"),
        *("0017_pictures_of_other_sites", "0018_files_that_come_back_are_compared"),
    ),
    "papers": (
        *("0001_initial", "0002_readers_find_what_is_cited", "0003_orcids_have_one_form"),
        *("0004_names_of_people_are_folded", "0005_papers_have_sources"),
        *("0006_checks_and_notices", "0007_bibliographies_kept_in_step"),
        *("0008_words_to_search_by", "0009_references_are_stored"),
        "0010_questions_to_registries",
    ),
}
"""Those that became the first ones: a database that is older than that has their names still. Names
are added here whenever ``replaces`` goes from a migration."""


def known_migrations() -> set[tuple[str, str]]:
    """Pairs of an app and a name: what this release has, and what became part of it."""
    here = MigrationLoader(None).disk_migrations
    replaced = {place for migration in here.values() for place in migration.replaces}
    return {*here, *replaced, *((app, name) for app, names in FORMER.items() for name in names)}
