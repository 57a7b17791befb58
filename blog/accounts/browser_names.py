"""Which browser asks, as coarsely as tells its owner that it was theirs."""

import re

BROWSERS = (
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("Opera", r"\bOPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Chrome", r"Chrom(?:e|ium)/|CriOS/"),
    ("Safari", r"Version/.* Safari/"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iOS", "iPhone|iPad|iPod"),
    ("Windows", "Windows"),
    ("ChromeOS", r"\bCrOS\b"),
    ("macOS", "Macintosh|Mac OS X"),
    ("Linux", "Linux|X11"),
)
MOST_READ = 500


def browser_name(user_agent: str) -> str:
    """Such as ``Firefox, Linux``, without any version; empty where neither is known."""
    read = user_agent[:MOST_READ]
    return ", ".join(filter(None, (first_named(names, read) for names in (BROWSERS, SYSTEMS))))


def first_named(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for name, pattern in names if re.search(pattern, text)), "")
