"""What persons agreed to and refused. It says nothing of who they are or what happened, so it is plain."""

from typing import ClassVar

from django.db import models

from jiwar.areas.consent.words import About
from jiwar.areas.people.models import Person
from jiwar.ground.base.records import ANNOUNCED, Record, history_of


class Statement(Record):
    """What a person said last about one thing; what was said before is in the history."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    about = models.CharField(max_length=32, choices=About)
    given = models.BooleanField()
    said_on = models.DateField(null=True, blank=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [models.UniqueConstraint(fields=["person", "about"], name="one_statement_about_a_thing")]


class StatementHistory(history_of(Statement)):  # type: ignore[misc]
    """What was said before."""

    class Meta:
        indexes = [models.Index(fields=["person"], name="statement_history_idx")]
