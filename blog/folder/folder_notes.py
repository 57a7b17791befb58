"""The few files of a folder that explain it, and that have Jekyll build it."""

from importlib.resources import files

from blog.folder.text_files import written_json
from blog.models import Site

GITIGNORE = (
    "# Drafts, held comments, mail addresses, users: not for everybody.\n/private/\n/_site/\n"
)


def read_me() -> str:
    return own_text("README.md")


def own_text(name: str) -> str:
    return (files("blog.folder") / "jekyll" / name).read_text(encoding="utf-8")


def jekyll_files(site: Site) -> dict[str, str]:
    """A configuration and the smallest layouts; an owner puts a theme in their place."""
    told = {
        "title": site.name,
        "tagline": site.tagline,
        "description": site.description,
        "lang": site.language,
        "timezone": site.time_zone,
    }
    lines = [f"{key}: {written_json(value)}\n" for key, value in told.items() if value]
    return {
        "_config.yml": "".join(lines) + own_text("_config.yml"),
        "_layouts/post.html": own_text("post.html"),
        "_layouts/page.html": own_text("page.html"),
        "index.html": own_text("index.html"),
    }
