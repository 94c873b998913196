"""Tokens by which the systems of partners come in: each stands for one user, for one purpose, until a day.

The secret is shown once and kept as a keyed hash. Who is behind one is said by a function of the wall, for nobody else
reads hashes; whoever comes by it enters as its user, within the bounds of purpose and scopes. A secret that is none,
one that ended, and one whose user has no business here get the same answer after the same work.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, connections, transaction
from django.utils.translation import gettext_lazy as _

from jiwar.ground.access import wall
from jiwar.ground.access.models import Token, User
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.scopes import Scope, TokenPurpose, bounds_of, most_tokens, pace_of, periods, scopes_of
from jiwar.ground.access.signing.throttle import Turned, attempt, bucket
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.audit.trail import SECOND
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Reason, Reasons

BYTES = 32
MARK = "jiwar_"
"""What every secret begins with, so that programs which look for lost secrets know one."""

REASONS = Reasons(
    Reason("no_scope", _("Choose at least one thing that the token opens."), field="scopes"),
    Reason(
        "beyond_purpose", _("This purpose does not need all of that: choose less, or another purpose."), field="scopes"
    ),
    Reason("no_such_period", _("Choose from the list for how long the token is good."), field="days"),
    Reason("too_many_tokens", _("You have as many tokens as one may have: end one first.")),
)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A token that is good now, and who comes by it."""

    token_id: UUID
    who: Who
    purpose: TokenPurpose
    scopes: frozenset[Scope]
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Made:
    """A new token. The secret is nowhere else."""

    id: UUID
    secret: str


def new_secret() -> str:
    """256 bits in letters, after the mark."""
    return MARK + secrets.token_urlsafe(BYTES)


def kept(secret: str) -> str:
    """What is kept of a secret."""
    return bucket("token", secret).hex()


def why_not_open(*, purpose: TokenPurpose, scopes: Iterable[Scope], days: int, held: int) -> str | None:
    """Whether somebody who has so many tokens may make this one."""
    asked = frozenset(scopes)
    if not asked:
        return "no_scope"
    if not asked <= scopes_of(purpose):
        return "beyond_purpose"
    if days not in periods():
        return "no_such_period"
    return "too_many_tokens" if held >= most_tokens() else None


def make(who: Who, *, purpose: TokenPurpose, scopes: Iterable[Scope], days: int) -> Made:
    """Write a token of one's own. Raises Refused."""
    asked = sorted(set(scopes))
    held = own_tokens(who)
    REASONS.refuse_if(why_not_open(purpose=purpose, scopes=asked, days=days, held=len(held)))
    secret, now = new_secret(), clock.now()
    token = Token(
        user_id=who.user_id,
        agency_id=who.agency_id,
        purpose=purpose,
        scopes=asked,
        token_hash=kept(secret),
        made_at=now,
        ends_at=now + timedelta(days=days),
    )
    token.save(force_insert=True)
    return Made(token.pk, secret)


def own_tokens(who: Who) -> list[Token]:
    """One's own tokens, the newest first; those that ended by themselves too, until they are taken away."""
    return list(Token.objects.filter(user_id=who.user_id).defer("token_hash").order_by("-made_at", "id"))


def enter(secret: str) -> Bearer | None:
    """Become the user of a token, as the door `api`; None, as nobody, where it is not good now."""
    wall.leave()
    with connection.cursor() as cursor:
        cursor.execute("select token, person, purpose, scopes, ends_at from wall.bearer(%s)", [kept(secret)])
        row = cursor.fetchone()
    if row is None:
        return None
    token_id, user_id, purpose, scopes, ends_at = row
    wall.enter(user_id)  # before the user is read: one sees one's own world alone
    user = User.objects.filter(pk=user_id).first()
    who = who_for(user, door=Door.API) if user else None
    if who is None or not who.may(Permission.PARTNER_CONNECT):  # no role is left that may hold one
        wall.leave()
        return None
    bounded = replace(who, bounds=bounds_of(purpose, scopes))
    return Bearer(token_id, bounded, TokenPurpose(purpose), frozenset(map(Scope, scopes)), ends_at)


def in_vain(secret: str) -> Turned | None:
    """Count that this secret was shown in vain; says how long nobody looks at it any more."""
    return attempt(bucket("token tried", secret))


def pace(bearer: Bearer) -> Turned | None:
    """Count one request of a token and of its user; says how long to wait where that is too many.

    Over the second connection, so that one request does not wait for another's end, and not flushed to disk: a count
    that a power cut takes away harms nobody.
    """
    paces = [pace_of("token"), pace_of("user")]
    buckets = [bucket("token asks", str(bearer.token_id)), bucket("user asks", str(bearer.who.user_id))]
    with transaction.atomic(using=SECOND), connections[SECOND].cursor() as cursor:
        cursor.execute("set local synchronous_commit = off")
        limits = [one.per_minute for one in paces], [one.burst for one in paces]
        cursor.execute("select wall.pace(%s::bytea[], %s::integer[], %s::integer[])", [buckets, *limits])
        seconds: int = cursor.fetchone()[0]
    return Turned(seconds) if seconds else None
