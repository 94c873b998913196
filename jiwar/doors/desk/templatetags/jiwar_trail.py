"""How the trail of a file is drawn: two hundred rows at most, in one piece each (see jiwar_case)."""

from collections.abc import Iterable
from functools import cache

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from jiwar.doors.desk.told import Told
from jiwar.ground.base.templatetags.jiwar_text import Shown, bdi, machine, tongue

register = template.Library()

ROW = (
    '<li class="row row-1"><div>{who}: {what}'
    '<p class="soft"><time datetime="{machine}">{moment}</time>{times}{agency}</p></div></li>'
)


@register.simple_tag
def trail_rows(trail: Iterable[Told]) -> SafeString:
    """The rows, newest first."""
    said = tongue()
    named, worded, kept = cache(bdi), cache(escape), cache(lambda agency: format_html(" · {}", agency))
    rows = (
        {
            "who": named(event.who),
            "what": worded(event.what),
            "machine": machine(event.at),
            "moment": said.moment(event.at),
            "times": _times(event) if event.times > 1 else "",
            "agency": kept(event.agency) if event.agency else "",
        }
        for event in trail
    )
    return format_html_join("", ROW, rows)


def _times(event: Told) -> SafeString:
    words = ngettext("%(n)s time since %(since)s", "%(n)s times since %(since)s", event.times)
    return format_html(" · {}", words % {"n": Shown(event.times), "since": tongue().moment(event.since)})
