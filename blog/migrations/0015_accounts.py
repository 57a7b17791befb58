"""Accounts: whose each session is, invitations, and the log of events."""

import blog.models.invitations
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import migrations, models

from blog.models.user_sessions import SessionStore


def keep_sessions(apps, schema_editor):
    """Nobody is logged out by an update: a session is read as it was written."""
    users = set(apps.get_model("auth", "User").objects.values_list("pk", flat=True))
    kept = apps.get_model("blog", "UserSession").objects
    now = django.utils.timezone.now()
    old = apps.get_model("sessions", "Session").objects.filter(expire_date__gt=now)
    for row in old.iterator():
        user = int(SessionStore().decode(row.session_data).get(SESSION_KEY, 0))
        if user in users:
            kept.create(
                session_key=row.session_key,
                session_data=row.session_data,
                expire_date=row.expire_date,
                user_id=user,
            )
    apps.get_model("sessions", "Session").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('blog', '0003_groups'),
        ('sessions', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('login', 'logged in'), ('refused', 'log-in refused'), ('logout', 'logged out'), ('sessions_ended', 'sessions ended'), ('account_made', 'account made'), ('account_changed', 'account changed'), ('password', 'password changed'), ('rights_given', 'rights given'), ('rights_taken', 'rights taken'), ('factor_on', 'second factor turned on'), ('factor_off', 'second factor turned off'), ('codes_made', 'recovery codes made'), ('code_used', 'recovery code used'), ('invited', 'invited'), ('invitation_taken', 'invitation accepted'), ('secret_made', 'private address or token made'), ('secret_ended', 'private address or token ended'), ('exported', 'exported'), ('deleted', 'deleted')], max_length=20, verbose_name='event')),
                ('by', models.CharField(blank=True, max_length=150, verbose_name='by')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='what')),
                ('details', models.CharField(blank=True, max_length=500, verbose_name='details')),
                ('sender', models.CharField(blank=True, max_length=32, verbose_name='network')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'ordering': ['-created_at', '-pk'],
                'default_permissions': ['view'],
                'indexes': [models.Index(models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='event_newest')],
            },
        ),
        migrations.CreateModel(
            name='UserSession',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('browser', models.CharField(blank=True, max_length=60, verbose_name='browser')),
                ('begun_at', models.DateTimeField(null=True, verbose_name='logged in')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'ordering': ['pk'],
                'abstract': False,
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='mail address')),
                ('is_superuser', models.BooleanField(default=False, help_text='May do everything, accounts included.', verbose_name='administrator')),
                ('token_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('invited_by', models.CharField(blank=True, editable=False, max_length=150, verbose_name='invited by')),
                ('invited_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='invited')),
                ('expires_at', models.DateTimeField(default=blog.models.invitations.end_of_invitation, editable=False, verbose_name='until')),
                ('accepted_at', models.DateTimeField(editable=False, null=True, verbose_name='accepted')),
                ('username', models.CharField(blank=True, editable=False, max_length=150, verbose_name='account')),
                ('groups', models.ManyToManyField(blank=True, help_text='What they may do.', related_name='+', to='auth.group', verbose_name='groups')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-invited_at', '-pk'],
            },
        ),
        migrations.RunPython(keep_sessions, migrations.RunPython.noop),
    ]
