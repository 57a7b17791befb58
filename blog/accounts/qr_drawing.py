"""A QR code (ISO/IEC 18004) as the path of a drawing within the page: the policy of this site loads
no image from a ``data:`` address."""

from typing import NamedTuple

import segno

QUIET = 4
"""How many modules around it are blank (section 9.1)."""


class QrDrawing(NamedTuple):
    """``path`` in modules, within a square of ``size`` of them."""

    path: str
    size: int


def draw_qr(text: str) -> QrDrawing:
    code = segno.make_qr(text)
    rows = list(code.matrix_iter(border=QUIET))
    dark = ((x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return QrDrawing("".join(f"M{x} {y}h1v1h-1z" for x, y in dark), len(rows))
