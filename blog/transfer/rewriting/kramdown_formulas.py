"""Formulas as kramdown hands them to MathJax: it reads all but `$$…$$` as Markdown first.

So in a Jekyll post `$x\\_i$` is an index, where TeX (and this blog) shows an underscore.
"""

import re

from blog.transfer.rewriting.code_ranges import code_in, replace_spans
from papers.records.formula_marks import SINGLE

FORMULA = re.compile(
    rf"(?<![$\\])(?:{SINGLE.pattern})|\\\\\(.{{1,2000}}?\\\\\)|\\\\\[.{{1,5000}}?\\\\\]"
    r"|\\begin\{([a-z]+\*?)\}.{1,5000}?\\end\{\2\}",
    re.DOTALL,
)
IN_WORDS = re.compile(r"\\(?:text\w*|math\w+|mbox|hbox|operatorname\*?)\s*\{[^{}]*\\_")
ESCAPED = re.compile(r"\\([\\_*{}\[\]()#+.!|~`-])")


def unescape_formulas(text: str) -> str:
    """Kramdown's source with its escaped formulas as TeX; code and `$$…$$` stay as they are.

    A formula all of whose underscores are escaped was written for kramdown, any other was not.
    """
    if "\\_" not in text:
        return text
    code = code_in(text, False)
    spans = [
        (match.start(), match.end(), as_markdown_reads(match[0]))
        for match in FORMULA.finditer(text)
        if not code.covers(match.start())
    ]
    return replace_spans(text, spans)


def as_markdown_reads(formula: str) -> str:
    """What Markdown makes of the inside of a formula; its delimiters stay."""
    if (
        not re.search(r"\\_", formula)
        or re.search(r"(?<!\\)_", formula)
        or IN_WORDS.search(formula)
    ):
        return formula
    opening, closing = next(
        (ends for ends in (("\\\\(", "\\\\)"), ("\\\\[", "\\\\]")) if formula.startswith(ends[0])),
        ("", ""),
    )
    inside = formula[len(opening) : len(formula) - len(closing)]
    return opening + ESCAPED.sub(r"\1", inside) + closing
