"""A plain, complete reference for a work: what stands wherever no citation style is at work.

The form is the commonest one (author, year, title, container, numbers); it loses no field that a
reader needs to find the work. No Django here: text in, HTML out.
"""

from html import escape

from papers.records.formula_titles import WriteFormula, html_with_formulas, no_markup, tex_of
from papers.records.record import Record, has_more_names, inverted_name, record_pages, record_year

CONTAINED = frozenset(
    {"article-journal", "paper-conference", "chapter", "article-magazine", "article-newspaper"}
    | {"entry-encyclopedia", "review", "post-weblog"}
)
STOPS = (".", "?", "!", "。", "？", "！")


def reference_html(record: Record, write: WriteFormula = no_markup) -> str:
    """A CSL-JSON item as one line of HTML, every field escaped, without identifiers; ``write``
    sets the formulas of titles.

    >>> reference_html({"title": "Deep <learning>", "issued": {"date-parts": [[2015]]}})
    '(2015). <cite>Deep &lt;learning&gt;</cite>.'
    """
    names = _names(record.get("author") or []) or _editors(record)
    if any(has_more_names(record, role) for role in ("author", "editor")):
        names += " et al."
    date = f"({record_year(record) or 'n.d.'})"
    head = f"{escape(names)} {date}" if names else date
    parts = [
        head,
        _title(record, write),
        _container(record, write),
        escape(record.get("publisher", "")),
    ]
    return " ".join(_stopped(part) for part in parts if part)


def _names(names: list, most: int = 20) -> str:
    written = [inverted_name(name) for name in names]
    if len(written) > most:
        written = [*written[: most - 1], "…", written[-1]]
        return ", ".join(written)
    if len(written) > 1:
        return f"{', '.join(written[:-1])} & {written[-1]}"
    return "".join(written)


def _editors(record: Record) -> str:
    editors = record.get("editor") or []
    if not editors or record.get("author"):
        return ""
    return f"{_names(editors)} ({'eds.' if len(editors) > 1 else 'ed.'})"


def _title(record: Record, write: WriteFormula) -> str:
    title = _field(record, "title", write)
    return title if record.get("type") in CONTAINED else f"<cite>{title}</cite>"


def _field(record: Record, field: str, write: WriteFormula) -> str:
    tex = tex_of(record, field)
    return html_with_formulas(tex, write) if tex else escape(record.get(field, ""))


def _container(record: Record, write: WriteFormula) -> str:
    container = _field(record, "container-title", write)
    numbers = escape(str(record.get("volume", "")))
    if record.get("issue"):
        numbers += f"({escape(str(record['issue']))})"
    parts = (
        f"<cite>{container}</cite>" if container else "",
        numbers,
        escape(record_pages(record)),
    )
    return ", ".join(part for part in parts if part)


def _stopped(part: str) -> str:
    plain = part.removesuffix("</cite>")
    return part if plain.endswith(STOPS) else f"{part}."
