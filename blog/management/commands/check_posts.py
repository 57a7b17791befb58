from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.urls import reverse

from blog.models import Post
from blog.posts.fact_check import facts_of_post


class Command(BaseCommand):
    help = (
        "Compares what posts say of the works that they cite (authors, years, venues, titles, "
        "tools) with the library. It changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="Posts; all without any.")
        parser.add_argument(
            "--fail", action="store_true", help="End with an error where there are warnings."
        )

    def handle(self, *, slugs: list[str], fail: bool, **options: Any) -> None:
        posts = Post.objects.order_by("pk")
        if slugs:
            posts = posts.filter(slug__in=slugs)
            if gone := set(slugs) - set(posts.values_list("slug", flat=True)):
                raise CommandError(f"There is no post {', '.join(sorted(gone))}.")
        checked = warned = 0
        for post in posts.only("slug", "body_html").iterator():
            checked += 1
            for message in facts_of_post(post):
                warned += 1
                address = reverse("blog:post_detail", args=[post.slug])
                self.stdout.write(f"{address}: {message}")
        self.stdout.write(f"{checked} posts checked, {warned} warnings.")
        if fail and warned:
            raise CommandError("There are warnings; the lines above have them.")
