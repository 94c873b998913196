"""Where wrapped keys lie. Nothing here can be used without the root key.

No foreign keys, because the vault knows neither agencies nor files, and no history: a key that is destroyed must
be gone. The application deletes from neither table: wraps end through the wall's own functions, and an agency's key
is changed by the system user of that agency alone.
"""

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from jiwar.ground.base.records import ANNOUNCED


class Kind(StrEnum):
    """The data keys of a person or a case: who somebody is, what happened, and what the firewall guards.

    Status in the country and place have a key of their own, so that whoever is granted the name of a person does
    not hold the key to them.
    """

    IDENTITY = "identity"
    NARRATIVE = "narrative"
    GUARDED = "guarded"


class AgencyKey(models.Model):
    """One version of an agency's key, wrapped under the root key. New wraps use the last one not retired."""

    pk = models.CompositePrimaryKey("agency_id", "version")
    agency_id = models.UUIDField()
    version = models.PositiveIntegerField()
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]


class KeyWrap(models.Model):
    """One version of one data key of one root, wrapped for one entitled agency. Deleted when it is entitled no more."""

    pk = models.CompositePrimaryKey("root_id", "kind", "key_version", "agency_id")
    root_id = models.UUIDField()
    kind = models.CharField(max_length=16)
    key_version = models.PositiveSmallIntegerField()
    agency_id = models.UUIDField()
    agency_key_version = models.PositiveIntegerField()
    wrapped = models.BinaryField()

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        indexes = [models.Index(fields=["agency_id", "agency_key_version"], name="wrap_agency_idx")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["identity", "narrative", "guarded"]), name="wrap_of_a_known_kind"
            ),
            models.CheckConstraint(condition=models.Q(key_version__range=(1, 127)), name="wrap_of_a_version_in_a_byte"),
        ]
