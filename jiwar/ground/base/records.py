"""Protected records: the columns every protected row has, and the trigger no write walks around.

`ANNOUNCED` is the second wall: a statement that changes a protected table is refused unless the transaction
carries a sealed announcement of an action (`@action` makes it). Row history is taken by pghistory; actor and
action are filled by the database from the seal, never by the application.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self
from uuid import uuid4

import pghistory
import pghistory.models
import pgtrigger
from django.db import models
from django.db.models import F, Func

from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing, Stale
from jiwar.ground.base.fields import MomentField

ANNOUNCED = pgtrigger.Trigger(
    name="a_announced",
    when=pgtrigger.Before,
    level=pgtrigger.Statement,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="IF wall.announced() IS NULL THEN RAISE EXCEPTION 'no announced action, no write' "
    "USING ERRCODE = 'WA001'; END IF; RETURN NULL;",
)


ACTOR = Func(function="wall.actor", output_field=models.UUIDField())
"""Who is entered, as the database has it; NULL for the operator."""
ANNOUNCED_ACTION = Func(function="wall.announced", output_field=models.TextField())
"""The action announced to this transaction, as the database has it."""


class OwnColumns(pgtrigger.AnyChange):
    """Whether a column that the model knows changes.

    A root has more, which the wall keeps: written down whenever they change, they would tell whoever reads the
    history of every grant, and that somebody was denied.
    """

    def resolve(self, model: type[models.Model]) -> str:
        """The condition, in the words of the database."""
        if set(self.fields or ()) < {field.name for field in model._meta.fields}:
            return str(super().resolve(model))
        columns = sorted(field.column for field in model._meta.concrete_fields if field.column)
        old, new = (", ".join(f'{row}."{column}"' for column in columns) for row in ("OLD", "NEW"))
        return f"ROW({old}) IS DISTINCT FROM ROW({new})"


class History(pghistory.models.Event):
    """Base of every history table: who did it, by which action. The application can read it, never write it."""

    pgh_actor = models.UUIDField(null=True, db_default=ACTOR)
    pgh_action = models.TextField(db_default=ANNOUNCED_ACTION)

    class Meta:
        abstract = True


def history_of(model: type[models.Model], *, exclude: Sequence[str] = ()) -> type[models.Model]:
    """The abstract history of a model: a row for each insert, update and delete, written by the database alone.

    Subclass it to name the table, and, where it is read through its file, to index that column: no other is asked
    for, and every index costs each write. Trackers are made anew each time, because pghistory writes into them.
    """
    made: type[models.Model] = pghistory.create_event_model(
        model,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(condition=OwnColumns()),
        pghistory.DeleteEvent(),
        exclude=list(exclude),
        obj_field=None,  # type: ignore[arg-type]  # "no such column", by its manual
        context_field=None,  # type: ignore[arg-type]
        base_model=History,
    )
    return made


class Record(models.Model):
    """One protected row. Ids are random (uuid4): a time-ordered id tells when a file was opened."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.IntegerField(default=1, editable=False)
    created_at = MomentField(editable=False)
    updated_at = MomentField(editable=False)

    class Meta:
        abstract = True  # `triggers = [ANNOUNCED]` stands in each model: pghistory adds to the list it finds

    def insert(self) -> Self:
        """Write this new row; never updates one that exists."""
        self.save(force_insert=True)
        return self

    def change(self, *, version: int, **values: Any) -> Self:
        """Write `values` if the row still has `version`, else raise Stale with the row as it is now.

        Nobody's save is lost: the comparison is part of the UPDATE. Raises Missing where the row is gone or
        out of sight.
        """
        moment: datetime = clock.now()
        rows = type(self)._default_manager.filter(pk=self.pk, version=version)
        if not rows.update(version=F("version") + 1, updated_at=moment, **values):
            current = type(self)._default_manager.filter(pk=self.pk).first()
            raise Stale(current) if current else Missing
        for name, value in values.items():
            setattr(self, name, value)
        self.version, self.updated_at = version + 1, moment
        return self


class Root(Record):
    """A file: a person or a case, on which permits, keys and the lines of the trail hang by its id.

    A new one takes the id that the database gives it (`keyring.new_root_id`).
    """

    class Meta:
        abstract = True
