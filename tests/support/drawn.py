"""Pictures for tests, as files hold them."""

import random
from io import BytesIO

from PIL import Image


def picture(kind="PNG", size=(4, 3), mode="RGB", colour="red", **given) -> bytes:
    """Of one colour."""
    written = BytesIO()
    Image.new(mode, size, colour).save(written, kind, **given)
    return written.getvalue()


def photo(size=(1200, 800), kind="JPEG", **given) -> bytes:
    """Noise, which takes as many bytes as a photograph does."""
    noise = Image.frombytes("RGB", (60, 40), random.Random(1).randbytes(7200))
    written = BytesIO()
    noise.resize(size, Image.BICUBIC).save(written, kind, **given)
    return written.getvalue()


def moving(kind="GIF", times=(100, 200, 300), **given) -> bytes:
    colours = ("red", "blue", "green")
    frames = [Image.new("RGBA", (30, 20), one) for one in colours[: len(times)]]
    written = BytesIO()
    given = {"loop": 0, "duration": list(times), **given}
    frames[0].save(written, kind, save_all=True, append_images=frames[1:], **given)
    return written.getvalue()
