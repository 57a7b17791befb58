"""What single signs and commands without arguments stand for, and as which kind of token."""

import xml.etree.ElementTree as ET
from unicodedata import category

from latex2mathml.symbols_parser import SYMBOLS

from blog.text.word_sets import word_pairs, word_set

NAMES = word_set(
    """
    arccos arcctg arcsin arctan arctg ch cos cosec cosh cot cotg coth csc ctg cth deg dim exp hom
    ker lg ln log sec sh sin sinh tan tanh tg th
    """
)
LIMIT_NAMES = {  # what takes its scripts below and above
    **{name: name for name in ("lim", "sup", "inf", "max", "min", "det", "gcd", "Pr", "plim")},
    "argmax": "arg\u2009max",
    "argmin": "arg\u2009min",
    "liminf": "lim\u2009inf",
    "limsup": "lim\u2009sup",
    "injlim": "inj\u2009lim",
    "projlim": "proj\u2009lim",
    "varinjlim": "inj\u2009lim",
    "varliminf": "lim\u2009inf",
    "varlimsup": "lim\u2009sup",
    "varprojlim": "proj\u2009lim",
}
LATIN_LOOKING = "Alpha Beta Epsilon Zeta Eta Iota Kappa Mu Nu Omicron Rho Tau Chi"
CAPITALS = dict(zip(LATIN_LOOKING.split(), "ΑΒΕΖΗΙΚΜΝΟΡΤΧ", strict=True))  # TeX has none of them
SIGNS = CAPITALS | word_pairs(
    r"""
    $ $  % %  # #  _ _  & &  * *  { {  } }  | ‖  P ¶  S §  dag †  ddag ‡  pounds £  euro €
    copyright ©  backslash \  lbrace {  rbrace }  lbrack [  rbrack ]  vert |  lvert |  rvert |
    Vert ‖  lVert ‖  rVert ‖
    lparen (  rparen )  langle ⟨  rangle ⟩  lang ⟨  rang ⟩  lt <  gt >  colon :
    vcentcolon :  ratio :  ldotp .  cdotp ·  dots …  ldots …  dotsc …  dotso …  mathellipsis …
    dotsb ⋯  dotsi ⋯  dotsm ⋯  intop ∫  ointop ∮  smallint ∫  imath ı  jmath ȷ  hbar ℏ  sim ∼
    degree °  prime ′  surd √  dblcolon ∷  coloncolon ∷  colonequals ≔  equalscolon ≕  sdot ⋅
    bull ∙  infin ∞  isin ∈  empty ∅  exist ∃  Complex ℂ  cnums ℂ  natnums ℕ  N ℕ  R ℝ  Z ℤ
    Reals ℝ  reals ℝ  real ℜ  image ℑ  weierp ℘  alef ℵ  alefsym ℵ  sub ⊂  sube ⊆  supe ⊇
    plusmn ±  lq ‘  rq ’  and ∧  or ∨  ang ∠  thetasym ϑ  doublecap ⋒  doublecup ⋓  nleqq ≦̸
    darr ↓  dArr ⇓  Darr ⇓  larr ←  lArr ⇐  Larr ⇐  rarr →  rArr ⇒  Rarr ⇒  uarr ↑  uArr ⇑  Uarr ⇑
    harr ↔  hArr ⇔  Harr ⇔  lrarr ↔  lrArr ⇔  Lrarr ⇔  clubs ♣  diamonds ♢  hearts ♡  spades ♠
    shortparallel ∥  nshortparallel ∦  ohm Ω  AA Å  aa å  AE Æ  ae æ  OE Œ  oe œ  O Ø  o ø  ss ß
    L Ł  l ł  i ı  j ȷ  And &  mathsterling £  mathdollar $  mathsection §  mathparagraph ¶
    micro µ  celsius ℃
    """
)
MADE_OF_SEVERAL = {"idotsint": "∫⋯∫", "coloncolonequals": "∷=", "Coloneq": "∷−", "AmS": "AMS"}
ORDINARY = frozenset("∞∅⊤⊥△□◊∠∡∢ℵ♭♮♯°′′∁")
STRETCHED = frozenset("{}[]()⟨⟩⌈⌉⌊⌋⟮⟯⌜⌝⌞⌟|‖/\\")
ONLY_SIGNS = frozenset("$%#_&§¶£€©®")


def sign_of(command: str) -> str | None:
    """The characters that a command without arguments shows; None for another command."""
    name = command[1:]
    if name in SIGNS:
        return SIGNS[name]
    code = SYMBOLS.get(command)
    if code:
        return chr(int(code, 16))
    return MADE_OF_SEVERAL.get(name)


def sign_element(sign: str, font: str | None) -> ET.Element:
    """The token for a sign: an identifier, a number or an operator."""
    if sign in ONLY_SIGNS:
        made = ET.Element("mtext")
    elif sign.isalpha() or sign in ORDINARY:
        made = ET.Element("mi")
    elif sign.isdecimal():
        made = ET.Element("mn")
    else:
        return operator_element(sign)
    made.text = sign
    if font:
        made.set("mathvariant", font)
    return made


def operator_element(sign: str) -> ET.Element:
    """An operator; one that browsers stretch by themselves is told not to."""
    made = ET.Element("mo")
    if sign in STRETCHED:
        made.set("stretchy", "false")
    made.text = "−" if sign == "-" else sign
    return made


def is_sign(text: str) -> bool:
    """Whether a character is one that a formula may show as it is."""
    return category(text)[0] in "LNPSM"
