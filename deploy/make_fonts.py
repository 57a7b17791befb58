"""Makes the faces in blog/static/blog/fonts from whole fonts, and prints their @font-face rules;
which letters each file has goes to blog/sharing/letters_of_faces.txt.

    npm pack source-serif@4.5.1 source-sans@3.52.0   # and unpack each into a folder of its name
    pip install fonttools brotli
    python deploy/make_fonts.py FOLDER > blog/sheets/faces.css

FOLDER also holds ``STIXTwoMath-Regular.woff2``, from ``fonts/static_ttf_woff2`` of the STIX fonts'
repository (github.com/stipub/stixfonts).

Run by hand when a face changes; nothing else needs it. Each face comes in parts of which a page
fetches those that its letters need. The fonts are under the SIL Open Font License, which reserves
their name to whole ones: ours are called otherwise.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

BLOG = Path(__file__).parents[1] / "blog"
OUT = BLOG / "static/blog/fonts"
LETTERS = BLOG / "sharing/letters_of_faces.txt"
MATH = "STIXTwoMath-Regular.woff2"
BASIC = (
    "U+0020-007E,U+00A0,U+00A7,U+00AB,U+00B0,U+00B7,U+00BB,U+00D7,U+00E9,U+2013-2014,U+2018-2019,"
    "U+201C-201D,U+2020,U+2022,U+2026,U+2197,U+2212"
)
"""Also two signs that nearly every post has: é, and the arrow behind an address of another site."""
ACCENTS = (
    "U+00C0-00C1,U+00C4-00C5,U+00C7,U+00C9,U+00D3,U+00D6,U+00D8,U+00DC,U+00DF-00EF,U+00F1-00F6,"
    "U+00F8-00FD,U+0103,U+0105,U+0107,U+010C-010D,U+0119,U+011B,U+011F,U+0130-0131,U+0141-0142,"
    "U+0144,U+0148,U+0151,U+0159-015B,U+015E-0161,U+0163,U+016F,U+0171,U+017A-017E,U+0219,U+021B"
)
PARTS = {
    "basic": BASIC,
    "accents": ACCENTS,
    "western": (
        "U+00A1-00FF,U+0152-0153,U+0160-0161,U+0178,U+017D-017E,U+201A,U+201E,U+2039-203A,U+20AC"
    ),
    "central": "U+0100-017F,U+0218-021B",
    "arrows": "U+2190-2199",
    "latin": "U+0180-024F,U+0259,U+02B0-036F,U+1E00-1EFF,U+2000-20BF,U+2100-2199,U+FB00-FB04",
    "greek": "U+0370-03FF",
    "polytonic": "U+1F00-1FFF",
    "cyrillic": "U+0401,U+0404,U+0406-0407,U+0410-044F,U+0451,U+0454,U+0456-0457,U+0490-0491",
    "slavonic": "U+0400-052F,U+1C80-1C8F,U+2DE0-2DFF,U+A640-A69F",
}
"""Where two parts have a letter the first counts. The second holds the accents that names of
authors have most often, so that a page that names many fetches one part for all; arrows are alone,
because texts have them and little else of a part that is large."""
NEVER_CAPS = {"greek", "polytonic", "cyrillic", "slavonic"}
NARROW = 16
"""As many characters may lie between two of a part that CSS tells as one range."""
COMMON_MATH = (
    "U+0020-007E,U+00A0,U+00AC,U+00B1,U+00B7,U+00D7,U+00F7,U+0131,U+0237,U+0300-0304,U+0307-0308,"
    "U+030A,U+030C,U+0338,U+0391-03A9,U+03B1-03C9,U+03D1,U+03D5,U+03D6,U+03F1,U+03F5,U+2016,U+2026,"
    "U+2032-2035,U+2061-2064,U+20D7,U+2102,U+210B-210F,U+2110-2113,U+2115,U+211A-211D,U+2124,"
    "U+2190-2195,U+21A6,U+21D0-21D4,U+2200-2213,U+2217-221E,U+2220,U+2223-222E,U+2234-2235,U+223C,"
    "U+2243,U+2245,U+2248,U+2250,U+2260-2262,U+2264-2265,U+226A-226B,U+227A-227B,U+2282-2288,U+228E,"
    "U+2293-229D,U+22A2-22A5,U+22C0-22C6,U+22EE-22F1,U+2308-230B,U+23DE-23DF,U+27E8-27E9,U+27F5-27FA,"
    "U+2A7D-2A7E,U+1D434-1D467,U+1D6A4-1D6A5,U+1D6E2-1D71B,U+1D400-1D433,U+1D538-1D551,U+1D49C-1D4B5"
)
STAND_INS = {
    "Wellcited Serif": {
        "Wellcited Georgia": ("Georgia", 0.4458),
        "Wellcited Times": ("Times New Roman", 0.4063),
        "Wellcited DejaVu Serif": ("DejaVu Serif", 0.5117),
    },
    "Wellcited Sans": {
        "Wellcited Arial": ("Arial", 0.4414),
        "Wellcited DejaVu Sans": ("DejaVu Sans", 0.5064),
    },
}
"""What devices have, with the average width of its upright letters, which stands in for all."""
SHARES = dict(
    zip(
        " abcdefghijklmnopqrstuvwxyz",
        (
            182,
            67,
            12,
            23,
            35,
            104,
            18,
            17,
            50,
            57,
            1,
            6,
            33,
            20,
            55,
            61,
            16,
            1,
            49,
            52,
            74,
            23,
            8,
            19,
            1,
            16,
            1,
        ),
        strict=True,
    )
)
"""How often each stands in English, in 1,000 characters."""
TEXT = ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "lnum", "tnum"]


class Face(NamedTuple):
    """One weight and form of a family; `axes` are set to these values of a variable font."""

    name: str
    family: str
    source: str
    weight: int
    form: str = "normal"
    axes: dict[str, float] = {}
    features: tuple[str, ...] = ("onum", "pnum")


SERIF = "source-serif/package/VAR/SourceSerif4Variable-{}.ttf"
FACES = [
    Face("serif", "Wellcited Serif", SERIF.format("Roman"), 400, axes={"opsz": 14, "wght": 400}),
    Face(
        *("serif-italic", "Wellcited Serif", SERIF.format("Italic"), 400, "italic"),
        axes={"opsz": 14, "wght": 400},
    ),
    Face(
        *("serif-semibold", "Wellcited Serif", SERIF.format("Roman"), 600),
        axes={"opsz": 22, "wght": 600},
    ),
    Face("sans", "Wellcited Sans", "source-sans/package/TTF/SourceSans3-Regular.ttf", 400),
    Face(
        "sans-semibold", "Wellcited Sans", "source-sans/package/TTF/SourceSans3-Semibold.ttf", 600
    ),
    Face(
        *("serif-caps", "Wellcited Caps", SERIF.format("Roman"), 400),
        axes={"opsz": 14, "wght": 400},
        features=("smcp", "onum", "pnum"),
    ),
]


def subset_font(font: TTFont, codes: set[int], features: list[str], family: str, out: Path) -> None:
    """Writes the part of a font that has these characters."""
    options = Options()
    options.layout_features = features
    options.hinting = options.glyph_names = False
    options.name_IDs = [1, 2, 4, 6]  # the licence lies beside the files
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 4):
            record.string = family
        elif record.nameID == 6:
            record.string = family.replace(" ", "")
    font.recalcTimestamp = False  # so that the same sources give the same bytes
    font.flavor = "woff2"
    font.save(out)


def ranges(codes: set[int], rarer: set[int]) -> str:
    """Characters as CSS's ``unicode-range`` wants them. Narrow gaps are told with them, unless a
    rarer part has a character of the gap: of two rules for one character the later one counts, and
    those of commoner parts come later."""
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and code <= found[-1][1] + NARROW and not rarer & set(range(found[-1][1], code)):
            found[-1][1] = code
        else:
            found.append([code, code])
    return ", ".join(
        f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in found
    )


def rule(family: str, file: str, weight: int, form: str, covered: str) -> str:
    return (
        f'@font-face {{\n  font-family: "{family}";\n  src: url("fonts/{file}") format("woff2");\n'
        f"  font-weight: {weight};\n  font-style: {form};\n  font-display: swap;\n"
        f"  unicode-range: {covered};\n}}\n"
    )


def text_rules(folder: Path) -> Iterator[str]:
    for face in FACES:
        whole = BytesIO()
        font = TTFont(folder / face.source, recalcTimestamp=False)
        (instantiateVariableFont(font, face.axes) if face.axes else font).save(whole)
        left, rules = set(font.getBestCmap()), []
        for part, written in PARTS.items():
            codes = set(parse_unicodes(written)) & left
            left -= codes
            if not codes or (face.name == "serif-caps" and part in NEVER_CAPS):
                continue
            file = f"{face.name}-{part}.woff2"
            features = [*TEXT, *face.features]
            subset_font(TTFont(whole), codes, features, face.family, OUT / file)
            rules.append(rule(face.family, file, face.weight, face.form, ranges(codes, left)))
        yield from reversed(rules)


def even_roots(font: TTFont) -> None:
    """Makes all sizes of the root as wide as its smallest. Chromium gives each root the room of the
    widest, so that a small one is followed by a hole."""
    root = font.getBestCmap()[0x221A]
    variants = font["MATH"].table.MathVariants
    made = dict(zip(variants.VertGlyphCoverage.glyphs, variants.VertGlyphConstruction, strict=True))
    names = {record.VariantGlyph for record in made[root].MathGlyphVariantRecord}
    names |= {part.glyph for part in made[root].GlyphAssembly.PartRecords}
    width, outlines = font["hmtx"][root][0], font["glyf"]
    for name in names - {root}:
        before, bearing = font["hmtx"][name]
        outlines[name].coordinates.scale((width / before, 1))
        outlines[name].coordinates.toInt()
        outlines[name].recalcBounds(outlines)
        font["hmtx"][name] = (width, round(bearing * width / before))


def math_rules(folder: Path) -> Iterator[str]:
    common = set(parse_unicodes(COMMON_MATH))
    known = set(TTFont(folder / MATH).getBestCmap())
    rest = known - common
    for part, codes, rarer in (("rest", rest, set()), ("common", common & known, rest)):
        file = f"math-{part}.woff2"
        font = TTFont(folder / MATH)
        even_roots(font)
        subset_font(font, codes, ["kern"], "Wellcited Math", OUT / file)
        yield rule("Wellcited Math", file, 400, "normal", ranges(codes, rarer))


def average_width(font: TTFont) -> float:
    """The width of an English text's average letter or blank, in ems."""
    letters, widths = font.getBestCmap(), font["hmtx"]
    total = sum(widths[letters[ord(letter)]][0] * share for letter, share in SHARES.items())
    return total / sum(SHARES.values()) / font["head"].unitsPerEm


def letters_of_files() -> Iterator[str]:
    """A line for each upright file, with exactly the characters that it has: the sheet's ranges say
    only which of the files to ask. Pictures for sharing are drawn by these."""
    files = [(one.family, one.weight, one.name) for one in FACES if one.form == "normal"]
    for family, weight, name in [*files, ("Wellcited Math", 400, "math")]:
        parts = ("common", "rest") if name == "math" else PARTS
        for file in (OUT / f"{name}-{part}.woff2" for part in parts):
            if file.exists():
                codes = " ".join(f"{code:X}" for code in sorted(TTFont(file).getBestCmap()))
                yield f"{family.removeprefix('Wellcited ')} {weight} fonts/{file.name} {codes}"


def stand_in_rules() -> Iterator[str]:
    """Faces of the device, as wide and as high as ours: when ours have come, nothing moves."""
    for face in FACES:
        if face.family not in STAND_INS:
            continue
        font = TTFont(OUT / f"{face.name}-basic.woff2")
        units, height = font["head"].unitsPerEm, font["hhea"]
        for family, (local, width) in STAND_INS[face.family].items():
            ratio = average_width(font) / width
            ascent, descent = (part / units / ratio for part in (height.ascent, -height.descent))
            yield (
                f'@font-face {{\n  font-family: "{family}";\n  src: local("{local}");\n'
                f"  font-weight: {face.weight};\n  font-style: {face.form};\n"
                f"  size-adjust: {ratio:.1%};\n  ascent-override: {ascent:.1%};\n"
                f"  descent-override: {descent:.1%};\n  line-gap-override: 0%;\n}}\n"
            )


def main() -> None:
    print("/* Made by deploy/make_fonts.py: the faces, in parts that a page fetches by need. */")
    folder = Path(sys.argv[1])
    for written in (*text_rules(folder), *math_rules(folder), *stand_in_rules()):
        print(written)
    LETTERS.write_text("\n".join(letters_of_files()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
