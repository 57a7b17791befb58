"""What of the blog names papers, or rows of tables that come after it."""

import django.db.models.deletion
import django.db.models.functions.text
import taggit.managers
from django.db import migrations, models

from papers.search.search_tables import search_index


class Migration(migrations.Migration):

    replaces = [
        ('blog', '0002_initial'),
    ]

    initial = True

    dependencies = [
        ('blog', '0001_blog'),
        ('papers', '0001_papers'),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='cited_papers',
            field=models.ManyToManyField(related_name='posts', through='papers.CitedWork', to='papers.paper', verbose_name='cited works'),
        ),
        migrations.AddField(
            model_name='oldaddress',
            name='post',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='old_addresses', to='blog.post', verbose_name='post'),
        ),
        migrations.AddField(
            model_name='hashtag',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hashtags', to='blog.post'),
        ),
        migrations.AddField(
            model_name='exportedtext',
            name='post',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='blog.post'),
        ),
        migrations.AddField(
            model_name='comment',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='blog.post', verbose_name='post'),
        ),
        migrations.AddField(
            model_name='byline',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bylines', to='blog.post', verbose_name='post'),
        ),
        migrations.AddField(
            model_name='postwords',
            name='of',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='found_by', to='blog.post'),
        ),
        migrations.AddIndex(
            model_name='rate',
            index=models.Index(models.F('free_at'), name='rate_free'),
        ),
        migrations.AddField(
            model_name='report',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='blog.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='post',
            name='series',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='posts', to='blog.series', verbose_name='series'),
        ),
        migrations.AddField(
            model_name='site',
            name='home_page',
            field=models.ForeignKey(blank=True, help_text="What stands at the blog's address. Empty: the newest posts.", limit_choices_to={'is_draft': False}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='blog.page', verbose_name='first page'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='address',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='blog.mailaddress'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='comment',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='subscription', to='blog.comment'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='tag_has_name', violation_error_message='A tag has a name of one letter or sign at least.'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('slug', ''), _negated=True), models.Q(('slug__contains', '/'), _negated=True)), name='tag_slug_is_one_part', violation_error_message='A slug has letters of any script, digits, hyphens and underscores only.'),
        ),
        migrations.AddField(
            model_name='oldaddress',
            name='tag',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='old_addresses', to='blog.tag', verbose_name='tag'),
        ),
        migrations.AddField(
            model_name='hashtag',
            name='tag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hashtags', to='blog.tag'),
        ),
        migrations.AddField(
            model_name='tagalias',
            name='tag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='blog.tag', verbose_name='tag'),
        ),
        migrations.AddField(
            model_name='taggedpost',
            name='content_object',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged_posts', to='blog.post', verbose_name='post'),
        ),
        migrations.AddField(
            model_name='taggedpost',
            name='tag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged_posts', to='blog.tag', verbose_name='tag'),
        ),
        migrations.AddField(
            model_name='post',
            name='tags',
            field=taggit.managers.TaggableManager(blank=True, help_text='A comma-separated list of tags.', through='blog.TaggedPost', to='blog.Tag', verbose_name='tags'),
        ),
        migrations.AddField(
            model_name='tagwords',
            name='of',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='found_by', to='blog.tag'),
        ),
        migrations.AddConstraint(
            model_name='author',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('slug', ''), _negated=True), models.Q(('slug__contains', '/'), _negated=True)), name='author_slug_is_one_part', violation_error_message='A slug has letters of any script, digits, hyphens and underscores only.'),
        ),
        migrations.AddConstraint(
            model_name='ban',
            constraint=models.UniqueConstraint(fields=('kind', 'value'), name='ban_is_made_once'),
        ),
        migrations.AddConstraint(
            model_name='ban',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['sender', 'mail', 'site', 'words'])), name='ban_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='ban',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['spam', 'wait'])), name='ban_outcome_is_known'),
        ),
        migrations.AddConstraint(
            model_name='ban',
            constraint=models.CheckConstraint(condition=models.Q(('value', ''), _negated=True), name='ban_has_value'),
        ),
        migrations.AddIndex(
            model_name='act',
            index=models.Index(models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='act_newest'),
        ),
        migrations.AddIndex(
            model_name='act',
            index=models.Index(models.F('by'), models.OrderBy(models.F('at'), descending=True), name='act_by_moderator'),
        ),
        migrations.AddIndex(
            model_name='act',
            index=models.Index(models.F('batch'), name='act_batch'),
        ),
        migrations.AddConstraint(
            model_name='act',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['decide', 'undo', 'edit', 'keep', 'ban', 'lift', 'export', 'erase'])), name='act_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='demoobject',
            constraint=models.UniqueConstraint(fields=('content_type', 'object_id'), name='demo_object_once'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(models.F('address'), models.OrderBy(models.F('created_at'), descending=True), name='letter_by_address'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(fields=('comment', 'kind', 'address'), name='letter_is_sent_once'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['confirm', 'reply', 'held'])), name='letter_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='exportedtext',
            constraint=models.UniqueConstraint(fields=('digest', 'post', 'taken_from'), name='exported_text_of_post'),
        ),
        migrations.AddConstraint(
            model_name='exportedtext',
            constraint=models.UniqueConstraint(fields=('digest', 'page', 'taken_from'), name='exported_text_of_page'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(models.F('post'), models.F('state'), models.F('thread'), models.F('id'), name='comment_threads'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(models.F('post'), models.F('state'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='comment_newest'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(models.F('post'), models.F('parent'), models.F('created_at'), name='comment_replies'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(models.F('state'), models.OrderBy(models.F('created_at'), descending=True), name='comment_queue'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(models.F('sender'), condition=models.Q(('sender', ''), _negated=True), name='comment_sender'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(models.F('fingerprint'), condition=models.Q(('fingerprint', ''), _negated=True), name='comment_same'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='comment_mail'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'published', 'spam', 'removed'])), name='comment_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='comment_is_not_its_parent'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='comment_has_text'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.UniqueConstraint(condition=models.Q(('submission', ''), _negated=True), fields=('submission',), name='comment_is_sent_once'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.UniqueConstraint(condition=models.Q(('import_key', ''), _negated=True), fields=('post', 'import_key'), name='comment_is_imported_once'),
        ),
        migrations.AddConstraint(
            model_name='byline',
            constraint=models.UniqueConstraint(fields=('post', 'author'), name='byline_author_once', violation_error_message='This author stands in the byline already.'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(models.F('comment'), condition=models.Q(('answered_by', None)), name='report_unanswered'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(models.F('answered_by'), name='report_batch'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('sender', ''), _negated=True), fields=('comment', 'sender'), name='report_is_made_once'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.CheckConstraint(condition=models.Q(('pk', 1)), name='site_is_one'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='site_has_name'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.CheckConstraint(condition=models.Q(('commenting__in', ['open', 'closed'])), name='site_commenting_is_known'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.CheckConstraint(condition=models.Q(('holds_comments__in', ['first', 'all', 'suspect'])), name='site_holding_is_known'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(('wish__in', ['replies', 'thread'])), name='subscription_wish'),
        ),
        migrations.AddConstraint(
            model_name='oldaddress',
            constraint=models.CheckConstraint(condition=models.Q(('path__startswith', '/'), models.Q(('path__startswith', '//'), _negated=True)), name='old_address_is_a_path', violation_error_message='A path begins with one /.'),
        ),
        migrations.AddConstraint(
            model_name='oldaddress',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('author__isnull', True), ('page__isnull', True), ('post__isnull', False), ('tag__isnull', True)), models.Q(('author__isnull', True), ('page__isnull', True), ('post__isnull', True), ('tag__isnull', False)), models.Q(('author__isnull', False), ('page__isnull', True), ('post__isnull', True), ('tag__isnull', True)), models.Q(('author__isnull', True), ('page__isnull', False), ('post__isnull', True), ('tag__isnull', True)), _connector='OR'), name='old_address_leads_to_one_row', violation_error_message='Choose one of a post, a tag, an author, a page.'),
        ),
        migrations.AddIndex(
            model_name='hashtag',
            index=models.Index(models.F('tag'), models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('post'), descending=True), name='hashtag_by_tag'),
        ),
        migrations.AddConstraint(
            model_name='hashtag',
            constraint=models.UniqueConstraint(fields=('post', 'tag'), name='hashtag_once'),
        ),
        migrations.AddConstraint(
            model_name='tagalias',
            constraint=models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='tag_alias_has_name'),
        ),
        migrations.AddIndex(
            model_name='taggedpost',
            index=models.Index(models.F('tag'), models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('content_object'), descending=True), name='tagged_post_by_tag'),
        ),
        migrations.AddConstraint(
            model_name='taggedpost',
            constraint=models.UniqueConstraint(fields=('content_object', 'tag'), name='tagged_post_once'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_unlisted', False)), name='post_newest'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.OrderBy(models.F('updated_at'), descending=True), name='post_changed'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.F('series'), models.F('published_at'), name='post_in_series'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='post_in_admin'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='post_has_title'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('slug', ''), _negated=True), models.Q(('slug__contains', '/'), _negated=True)), name='post_slug_is_one_part', violation_error_message='A slug has letters of any script, digits, hyphens and underscores only.'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('commenting__in', ['open', 'read-only', 'hidden'])), name='post_commenting_is_known'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(fields=('import_path', 'import_site'), name='post_imported_once'),
        ),
        search_index("blog", "AuthorWords", "CommentWords", "PostWords", "TagWords"),
    ]
