"""Whether bytes from another host are a picture that may be kept. No Django here.

They are decoded, a large JPEG at half its size: what no reader's browser could show is refused, and
so is what would take its memory. Formats that browsers do not show are written anew as PNG.
"""

from blog.transfer.pictures.decoded_pictures import decoded_picture
from blog.transfer.pictures.images import Image, image_format, named_image
from blog.transfer.pictures.svg_sanitizer import clean_svg


def checked_picture(data: bytes, file_name: str) -> Image:
    """The picture as it is kept; ValueError says why it is none."""
    kind = image_format(data)
    if kind == "svg":
        data = clean_svg(data)
    else:
        kind, data = decoded_picture(data)
    return named_image(data, file_name, kind)
