"""What the operator does about providers of sign-in, over the owner's connection: make, renew, show, end.

As in installing.py: every change is announced and leaves history, with no actor.
"""

import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections

from jiwar.ground.access.installing import OWNER, installing
from jiwar.ground.access.models import Agency, Provider
from jiwar.ground.access.signing import linking, oidc
from jiwar.ground.access.signing.inviting import LETTERS

WORD = 8
LOCAL = ("127.0.0.1", "localhost", "::1")


class Unfit(Exception):
    """Something that cannot be a provider here; says why."""


def add_provider(
    agency_code: str, *, issuer: str, client_id: str, secret: str, factors: Sequence[str], contexts: Sequence[str]
) -> Provider:
    """A provider for an agency, under a new word. Raises Unfit, and Silent where it does not answer as it must."""
    refuse_unfit(issuer)
    agency = Agency.objects.using(OWNER).filter(code=agency_code).first()
    if agency is None:
        raise Unfit(f"there is no agency {agency_code}")
    if Provider.objects.using(OWNER).filter(agency=agency, ended_at=None).exists():
        raise Unfit(f"{agency_code} has a provider; end it first")
    oidc.document(issuer)
    word = "".join(secrets.choice(LETTERS) for _ in range(WORD)).lower()
    made = Provider(
        agency=agency, word=word, issuer=issuer, client_id=client_id, factors=list(factors), contexts=list(contexts)
    )
    made.sealed = linking.sealed_secret(made.pk, secret)
    with installing():
        made.save(using=OWNER, force_insert=True)
    return made


def renew_secret(word: str, secret: str) -> None:
    """Another secret for the same provider; links stay. Raises Unfit."""
    found = _open(word)
    found.sealed = linking.sealed_secret(found.pk, secret)
    with installing():
        found.save(using=OWNER, update_fields=["sealed"])


def end_provider(word: str) -> int:
    """Nobody enters by it any more; how many were linked, who are signed out. Raises Unfit."""
    found = _open(word)
    with installing(), connections[OWNER].cursor() as cursor:
        cursor.execute("select wall.end_provider(%s)", [found.pk])
        ended: int = cursor.fetchone()[0]
        return ended


def providers() -> list[Provider]:
    """All there were, by agency; the secret stays sealed."""
    return list(Provider.objects.using(OWNER).select_related("agency").order_by("agency__code", "made_at"))


def refuse_unfit(issuer: str) -> None:
    """Raise Unfit for an issuer that is not reached by TLS at an address of its own."""
    parts = urlsplit(issuer)
    if parts.query or parts.fragment or parts.username or not parts.hostname:
        raise Unfit("an issuer is an address as in https://sso.example.org/realm")
    is_local = parts.scheme == "http" and parts.hostname in LOCAL and not settings.JIWAR.is_production
    if parts.scheme != "https" and not is_local:
        raise Unfit("an issuer begins with https://")


def _open(word: str) -> Provider:
    found = Provider.objects.using(OWNER).filter(word=word.strip().lower(), ended_at=None).first()
    if found is None:
        raise Unfit(f"no provider in use has the word {word}")
    return found
