"""What is done about files that came in without anybody waiting, as the system user of one agency."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jiwar.doors.exchange.actions import finish_batch, sweep_batches
from jiwar.ground.access.who import Who
from jiwar.ground.jobs.kinds import Report, job


@job(label=_("Takes in the rows of a file"), tries=3)
def take_rows_in(who: Who, about_id: UUID | None, report: Report) -> None:
    """By the verb by which somebody decided it; only what they decided."""
    if about_id:
        finish_batch(who, batch_id=about_id, report=report)


@job(label=_("Throws away files that nobody took in, and what old reports tell"), cron="15 23 * * *")
def sweep_files(who: Who, _about_id: UUID | None, _report: Report) -> None:
    """By the days that data/limits.json names."""
    sweep_batches(who)
