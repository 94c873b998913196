"""The keys of agencies: the first is made with the agency, unwrapped by the KMS once, kept in memory and nowhere else.

An unwrapped key is remembered by the very bytes it came from. A key that a rolled-back transaction made, or one
that was wrapped anew, can therefore never be taken for another, in whichever process it happened.
"""

from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.db import connections

from jiwar.ground.vault.crypto import Key, bind
from jiwar.ground.vault.models import AgencyKey
from jiwar.ground.vault.root import kms

REMEMBERED = 512


class Current(NamedTuple):
    """The key under which an agency's new wraps are made."""

    version: int
    key: Key


def current(agency_id: UUID) -> Current:
    """The current key of an agency."""
    row = AgencyKey.objects.filter(agency_id=agency_id, retired_at=None).order_by("-version").first()
    if row is None:
        raise LookupError(f"the wall shows no key of agency {agency_id}")
    return Current(row.version, unwrapped(agency_id, row.version, bytes(row.wrapped)))


def found(agency_id: UUID, *, using: str) -> None:
    """Make the first key of a new agency, over the operator's connection; the application may not."""
    made = fresh(agency_id, 1)
    with connections[using].cursor() as cursor:  # the operator may add it and not read it back
        cursor.execute(
            "insert into vault_agencykey (agency_id, version, wrapped) values (%s, 1, %s)",
            [agency_id, bytes(made.wrapped)],
        )


def fresh(agency_id: UUID, version: int) -> AgencyKey:
    """A new key, not yet stored."""
    return AgencyKey(
        agency_id=agency_id, version=version, wrapped=kms().wrap(Key.fresh(), context_of(agency_id, version))
    )


@lru_cache(maxsize=REMEMBERED)
def unwrapped(agency_id: UUID, version: int, wrapped: bytes) -> Key:
    """The key in `wrapped`. Raises CannotOpen where it is not this agency's key of this version."""
    return kms().unwrap(wrapped, context_of(agency_id, version))


def context_of(agency_id: UUID, version: int) -> bytes:
    """What an agency's key is bound to."""
    return bind(agency_id.bytes, version.to_bytes(4, "big"))
