"""Codes of languages (BCP 47), and which way their scripts run. No Django here."""

import re
from collections.abc import Collection

LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z")
RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "azb", "bal", "ckb", "dv", "fa", "glk", "he", "iw", "khw", "ks", "lrc", "mzn"}
    | {"pnb", "ps", "sd", "syr", "ug", "ur", "yi", "ji"}
)
SCRIPTS_FROM_RIGHT = frozenset(
    {"adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa"}
)


def direction_of(language: str) -> str:
    """``rtl`` or ``ltr``, by the script that a code names or else by its language; ``auto``, which
    leaves it to the first letter, where no language is known."""
    primary, *rest = language.lower().replace("_", "-").split("-")
    if not primary:
        return "auto"
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    is_from_right = script in SCRIPTS_FROM_RIGHT if script else primary in RIGHT_TO_LEFT
    return "rtl" if is_from_right else "ltr"


def spoken_language(language: str, spoken: Collection[str], otherwise: str) -> str:
    """``language``, such as ``de-AT``, where its primary code is among ``spoken``, those into which
    there are translations; else ``otherwise``."""
    return language if language.partition("-")[0].lower() in spoken else otherwise
