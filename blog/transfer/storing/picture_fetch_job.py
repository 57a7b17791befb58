"""The job that fetches the pictures elsewhere of a post, as an editor asks for it."""

from collections.abc import Collection

from django_tasks import task


@task()
def fetch_post_pictures(post_id: int) -> dict[str, Collection[str]]:
    """What came, what failed and what is left, by address."""
    # Pillow, YAML and all of an import, which a process does not need that queues this.
    from blog.transfer.storing.post_pictures import pictures_fetched_for

    return pictures_fetched_for(post_id)
