"""Where a site of one or several languages has a text: which language its folder or its name says,
and its path there, which its translations share.

Sources: Hugo's documentation, "Multilingual"; Zola's, "Multilingual sites".
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from posixpath import normpath

INDEX_NAMES = ("index", "_index")
_ENDINGS = (".md", ".markdown", ".mdx", ".html")


@dataclass(frozen=True)
class ContentLanguage:
    """A language in which a site has texts.

    code is what files and addresses call it, tag its BCP 47 tag ('' where the site says none).
    folders hold its texts, from the site's root; prefix is what its addresses begin with, '' or
    `/de`. permalinks are Hugo's patterns by section. A language that is_off was shown to nobody.
    """

    code: str
    tag: str = ""
    folders: tuple[str, ...] = ("content",)
    prefix: str = ""
    permalinks: dict[str, str] = field(default_factory=dict)
    is_off: bool = False


@dataclass(frozen=True)
class ContentPlace:
    """A text's path below its language's folder, without the language in its name."""

    inner: str
    language: ContentLanguage


Languages = tuple[ContentLanguage, ...]
"""Those of a site, the one that readers see first before the others."""

_ONE = (ContentLanguage(""),)


def content_place(languages: Languages, path: str) -> ContentPlace:
    """The place of a text by its path from the site's root. A code in its name goes before the
    folder; of languages that share a folder the site's first has the texts that name none."""
    languages = languages or _ONE
    found, inner, depth = languages[0], path, -1
    for language in languages:
        for folder in language.folders:
            if path.startswith(f"{folder}/") and len(folder) > depth:
                found, inner, depth = language, path[len(folder) + 1 :], len(folder)
    pure = PurePosixPath(inner)
    stem, _, code = pure.stem.rpartition(".")
    named = next((one for one in languages if stem and one.code == code.casefold()), None)
    if named and code:
        return ContentPlace(pure.with_name(stem + pure.suffix).as_posix(), named)
    return ContentPlace(inner, found)


def logical_name(place: ContentPlace) -> tuple[str, str]:
    """The name by which texts of its language call a page, and the folder that it stands in: `post`
    and `notes` for `notes/post.md` and for `notes/post/index.md` alike."""
    pure = PurePosixPath(place.inner).with_suffix("")
    pure = pure.parent if pure.name.lower() in INDEX_NAMES and pure.parent.name else pure
    return pure.name, pure.parent.as_posix()


def files_of(languages: Languages, inner: str, code: str) -> Iterator[str]:
    """The files in which a page may stand that a text of a language calls `inner` (with its ending
    or without one), those of this language first, then those of the site's first."""
    languages = languages or _ONE
    own = [one for one in languages if one.code == code]
    pure = PurePosixPath(normpath(inner.strip("/")))
    is_file = pure.suffix.lower() in _ENDINGS
    bare = pure.with_suffix("") if is_file else pure
    endings = (pure.suffix,) if is_file else _ENDINGS
    bare = bare.parent if bare.name in INDEX_NAMES else bare
    stems = [bare.as_posix(), *((bare / name).as_posix() for name in INDEX_NAMES)]
    for language in dict.fromkeys([language.code for language in (*own, languages[0])]):
        yield from _files_in(languages, language, stems, endings)


def _files_in(
    languages: Languages, code: str, stems: list[str], endings: tuple[str, ...]
) -> Iterator[str]:
    folders = next(one.folders for one in languages if one.code == code)
    for folder in folders:
        for stem in stems:
            for ending in endings:
                for name in (f"{stem}.{code}{ending}", f"{stem}{ending}"):
                    path = normpath(f"{folder}/{name}")
                    if content_place(languages, path).language.code == code:
                        yield path


def by_language(languages: Languages, name: str) -> tuple[str, int, str]:
    """The order of the files of a folder: translations behind the text in the site's first
    language, so that this one is met first."""
    pure = PurePosixPath(name)
    stem, _, code = pure.stem.rpartition(".")
    codes = [one.code for one in languages]
    if stem and code.casefold() in codes:
        return stem + pure.suffix, codes.index(code.casefold()), name
    return name, 0, name
