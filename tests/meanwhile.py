"""Two at once: what one does while another, who began first, has not committed yet."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connections

from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from tests import keeper


@contextmanager
def meanwhile(who: Who, deed: Callable[[], object]) -> Iterator[None]:
    """Something is done on a connection of its own, and waits for what `who` does here; it is over at the end.

    Fails where it did not have to wait: then the two were never at once.
    """

    def run() -> None:
        try:
            deed()
        finally:
            connections.close_all()

    other = threading.Thread(target=run)
    here = "select pid from pg_stat_activity where datname = current_database()"
    with standing(who):
        yield
        other.start()
        until = time.monotonic() + 10
        while time.monotonic() < until:
            if keeper.rows(f"select 1 from pg_locks where not granted and pid in ({here})"):
                break
            time.sleep(0.05)
        else:
            raise AssertionError("nothing waited")
    other.join(timeout=20)
    assert not other.is_alive()
