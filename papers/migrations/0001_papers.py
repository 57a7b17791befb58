"""All tables of papers, as they were when the migrations up to ``0004`` became one."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import papers.models.address_fields
import papers.models.keys
import papers.models.people
import papers.note_html
from django.conf import settings
from django.db import migrations, models

from papers.search.search_tables import search_index


class Migration(migrations.Migration):

    replaces = [
        ('papers', '0002_unanswered_differences'),
        ('papers', '0003_words_for_the_search'),
        ('papers', '0004_lists_of_any_length'),
    ]

    initial = True

    dependencies = [
        ('blog', '0001_blog'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='IndexState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=100, unique=True)),
                ('version', models.PositiveSmallIntegerField(default=0)),
                ('done', models.BigIntegerField(default=0)),
                ('is_whole', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='Style',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(editable=False, max_length=100, unique=True, verbose_name='name')),
                ('title', models.CharField(editable=False, max_length=300, verbose_name='title')),
                ('source', models.TextField(help_text='CSL 1.0.2, as the file holds it.', verbose_name='style')),
            ],
            options={
                'verbose_name': 'citation style',
                'verbose_name_plural': 'citation styles',
                'ordering': ['title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('path', 'a file on the server'), ('upload', 'sent to a private address'), ('zotero', "a library of Zotero's")], max_length=8, verbose_name='kind')),
                ('place', models.CharField(max_length=300, verbose_name='file, name or library')),
                ('is_on', models.BooleanField(default=True, help_text='Without it nothing of it is taken in; “Look first” says what would be.', verbose_name='keep in step')),
                ('most_share', models.PositiveSmallIntegerField(default=20, help_text='Percent of its entries that may change or go at once (five may always). More waits for an editor; 100 never waits.', validators=[django.core.validators.MaxValueValidator(100)], verbose_name='stop above')),
                ('taken', models.CharField(blank=True, editable=False, max_length=64)),
                ('waiting', models.CharField(blank=True, editable=False, max_length=64)),
                ('confirmed', models.CharField(blank=True, editable=False, max_length=64)),
                ('wants_trial', models.BooleanField(default=False, editable=False)),
                ('fault', models.TextField(blank=True, editable=False)),
                ('token_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('asked_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('claimed_until', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'bibliography kept in step',
                'verbose_name_plural': 'bibliographies kept in step',
                'ordering': ['place', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'place'), name='watch_stands_once', violation_error_message='This one is kept in step already.'), models.CheckConstraint(condition=models.Q(('kind__in', ['path', 'upload', 'zotero'])), name='watch_kind_is_known'), models.CheckConstraint(condition=models.Q(('most_share__lte', 100)), name='watch_share_is_percent')],
            },
        ),
        migrations.CreateModel(
            name='WatchLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('outcome', models.CharField(choices=[('taken', 'taken in'), ('refused', 'not read; nothing changed'), ('waits', 'waits for an editor; nothing changed'), ('trial', 'looked first; nothing changed')], max_length=8, verbose_name='outcome')),
                ('said', models.TextField(blank=True, verbose_name='summary')),
                ('lines', models.JSONField(blank=True, default=list)),
                ('posts', models.JSONField(blank=True, default=list)),
                ('watch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='papers.watch')),
            ],
            options={
                'verbose_name': 'look at a bibliography',
                'verbose_name_plural': 'looks at bibliographies',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['taken', 'refused', 'waits', 'trial'])), name='look_outcome_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', papers.models.address_fields.AddressField(blank=True, help_text='Made from author, year and title when left empty.', max_length=100, unique=True, validators=[papers.models.keys.validate_key, papers.models.keys.validate_unreserved], verbose_name='key')),
                ('type', models.CharField(choices=[('article-journal', 'journal article'), ('paper-conference', 'conference paper'), ('article', 'preprint'), ('book', 'book'), ('chapter', 'chapter'), ('thesis', 'thesis'), ('report', 'report'), ('dataset', 'dataset'), ('software', 'software'), ('article-magazine', 'magazine article'), ('article-newspaper', 'newspaper article'), ('entry-encyclopedia', 'encyclopedia entry'), ('post-weblog', 'blog post'), ('webpage', 'web page'), ('speech', 'talk'), ('standard', 'standard'), ('patent', 'patent'), ('review', 'review'), ('manuscript', 'manuscript'), ('document', 'document')], default='article-journal', max_length=30, verbose_name='type')),
                ('title', models.TextField(verbose_name='title')),
                ('title_key', models.TextField(editable=False)),
                ('container_title', models.CharField(blank=True, max_length=500, verbose_name='journal, proceedings or book')),
                ('publisher', models.CharField(blank=True, max_length=300, verbose_name='publisher')),
                ('volume', models.CharField(blank=True, max_length=50, verbose_name='volume')),
                ('issue', models.CharField(blank=True, max_length=50, verbose_name='issue')),
                ('page', models.CharField(blank=True, max_length=100, verbose_name='pages')),
                ('issued_year', models.SmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(-3000), django.core.validators.MaxValueValidator(3000)], verbose_name='year')),
                ('issued_month', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(12), django.core.validators.MinValueValidator(1)], verbose_name='month')),
                ('issued_day', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(31), django.core.validators.MinValueValidator(1)], verbose_name='day')),
                ('sort_year', models.SmallIntegerField(default=-9999, editable=False)),
                ('language', models.CharField(blank=True, max_length=35, verbose_name='language')),
                ('abstract', models.TextField(blank=True, verbose_name='abstract')),
                ('record', models.JSONField(blank=True, default=dict, editable=False)),
                ('state', models.CharField(choices=[('unchecked', 'known'), ('to_look_up', 'to be looked up')], default='unchecked', max_length=12, verbose_name='state')),
                ('standing', models.CharField(choices=[('agrees', 'agrees'), ('differs', 'differs'), ('unchecked', 'not checked'), ('not_found', 'no such work'), ('unreachable', 'could not be reached')], default='unchecked', editable=False, max_length=12, verbose_name='check')),
                ('checked_at', models.DateTimeField(editable=False, null=True, verbose_name='checked')),
                ('checked_with', models.CharField(blank=True, choices=[('crossref', 'Crossref'), ('datacite', 'DataCite'), ('arxiv', 'arXiv')], editable=False, max_length=12, verbose_name='registry')),
                ('differences', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='differences')),
                ('compared_digest', models.CharField(blank=True, editable=False, max_length=16)),
                ('notice', models.CharField(blank=True, choices=[('retraction', 'retracted'), ('removal', 'removed'), ('withdrawal', 'withdrawn'), ('partial-retraction', 'partly retracted'), ('concern', 'expression of concern'), ('correction', 'corrected')], editable=False, max_length=20, verbose_name='notice')),
                ('notice_day', models.DateField(editable=False, null=True)),
                ('noticed_at', models.DateTimeField(editable=False, null=True)),
                ('note', models.TextField(blank=True, help_text="Markdown; readers see it on the paper's page.", validators=[papers.note_html.validate_note], verbose_name="editor's note")),
                ('note_html', models.TextField(blank=True, editable=False)),
                ('reference_html', models.TextField(blank=True, editable=False)),
                ('reference_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('is_in_library', models.BooleanField(default=True, help_text='Readers find it in the library in any case. Without: only while a published post or comment cites it, or it is on the reading list.', verbose_name='in the library')),
                ('is_listed', models.BooleanField(default=True, editable=False, verbose_name='shown to readers')),
                ('discussions_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='posts')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version_of', models.ForeignKey(blank=True, help_text='Of a preprint or an earlier edition: the paper as it was published.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='versions', to='papers.paper', verbose_name='version of')),
                ('unanswered', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='differences without an answer')),
            ],
            options={
                'verbose_name': 'paper',
                'verbose_name_plural': 'papers',
                'ordering': ['-sort_year', '-pk'],
                'base_manager_name': 'objects',
                'indexes': [models.Index(models.OrderBy(models.F('sort_year'), descending=True), models.OrderBy(models.F('id'), descending=True), name='paper_newest'), models.Index(fields=['title_key'], name='paper_by_title'), models.Index(models.OrderBy(models.F('updated_at'), descending=True), name='paper_changed'), models.Index(models.OrderBy(models.F('sort_year'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_listed', True)), name='paper_listed_newest'), models.Index(models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_listed', True)), name='paper_listed_last_added'), models.Index(models.F('key'), condition=models.Q(('is_listed', True)), name='paper_listed_by_key'), models.Index(models.OrderBy(models.F('discussions_count'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_listed', True)), name='paper_most_discussed'), models.Index(models.F('sort_year'), models.OrderBy(models.F('discussions_count'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_listed', True)), name='paper_of_year_most_discussed'), models.Index(models.F('type'), models.OrderBy(models.F('sort_year'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_listed', True)), name='paper_of_type_newest'), models.Index(models.F('type'), models.OrderBy(models.F('discussions_count'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_listed', True)), name='paper_of_type_most_discussed'), models.Index(models.F('type'), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_listed', True)), name='paper_of_type_last_added'), models.Index(models.F('standing'), models.OrderBy(models.F('sort_year'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_listed', True)), name='paper_of_check_newest'), models.Index(models.F('standing'), models.OrderBy(models.F('discussions_count'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_listed', True)), name='paper_of_check_most_discussed'), models.Index(models.F('standing'), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_listed', True)), name='paper_of_check_last_added'), models.Index(models.F('notice'), models.OrderBy(models.F('sort_year'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_listed', True)), name='paper_of_notice_newest'), models.Index(models.F('notice'), models.OrderBy(models.F('discussions_count'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_listed', True)), name='paper_of_notice_most_discussed'), models.Index(models.F('notice'), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_listed', True)), name='paper_of_notice_last_added'), models.Index(models.F('container_title'), models.OrderBy(models.F('sort_year'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_listed', True)), name='paper_of_venue_newest'), models.Index(models.F('container_title'), models.OrderBy(models.F('discussions_count'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_listed', True)), name='paper_of_venue_most_discussed'), models.Index(models.F('container_title'), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_listed', True)), name='paper_of_venue_last_added'), models.Index(models.F('id'), condition=models.Q(('unanswered__gt', 0)), name='paper_unanswered')],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='paper_has_title'), models.CheckConstraint(condition=models.Q(('version_of', models.F('id')), _negated=True), name='paper_is_no_version_of_itself'), models.CheckConstraint(condition=models.Q(('state__in', ['unchecked', 'to_look_up'])), name='paper_state_is_known'), models.CheckConstraint(condition=models.Q(('standing__in', ['agrees', 'differs', 'unchecked', 'not_found', 'unreachable'])), name='paper_standing_is_known'), models.CheckConstraint(condition=models.Q(('issued_month', None), ('issued_month__range', (1, 12)), _connector='OR'), name='paper_month_is_a_month'), models.CheckConstraint(condition=models.Q(('issued_day', None), ('issued_day__range', (1, 31)), _connector='OR'), name='paper_day_is_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('issued_day', None), models.Q(('issued_month', None), _negated=True), _connector='OR'), models.Q(('issued_month', None), models.Q(('issued_year', None), _negated=True), _connector='OR')), name='paper_date_has_no_gap', violation_error_message='A day needs a month, and a month needs a year.')],
            },
        ),
        migrations.CreateModel(
            name='CitedWork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('about', 'about'), ('mentions', 'mentions'), ('supports', 'supports'), ('disputes', 'disputes'), ('uses', 'uses'), ('background', 'background')], default='mentions', max_length=12, verbose_name='role')),
                ('position', models.PositiveIntegerField(default=1, verbose_name='position')),
                ('found_by', models.CharField(choices=[('editor', 'an editor'), ('key', 'a citation key'), ('identifier', 'an identifier or a link'), ('title', 'its title')], default='editor', max_length=12, verbose_name='found by')),
                ('is_confirmed', models.BooleanField(default=True, help_text='A title alone is a suggestion: readers see it once you confirm it.', verbose_name='confirmed')),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cited_works', to='blog.post')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cited_works', to='papers.paper', verbose_name='paper')),
            ],
            options={
                'verbose_name': 'cited work',
                'verbose_name_plural': 'cited works',
                'ordering': ['post_id', 'position', 'pk'],
                'indexes': [models.Index(models.F('paper'), models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('post'), descending=True), name='cited_work_by_paper'), models.Index(models.F('id'), condition=models.Q(('is_confirmed', False)), name='cited_work_waiting')],
                'constraints': [models.UniqueConstraint(fields=('post', 'paper'), name='cited_work_once'), models.CheckConstraint(condition=models.Q(('role__in', ['about', 'mentions', 'supports', 'disputes', 'uses', 'background'])), name='cited_work_role')],
            },
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('anchor', models.CharField(max_length=200)),
                ('locator', models.CharField(blank=True, max_length=200)),
                ('sentence', models.TextField(blank=True)),
                ('cited_work', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='papers.citedwork')),
            ],
            options={
                'verbose_name': 'citation',
                'verbose_name_plural': 'citations',
                'ordering': ['cited_work_id', 'position'],
                'constraints': [models.UniqueConstraint(fields=('cited_work', 'position'), name='citation_position_once')],
            },
        ),
        migrations.CreateModel(
            name='Contributor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('family', models.CharField(blank=True, max_length=200, verbose_name='family name')),
                ('given', models.CharField(blank=True, max_length=200, verbose_name='given names')),
                ('dropping_particle', models.CharField(blank=True, max_length=50, verbose_name='dropping particle')),
                ('non_dropping_particle', models.CharField(blank=True, max_length=50, verbose_name='particle')),
                ('suffix', models.CharField(blank=True, max_length=50, verbose_name='suffix')),
                ('literal', models.CharField(blank=True, help_text='Instead of the name parts.', max_length=300, verbose_name='name of a body')),
                ('orcid', papers.models.people.OrcidField(blank=True, max_length=19, null=True, unique=True, verbose_name='ORCID')),
                ('slug', papers.models.address_fields.AddressField(editable=False, max_length=200, unique=True)),
                ('folded_name', models.CharField(db_index=True, default='', editable=False, max_length=250)),
                ('initial_name', models.CharField(db_index=True, default='', editable=False, max_length=250)),
            ],
            options={
                'verbose_name': 'contributor',
                'verbose_name_plural': 'contributors',
                'ordering': ['family', 'literal', 'given', 'pk'],
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['family', 'given'], name='contributor_by_name'), models.Index(fields=['family', 'literal', 'given', 'id'], name='contributor_in_admin')],
                'constraints': [models.CheckConstraint(condition=models.Q(('family', ''), ('literal', ''), _connector='XOR'), name='contributor_is_person_or_body', violation_error_message='Give a family name or the name of a body, not both.')],
            },
        ),
        migrations.CreateModel(
            name='Authorship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('author', 'author'), ('editor', 'editor'), ('translator', 'translator'), ('container-author', 'author of the book'), ('collection-editor', 'series editor')], default='author', max_length=30, verbose_name='role')),
                ('position', models.PositiveIntegerField(default=1, verbose_name='position')),
                ('contributor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authorships', to='papers.contributor', verbose_name='contributor')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='authorships', to='papers.paper', verbose_name='paper')),
            ],
            options={
                'verbose_name': 'authorship',
                'verbose_name_plural': 'authorships',
                'ordering': ['paper_id', 'role', 'position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('paper', 'role', 'position'), name='authorship_position_once'), models.UniqueConstraint(fields=('contributor', 'paper', 'role'), name='authorship_contributor_once')],
            },
        ),
        migrations.CreateModel(
            name='DistinctPeople',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='papers.contributor')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='papers.contributor')),
            ],
            options={
                'verbose_name': 'pair of distinct people',
                'verbose_name_plural': 'pairs of distinct people',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='distinct_people_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='distinct_people_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('papers', 'papers'), ('people', 'people')], max_length=6, verbose_name='kind')),
                ('kept_pk', models.BigIntegerField(editable=False)),
                ('gone_pks', models.JSONField(editable=False)),
                ('kept', models.TextField(verbose_name='kept')),
                ('gone', models.TextField(verbose_name='merged into it')),
                ('journal', models.JSONField(editable=False)),
                ('merged_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='merged')),
                ('undone_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='undone')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'merge',
                'verbose_name_plural': 'merges',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['papers', 'people'])), name='merge_kind_is_known')],
            },
        ),
        migrations.CreateModel(
            name='OldSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', papers.models.address_fields.AddressField(max_length=200, unique=True)),
                ('contributor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='old_slugs', to='papers.contributor')),
            ],
            options={
                'verbose_name': 'old address of a person',
                'verbose_name_plural': 'old addresses of people',
                'ordering': ['value'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('retraction', 'retracted'), ('removal', 'removed'), ('withdrawal', 'withdrawn'), ('partial-retraction', 'partly retracted'), ('concern', 'expression of concern'), ('correction', 'corrected'), ('addendum', 'addendum'), ('reinstatement', 'reinstated'), ('replacement', 'replaced'), ('new-version', 'newer version'), ('published', 'now published'), ('superseded', 'superseded'), ('other', 'other')], max_length=20, verbose_name='what happened')),
                ('by_scheme', models.CharField(blank=True, choices=[('doi', 'DOI'), ('arxiv', 'arXiv'), ('pmid', 'PMID'), ('pmcid', 'PMCID'), ('isbn', 'ISBN'), ('openreview', 'OpenReview'), ('acl', 'ACL Anthology'), ('url', 'Web address')], max_length=12, verbose_name="kind of the notice's identifier")),
                ('by_value', models.CharField(blank=True, max_length=500, verbose_name='identifier of the notice')),
                ('day', models.DateField(blank=True, null=True, verbose_name='date of the notice')),
                ('sources', models.JSONField(blank=True, default=list, editable=False, verbose_name='told by')),
                ('registries', models.JSONField(blank=True, default=list, editable=False, verbose_name='registries')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('is_confirmed', models.BooleanField(default=True, help_text='Readers are told of it. Without: a proposal that editors alone see.', verbose_name='confirmed')),
                ('first_seen_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='first seen')),
                ('mailed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('looked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='looked at')),
                ('note', models.TextField(blank=True, help_text='Markdown; readers see it beside the notice: why it is cited still.', validators=[papers.note_html.validate_note], verbose_name='public note')),
                ('note_html', models.TextField(blank=True, editable=False)),
                ('looked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='looked at by')),
                ('notice_paper', models.ForeignKey(blank=True, help_text='The paper that is the notice itself: the retraction, the correction.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notice_of', to='papers.paper', verbose_name='the notice, in this library')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='papers.paper', verbose_name='paper')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ['-first_seen_at', '-pk'],
                'indexes': [models.Index(models.OrderBy(models.F('first_seen_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_confirmed', True)), name='notice_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['retraction', 'removal', 'withdrawal', 'partial-retraction', 'concern', 'correction', 'addendum', 'reinstatement', 'replacement', 'new-version', 'published', 'superseded', 'other'])), name='notice_kind_is_known'), models.CheckConstraint(condition=models.Q(('paper', models.F('notice_paper')), _negated=True), name='notice_is_another_paper', violation_error_message='A paper is no notice of itself.')],
            },
        ),
        migrations.CreateModel(
            name='Key',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', papers.models.address_fields.AddressField(max_length=100, unique=True, validators=[papers.models.keys.validate_key, papers.models.keys.validate_unreserved], verbose_name='key')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='papers.paper', verbose_name='paper')),
            ],
            options={
                'verbose_name': 'key',
                'verbose_name_plural': 'keys',
                'ordering': ['value'],
                'constraints': [models.CheckConstraint(condition=models.Q(('value__in', ('notices', 'people', 'reading')), _negated=True), name='key_is_not_reserved')],
            },
        ),
        migrations.CreateModel(
            name='Identifier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.CharField(choices=[('doi', 'DOI'), ('arxiv', 'arXiv'), ('pmid', 'PMID'), ('pmcid', 'PMCID'), ('isbn', 'ISBN'), ('openreview', 'OpenReview'), ('acl', 'ACL Anthology'), ('url', 'Web address')], max_length=12, verbose_name='scheme')),
                ('value', models.CharField(max_length=500, verbose_name='identifier')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='papers.paper', verbose_name='paper')),
            ],
            options={
                'verbose_name': 'identifier',
                'verbose_name_plural': 'identifiers',
                'ordering': ['paper_id', 'scheme', 'value'],
                'constraints': [models.UniqueConstraint(fields=('scheme', 'value'), name='identifier_names_one_paper', violation_error_message='Another paper has this identifier already.'), models.CheckConstraint(condition=models.Q(('value', ''), _negated=True), name='identifier_has_value'), models.CheckConstraint(condition=models.Q(('scheme__in', ['doi', 'arxiv', 'pmid', 'pmcid', 'isbn', 'openreview', 'acl', 'url'])), name='identifier_scheme_is_known')],
            },
        ),
        migrations.CreateModel(
            name='DistinctPair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='papers.paper')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='papers.paper')),
            ],
            options={
                'verbose_name': 'pair of distinct papers',
                'verbose_name_plural': 'pairs of distinct papers',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='distinct_pair_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='distinct_pair_in_order')],
            },
        ),
        migrations.CreateModel(
            name='CommentCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('anchor', models.CharField(max_length=200)),
                ('locator', models.CharField(blank=True, max_length=200)),
                ('sentence', models.TextField(blank=True)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='blog.comment')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comment_citations', to='papers.paper', verbose_name='paper')),
            ],
            options={
                'verbose_name': 'citation in a comment',
                'verbose_name_plural': 'citations in comments',
                'ordering': ['comment_id', 'position'],
                'indexes': [models.Index(models.F('paper'), models.OrderBy(models.F('comment'), descending=True), name='comment_citation_by_paper')],
                'constraints': [models.UniqueConstraint(fields=('comment', 'position'), name='comment_citation_position_once')],
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('registry', models.CharField(choices=[('crossref', 'Crossref'), ('datacite', 'DataCite'), ('arxiv', 'arXiv')], max_length=12, verbose_name='registry')),
                ('scheme', models.CharField(choices=[('doi', 'DOI'), ('arxiv', 'arXiv'), ('pmid', 'PMID'), ('pmcid', 'PMCID'), ('isbn', 'ISBN'), ('openreview', 'OpenReview'), ('acl', 'ACL Anthology'), ('url', 'Web address')], max_length=12, verbose_name='scheme')),
                ('value', models.CharField(max_length=500, verbose_name='identifier')),
                ('outcome', models.CharField(choices=[('agrees', 'agrees'), ('differs', 'differs'), ('unchecked', 'not checked'), ('not_found', 'no such work'), ('unreachable', 'could not be reached')], max_length=12, verbose_name='outcome')),
                ('fields', models.JSONField(blank=True, default=list, verbose_name='fields')),
                ('reply', models.JSONField(blank=True, default=dict, editable=False)),
                ('kept', models.JSONField(blank=True, default=dict, editable=False, verbose_name='kept with a reason')),
                ('problem', models.CharField(blank=True, max_length=300, verbose_name='problem')),
                ('first_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='first')),
                ('last_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='papers.paper', verbose_name='paper')),
            ],
            options={
                'verbose_name': 'check',
                'verbose_name_plural': 'checks',
                'ordering': ['-last_at', '-pk'],
                'indexes': [models.Index(models.F('paper'), models.OrderBy(models.F('last_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='check_of_paper')],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['agrees', 'differs', 'unchecked', 'not_found', 'unreachable']), models.Q(('outcome', 'unchecked'), _negated=True)), name='check_outcome_is_known')],
            },
        ),
        migrations.CreateModel(
            name='PaperWords',
            fields=[
                ('place', models.BigIntegerField(primary_key=True, serialize=False)),
                ('head', models.TextField()),
                ('words', models.TextField()),
                ('text', models.TextField(blank=True)),
                ('of', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='found_by', to='papers.paper')),
            ],
            options={
                'abstract': False,
                'verbose_name': 'words for the search',
                'verbose_name_plural': 'words for the search',
            },
        ),
        migrations.CreateModel(
            name='PersonWords',
            fields=[
                ('place', models.BigIntegerField(primary_key=True, serialize=False)),
                ('head', models.TextField()),
                ('words', models.TextField()),
                ('text', models.TextField(blank=True)),
                ('of', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='found_by', to='papers.contributor')),
            ],
            options={
                'abstract': False,
                'verbose_name': 'words for the search',
                'verbose_name_plural': 'words for the search',
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_urgent', models.BooleanField(default=False, verbose_name='urgent')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked next')),
                ('claimed_until', models.DateTimeField(editable=False, null=True)),
                ('asked_at', models.DateTimeField(editable=False, null=True, verbose_name='asked last')),
                ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='answered last')),
                ('tries', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='failures in a row')),
                ('problem', models.CharField(blank=True, editable=False, max_length=300, verbose_name='why not')),
                ('registry', models.CharField(blank=True, choices=[('crossref', 'Crossref'), ('datacite', 'DataCite'), ('arxiv', 'arXiv')], editable=False, max_length=12, verbose_name='registry')),
                ('etag', models.CharField(blank=True, editable=False, max_length=200)),
                ('last_modified', models.CharField(blank=True, editable=False, max_length=200)),
                ('body', models.BinaryField(blank=True, default=b'')),
                ('identifier', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='question', to='papers.identifier', verbose_name='identifier')),
            ],
            options={
                'verbose_name': 'question to a registry',
                'verbose_name_plural': 'questions to registries',
                'ordering': ['due_at', 'pk'],
                'indexes': [models.Index(models.OrderBy(models.F('is_urgent'), descending=True), models.F('due_at'), models.F('id'), name='question_due'), models.Index(models.F('asked_at'), models.F('id'), name='question_oldest'), models.Index(models.F('due_at'), models.F('id'), name='question_in_admin')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('reading', 'reading'), ('to_read', 'to read'), ('read', 'read')], default='to_read', max_length=10, verbose_name='state')),
                ('note', models.TextField(blank=True, help_text='Markdown.', validators=[papers.note_html.validate_note], verbose_name='public note')),
                ('note_html', models.TextField(blank=True, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('paper', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reading', to='papers.paper', verbose_name='paper')),
            ],
            options={
                'verbose_name': 'reading',
                'verbose_name_plural': 'reading list',
                'ordering': ['-changed_at', '-pk'],
                'indexes': [models.Index(models.F('state'), models.OrderBy(models.F('changed_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='reading_by_state'), models.Index(models.OrderBy(models.F('changed_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='reading_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['reading', 'to_read', 'read'])), name='reading_state_is_known')],
            },
        ),
        migrations.CreateModel(
            name='ReferenceList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('style', models.CharField(max_length=100)),
                ('digest', models.CharField(max_length=64)),
                ('places', models.JSONField(default=list)),
                ('entries', models.JSONField(default=list)),
                ('failures', models.JSONField(default=list)),
                ('wanted', models.JSONField(default=dict)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reference_lists', to='blog.post')),
            ],
            options={
                'verbose_name': 'reference list',
                'verbose_name_plural': 'reference lists',
                'ordering': ['post_id', 'style'],
                'constraints': [models.UniqueConstraint(fields=('post', 'style'), name='reference_list_once')],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('editor', 'an editor'), ('file', 'file'), ('post', 'file of the post'), ('registry', 'registry'), ('provisional', 'an identifier alone')], max_length=12, verbose_name='kind')),
                ('name', models.CharField(blank=True, max_length=300, verbose_name='name')),
                ('key', models.CharField(blank=True, max_length=200, verbose_name='key there')),
                ('record', models.JSONField(blank=True, default=dict, verbose_name='record')),
                ('identifiers', models.JSONField(blank=True, default=list, verbose_name='identifiers')),
                ('taken', models.JSONField(blank=True, default=list, verbose_name='taken fields')),
                ('digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('rank', models.PositiveIntegerField(default=0, editable=False)),
                ('seen_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='seen')),
                ('gone_at', models.DateTimeField(blank=True, null=True, verbose_name='gone from there since')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='papers.paper', verbose_name='paper')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['paper_id', 'rank', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'name', 'key', 'paper'), name='source_stands_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['editor', 'file', 'post', 'registry', 'provisional'])), name='source_kind_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Spelling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('variant', models.CharField(max_length=30)),
                ('word', models.CharField(max_length=30)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('variant', 'word'), name='spelling_once')],
            },
        ),
        migrations.CreateModel(
            name='TitleSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wanted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('claimed_until', models.DateTimeField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('found', models.JSONField(blank=True, default=list)),
                ('refused', models.JSONField(blank=True, default=list)),
                ('paper', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='title_search', to='papers.paper')),
            ],
            options={
                'verbose_name': 'search by title',
                'verbose_name_plural': 'searches by title',
                'ordering': ['wanted_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['wanted_at', 'id'], name='title_search_waits')],
            },
        ),
        migrations.CreateModel(
            name='UnresolvedKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.CharField(db_index=True, max_length=100)),
                ('comment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='unresolved_keys', to='blog.comment')),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='unresolved_keys', to='blog.post')),
            ],
            options={
                'verbose_name': 'unresolved key',
                'verbose_name_plural': 'unresolved keys',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('post', 'value'), name='unresolved_once_in_post'), models.UniqueConstraint(fields=('comment', 'value'), name='unresolved_once_in_comment'), models.CheckConstraint(condition=models.Q(('post', None), ('comment', None), _connector='XOR'), name='unresolved_in_one_text')],
            },
        ),
        migrations.CreateModel(
            name='WatchContent',
            fields=[
                ('watch', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='content', serialize=False, to='papers.watch')),
                ('packed', models.BinaryField()),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        # It has no column: only what models know of each other, so no table is made anew.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField(
                    model_name='paper',
                    name='contributors',
                    field=models.ManyToManyField(related_name='papers', through='papers.Authorship', to='papers.contributor', verbose_name='contributors'),
                ),
            ],
        ),
        search_index("papers", "PaperWords", "PersonWords"),
    ]
