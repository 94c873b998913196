"""How somebody signs in, and changing it. One's own alone: the wall shows and takes no other's."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jiwar.ground.access import wall
from jiwar.ground.access.models import Token, User
from jiwar.ground.access.signing import duress, factors, joining, listing, passwords
from jiwar.ground.access.signing.devices import device_words
from jiwar.ground.access.who import Who
from jiwar.ground.audit import trail
from jiwar.ground.audit.models import Outcome
from jiwar.ground.base.errors import Missing, Reason, Refused

LAST = Reason("last_way", _("This is your last way in. Set up another one first."))


@dataclass(frozen=True, slots=True)
class Way:
    """One passkey, as its owner sees it."""

    id: int
    device: str
    since: datetime
    last_used: datetime | None


@dataclass(frozen=True, slots=True)
class Ways:
    """Everything by which somebody signs in."""

    passkeys: tuple[Way, ...]
    has_password: bool
    has_codes: bool
    """codes from an app"""

    @property
    def is_only_one(self) -> bool:
        """Whether one lost device is enough to be shut out."""
        return len(self.passkeys) < 2 and not (self.has_password and self.has_codes)


def user_of(who: Who) -> User:
    """The row behind somebody."""
    return User.objects.get(pk=who.user_id)


def ways_of(who: Who) -> Ways:
    """How this user signs in."""
    held = factors.factors(who.user_id)
    passkeys = (f for f in held if f.kind == factors.KINDS.WEBAUTHN)
    return Ways(
        tuple(Way(f.id, listing.words_of(f.name), f.since, f.last_used) for f in passkeys),
        passwords.has_password(who.user_id),
        factors.opens_with_code(held),
    )


def add_passkey(request: HttpRequest, who: Who, *, credential: str) -> bool:
    """Keep one more passkey; False where the browser sent something else."""
    with _changing(who, "add_passkey"):
        return factors.add_passkey(user_of(who), credential, name=device_words(request))


def renew_password(request: HttpRequest, who: Who, *, password: str, secret: str, code: str) -> bool:
    """A new password with a new app. The codes for paper wait in the session; whoever sits elsewhere is out.

    So are other systems: a token that was made by whoever knew the former password would outlive it by a year.
    """
    if not factors.secret_makes(secret, code):
        return False
    if duress.is_second_word(who.user_id, password):
        raise Refused(duress.SAME)
    with _changing(who, "renew_password"):
        codes = joining.set_password_and_app(user_of(who), password=password, secret=secret, code=code)
        Token.objects.filter(user_id=who.user_id).delete()
    joining.keep_codes(request, codes)
    listing.end_other_sessions(request, who)
    return True


def renew_codes(request: HttpRequest, who: Who) -> None:
    """New codes for paper. Raises Missing for whom they would open nothing."""
    if not ways_of(who).has_password:
        raise Missing
    with _changing(who, "renew_codes"):
        joining.keep_codes(request, factors.renew_recovery_codes(user_of(who)))


def drop_way(who: Who, factor_id: int) -> None:
    """This passkey opens nothing any more. Raises Missing, and Refused for the last way in."""
    ways = ways_of(who)
    if factor_id not in {way.id for way in ways.passkeys}:
        raise Missing
    if len(ways.passkeys) == 1 and not (ways.has_password and ways.has_codes):
        raise Refused(LAST)
    with _changing(who, "drop_passkey"):
        factors.drop_factor(who.user_id, factor_id)


@contextmanager
def _changing(who: Who, name: str) -> Iterator[None]:
    with transaction.atomic(), wall.announcing(name):
        yield
        trail.record(
            action=name, outcome=Outcome.DONE, door=who.door, request_id=who.request_id, subject_id=who.user_id
        )
