"""Posts of other systems, written to a folder or taken from the samples, as the tests need them."""

from collections.abc import Iterator
from pathlib import Path

from blog.transfer.posts.post_file import read_post
from blog.transfer.sites.file_discovery import find_posts
from blog.transfer.source.import_values import Found, SourcePost, SourceSite

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "tests/data/transfer"
SHARED = ROOT.parent / "shared/data"
"""The developers' corpora: not a part of the project, so a test says nothing where it is absent."""


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def read(folder: Path, content: str | bytes, name: str = "_posts/2024-01-02-x.md") -> SourcePost:
    """One post of a site without configuration."""
    file = write(folder, {name: content}) / name
    return read_post(Found(file, name, SourceSite(folder, "jekyll")))


def header(folder: Path, text: str, name: str = "_posts/2024-01-02-x.md") -> SourcePost:
    """One post with this YAML header and a short body."""
    return read(folder, f"---\n{text}\n---\nbody\n", name)


def found_paths(*paths: Path) -> list[str]:
    return [found.path for found in find_posts(paths)]


def messages(post: SourcePost) -> list[str]:
    return [note.message for note in post.notes]


def shared_posts(*folders: str) -> Iterator[Found]:
    yield from find_posts(SHARED / folder for folder in folders if (SHARED / folder).exists())
