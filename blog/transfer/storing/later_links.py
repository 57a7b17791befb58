"""Links of imported posts that lead to posts which came after them."""

from functools import partial

from blog.models import ChangedMeanwhile, Post
from blog.models.media_room import MediaFull
from blog.posts.saving_posts import save_post
from blog.transfer.source.import_values import Found, Refused
from blog.transfer.storing.import_run import ImportRun
from blog.transfer.storing.new_links import FilesChanged, PostLinks, keep_images
from blog.transfer.storing.post_rows import Change, content_digest, is_edited
from blog.transfer.storing.read_posts import read_found
from blog.transfer.storing.remarks import remark_lines, why_lost


def relink_post(post: Post, links: PostLinks, is_trial: bool = False) -> Change:
    """Tries the links again of a post whose file has not changed; edits made here stay. Raises
    ``MediaFull``."""
    rewritten = links.rewrite(post.source, post.is_html)
    if rewritten == post.source:
        return Change.UNCHANGED
    if is_trial:
        return Change.CHANGED
    was_edited = is_edited(post)
    post.source = rewritten
    if not links.unresolved:
        post.import_digest = post.import_digest[:-1] + "="
    if not was_edited:
        tags = post.tagged_posts.values_list("tag_id", flat=True)
        authors = post.bylines.order_by("position", "pk").values_list("author_id", flat=True)
        post.import_content = content_digest(post, tags, authors)
    as_before = partial(Post.objects.filter(pk=post.pk).update, updated_at=post.updated_at)
    try:
        keep_images(links.kept)
        save_post(post, store_rows=as_before)
    except FilesChanged:
        return Change.UNCHANGED  # the next run reads it anew
    except ChangedMeanwhile:
        return relink_post(Post.objects.get(pk=post.pk), links)
    return Change.CHANGED


def link_again(found: Found, run: ImportRun) -> list[str]:
    """The second pass over a post with links that led nowhere; remarks on those that still do."""
    read = read_found(found)
    if isinstance(read, Refused):
        return [str(read)]
    source = read.source
    links = PostLinks(found, source.old_paths, run.planned, embedded=source.pictures)
    rows = Post.objects.filter(import_path=source.path, import_site=run.site(found))
    post = rows.order_by("pk").first()
    text = source.body
    if run.options.is_trial or post is None:
        links.rewrite(text, source.is_html)
    else:
        text = post.source
        try:
            relink_post(post, links)
        except MediaFull as full:
            return remark_lines(source.path, [(1, str(full))])
    remarks = [
        (source.line_of(text.count("\n", 0, offset)), why_lost(target, links))
        for target, offset in links.unresolved.items()
    ]
    return remark_lines(source.path, remarks)
