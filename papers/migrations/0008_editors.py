"""What editors may do with the tables that came after the groups were made."""

from django.db import migrations

ALL = "view add change delete"
RIGHTS = {
    ("papers", "reading"): ALL,
    ("papers", "style"): ALL,
    ("papers", "merge"): "view",
    ("blog", "oldaddress"): ALL,
}


def give_rights(apps, schema_editor):
    """To the group as it was named at first; where it was renamed or deleted, to nobody."""
    Group = apps.get_model("auth", "Group")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    group = Group.objects.filter(name="Editors").first()
    for (app, model), verbs in RIGHTS.items() if group else ():
        kind, _is_new = ContentType.objects.get_or_create(app_label=app, model=model)
        label = apps.get_model(app, model)._meta.verbose_name
        for verb in verbs.split():
            codename, name = f"{verb}_{model}", f"Can {verb} {label}"
            right, _is_new = Permission.objects.get_or_create(
                content_type=kind, codename=codename, defaults={"name": name}
            )
            group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [("papers", "0007_versions"), ("blog", "0006_roles")]
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
