"""The kinds of files that are taken in, by their codes. A new one is a class in a file of its own, named here."""

from jiwar.doors.exchange.kinds.base import Kind
from jiwar.doors.exchange.kinds.closings import Closings
from jiwar.doors.exchange.kinds.htcds import Standard
from jiwar.doors.exchange.kinds.register import Register
from jiwar.ground.access.who import Who

KINDS: dict[str, Kind] = {kind.code: kind for kind in (Register(), Standard(), Closings())}


def kinds_for(who: Who) -> list[Kind]:
    """Those that somebody may take in."""
    return [kind for kind in KINDS.values() if who.may(kind.permission)]
