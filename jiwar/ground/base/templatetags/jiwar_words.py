"""What `{% load i18n %}` loads: Django's tags, of which `translate` does no more than it must.

A page says some thirty things in plain words. Django resolves each like a variable, with filters that it does not
have; here plain words are looked up in the catalogue, and everything else is left to Django.
"""

from django.template import Library, Node
from django.template.base import Parser, Token
from django.template.context import Context
from django.templatetags import i18n
from django.utils.translation import gettext

register = Library()
register.tags |= i18n.register.tags
register.filters |= i18n.register.filters


class Words(Node):
    """Words in a template; as Django has it they are markup, and so are their translations."""

    child_nodelists = ()

    def __init__(self, words: str) -> None:
        self.words = words.replace("%", "%%")  # as they stand in the catalogue

    def render(self, context: Context) -> str:
        return gettext(self.words).replace("%%", "%")


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    node = i18n.do_translate(parser, token)
    said = node.filter_expression
    words = getattr(said.var, "literal", None)
    if not isinstance(words, str) or said.filters or node.noop or node.asvar or node.message_context:
        return node
    return Words(words)
