"""What MyST's Markdown has and this blog's has not.

Source: MyST's syntax guide, "Comments", "Block breaks", "Math"; Sphinx, "Cross-referencing". No
Django.
"""

import re

from blog.transfer.rewriting.code_ranges import Span

_UNSEEN = re.compile(r"^ {0,3}(?:%.*|\+\+\+(?:[ \t].*)?)$", re.MULTILINE)
_ROLE = re.compile(r"\{(?:doc|download)\}(?=\0)")
_FILE_ROLE = re.compile(r"\{(doc|download)\}`([^`\n]{1,1000}+)`")
_EQUATION_LABEL = re.compile(r"(?<=\$\$)[ \t]*\(([A-Za-z][\w:.-]*)\)(?=[ \t]*$)", re.MULTILINE)
_TITLED = re.compile(r"(.*?)\s*<([^<>]*)>")


def myst_spans(source: str, text: str) -> list[Span]:
    """What is to stand in place of MyST's own marks. In `text` the code of the `source` is masked;
    no line is added or taken away."""
    spans = [(*line.span(), "") for line in _UNSEEN.finditer(text)]
    for label in _EQUATION_LABEL.finditer(source):
        if text.startswith("(", label.start(1) - 1):  # none of code
            spans.append((*label.span(), f" {{#{label[1]}}}"))
    for found in _ROLE.finditer(text):
        if role := _FILE_ROLE.match(source, found.start()):
            spans.append((*role.span(), _file_link(role[1], role[2])))
    return spans


def _file_link(role: str, written: str) -> str:
    """A role that names a file, as a link to it; a page may be named without its ending."""
    titled = _TITLED.fullmatch(written)
    words, target = (titled[1], titled[2]) if titled else ("", written)
    if role == "download":
        return f"[{words or target}](<{target}>)"
    has_ending = re.search(r"\.\w{1,5}$", target)
    return f"[{words}](<{target if has_ending else target + '.md'}>)"
