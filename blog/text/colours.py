"""Colours as ``#rrggbb`` and how well one is read on another (WCAG 2.2). No Django here."""

import re

COLOUR = re.compile(r"#[0-9a-f]{6}\Z", re.IGNORECASE)
LEAST_CONTRAST = 4.5  # of text (WCAG 2.2, success criterion 1.4.3)


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white) (WCAG 2.2, "relative luminance")."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, share: float, other: str) -> str:
    """So much of a colour in another one, as ``color-mix(in srgb, …)`` has it."""
    parts = (
        round(share * int(colour[at : at + 2], 16) + (1 - share) * int(other[at : at + 2], 16))
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in parts)
