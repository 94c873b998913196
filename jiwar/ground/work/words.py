"""What a task is, where it stands, how often it comes: in both languages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiwar.ground.work import rules


class TaskKind(models.TextChoices):
    """What is to be done. Plain, so that a list can be worked by it; whatever tells more is sealed with the file."""

    CALL = "call", _("call")
    VISIT = "visit", _("visit")
    MEETING = "meeting", _("meeting")
    ACCOMPANY = "accompany", _("accompany somebody")
    PAPER = "paper", _("paper or document")
    ASK = "ask", _("ask another service")
    REVIEW = "review", _("look at it again")
    OTHER = "other", _("something else")


class TaskState(models.TextChoices):
    """Where a task stands."""

    OPEN = "open", _("open")
    DONE = "done", _("done")
    DROPPED = "dropped", _("no longer needed")


class Rhythm(models.TextChoices):
    """How often it comes again once it is done; empty for once."""

    WEEK = rules.Every.WEEK.value, _("every week")
    TWO_WEEKS = rules.Every.TWO_WEEKS.value, _("every two weeks")
    MONTH = rules.Every.MONTH.value, _("every month")
    QUARTER = rules.Every.QUARTER.value, _("every three months")
