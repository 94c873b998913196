"""Words of this door: where a file and its rows stand, and how much is taken at once."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

FILE = Path(__file__).parent / "data" / "limits.json"


class BatchState(models.TextChoices):
    """Where a file that came in stands. Only what was rehearsed is taken in."""

    RECEIVED = "received", _("received: say what its columns are")
    MAPPED = "mapped", _("columns known: look at it first")
    REHEARSED = "rehearsed", _("looked through: nothing is taken in yet")
    APPLYING = "applying", _("being taken in")
    APPLIED = "applied", _("taken in")
    DROPPED = "dropped", _("thrown away")


OPEN = (BatchState.RECEIVED, BatchState.MAPPED, BatchState.REHEARSED)
"""What may still be mapped, rehearsed and thrown away."""


class RowState(models.TextChoices):
    """What would become, or became, of one row."""

    WAITING = "waiting", _("not looked at yet")
    READY = "ready", _("will be taken in")
    KNOWN = "known", _("taken in already")
    REFUSED = "refused", _("not taken in")
    APPLIED = "applied", _("taken in")


class ExportState(models.TextChoices):
    """Where a file that is to leave stands. One that is ready is agreed to, where that was needed."""

    PROPOSED = "proposed", _("waits for somebody else to agree")
    DECLINED = "declined", _("declined")
    MADE = "made", _("ready to be fetched")
    FETCHED = "fetched", _("fetched")
    ENDED = "ended", _("ended")


@dataclass(frozen=True, slots=True)
class Limits:
    """Decided in data/limits.json.

    `rows` of a file; `at_once` without a job; `export_alone` people without somebody else's agreement, hours that
    such a file can be fetched; days that a file waits before it is thrown away, and that its report can be read.
    """

    rows: int
    at_once: int
    export_alone: int
    export_hours: int
    waits_days: int
    report_days: int


@cache
def limits() -> Limits:
    """What data/limits.json says."""
    return Limits(**json.loads(FILE.read_text(encoding="utf-8")))
