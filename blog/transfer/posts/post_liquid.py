"""A post's text with the Liquid of its site run, for what its header and its path say."""

from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256

from blog.transfer.liquid.site_liquid import has_liquid, run_liquid
from blog.transfer.liquid.template_values import typed
from blog.transfer.posts.post_dates import publication_date
from blog.transfer.posts.source_post import Source
from blog.transfer.sites.file_discovery import HTML
from blog.transfer.source.dates import read_zone
from blog.transfer.source.file_names import read_file_name
from blog.transfer.source.import_values import UNMOVED, MovedLines, Note


@dataclass(frozen=True)
class LiquidRun:
    """`digest` is that of what Liquid made of the text, '' where that is the text itself; `written`
    is the text before, as '' too."""

    body: str
    digest: str = ""
    moved: MovedLines = UNMOVED
    written: str = ""


def with_liquid_run(source: Source, body: str, body_line: int) -> LiquidRun:
    """A body that begins at a line of its file; what was not run is noted in the source."""
    if source.site.system != "jekyll" or not has_liquid(body):
        return LiquidRun(body)
    is_html = source.found.file.suffix.lower() in HTML
    run = run_liquid(source.found, body, page_values(source), is_html=is_html)
    source.notes += [Note(body_line + line, remark) for line, remark in run.remarks]
    if run.text == body:
        return LiquidRun(body)
    moved = MovedLines(body_line, run.lines)
    return LiquidRun(run.text, sha256(run.text.encode()).hexdigest(), moved, body)


def page_values(source: Source) -> dict[str, object]:
    """What Jekyll's templates know as `page`."""
    name = read_file_name(source.found.path)
    when = publication_date(source, name)
    values: dict[str, object] = {key: typed(value) for key, value in source.values.items()}
    for key, singular in (("tags", "tag"), ("categories", "category")):
        stated = values.get(key, values.get(singular))
        values[key] = stated.split() if isinstance(stated, str) else stated or []
    if when:
        values["date"] = when.at.astimezone(read_zone(source.site.timezone) or UTC)
    values.setdefault("title", name.stem.replace("-", " ").title())
    values.setdefault("slug", name.stem)
    return {**values, "path": source.found.path, "collection": "posts"}
