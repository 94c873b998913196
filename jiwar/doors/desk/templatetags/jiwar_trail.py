"""How the trail of a file is drawn: two hundred rows at most, in one piece each (see jiwar_case)."""

from collections.abc import Iterable
from functools import cache

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from jiwar.doors.desk.told import Told
from jiwar.ground.base.markup import joined, markup
from jiwar.ground.base.templatetags.jiwar_text import Shown, bdi, machine, tongue

register = template.Library()

ROW = '<li class="row row-1"><div>%s: %s<p class="soft"><time datetime="%s">%s</time>%s%s</p></div></li>'
"""Who, what, the moment twice, how often, and of which agency."""


@register.simple_tag
def trail_rows(trail: Iterable[Told]) -> SafeString:
    """The rows, newest first."""
    said = tongue()
    named, kept = cache(bdi), cache(lambda agency: markup(" · %s", agency))
    return joined(
        [
            markup(
                ROW,
                named(event.who),
                event.what,
                machine(event.at),
                said.moment(event.at),
                _times(event) if event.times > 1 else "",
                kept(event.agency) if event.agency else "",
            )
            for event in trail
        ]
    )


def _times(event: Told) -> SafeString:
    words = ngettext("%(n)s time since %(since)s", "%(n)s times since %(since)s", event.times)
    return markup(" · %s", words % {"n": Shown(event.times), "since": tongue().moment(event.since)})
