"""Titles as people type them, perhaps with formulas of TeX in them."""

from functools import partial

from django.utils.html import escape

from blog.markup.formulas.title_formulas import formula_html
from blog.models.site import current_site
from papers.records.formula_titles import html_with_formulas, typed_tex, written_signs


class TitledRow:
    """What has a ``title``: its words, and the title as headings and lists show it."""

    title: str

    @property
    def title_words(self) -> str:
        """For all that has no place for a formula: signs stand for it."""
        tex = typed_tex(self.title)
        return written_signs(tex) if tex else self.title

    @property
    def title_html(self) -> str:
        """With its formulas set, which know the definitions of the site."""
        tex = typed_tex(self.title)
        if not tex:
            return escape(self.title)
        return html_with_formulas(tex, partial(formula_html, definitions=current_site().tex_macros))
