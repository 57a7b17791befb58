"""Every sentence of ours in every language: there, finished, and with all that the code puts in."""

import re
from collections import Counter
from collections.abc import Iterator

import polib
import pytest
from django.conf import settings

from tests.guards.messages import LOCALES, PLURALS, catalogue, message_of, messages, untranslated

PLACEHOLDER = re.compile(r"%\(\w+\)[-#0 +.\d]*[a-zA-Z]|%[-#0 +.\d]*[a-zA-Z%]|(?<!\\)\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")
LANGUAGES = sorted(PLURALS)
PARTICLE = re.compile(r"%\(\w+\)[sd][”\")]?(?:은|는|이|가|을|를|과|와|으로|로)(?=[\s.,:]|$)")
"""A Korean particle whose form depends on the last sound of what the code puts before it."""


def inserts(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text)) + Counter(TAG.findall(text))


def edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def pairs(entry: polib.POEntry) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each translation with the sentences whose place it may take."""
    if not entry.msgid_plural:
        yield (entry.msgid,), entry.msgstr
        return
    *fewer, most = [text for _n, text in sorted(entry.msgstr_plural.items())]
    yield from (((entry.msgid, entry.msgid_plural), text) for text in fewer)
    yield (entry.msgid_plural,), most


def faults(entry: polib.POEntry) -> Iterator[str]:
    for originals, text in pairs(entry):
        if inserts(text) not in [inserts(original) for original in originals]:
            yield f"{entry.msgid!r}: {text!r} does not hold what the code puts in, or its tags"
        if edges(text) != edges(originals[0]):
            yield f"{entry.msgid!r}: {text!r} begins or ends with other blanks"


def test_every_language_that_pages_speak_has_a_catalogue():
    """The sentences in the code are English."""
    assert sorted(code for code, _name in settings.LANGUAGES) == sorted(["en", *LANGUAGES])
    assert sorted(path.name for path in LOCALES.iterdir()) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language: str):
    """``make messages`` puts what is new into the catalogues and says what is missing."""
    assert not untranslated(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_holds_nothing_else(language: str):
    entries = catalogue(language)
    assert not [one.msgid for one in entries if one.fuzzy or one.obsolete]
    assert not [one.msgid for one in entries if message_of(one) not in messages()]
    assert len({message_of(one) for one in entries}) == len(entries)
    assert entries.metadata["Plural-Forms"] == PLURALS[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_hold_what_the_code_puts_in(language: str):
    assert not [fault for one in catalogue(language) for fault in faults(one) if one.translated()]


def test_no_korean_particle_hangs_on_what_the_code_puts_in():
    texts = [text for one in catalogue("ko") for text in (one.msgstr, *one.msgstr_plural.values())]
    assert PARTICLE.search("“%(title)s”을 지웁니다") and not PARTICLE.search("“%(title)s” 글을")
    assert not [text for text in texts if PARTICLE.search(text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_is_the_written_one(language: str):
    compiled = LOCALES / language / "LC_MESSAGES" / "django.mo"
    assert compiled.read_bytes() == catalogue(language).to_binary(), "run make messages"


@pytest.mark.parametrize(
    ("original", "translation"),
    [
        ("%(n)d of %(all)d", "%(n)d"),
        ("%(n)d", "%(N)d"),
        ("%s and %s", "%s"),
        ("{name}", "{nom}"),
        ("100 %%", "100 %"),
        ("<b>one</b>", "<b>eins"),
        ('<a href="%(url)s">one</a>', '<a href="#">eins</a>'),
    ],
)
def test_what_a_translation_may_not_lose(original: str, translation: str):
    assert list(faults(polib.POEntry(msgid=original, msgstr=translation)))
    assert not list(faults(polib.POEntry(msgid=original, msgstr=original)))


@pytest.mark.parametrize(
    ("text", "is_right"),
    [("eins", False), ("%(n)d Wort", True), ("%(m)d Wort", False), ("{n} Wort", False)],
)
def test_the_form_for_one_holds_what_either_original_does(text: str, is_right: bool):
    forms = {0: text, 1: "%(n)d Wörter"}
    entry = polib.POEntry(msgid="%(n)d word", msgid_plural="%(n)d words", msgstr_plural=forms)
    assert bool(list(faults(entry))) is not is_right
