"""Every kind of job there is: loaded from its room; and those of the rooms below `jobs`, which know of none."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jiwar.areas.cases import jobs as of_cases
from jiwar.doors.exchange import jobs as of_exchange
from jiwar.ground.access.actions import sweep_grants
from jiwar.ground.access.sessions import SessionStore
from jiwar.ground.access.who import Who
from jiwar.ground.jobs.kinds import KINDS, JobKind, Report, job
from jiwar.ground.notices import jobs as of_notices

ROOMS = (of_cases, of_notices, of_exchange)
"""The modules whose jobs there are: importing them has put their kinds on the list."""


@job(label=_("Takes away permits that have ended, and sessions that are over"), cron="*/5 * * * *")
def sweep_access(who: Who, _about_id: UUID | None, _report: Report) -> None:
    """What ended is out of sight by itself, at the wall; its keys go here."""
    SessionStore.clear_expired()
    sweep_grants(who)


def load() -> dict[str, JobKind]:
    """Every kind by its name."""
    return KINDS
