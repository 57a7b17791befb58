"""Files of a Jekyll site that it fills in: whatever begins with a header is a page of the site, be
it a drawing, a table or a script, and is written without its header and with its Liquid run.
Source: Jekyll's documentation, "Pages" and "Front Matter"."""

from pathlib import Path

from blog.transfer.liquid.run_limits import NotRun
from blog.transfer.liquid.template_values import (
    LayoutValues,
    PageValues,
    SiteValues,
    includes_folder,
    typed,
)
from blog.transfer.source.encoding import decode
from blog.transfer.source.front_matter import begins_with_header, split_document
from blog.transfer.source.header_values import as_text
from blog.transfer.source.import_values import Found, Refused

_NO_LAYOUT = frozenset(("", "none", "nil", "null", "false"))


def as_built(found: Found, file: Path, data: bytes) -> bytes:
    """What readers of a site got of a file in it that has these bytes. Raises ValueError where
    Jekyll fills it in with what only a built site has."""
    if found.site.system != "jekyll" or not begins_with_header(data):
        return data
    try:
        return _filled_in(found, file, decode(data)[0]).encode()
    except NotRun as error:
        raise ValueError(f"Jekyll fills it in, and it was not run: {error}") from error
    except Refused:  # no header after all: a YAML file may begin so
        return data


def _filled_in(found: Found, file: Path, text: str) -> str:
    split = split_document(text, file.name)
    layout = as_text(split.header.values.get("layout"))
    if layout.lower() not in _NO_LAYOUT:
        raise NotRun(f"it stands in the layout “{layout}”")
    if "{%" not in split.body and "{{" not in split.body:
        return split.body
    # The library takes 0.2 s and 19 MB: for nothing where a site has no such file.
    from blog.transfer.liquid.liquid_engine import Folders, LiquidEngine

    site = found.site
    values = {
        "site": SiteValues(site.root, site.digest),
        "page": PageValues({key: typed(value) for key, value in split.header.values.items()}),
        "layout": LayoutValues(site.root, ""),
        "jekyll": {"environment": "production"},
    }
    folders = Folders(includes_folder(site.root, site.digest), file.parent)
    return LiquidEngine(site.root, folders, values).fill_in(split.body)
