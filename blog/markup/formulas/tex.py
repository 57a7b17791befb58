"""Make TeX ready for conversion: macros expanded, environments in a few canonical forms."""

import re

from blog.markup.document.tex_macros import (
    MAX_TEX,
    Macros,
    TexError,
    expand_macros,
    take_definitions,
)
from blog.markup.formulas.mathml_corrections import AND
from blog.text.word_sets import word_set

MAX_BRACES = 40

RENAMED = {
    "aligned": "align*",
    "align": "align*",
    "alignat": "align*",
    "alignat*": "align*",
    "alignedat": "align*",
    "eqnarray": "align*",
    "eqnarray*": "align*",
    "flalign": "align*",
    "flalign*": "align*",
    "split": "align*",
    "IEEEeqnarray": "align*",
    "IEEEeqnarray*": "align*",
    "gather": "matrix",
    "gather*": "matrix",
    "gathered": "matrix",
    "multline": "matrix",
    "multline*": "matrix",
    "subarray": "matrix",
    "matrix*": "matrix",
    "pmatrix*": "pmatrix",
    "bmatrix*": "bmatrix",
    "Bmatrix*": "Bmatrix",
    "vmatrix*": "vmatrix",
    "Vmatrix*": "Vmatrix",
    "dcases": "cases",
    "darray": "array",
    "tabular": "array",
    "equation": "",
    "equation*": "",
    "subequations": "",
    "displaymath": "",
    "math": "",
}
FENCED = {  # what stands around another environment
    "rcases": ("\\left.", "matrix", "\\right\\}"),
    "drcases": ("\\left.", "matrix", "\\right\\}"),
    "psmallmatrix": ("\\left(", "smallmatrix", "\\right)"),
    "bsmallmatrix": ("\\left[", "smallmatrix", "\\right]"),
}
KNOWN = word_set(
    """
    align* array Bmatrix bmatrix cases matrix pmatrix smallmatrix vmatrix Vmatrix split
    substack
    """
)
ENVIRONMENT = re.compile(
    r"\\(?P<side>begin|end)\s*\{(?P<name>[a-zA-Z]+\*?)\}"
    r"(?P<place>\s*\[[a-z]\])?(?P<argument>\s*\{(?:[^{}]|\{[^{}]*\})*\})?"
)
TAKES_COLUMNS = frozenset({"array", "darray", "tabular"})
TAKES_ARGUMENT = frozenset(
    {"alignat", "alignat*", "alignedat", "subarray", "IEEEeqnarray", "IEEEeqnarray*"}
)
LETTER = re.compile(r"\\mathrm\s*\{\s*([A-Za-z])\s*\}")  # the converter would slant it
OPERATOR = re.compile(r"\\operatorname(\*?)\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
TEXT = re.compile(r"\\text\{([^{}$]*(?:\$[^{}$]+\$[^{}$]*)+)\}")
AMPERSAND = re.compile(r"(?<!\\)((?:\\\\)*)\\&")
NESTING = re.compile(r"\\[{}]|[{}]|\\(?:left|right|begin|end)(?![a-zA-Z])")
OPENING = frozenset({"{", "\\left", "\\begin"})
IN_TEXT = re.compile(r"\\(?:text\w*|math\w+|mbox|hbox|operatorname\*?)\s*\{[^{}]*\\_")
ESCAPED = re.compile(r"\\([\\_*{}\[\]()#+.!|~`-])")


def prepare_tex(tex: str, macros: Macros, *, display: bool) -> str:
    """Take definitions out of `tex` (into `macros`), expand them and rename environments.

    Raises TexError for what cannot be converted.
    """
    if len(tex) > MAX_TEX:
        raise TexError("it is too long")
    tex = re.sub(r"(?<!\\)%[^\n]*", "", without_escapes(tex))
    tex = expand_macros(take_definitions(tex, macros), macros)
    check_nesting(tex)
    tex = re.sub(r"\\label\s*\{[^{}]*\}|\\(?:nonumber|notag)\b", "", tex)
    tex = ENVIRONMENT.sub(_rename, AMPERSAND.sub(rf"\1{AND}", tex))
    tex = OPERATOR.sub(_name, LETTER.sub(r"\\mathrm{{\1}}", tex))
    tex = TEXT.sub(_text, tex)
    if display and "\\begin" not in tex and re.search(r"\\\\", tex):
        name = "align*" if re.search(r"(?<!\\)&", tex) else "matrix"
        tex = f"\\begin{{{name}}}{tex}\\end{{{name}}}"
    return tex.strip()


def check_nesting(tex: str) -> None:
    """Raise TexError where braces, `\\left` or `\\begin` stand too deep or alone."""
    depth = deepest = 0
    for sign in NESTING.findall(tex):
        if len(sign) == 2:  # \{ and \}
            continue
        depth += 1 if sign in OPENING else -1
        deepest = max(deepest, depth)
    if deepest > MAX_BRACES:
        raise TexError("its braces stand too deep")
    if depth:
        raise TexError("its braces, \\left or \\begin do not match")


def without_escapes(tex: str) -> str:
    """What Markdown makes of a formula that it reads first, as kramdown does of all but `$$…$$`.

    A formula all of whose underscores are escaped was written for that.
    """
    if not re.search(r"\\_", tex) or re.search(r"(?<!\\)_", tex) or IN_TEXT.search(tex):
        return tex
    return ESCAPED.sub(r"\1", tex)


def _name(match: re.Match[str]) -> str:
    """The name of an operator, its spaces thin ones; the converter reads letters only, so that a
    name with more than that is set like a letter."""
    name = re.sub(r"\\[,;:> ]|[~\s]+", "\u2009", match[2])
    name = re.sub(r"\\(?:text|mathrm|mathsf|rm)\b|\\!", "", name)
    plain = re.sub(r"[{}]", "", name)
    if re.search(r"[\\_^]", plain):
        return f"{{{match[2]}}}"
    return f"\\operatorname{match[1]}{{{plain}}}"


def _text(match: re.Match[str]) -> str:
    """Words with formulas among them, each for itself."""
    parts = match[1].split("$")
    return "".join(
        part if number % 2 else f"\\text{{{part}}}" for number, part in enumerate(parts) if part
    )


def _rename(match: re.Match[str]) -> str:
    name, is_begin = match["name"], match["side"] == "begin"
    rest = match["argument"] or ""
    if is_begin and name in TAKES_COLUMNS:
        rest = re.sub(r"@\{[^{}]*\}|[^{}lcr|]", "", rest)
    elif is_begin and name in TAKES_ARGUMENT:
        rest = ""
    if not is_begin:
        rest = (match["place"] or "") + rest
    if name in FENCED:
        before, inner, after = FENCED[name]
        return f"{before}\\begin{{{inner}}}{rest}" if is_begin else f"\\end{{{inner}}}{after}{rest}"
    renamed = RENAMED.get(name, name)
    if renamed == "":
        return rest
    if renamed not in KNOWN:
        raise TexError(f"the environment “{name}” is not known")
    return f"\\{match['side']}{{{renamed}}}{rest}"
