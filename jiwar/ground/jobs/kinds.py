"""What kinds of jobs there are: each a function of the room that it belongs to, under a name.

    @job(label=_("Sends a notice"))
    def send_notice(who: Who, about_id: UUID | None, report: Report) -> None: ...

`who` is the system user of one agency. A job carries one id or none, by the type of its column: whatever else it needs
stands in the row that the id names, behind the wall. Whoever slips SQL into a statement can have any job of their own
agency done at any moment; so a job does only what has been decided already, and doing it twice changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Text


class Report(Protocol):
    """How a job says how far it is: `report(3, 12)` is three of twelve. Seen by others at once."""

    def __call__(self, done: int, total: int, /) -> None: ...


type Work = Callable[[Who, UUID | None, Report], None]


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind: its name in the queue, what people read, and how often it is tried."""

    name: str
    label: Text
    work: Work
    cron: str
    """When it runs for every agency: minute, hour, day, month, weekday, in UTC; empty where it is asked for."""
    tries: int


KINDS: dict[str, JobKind] = {}
"""Every kind that was loaded, by its name."""


def job(*, label: Text, cron: str = "", tries: int = 8) -> Callable[[Work], JobKind]:
    """Make a function a kind of job. With eight tries it is given up after about twelve hours."""

    def make(work: Work) -> JobKind:
        kind = JobKind(work.__name__, label, work, cron, tries)
        if KINDS.setdefault(kind.name, kind) is not kind:
            raise ValueError(f"two kinds of jobs are called {kind.name}")
        return kind

    return make
