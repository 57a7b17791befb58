"""The groups that most blogs need. They can be changed in the admin like any other."""

from django.db import migrations

ALL = "view add change delete"
MODERATORS = {
    "blog": {
        "comment": "view change delete",
        "ban": "view add change delete",
        "act": "view",
        "mailaddress": "view change delete",
        "subscription": "view change delete",
        "letter": "view",
    },
}
EDITORS = {
    "blog": MODERATORS["blog"]
    | dict.fromkeys(["post", "author", "byline", "series", "tag", "taggedpost", "oldaddress"], ALL)
    | dict.fromkeys(["page", "listaddress"], ALL)
    | {"site": "view change", "weblink": "view change", "tagmerge": "view"},
    "papers": dict.fromkeys(
        [
            *("paper", "contributor", "authorship", "identifier", "key"),
            *("citedwork", "citation", "reading", "style", "notice", "watch"),
        ],
        ALL,
    )
    | {"merge": "view", "check": "view", "question": "view change"},
}


def make_groups(apps, schema_editor):
    """Permissions are made after all migrations, so those of the groups are made here."""
    Group = apps.get_model("auth", "Group")
    for name, rights in [("Moderators", MODERATORS), ("Editors", EDITORS)]:
        group, _is_new = Group.objects.get_or_create(name=name)
        for app, models in rights.items():
            for model, verbs in models.items():
                group.permissions.add(*permissions(apps, app, model, verbs.split()))


def permissions(apps, app, model, verbs):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    kind, _is_new = ContentType.objects.get_or_create(app_label=app, model=model)
    label = apps.get_model(app, model)._meta.verbose_name
    return [
        Permission.objects.get_or_create(
            content_type=kind, codename=f"{verb}_{model}", defaults={"name": f"Can {verb} {label}"}
        )[0]
        for verb in verbs
    ]


class Migration(migrations.Migration):
    replaces = [
        ("blog", "0004_revisions_of_posts"),
        ("blog", "0005_unsaved_texts"),
        ("blog", "0006_series_have_pages"),
        ("blog", "0007_links_to_other_sites"),
        ("blog", "0008_words_for_the_search"),
        ("blog", "0009_the_newest_backup"),
        ("blog", "0010_corrections_told_to_readers"),
        ("blog", "0011_sizes_of_pictures"),
        ("blog", "0012_merges_of_tags"),
        ("blog", "0013_versions_of_tables"),
        ("blog", "0014_lists_of_any_length"),
    ]
    dependencies = [
        ("blog", "0002_rows_that_name_papers"),
        ("papers", "0001_papers"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
