"""Reads pages as strictly as a validator would."""

import re

import html5lib

# html5lib 1.1 follows HTML of 2017: it does not know what came later.
NEWER = {"unexpected-start-tag-ignored-search"}


def check_page(response) -> str:
    """The page's text, after the checks that hold on every page of ours."""
    text = response.content.decode()
    parser = html5lib.HTMLParser()
    parser.parse(text)
    errors = [error for _place, error, _values in parser.errors if error not in NEWER]
    assert errors == []
    assert not re.search(r'<script(?! src="/static/)|<style|\sstyle=|\son\w+=', text)
    assert not re.search(r'(?:src|srcset|poster)="(?:https?:)?//', text)
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    return text
