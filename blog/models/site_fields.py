"""What the fields of the site's row may hold, each fault told in a sentence."""

import re
import zoneinfo
from datetime import datetime
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from blog.markup.document.tex_macros import Macros, TexError, take_definitions
from blog.text.calendar_ends import EARLIEST, LATEST
from blog.text.colours import COLOUR
from blog.text.languages import LANGUAGE
from blog.text.link_lines import LinkLineError, read_links
from blog.text.style_sheets import faults_of_sheet
from papers.checking.prose_tools import parse_tool_years

MOST_FAULTS = 20

validate_colour = RegexValidator(COLOUR, _("Write a colour as # and six digits, such as #0d5566."))
validate_language = RegexValidator(
    LANGUAGE, _("Write a language by its code, such as en, de or zh-Hans.")
)
COMMENT = re.compile(r"(?<!\\)%.*")
SUSPECT_WORDS = (
    *("backlinks", "buy followers", "casino", "cialis", "crypto recovery", "dofollow"),
    *("escort", "essay writing service", "forex", "guest post", "loan offer", "payday loan"),
    *("porn", "replica watches", "seo services", "sports betting", "viagra", "whatsapp me"),
)


def validate_date(at: datetime) -> None:
    if not EARLIEST <= at <= LATEST:
        raise ValidationError(
            _("A post may be dated from the year %(first)d to the year %(last)d."),
            params={"first": EARLIEST.year, "last": LATEST.year},
        )


def is_zone(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, no name of a zone at all, a folder of zones
        return False
    return True


def zone_names() -> list[str]:
    """The zones that people live in, ``Europe/Berlin`` and the like, and UTC."""
    names = zoneinfo.available_timezones()
    places = {"Africa", "America", "Antarctica", "Arctic", "Asia"}
    places |= {"Atlantic", "Australia", "Europe", "Indian", "Pacific"}
    return ["UTC", *sorted(name for name in names if name.partition("/")[0] in places)]


def validate_zone(name: str) -> None:
    if not is_zone(name):
        raise ValidationError(
            _("“%(name)s” is no time zone; write one such as Europe/Berlin or Asia/Seoul."),
            params={"name": name},
        )


def validate_languages(text: str) -> None:
    for code in text.replace(",", " ").split():
        validate_language(code)


def validate_tool_years(text: str) -> None:
    try:
        parse_tool_years(text)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def validate_links(text: str) -> None:
    try:
        read_links(text)
    except LinkLineError as error:
        raise ValidationError(str(error)) from error


def validate_macros(text: str) -> None:
    """Definitions alone, each on lines of its own; TeX's comments may stand between them."""
    try:
        rest = take_definitions(COMMENT.sub("", text), Macros())
    except TexError as error:
        raise ValidationError(_("This is no TeX: %(why)s."), params={"why": str(error)}) from error
    if rest.strip():
        line = next(line for line in rest.splitlines() if line.strip())
        raise ValidationError(
            _("“%(line)s” is no definition; write them as \\newcommand{\\R}{\\mathbb{R}}."),
            params={"line": line.strip()[:100]},
        )


def validate_sheet(css: str) -> None:
    faults = [f"Line {line}: {fault}" for line, fault in faults_of_sheet(css)][:MOST_FAULTS]
    if faults:
        raise ValidationError(faults)


def image_name(_site: object, name: str) -> str:
    """Where an image of the site is stored: its name holds a digest of its bytes already."""
    return f"site/{PurePosixPath(name).name}"
