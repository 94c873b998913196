"""What runs by night on the people of one agency, as its system user."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jiwar.areas.people.actions import rotate_finding_keys
from jiwar.ground.access.who import Who
from jiwar.ground.jobs.kinds import Report, job

AT_ONCE = 200
"""People in one transaction."""


@job(label=_("Makes anew what people are found by, after the rules of spelling have changed"), cron="15 23 * * *")
def rotate_keys_of_finding(who: Who, _about_id: UUID | None, report: Report) -> None:
    """At a quarter past two in Amman. Nothing is left to do on nearly every night."""
    done = 0
    while count := rotate_finding_keys(who, limit=AT_ONCE):
        done += count
        report(done, done)
