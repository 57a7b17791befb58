"""What the site itself says of its look: the sheet of its colours and its own CSS."""

from hashlib import sha256

WASH = 0.1
"""The share of the accent in what it tints, as in ``look``."""


class SiteLook:
    accent: str
    accent_dark: str
    css: str

    @property
    def look(self) -> str:
        """The site's own sheet: its colours and its CSS; empty where it has neither."""
        if not (self.accent and self.accent_dark):
            return self.css
        wash = f"color-mix(in srgb, var(--accent) {WASH:.0%}, var(--paper))"
        accent = f"light-dark({self.accent}, {self.accent_dark})"
        return f":root {{\n  --accent: {accent};\n  --accent-wash: {wash};\n}}\n{self.css}"

    @property
    def look_digest(self) -> str:
        """Names the sheet, so that browsers may keep it for ever; empty where there is none."""
        return sha256(self.look.encode()).hexdigest()[:16] if self.look else ""
