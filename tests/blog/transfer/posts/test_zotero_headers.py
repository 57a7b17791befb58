"""Lists in a header as Zotero and Pandoc write them."""

from pathlib import Path

import pytest

from blog.models import Post
from papers.models import Paper
from tests.blog.transfer.source_files import header
from tests.support.cases import import_site

LISTS = """authors:
  - {firstName: Ada, lastName: Lovelace, creatorType: author}
  - {family: Curie, given: Marie}
tags:
  - {tag: Maps, type: 1}
  - tag: Rivers
  - Sea"""
WORKS = """---
title: Described
date: 2024-01-02
references:
  - id: curie
    type: article-journal
    title: Rays and more rays
    author: [{family: Curie, given: Marie}]
    issued: {date-parts: [[1903, 5]]}
    DOI: 10.5555/rays
  - no: id
---
As in @curie, and [@none].
"""


def test_authors_and_tags_may_be_tables(tmp_path: Path):
    post = header(tmp_path, f"title: T\n{LISTS}")
    assert [author.name for author in post.authors] == ["Ada Lovelace", "Marie Curie"]
    assert post.tags == ("Maps", "Rivers", "Sea")
    assert post.notes == ()


@pytest.mark.django_db
def test_works_that_the_header_describes_are_cited(tmp_path: Path):
    said = import_site(tmp_path, {"_quarto.yml": "project: {type: website}", "a.qmd": WORKS})
    paper = Paper.objects.get()
    assert paper.title == "Rays and more rays"
    assert paper.identifiers.filter(value="10.5555/rays").exists()
    assert "Curie" in Post.objects.get().body_html
    assert "the citation key “none” is in no bibliography" in said and "“curie”" not in said
