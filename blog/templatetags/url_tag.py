"""``{% url %}`` for all templates (``TEMPLATES`` of ``config/settings.py``): an address is worked
out once, and not for each page that has it."""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as read_url
from django.utils.html import conditional_escape

from papers.site_values import address_of

register = template.Library()


class AddressNode(URLNode):
    def render(self, context: template.Context) -> str:
        view = self.view_name.resolve(context)
        if self.kwargs or self.asvar or view.startswith("admin:"):  # of which there may be several
            return super().render(context)
        address = address_of(view, *(one.resolve(context) for one in self.args))
        return conditional_escape(address) if context.autoescape else address


@register.tag
def url(parser: Parser, token: Token) -> Any:
    node = read_url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
