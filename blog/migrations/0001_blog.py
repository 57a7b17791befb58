"""The tables of the blog, as they were when these sixteen migrations became one."""

import blog.models.site_fields
import blog.models.slug_fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import papers.models.address_fields
import papers.models.people
import re
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('blog', '0001_initial'),
        ('blog', '0004_addresses_of_lists'),
        ('blog', '0005_site_and_pages'),
        ('blog', '0006_old_names_lead_on'),
        ('blog', '0007_version_of_posts'),
        ('blog', '0008_orcids_have_one_form'),
        ('blog', '0009_years_of_tools'),
        ('blog', '0010_comments_of_imports'),
        ('blog', '0011_pages_know_their_versions_and_sources'),
        ('blog', '0012_posts_with_notices'),
        ('blog', '0013_editors_keep_bibliographies_in_step'),
        ('blog', '0014_editors_change_the_site'),
        ('blog', '0015_words_to_search_by'),
        ('blog', '0016_editors_see_questions'),
        ('blog', '0017_pictures_of_other_sites'),
        ('blog', '0018_files_that_come_back_are_compared'),
    ]

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AddressKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('key', models.BinaryField(max_length=32)),
            ],
            options={
                'ordering': ['-day'],
            },
        ),
        migrations.CreateModel(
            name='Hashtag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'hashtag',
                'verbose_name_plural': 'hashtags',
            },
        ),
        migrations.CreateModel(
            name='MailAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254, unique=True, verbose_name='mail address')),
                ('verified_at', models.DateTimeField(blank=True, null=True, verbose_name='verified')),
                ('refused_at', models.DateTimeField(blank=True, null=True, verbose_name='refused')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='first seen')),
            ],
            options={
                'verbose_name': 'mail address',
                'verbose_name_plural': 'mail addresses',
                'ordering': ['address'],
            },
        ),
        migrations.CreateModel(
            name='OutsidePicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('address', models.TextField()),
                ('name', models.CharField(blank=True, max_length=200)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('is_lost', models.BooleanField(default=False)),
                ('asked_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='PostWords',
            fields=[
                ('place', models.BigIntegerField(primary_key=True, serialize=False)),
                ('head', models.TextField()),
                ('words', models.TextField()),
                ('text', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Rate',
            fields=[
                ('bucket', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('free_at', models.BigIntegerField()),
            ],
            options={
                'ordering': ['bucket'],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='what is wrong')),
                ('sender', models.CharField(blank=True, editable=False, max_length=32)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='when')),
                ('answered_by', models.UUIDField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, unique=True, verbose_name='title')),
                ('description', models.TextField(blank=True, help_text='Plain text.', verbose_name='description')),
            ],
            options={
                'verbose_name': 'series',
                'verbose_name_plural': 'series',
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('tagline', models.CharField(blank=True, help_text='A few words under the name.', max_length=200, verbose_name='tagline')),
                ('description', models.TextField(blank=True, help_text='A sentence or two for search engines and feeds; empty: the tagline.', max_length=1000, verbose_name='description')),
                ('language', models.CharField(default='en', help_text='Its code, such as en, de or zh-Hans: of the pages, of citations, and of posts that name none.', max_length=35, validators=[django.core.validators.RegexValidator(re.compile('[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\\Z'), 'Write a language by its code, such as en, de or zh-Hans.')], verbose_name='language')),
                ('time_zone', models.CharField(default='UTC', help_text='All dates are shown in it, and those that you type are read in it.', max_length=64, validators=[blog.models.site_fields.validate_zone], verbose_name='time zone')),
                ('licence', models.CharField(blank=True, help_text='Of posts that name none, such as CC BY 4.0.', max_length=100, verbose_name='licence')),
                ('citation_style', models.CharField(default='apa', help_text='Of posts that name none. After a change the posts are rendered again.', max_length=100, verbose_name='citation style')),
                ('navigation', models.TextField(blank=True, help_text='The links at the top, one a line: a title and an address, such as Papers /papers/. Empty: archive, tags, papers and about.', validators=[blog.models.site_fields.validate_links], verbose_name='navigation')),
                ('posts_address', models.CharField(default='posts', help_text='Where the newest posts are listed when a page comes first.', max_length=200, validators=[django.core.validators.RegexValidator('^[\\w-]+(/[\\w-]+)*\\Z', 'An address has letters, digits, hyphens and underscores, with / between its parts.')], verbose_name='address of the posts')),
                ('social', models.TextField(blank=True, help_text='Where else you are found, one a line: a title and an address, such as Mastodon https://example.social/@ada. Shown at the foot of each page.', validators=[blog.models.site_fields.validate_links], verbose_name='elsewhere')),
                ('logo', models.FileField(blank=True, help_text='PNG, JPEG, GIF, WebP, AVIF or SVG, at most 500 kB; shown 40 pixels high.', upload_to=blog.models.site_fields.image_name, verbose_name='logo')),
                ('shows_name', models.BooleanField(default=True, help_text='Not needed if the logo has it.', verbose_name='name beside the logo')),
                ('icon', models.FileField(blank=True, help_text='For tabs and bookmarks: square, the same kinds of image.', upload_to=blog.models.site_fields.image_name, verbose_name='icon')),
                ('accent', models.CharField(blank=True, help_text='Of links and buttons, such as #0d5566. Empty: ours.', max_length=7, validators=[django.core.validators.RegexValidator(re.compile('#[0-9a-f]{6}\\Z', 2), 'Write a colour as # and six digits, such as #0d5566.')], verbose_name='accent colour')),
                ('accent_dark', models.CharField(blank=True, help_text='The same on a dark screen, such as #86c5d3.', max_length=7, validators=[django.core.validators.RegexValidator(re.compile('#[0-9a-f]{6}\\Z', 2), 'Write a colour as # and six digits, such as #0d5566.')], verbose_name='accent colour in the dark')),
                ('footer', models.TextField(blank=True, help_text='Markdown, at the foot of each page.', verbose_name='footer')),
                ('footer_html', models.TextField(blank=True, editable=False)),
                ('css', models.TextField(blank=True, help_text='CSS that comes after ours. It may name files of this site only, such as url(/media/picture.png).', max_length=100000, validators=[blog.models.site_fields.validate_sheet], verbose_name='style sheet')),
                ('commenting', models.CharField(choices=[('open', 'open: posts take comments, unless a post says otherwise'), ('closed', 'closed: comments are shown, and no post takes any more')], default='open', max_length=10, verbose_name='comments')),
                ('comment_days', models.PositiveIntegerField(default=0, help_text='After so many days since its publication a post takes no more comments, unless it says otherwise. 0: it goes on taking them.', validators=[django.core.validators.MaxValueValidator(36500)], verbose_name='days for comments')),
                ('holds_comments', models.CharField(choices=[('first', 'the first comment of each writer'), ('all', 'every comment'), ('suspect', 'only comments that look like spam')], default='first', max_length=10, verbose_name='held for a moderator')),
                ('other_languages', models.CharField(blank=True, help_text='Besides that of the site and of the post, such as ko, ru. A comment in the script of none of them is suspect.', max_length=200, validators=[blog.models.site_fields.validate_languages], verbose_name='languages of comments')),
                ('suspect_words', models.TextField(blank=True, default='backlinks\nbuy followers\ncasino\ncialis\ncrypto recovery\ndofollow\nescort\nessay writing service\nforex\nguest post\nloan offer\npayday loan\nporn\nreplica watches\nseo services\nsports betting\nviagra\nwhatsapp me', help_text='One word or phrase a line: a comment that has one waits or is spam.', verbose_name='suspect words')),
                ('tex_macros', models.TextField(blank=True, help_text='Known to the formulas of all texts, such as \\newcommand{\\R}{\\mathbb{R}}.', max_length=20000, validators=[blog.models.site_fields.validate_macros], verbose_name='TeX macros')),
                ('tool_years', models.TextField(blank=True, help_text='When tools of your field came out, one a line, such as PyTorch 2016: you are warned where a post says that the authors of an older work used one. Many are known already.', max_length=20000, validators=[blog.models.site_fields.validate_tool_years], verbose_name='years of tools')),
            ],
            options={
                'verbose_name': 'site',
                'verbose_name_plural': 'site',
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wish', models.CharField(choices=[('replies', 'replies to my comment'), ('thread', 'all comments of this thread')], max_length=10, verbose_name='wish')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
            ],
            options={
                'verbose_name': 'subscription',
                'verbose_name_plural': 'subscriptions',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('key', models.CharField(editable=False, max_length=100, unique=True)),
                ('slug', papers.models.address_fields.AddressField(blank=True, help_text='Made from the name when left empty. The old address goes on working.', max_length=150, unique=True, validators=[blog.models.slug_fields.validate_slug], verbose_name='slug')),
                ('description', models.TextField(blank=True, help_text='Plain text.', verbose_name='description')),
            ],
            options={
                'verbose_name': 'tag',
                'verbose_name_plural': 'tags',
                'ordering': ['key'],
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='TagAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('key', models.CharField(editable=False, max_length=100, unique=True)),
            ],
            options={
                'verbose_name': 'other name of a tag',
                'verbose_name_plural': 'other names of tags',
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='TaggedPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'tag of a post',
                'verbose_name_plural': 'tags of posts',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='TagWords',
            fields=[
                ('place', models.BigIntegerField(primary_key=True, serialize=False)),
                ('head', models.TextField()),
                ('words', models.TextField()),
                ('text', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Author',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('slug', papers.models.address_fields.AddressField(blank=True, help_text='Made from the name when left empty. The old address goes on working.', max_length=200, unique=True, validators=[blog.models.slug_fields.validate_slug], verbose_name='slug')),
                ('affiliation', models.CharField(blank=True, max_length=300, verbose_name='affiliation')),
                ('orcid', papers.models.people.OrcidField(blank=True, max_length=19, null=True, unique=True, verbose_name='ORCID')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('bio', models.TextField(blank=True, help_text='Plain text.', verbose_name='about the author')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='author', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'author',
                'verbose_name_plural': 'authors',
                'ordering': ['name', 'pk'],
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='AuthorWords',
            fields=[
                ('place', models.BigIntegerField(primary_key=True, serialize=False)),
                ('head', models.TextField()),
                ('words', models.TextField()),
                ('text', models.TextField(blank=True)),
                ('of', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='found_by', to='blog.author')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Ban',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('sender', 'IP address'), ('mail', 'mail address or its domain'), ('site', 'website'), ('words', 'words')], max_length=10, verbose_name='kind')),
                ('value', models.CharField(max_length=200, verbose_name='what')),
                ('outcome', models.CharField(choices=[('spam', 'is spam'), ('wait', 'waits for a moderator')], default='spam', max_length=10, verbose_name='such a comment')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ],
            options={
                'verbose_name': 'ban',
                'verbose_name_plural': 'bans',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Byline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='position')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bylines', to='blog.author', verbose_name='author')),
            ],
            options={
                'verbose_name': 'author',
                'verbose_name_plural': 'authors',
                'ordering': ['post_id', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('email', models.EmailField(blank=True, help_text='Not shown.', max_length=254, verbose_name='mail')),
                ('is_email_verified', models.BooleanField(default=False, editable=False, help_text='Its owner wrote this comment: known by a letter of ours, or by the browser.', verbose_name='mail verified')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('source', models.TextField(max_length=5000, verbose_name='comment')),
                ('body_html', models.TextField(editable=False)),
                ('quote', models.TextField(blank=True, max_length=1000, verbose_name='quoted passage')),
                ('quoted_at', models.DateTimeField(editable=False, null=True, verbose_name='state of the post')),
                ('state', models.CharField(choices=[('pending', 'pending'), ('published', 'published'), ('spam', 'spam'), ('removed', 'removed')], default='pending', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='written')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='decided')),
                ('reasons', models.JSONField(blank=True, default=list, editable=False, verbose_name='reasons')),
                ('sender', models.CharField(blank=True, editable=False, max_length=32)),
                ('fingerprint', models.CharField(blank=True, editable=False, max_length=32)),
                ('submission', models.CharField(blank=True, editable=False, max_length=32)),
                ('edited_at', models.DateTimeField(editable=False, null=True, verbose_name='edited')),
                ('import_key', models.CharField(blank=True, editable=False, max_length=200)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='blog.comment', verbose_name='in reply to')),
                ('thread', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='blog.comment')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'ordering': ['-created_at', '-pk'],
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Act',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('kind', models.CharField(choices=[('decide', 'decided'), ('undo', 'undid'), ('edit', 'edited'), ('keep', 'kept'), ('ban', 'banned'), ('lift', 'lifted a ban'), ('export', "exported a person's comments"), ('erase', 'erased')], max_length=10, verbose_name='act')),
                ('number', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='comment number')),
                ('before', models.CharField(blank=True, max_length=10, verbose_name='before')),
                ('after', models.CharField(blank=True, max_length=10, verbose_name='after')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('by_name', models.CharField(blank=True, max_length=150, verbose_name='who')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('comment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='acts', to='blog.comment', verbose_name='comment')),
            ],
            options={
                'verbose_name': 'act of moderation',
                'verbose_name_plural': 'acts of moderation',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CommentWords',
            fields=[
                ('place', models.BigIntegerField(primary_key=True, serialize=False)),
                ('head', models.TextField()),
                ('words', models.TextField()),
                ('text', models.TextField(blank=True)),
                ('of', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='found_by', to='blog.comment')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DemoObject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.BigIntegerField()),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'object of the demo',
                'verbose_name_plural': 'objects of the demo',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('confirm', 'asks to confirm an address'), ('reply', 'tells of a comment'), ('held', 'tells a moderator of held comments')], max_length=10, verbose_name='kind')),
                ('address', models.EmailField(max_length=254, verbose_name='to')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made')),
                ('sent_at', models.DateTimeField(editable=False, null=True, verbose_name='sent')),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='attempts')),
                ('outcome', models.CharField(blank=True, editable=False, max_length=200, verbose_name='outcome')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='blog.comment')),
            ],
            options={
                'verbose_name': 'letter',
                'verbose_name_plural': 'letters',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ListAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', papers.models.address_fields.AddressField(help_text='Begins with /, as in /news.rss.', max_length=500, unique=True, verbose_name='path')),
                ('leads_to', models.CharField(choices=[('post_feed', 'the feed of posts'), ('home', 'the newest posts'), ('archive', 'the archive'), ('tag_list', 'the list of tags')], max_length=20, verbose_name='leads to')),
            ],
            options={
                'verbose_name': 'old address of a list',
                'verbose_name_plural': 'old addresses of lists',
                'ordering': ['path'],
                'constraints': [models.CheckConstraint(condition=models.Q(('path__startswith', '/'), models.Q(('path__startswith', '//'), _negated=True)), name='list_address_is_a_path', violation_error_message='A path begins with one /.')],
            },
        ),
        migrations.CreateModel(
            name='Page',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('import_site', models.CharField(blank=True, editable=False, max_length=500)),
                ('import_path', models.CharField(editable=False, max_length=500, null=True)),
                ('import_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('import_content', models.CharField(blank=True, editable=False, max_length=64)),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('address', papers.models.address_fields.AddressField(help_text='Such as publications or people/alumni: the page stands at /publications/. An old address goes on working.', max_length=200, unique=True, validators=[django.core.validators.RegexValidator('^[\\w-]+(/[\\w-]+)*\\Z', 'An address has letters, digits, hyphens and underscores, with / between its parts.')], verbose_name='address')),
                ('source', models.TextField(blank=True, help_text='Markdown, as in posts.', verbose_name='text')),
                ('summary', models.TextField(blank=True, help_text='Plain text, for search engines.', verbose_name='summary')),
                ('language', models.CharField(blank=True, help_text="Such as en, de or zh-Hans, when it is not the site's.", max_length=35, validators=[django.core.validators.RegexValidator(re.compile('[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\\Z'), 'Write a language by its code, such as en, de or zh-Hans.')], verbose_name='language')),
                ('is_draft', models.BooleanField(default=False, help_text='Only editors can open it.', verbose_name='draft')),
                ('body_html', models.TextField(blank=True, editable=False)),
                ('excerpt', models.TextField(blank=True, editable=False)),
                ('problems', models.JSONField(blank=True, default=list, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
            ],
            options={
                'verbose_name': 'page',
                'verbose_name_plural': 'pages',
                'ordering': ['address'],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='page_has_title'), models.CheckConstraint(condition=models.Q(('address', ''), _negated=True), name='page_has_address'), models.UniqueConstraint(fields=('import_path', 'import_site'), name='page_imported_once')],
            },
        ),
        migrations.CreateModel(
            name='OldAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', papers.models.address_fields.AddressField(help_text='Begins with /, as in /2019/my-post/.', max_length=500, unique=True, verbose_name='path')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='old_addresses', to='blog.author', verbose_name='author')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='old_addresses', to='blog.page', verbose_name='page')),
            ],
            options={
                'verbose_name': 'old address',
                'verbose_name_plural': 'old addresses',
                'ordering': ['path'],
            },
        ),
        migrations.CreateModel(
            name='ExportedText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=20)),
                ('header', models.JSONField()),
                ('body', models.TextField(blank=True)),
                ('taken_from', models.CharField(blank=True, max_length=1000)),
                ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='blog.page')),
            ],
            options={
                'verbose_name': 'exported text',
                'verbose_name_plural': 'exported texts',
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('commenting', models.CharField(choices=[('open', 'open: readers may comment'), ('read-only', 'read-only: shown, but none are taken'), ('hidden', 'hidden: neither shown nor taken')], default='open', max_length=10, verbose_name='comments')),
                ('comment_days', models.PositiveSmallIntegerField(blank=True, help_text='After so many days since its publication the post takes no more comments. Empty: as everywhere on this site. 0: it goes on taking them.', null=True, verbose_name='days for comments')),
                ('import_site', models.CharField(blank=True, editable=False, max_length=500)),
                ('import_path', models.CharField(editable=False, max_length=500, null=True)),
                ('import_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('import_content', models.CharField(blank=True, editable=False, max_length=64)),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('slug', papers.models.address_fields.AddressField(blank=True, help_text='Made from the title when left empty. The old address goes on working.', max_length=200, unique=True, validators=[blog.models.slug_fields.validate_slug], verbose_name='slug')),
                ('summary', models.TextField(blank=True, help_text='Plain text; an excerpt stands in when empty.', verbose_name='summary')),
                ('source', models.TextField(blank=True, help_text='Markdown.', verbose_name='text')),
                ('is_html', models.BooleanField(default=False, verbose_name='the text is HTML')),
                ('body_html', models.TextField(blank=True, editable=False)),
                ('toc_html', models.TextField(blank=True, editable=False)),
                ('text', models.TextField(blank=True, editable=False)),
                ('excerpt', models.TextField(blank=True, editable=False)),
                ('words_count', models.PositiveIntegerField(default=0, editable=False)),
                ('problems', models.JSONField(blank=True, default=list, editable=False)),
                ('noticed_at', models.DateTimeField(editable=False, null=True)),
                ('published_at', models.DateTimeField(blank=True, help_text='Empty: a draft. In the future: published then, by itself.', null=True, validators=[blog.models.site_fields.validate_date], verbose_name='publication date')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('language', models.CharField(blank=True, help_text="Such as en, de or zh-Hans, when it is not the site's.", max_length=35, validators=[django.core.validators.RegexValidator(re.compile('[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\\Z'), 'Write a language by its code, such as en, de or zh-Hans.')], verbose_name='language')),
                ('license', models.CharField(blank=True, help_text='Such as CC BY 4.0.', max_length=100, verbose_name='licence')),
                ('canonical_url', models.URLField(blank=True, help_text='Where the text first appeared, if elsewhere.', verbose_name='canonical address')),
                ('allow_sharing', models.BooleanField(default=True, verbose_name='show links for sharing')),
                ('style', models.CharField(blank=True, help_text="Empty: the site's.", max_length=100, verbose_name='citation style')),
                ('nocite', models.TextField(blank=True, help_text='Keys or identifiers of works that the text does not cite: @key, @doi:10.…', verbose_name='also in the list of works')),
                ('publish_anyway', models.BooleanField(default=False, help_text='Though citations lead to no paper: readers see them marked.', verbose_name='publish anyway')),
                ('is_unlisted', models.BooleanField(default=False, help_text='Readable at its address, in no list or feed.', verbose_name='unlisted')),
                ('authors', models.ManyToManyField(related_name='posts', through='blog.Byline', to='blog.author', verbose_name='authors')),
            ],
            options={
                'verbose_name': 'post',
                'verbose_name_plural': 'posts',
                'ordering': ['-created_at', '-pk'],
                'base_manager_name': 'objects',
            },
        ),
    ]
