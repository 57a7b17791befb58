"""What the blog knows of papers, whose tables come after its own."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('blog', '0001_blog'),
        ('papers', '0001_papers'),
    ]

    operations = [
        # It has no column: only what models know of each other, so no table is made anew.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField(
                    model_name='post',
                    name='cited_papers',
                    field=models.ManyToManyField(related_name='posts', through='papers.CitedWork', to='papers.paper', verbose_name='cited works'),
                ),
            ],
        ),
    ]
