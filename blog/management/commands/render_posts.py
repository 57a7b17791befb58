from typing import Any

from django.core.management import BaseCommand, CommandError
from django.urls import reverse

from blog.markup import MarkupError
from blog.models import Post
from blog.posts.saving_posts import render_again


class Command(BaseCommand):
    help = "Renders all posts again, and links them to the papers that the library holds by now."

    def handle(self, **options: Any) -> None:
        done, changed, failed = 0, 0, 0
        for pk, slug in list(Post.objects.order_by("pk").values_list("pk", "slug")):
            try:
                is_changed = render_again(pk)
            except MarkupError as error:
                failed += 1
                address = reverse("blog:post_detail", args=[slug])
                self.stderr.write(self.style.ERROR(f"{address}: {error}"))
            else:
                done += is_changed is not None
                changed += bool(is_changed)
        self.stdout.write(f"{done} posts rendered, {changed} of them changed.")
        if failed:
            raise CommandError(f"{failed} posts could not be rendered and stay as they were.")
