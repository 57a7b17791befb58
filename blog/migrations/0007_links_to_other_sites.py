"""Links to other sites, which editors see and have asked again."""

from importlib import import_module

import django.utils.timezone
from django.db import migrations, models


groups = import_module("blog.migrations.0003_groups")


def let_editors_see_links(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name="Editors"):
        group.permissions.add(*groups.permissions(apps, "blog", "weblink", ["view", "change"]))


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0006_series_have_pages'),
    ]

    operations = [
        migrations.CreateModel(
            name='WebLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=1000, unique=True, verbose_name='address')),
                ('host', models.CharField(max_length=255)),
                ('state', models.CharField(choices=[('new', 'not asked yet'), ('there', 'there'), ('failing', 'failing, asked again'), ('gone', 'gone'), ('closed', 'no public address, not asked')], default='new', max_length=8, verbose_name='state')),
                ('problem', models.CharField(blank=True, max_length=300, verbose_name='why')),
                ('archived_copy', models.CharField(blank=True, max_length=2000, verbose_name='archived copy')),
                ('is_left', models.BooleanField(default=False, verbose_name='left as it is')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='failures in a row')),
                ('failing_since', models.DateTimeField(null=True, verbose_name='failing since')),
                ('asked_at', models.DateTimeField(null=True, verbose_name='asked last')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked next')),
                ('claimed_until', models.DateTimeField(editable=False, null=True)),
                ('posts', models.ManyToManyField(related_name='web_links', to='blog.post', verbose_name='posts')),
            ],
            options={
                'verbose_name': 'link to another site',
                'verbose_name_plural': 'links to other sites',
                'ordering': ['-failing_since', 'pk'],
                'indexes': [models.Index(models.F('due_at'), models.F('id'), name='link_due'), models.Index(models.F('asked_at'), name='link_asked'), models.Index(fields=['host'], name='link_host'), models.Index(models.OrderBy(models.F('failing_since'), descending=True), models.F('id'), condition=models.Q(('is_left', False), ('state', 'gone')), name='link_gone')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['new', 'there', 'failing', 'gone', 'closed'])), name='link_state_is_known')],
            },
        ),
        migrations.RunPython(let_editors_see_links, migrations.RunPython.noop),
    ]
