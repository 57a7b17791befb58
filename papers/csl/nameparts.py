"""Names of CSL-JSON: reading them, parting particles and suffixes, and initials.

CSL 1.0.2, "Name Particles" and "Hyphenation of Initialized Names".
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_FAMILY_PARTICLE = re.compile(
    r"^((?:(?:['’]?[a-zà-öø-ÿ][a-zà-öø-ÿ.]*['’]?)\s+)*"
    r"(?:(?:[a-zà-öø-ÿ]+['’]|[a-zà-öø-ÿ]{2,3}-)(?=[^\Wa-zà-öø-ÿ]))?)(\S.*)$",
    re.DOTALL,
)
_GIVEN_PARTICLES = (
    "al|auf|aus|da|das|de|de'|de’|dei|del|dela|della|dello|delle|dem|den|der|des|di|do|dos|du|e|el|"
    "het|il|in|la|las|le|les|lo|los|op|pro|st|te|ten|ter|uit|und|van|vande|vander|ver|vom|von|y|"
    "zu|zum|zur|d'|d’|l'|l’|'t|’t|al-|ben|bin|ibn"
)
_GIVEN_PARTICLE = re.compile(
    rf"^(.*?)\s+((?:(?:{_GIVEN_PARTICLES})\s+)*(?:{_GIVEN_PARTICLES}))$", re.DOTALL
)
_ASIAN = re.compile(
    "[\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
)


@dataclass(frozen=True)
class CslName:
    """A person's name in its parts, or a body's in `literal`; the last one of a list may stand for
    names that are not known."""

    family: str = ""
    given: str = ""
    dropping: str = ""
    demotable: str = ""
    suffix: str = ""
    literal: str = ""
    comma_suffix: bool = False
    is_asian: bool = False
    stands_for_more: bool = False


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and abs(value) < 1e15 else ""


def parse_names(value: object) -> tuple[CslName, ...]:
    """The names of a CSL-JSON name variable; what cannot be read is left out."""
    if not isinstance(value, list | tuple):
        value = [value] if isinstance(value, dict) else []
    found = []
    for entry in value:
        if isinstance(entry, str) and entry.strip():
            found.append(CslName(literal=entry.strip()))
        elif isinstance(entry, dict):
            name = _read(entry)
            if name is not None:
                found.append(name)
    return tuple(found)


def _read(entry: dict) -> CslName | None:
    if entry.get("stands-for-more") is True:
        return CslName(stands_for_more=True)
    literal = _text(entry.get("literal"))
    family, given = _text(entry.get("family")), _text(entry.get("given"))
    if literal and not family:
        return CslName(literal=literal)
    if not family and not given:
        return None
    dropping = _text(entry.get("dropping-particle"))
    demotable = _text(entry.get("non-dropping-particle"))
    suffix = _text(entry.get("suffix"))
    comma = entry.get("comma-suffix") in (True, 1, "true", "1")
    is_asian = bool(_ASIAN.search(family)) or (not family and bool(_ASIAN.search(given)))
    if len(family) > 1 and family[0] == family[-1] == '"':
        family = family[1:-1]
    elif not demotable and not dropping:
        family, demotable = _split_family(family)
    if given and not suffix and "," in given:
        given, suffix, comma = _split_suffix(given)
    if given and not dropping:
        given, dropping = _split_given(given)
    if not family:
        family, given = given, ""
    return CslName(
        _curl(family),
        _curl(given),
        _curl(dropping),
        _curl(demotable),
        _curl(suffix),
        "",
        comma,
        is_asian,
    )


def _curl(text: str) -> str:
    return text.replace("'", "’") if "'" in text else text


def _split_family(family: str) -> tuple[str, str]:
    if len(family) > 200:
        return family, ""
    match = _FAMILY_PARTICLE.match(family) if family[:1] in "'’" or family[:1].islower() else None
    if not match or not match[1].strip() or match[2][:1].islower():
        return family, ""
    particle = match[1].strip()
    if particle[-1] in "'’" and match[1].endswith(" "):
        particle += " "
    return match[2], particle


def _split_suffix(given: str) -> tuple[str, str, bool]:
    head, _, tail = given.partition(",")
    comma = tail.startswith("!")
    return head.strip(), tail.lstrip("!").strip(), comma


def _split_given(given: str) -> tuple[str, str]:
    match = _GIVEN_PARTICLE.match(given) if len(given) < 200 else None
    return (match[1], match[2]) if match else (given, "")


_TAG = re.compile(r"</?[a-z]+>")
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SPLIT = re.compile(r"[\s\u00a0]+")


@lru_cache(maxsize=16384)
def name_initials(given: str, mark: str, hyphen: bool) -> str:
    """The given names as initials, each followed by `mark`; particles stay as they are."""
    text = _TAG.sub("", given) if "<" in given else given
    text = text.replace("\u2010", "-").replace("\u2011", "-")
    text = re.sub(r"\.(?=[^\s\-.])", ". ", text)
    pieces: list[str] = []
    for word in _SPLIT.split(text.strip()):
        if not word:
            continue
        bare = word.rstrip(".")
        if bare and bare[0].islower() and not word.endswith("."):
            pieces.append(_spaced(pieces, bare))
            continue
        if not word[0].isalnum():
            pieces.append(_spaced(pieces, word))
            continue
        parts = [part for part in word.split("-") if part]
        parts = parts[:1] + [part for part in parts[1:] if not part[0].islower()]
        made = [_initial(part, mark) for part in parts]
        made = [part for part in made if part]
        if hyphen:
            pieces.append("-".join([*(m.rstrip() for m in made[:-1]), *made[-1:]]))
        else:
            pieces.append("".join(made))
    return "".join(pieces).rstrip()


def _spaced(pieces: list[str], word: str) -> str:
    lead = " " if pieces and not pieces[-1].endswith((" ", "\u00a0")) else ""
    return f"{lead}{word} "


def _initial(part: str, mark: str) -> str:
    bare = part.rstrip(".")
    if not bare:
        return ""
    if part.endswith(".") and len(bare) > 1 and len(bare) < 4 and bare[0].isupper():
        return bare + mark  # an abbreviation of the author's own: Ph., Yu.
    capitals = len(bare) - len(bare.lstrip(_CAPITALS))
    if 1 < capitals < len(bare):
        return bare[:capitals].capitalize() + mark  # one letter in another script: TSerendorj
    return bare[0].upper() + mark


@lru_cache(maxsize=16384)
def marked_initials(given: str, mark: str) -> str:
    """Full given names, with the mark only after those that are initials already."""
    text = ""
    tight = True
    for word in _SPLIT.split(re.sub(r"\.(?=[^\s\-.])", ". ", given).strip()):
        bare = word.rstrip(".")
        is_initial = bool(bare) and (word.endswith(".") or (len(bare) == 1 and bare.isupper()))
        piece = bare + mark if is_initial else word + " "
        if not tight and not is_initial and not text.endswith((" ", "\u00a0")):
            text += " "
        text += piece
        tight = not is_initial
    return text.rstrip()
