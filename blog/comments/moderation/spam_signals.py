"""What speaks for and against a comment, as reasons with points that add up. No Django here."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from blog.comments.moderation.linked_addresses import LINK, linked_in
from blog.text.hosts import host_of
from blog.text.quotable import text_of_html
from blog.text.sameness import folded_text, has_phrase
from papers.records.identifiers import identifier_of_url

SPAM_FROM = 10
"""Points from which a comment is spam; from one point on it waits for a moderator."""

FAST_SECONDS = 4
OLD_SECONDS = 24 * 3600
LINKS = 2
FAST, OLD, UNDATED, HONEYPOT = 4, 1, 2, 4
WORD, MOST_WORDS, MOST_LINKS = 3, 9, 8
SCRIPT, DUPLICATE, DUPLICATE_OF_SPAM = 5, 5, SPAM_FROM
BANNED, BANNED_TO_WAIT = 2 * SPAM_FROM, 1
KNOWN_SPAMMER, OFTEN, AUTHOR_NAME, FIRST, TRUSTED = 6, 3, 2, 1, -2
OFTEN_FROM = 5  # comments of one address within an hour

LETTERS_FROM = 8
LETTERS_READ = 20_000  # of a post
SCRIPTS = {
    "ar fa ur ps": "ARABIC",
    "be bg kk ky mk mn ru sr tg uk": "CYRILLIC",
    "bn as": "BENGALI",
    "he yi": "HEBREW",
    "hi mr ne sa": "DEVANAGARI",
    "hy": "ARMENIAN",
    "ja": "HIRAGANA KATAKANA KATAKANA-HIRAGANA CJK",
    "ka": "GEORGIAN",
    "ko": "HANGUL CJK",
    "ta": "TAMIL",
    "th": "THAI",
    "zh": "CJK",
}
EVERYWHERE = {"LATIN", "GREEK"}  # names and formulas


class Reason(NamedTuple):
    """``value`` is a number or a short text that goes with the code (``wording`` says both)."""

    code: str
    value: str | int
    points: int


@dataclass(frozen=True)
class SendingFacts:
    """How a comment was sent.

    ``address`` is the sender's IP address (``client_address``), which is never stored.
    ``seconds`` is the time since the form was handed out, by its signature; ``None`` where that
    is missing or wrong. ``honeypot`` is what the field held that people do not see. ``is_busy``:
    more comments arrive than the site expects of all its readers.
    """

    address: str = ""
    seconds: float | None = None
    honeypot: str = ""
    is_busy: bool = False


def reasons_of_sending(facts: SendingFacts) -> Iterator[Reason]:
    if facts.is_busy:
        yield Reason("busy", "", 0)
    if facts.honeypot.strip():
        yield Reason("honeypot", "", HONEYPOT)
    if facts.seconds is None:
        yield Reason("undated", "", UNDATED)
    elif facts.seconds < FAST_SECONDS:
        yield Reason("fast", max(0, int(facts.seconds)), FAST)
    elif facts.seconds > OLD_SECONDS:
        yield Reason("old", int(facts.seconds // OLD_SECONDS), OLD)


def reasons_of_text(
    text: str,
    html: str = "",
    *,
    own_hosts: Collection[str],
    languages: Iterable[str],
    answered: str = "",
    words: Collection[str],
) -> Iterator[Reason]:
    """``html`` is the text as it is shown, where letters and links can be spelled otherwise.
    ``answered`` is the text of the post, whose scripts are expected whatever ``languages`` says.
    ``words`` are those that the settings suspect; a blog on medicine may well use one."""
    shown_links = foreign_addresses(linked_in(html), own_hosts)
    number = max(len(foreign_links(text, own_hosts)), len(shown_links))
    if number >= LINKS:
        yield Reason("links", number, min(number, MOST_LINKS))
    plain = folded_text(f"{text}\n{text_of_html(html)}")
    found = [word for word in words if has_phrase(word, plain)]
    if found:
        yield Reason("words", ", ".join(found)[:100], min(WORD * len(found), MOST_WORDS))
    if script := strange_script(text, languages, answered):
        yield Reason("script", script, SCRIPT)


def foreign_links(text: str, own_hosts: Collection[str]) -> list[str]:
    """The links of a text to other sites, but not those to papers by an identifier."""
    found = (address.rstrip(".,;:!?*_~") for address in LINK.findall(text))
    return foreign_addresses((f"https://{address}" for address in found), own_hosts)


def foreign_addresses(addresses: Iterable[str], own_hosts: Collection[str]) -> list[str]:
    """Those that lead to other sites, papers by their identifiers apart: citing is welcome."""
    links = []
    for url in addresses:
        if host_of(url) in own_hosts:
            continue
        identifier = identifier_of_url(url)
        if identifier is None or identifier[0] == "url":
            links.append(url)
    return links


def strange_script(text: str, languages: Iterable[str], answered: str = "") -> str:
    """The script of a third or more of the letters, such as ``Cyrillic``, when neither the blog's
    languages nor a fifth of the text that is answered are written in it; empty when there is none.

    A script is the first word of a letter's Unicode name, after compatibility forms are resolved.
    """
    allowed = EVERYWHERE | {
        script
        for language in languages
        for codes, scripts in SCRIPTS.items()
        if language.lower().split("-")[0] in codes.split()
        for script in scripts.split()
    }
    around = scripts_of(answered[:LETTERS_READ])
    allowed |= {name for name, count in around.items() if 5 * count >= around.total()}
    letters = scripts_of(text)
    strange = Counter({name: count for name, count in letters.items() if name not in allowed})
    if strange.total() < LETTERS_FROM or 3 * strange.total() < letters.total():
        return ""
    name = max(sorted(strange), key=strange.__getitem__)
    return name if name == "CJK" else name.capitalize()


def scripts_of(text: str) -> Counter[str]:
    """How many letters a text has of each script."""
    found: Counter[str] = Counter()
    for letter, count in Counter(unicodedata.normalize("NFKC", text)).items():
        if letter.isalpha():
            found[unicodedata.name(letter, "?").split()[0]] += count
    return found


def sum_points(reasons: Iterable[Reason]) -> int:
    return sum(reason.points for reason in reasons)
