from typing import Any

from django.core.management import BaseCommand, CommandError

from blog.markup import MarkupError
from blog.models import Post
from blog.posts.saving_posts import save_post


class Command(BaseCommand):
    help = "Renders all posts again, and links them to the papers that the library holds by now."

    def handle(self, **options: Any) -> None:
        changed, failed = 0, 0
        for post in Post.objects.order_by("pk").iterator(chunk_size=100):
            before = post.body_html
            try:
                save_post(post)
            except MarkupError as error:
                failed += 1
                self.stderr.write(self.style.ERROR(f"{post.get_absolute_url()}: {error}"))
            changed += post.body_html != before
        self.stdout.write(f"{Post.objects.count()} posts rendered, {changed} of them changed.")
        if failed:
            raise CommandError(f"{failed} posts could not be rendered and stay as they were.")
