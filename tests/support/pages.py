"""Reads pages as strictly as a validator would."""

import json
import re
from xml.etree import ElementTree

import html5lib

# html5lib 1.1 follows HTML of 2017: it does not know what came later.
DATA = re.compile(r'<script type="application/ld\+json">([^<]*)</script>')
NEWER = {"unexpected-start-tag-ignored-search"}


def check_page(response) -> str:
    """The page's text, after the checks that hold on every page of ours."""
    text = response.content.decode()
    parser = html5lib.HTMLParser()
    parser.parse(text)
    errors = [error for _place, error, _values in parser.errors if error not in NEWER]
    assert errors == []
    outside = DATA.sub("", text)
    assert not re.search(r'<script(?! src="/static/)|<style|\sstyle=|\son\w+=', outside)
    for block in DATA.findall(text):
        json.loads(block)
    assert not re.search(r'(?:src|srcset|poster)="(?:https?:)?//', text)
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    return text


OWN_SCRIPT = re.compile(r"/static/[\w/.-]+|/admin/jsi18n/")
RUNS = re.compile(r"(javascript|vbscript|data|view-source|feed|blob)\s*:", re.I)
UNREAD = re.compile(r"^[\x00-\x20]+|[\t\n\r]")
"""What browsers leave out of an address before they read it."""
STAYS_HERE = re.compile(r"/(?![/\\])|\?|$")
"""An address of a form that leads to this site: its path, its query, or none."""
TREE = html5lib.HTMLParser(namespaceHTMLElements=False)
STRANGERS = {"iframe", "object", "embed", "applet", "base", "frame", "style"}
ADDRESSES = {"href", "src", "poster", "cite", "data", "xlink:href"}


def dangers(text: str) -> list[str]:
    """What could run in a whole page, or lead its forms elsewhere, as a browser reads it."""
    return dangers_in(TREE.parse(text))


def dangers_in(page: ElementTree.Element) -> list[str]:
    found = []
    for element in page.iter():
        tag = element.tag if isinstance(element.tag, str) else ""
        values = {str(name).rpartition("}")[2]: value for name, value in element.attrib.items()}
        is_empty = tag == "iframe" and "sandbox" in values and not {"src", "srcdoc"} & set(values)
        if (tag in STRANGERS and not is_empty) or (tag == "meta" and "http-equiv" in values):
            found.append(tag)
        is_data = values.get("type") == "application/ld+json"
        if tag == "script" and not (is_data or OWN_SCRIPT.fullmatch(values.get("src", ""))):
            found.append(f"script {values}")
        for name, value in values.items():
            if name.startswith("on") or name in ("style", "srcdoc"):
                found.append(f"{tag} {name}")
            address = UNREAD.sub("", value)
            if name in ("action", "formaction") and not STAYS_HERE.match(address):
                found.append(f"{tag} {name}={value}")
            if name in ADDRESSES and RUNS.match(address):
                found.append(f"{tag} {name}={value}")
    return found
