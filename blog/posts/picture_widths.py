"""The sizes of the pictures that texts show, and narrower copies of them for phones."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django_tasks import task
from PIL import Image as Pillow
from PIL import ImageOps

from blog.models import OwnPicture, Post
from blog.models.pictures import copy_name, picture_name
from papers.records.finished_html import TAG, tag_attributes

WIDTHS_MADE = (480, 960, 1600)
"""Pixels: a phone, a phone with fine pixels, a screen with fine pixels."""
SMALL = 30_000
"""Bytes of a picture that needs no copies."""
WORTH = 0.8
"""A copy is made where it has at most so much of the picture's width and of its bytes."""
MOST_PIXELS = 50_000_000
LOSSLESS = frozenset({"PNG"})
"""Plots and screens: what their copies lose shows at every edge."""
ORIENTATION = 0x0112  # of Exif
Measured = tuple[int, int, list[tuple[int, bytes]]]


def shown_names(html: str) -> set[str]:
    """The names of the pictures of ours that a finished text shows."""
    tags = (tag for tag in TAG.finditer(html) if tag[2] == "img") if "<img" in html else ()
    return {picture_name(tag_attributes(tag[0]).get("src", "")) for tag in tags} - {""}


def lack_sizes(posts: Sequence[Post]) -> list[Post]:
    """Those of stored posts that show a picture which was not measured yet."""
    named = {post.pk: shown_names(post.body_html) for post in posts}
    unknown = not_measured({name for names in named.values() for name in names})
    return [post for post in posts if named[post.pk] & unknown]


def not_measured(names: set[str]) -> set[str]:
    if not names:
        return names
    rows = OwnPicture.objects.filter(name__in=names).values_list("name", flat=True)
    return names.difference(rows)


def measure_pictures(html: str) -> bool:
    """Measures the pictures of a text that were not, and makes their copies; whether there were
    any."""
    names = not_measured(shown_names(html))
    for name in sorted(names):
        keep_measured(name)
    return bool(names)


@task()
def measure_stored(names: list[str]) -> None:
    """Of pictures that no text shows yet, so that it shows them with their copies at once."""
    for name in sorted(not_measured(set(names))):
        keep_measured(name)


def keep_measured(name: str) -> None:
    """Stores a picture's size and its copies. One that cannot be read is kept without a size, and
    not asked for again."""
    width, height, copies = measured(name)
    for narrow, data in copies:
        place = copy_name(name, narrow)
        if not default_storage.exists(place):
            default_storage.save(place, ContentFile(data))
    widths = " ".join(str(narrow) for narrow, _data in copies)
    said = {"width": width, "height": height, "widths": widths}
    OwnPicture.objects.update_or_create(name=name, defaults=said)


def measured(name: str) -> Measured:
    """Width, height and copies of a picture among the media; zeros for what is none."""
    try:
        with default_storage.open(name) as file:
            return read_picture(file.read())
    except (OSError, ValueError, SyntaxError, ArithmeticError, MemoryError):
        return 0, 0, []
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning):
        return 0, 0, []


def read_picture(data: bytes) -> Measured:
    """The same of a picture's bytes, which give the same each time. One that moves has no copies,
    which would not."""
    with Pillow.open(BytesIO(data)) as picture:
        width, height = shown_size(picture)
        is_still = getattr(picture, "n_frames", 1) == 1 or picture.format == "MPO"
        is_small = len(data) < SMALL
        if is_small or not is_still or width * height > MOST_PIXELS or picture.mode[0] in "IF":
            return width, height, []
        return width, height, list(narrower(picture, width, height, len(data)))


def shown_size(picture: Pillow.Image) -> tuple[int, int]:
    """As browsers show it: turned as its camera was held."""
    width, height = picture.size
    is_turned = picture.getexif().get(ORIENTATION) in (5, 6, 7, 8)
    return (height, width) if is_turned else (width, height)


def narrower(
    picture: Pillow.Image, width: int, height: int, size: int
) -> Iterator[tuple[int, bytes]]:
    """The copies of a picture that has ``size`` bytes, each with its width."""
    is_lossless = picture.format in LOSSLESS
    given = {"lossless": True, "quality": 60} if is_lossless else {"quality": 80}
    if picture.mode in ("RGB", "RGBA") and picture.info.get("icc_profile"):
        given["icc_profile"] = picture.info["icc_profile"]
    whole = ImageOps.exif_transpose(picture)
    has_alpha = "A" in whole.getbands() or "transparency" in whole.info
    whole = whole.convert("RGBA" if has_alpha else "RGB")
    for narrow in WIDTHS_MADE:
        if narrow > width * WORTH:
            return
        copy = whole.resize((narrow, max(1, round(height * narrow / width))), Pillow.LANCZOS)
        written = BytesIO()
        copy.save(written, "WEBP", method=4, **given)
        if len(written.getvalue()) <= size * WORTH:
            yield narrow, written.getvalue()
