"""Changing keys while people work. Readers find the version of each key in what they read, so nobody waits.

    root key      rotate_root_key(), then rewrap_agency_keys() for each agency, long after that forget_old_root_keys()
    agency key    new_agency_key(), then rewrap_agency() in as many transactions as it takes
    data key      rotate_data_key(): what is sealed from now on uses it, what was sealed before stays readable

Each step may be repeated and may stop half-way: what was not wrapped anew opens as before, and the next run goes
on with it. Root and agency keys are changed by the system user of each agency; to others they raise Missing.
"""

from typing import NamedTuple
from uuid import UUID

from django.db import connection

from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing
from jiwar.ground.vault import agency_keys, wraps
from jiwar.ground.vault.crypto import Key
from jiwar.ground.vault.keyring import NoKey
from jiwar.ground.vault.models import AgencyKey, KeyWrap, Kind
from jiwar.ground.vault.root import kms
from jiwar.ground.vault.wraps import DataKey

BATCH = 500


class StillNeeded(Exception):
    """A key cannot go: something is wrapped under it, or nobody is entered who sees whether anything is."""


class State(NamedTuple):
    """How far the rotation of an agency's keys has come."""

    version: int
    """of the key that new wraps use; 0 where there is none in sight"""
    keys: int
    keys_behind: int
    """keys of the agency that are wrapped under an older root key"""
    wraps: int
    wraps_behind: int
    """data keys that are wrapped under an older key of the agency"""


def state(agency_id: UUID) -> State:
    """What the agency's system user sees of its keys."""
    keys = list(AgencyKey.objects.filter(agency_id=agency_id).order_by("version"))
    version = max((key.version for key in keys if key.retired_at is None), default=0)
    wraps_held = KeyWrap.objects.filter(agency_id=agency_id)
    return State(
        version=version,
        keys=len(keys),
        keys_behind=sum(not kms().is_current(bytes(key.wrapped)) for key in keys),
        wraps=wraps_held.count(),
        wraps_behind=wraps_held.exclude(agency_key_version=version).count(),
    )


def rotate_root_key() -> int:
    """Make a new root key and say its version. Agency keys are wrapped under it from now on."""
    version = kms().rotate()
    agency_keys.unwrapped.cache_clear()
    return version


def rewrap_agency_keys(agency_id: UUID) -> int:
    """Wrap the keys of an agency, the retired ones too, under the current root key; says how many were not yet."""
    rows = list(AgencyKey.objects.select_for_update().filter(agency_id=agency_id).order_by("version"))
    if not rows and AgencyKey.objects.filter(agency_id=agency_id).exists():
        raise Missing  # in sight, and not to be changed by whoever is entered
    old = [row for row in rows if not kms().is_current(bytes(row.wrapped))]
    for row in old:
        key = agency_keys.unwrapped(agency_id, row.version, bytes(row.wrapped))
        wrapped = kms().wrap(key, agency_keys.context_of(agency_id, row.version))
        AgencyKey.objects.filter(agency_id=agency_id, version=row.version).update(wrapped=wrapped)
    agency_keys.unwrapped.cache_clear()
    return len(old)


def forget_old_root_keys() -> list[int]:
    """Destroy the root keys that nothing is wrapped under any more, and say their versions.

    Raises StillNeeded. Backups from before need what is destroyed, and so does a request that is running: rotate
    today, forget when the last backup from before has expired.
    """
    wrapped = AgencyKey.objects.values_list("wrapped", flat=True)
    if not wrapped or not all(kms().is_current(bytes(one)) for one in wrapped):
        raise StillNeeded("agency keys are wrapped under an old root key")
    return kms().forget()


def new_agency_key(agency_id: UUID) -> int:
    """Make a new key for an agency and say its version; the one before is retired and still opens."""
    last = agency_keys.current(agency_id).version
    AgencyKey.objects.bulk_create([agency_keys.fresh(agency_id, last + 1)])
    AgencyKey.objects.filter(agency_id=agency_id, version__lte=last, retired_at=None).update(retired_at=clock.now())
    agency_keys.unwrapped.cache_clear()
    return last + 1


def rewrap_agency(agency_id: UUID, *, limit: int = BATCH) -> int:
    """Wrap up to `limit` data keys of an agency under its current key and say how many; 0 when none is left."""
    current = agency_keys.current(agency_id)
    old = wraps.select(
        "where w.agency_id = %s and w.agency_key_version <> %s"
        " order by w.root_id, w.kind, w.key_version limit %s for update of w",
        [agency_id, current.version, limit],
    )
    if not old and KeyWrap.objects.filter(agency_id=agency_id).exclude(agency_key_version=current.version).exists():
        raise Missing
    wraps.replace([wrap.open().under(agency_id, current) for wrap in old])
    return len(old)


def rotate_data_key(root_id: UUID, agency_id: UUID, kind: Kind) -> int:
    """Make a new data key of one kind for a root, wrapped for every agency that holds the old one; its version."""
    held = wraps.read(agency_id, [root_id], [kind])
    if not held:
        raise NoKey("no key to rotate")
    new = DataKey(root_id, kind, max(wrap.key_version for wrap in held) + 1, Key.fresh())
    with connection.cursor() as cursor:
        cursor.execute("select agency_id from wall.agency_wraps(%s) where kind = %s", [root_id, str(kind)])
        holders: list[UUID] = [row[0] for row in cursor]
    KeyWrap.objects.bulk_create([new.under(holder, agency_keys.current(holder)) for holder in holders])
    return new.version
