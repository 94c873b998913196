"""Second factors and passkeys, kept by django-allauth: our views meet them here alone.

Every function works on one user, who is entered at the wall (on the way in by mode `signing`): the rows of others are
out of sight, whatever is asked. What a browser sends is anybody's text; whatever is wrong with it, the answer is no.
"""

import hmac
import json
import struct
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.exceptions import InvalidSignature
from django.core.exceptions import ValidationError
from fido2.utils import websafe_decode

from jiwar.ground.access import wall
from jiwar.ground.access.models import User
from jiwar.ground.access.signing import throttle
from jiwar.ground.base import clock
from jiwar.ground.base.forms import latin_digits, without_marks
from jiwar.ground.vault.root import derived

KINDS = Authenticator.Type
NOT_UNDERSTOOD = (
    ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError, struct.error,
    InvalidSignature, ValidationError,
)  # fmt: skip
"""What broken, foreign or forged credentials raise on their way through fido2."""
LARGEST_CREDENTIAL = 16 * 1024
TOTP_DIGITS = 6
MARK = "mark"


@dataclass(frozen=True, slots=True)
class Factor:
    """One way to sign in, as its owner sees it."""

    id: int
    kind: str
    name: str
    since: datetime
    last_used: datetime | None


def factors(user_id: UUID) -> list[Factor]:
    """What this user has, oldest first: one query, for a user who does not exist too."""
    rows = Authenticator.objects.filter(user_id=user_id).order_by("created_at", "pk")
    return [Factor(r.pk, r.type, str(r.data.get("name", "")), r.created_at, r.last_used_at) for r in rows]


def has_app(user_id: UUID) -> bool:
    """Whether a code follows this user's password."""
    return opens_with_code(factors(user_id))


def opens_with_code(held: Sequence[Factor]) -> bool:
    """Whether a code follows the password."""
    return any(factor.kind == KINDS.TOTP for factor in held)


def code_is_right(user_id: UUID, typed: str) -> bool:
    """Whether this is the one-time code of now, or a recovery code not used yet; each is good once."""
    code = _digits(typed)
    if not looks_like_code(code):
        return False
    kind = KINDS.TOTP if len(code) == TOTP_DIGITS else KINDS.RECOVERY_CODES
    row = Authenticator.objects.filter(user_id=user_id, type=kind).first()
    if row is None:
        return False
    if kind == KINDS.TOTP:
        right = bool(totp.validate_totp_code(get_adapter().decrypt(row.data["secret"]), code))
        right = right and throttle.first_time(user_id, code)
    else:
        right = bool(RecoveryCodes(row).validate_code(code))
    if right:
        _used(row)
    return right


def looks_like_code(typed: str) -> bool:
    """Whether it is digits at all."""
    code = _digits(typed)
    return code.isascii() and code.isdigit()


def new_secret() -> str:
    """A seed for an app that makes one-time codes."""
    return str(totp.generate_totp_secret())


def secret_picture(user: User, secret: str) -> str:
    """The seed as a square that a telephone reads: the address of a picture."""
    svg = str(get_adapter().build_totp_svg(get_adapter().build_totp_url(user, secret)))
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode("ascii")


def grouped(secret: str) -> str:
    """The seed in groups, for typing where no picture can be taken."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))


def secret_makes(secret: str, typed: str) -> bool:
    """Whether the app was set up with this seed."""
    code = "".join(latin_digits(without_marks(typed)).split())
    return bool(code and totp.validate_totp_code(secret, code))


def set_app(user: User, secret: str) -> None:
    """Codes come from this seed, and from no other any more."""
    Authenticator.objects.filter(user_id=user.pk, type=KINDS.TOTP).delete()
    totp.TOTP.activate(user, secret)


def renew_recovery_codes(user: User) -> list[str]:
    """Ten new codes for paper; the old ones are good no more."""
    Authenticator.objects.filter(user_id=user.pk, type=KINDS.RECOVERY_CODES).delete()
    return list(RecoveryCodes.activate(user).generate_codes())


def drop_factor(user_id: UUID, factor_id: int) -> None:
    """This one opens nothing any more."""
    Authenticator.objects.filter(user_id=user_id, pk=factor_id).delete()


def passkey_challenge() -> str:
    """JSON for the browser: sign in with any passkey it has for this house. The challenge lies in the session."""
    return _json(webauthn.begin_authentication())


def passkey_owner(sent: str) -> User | None:
    """Whose passkey signed the challenge; None for anything else. Enters that user on the way in."""
    try:
        credential = _credential(sent)
        handle = websafe_decode(credential["response"]["userHandle"]).decode()
        wall.enter(UUID(handle), mode=wall.Mode.SIGNING)  # before the user is read: one sees one's own world alone
        user = User.objects.filter(pk=UUID(handle), kind=User.Kind.PERSON, is_active=True).first()
        if user is None:
            return None
        row = webauthn.complete_authentication(user, credential)
        if not hmac.compare_digest(str(row.data.get(MARK, "")), _mark(user.pk, row.data["credential"])):
            raise ValueError("a row that this house did not write")
        _used(row)
    except NOT_UNDERSTOOD:
        return None
    finally:
        webauthn.clear_state()
    return user


def new_passkey_challenge(user: User) -> str:
    """JSON for the browser: make a passkey for this user."""
    return _json(webauthn.begin_registration(user, passwordless=True))


def add_passkey(user: User, sent: str, *, name: str) -> bool:
    """Keep a new passkey; False where the browser sent something else."""
    try:
        credential = _credential(sent)
        webauthn.complete_registration(credential)
    except NOT_UNDERSTOOD:
        return False
    finally:
        webauthn.clear_state()
    row = webauthn.WebAuthn.add(user, name, credential).instance
    row.data[MARK] = _mark(user.pk, row.data["credential"])
    row.save(update_fields=["data"])
    return True


def _mark(user_id: UUID, credential: object) -> str:
    """What only this house can write beside a passkey: a row that came by an injected statement opens nothing."""
    told = json.dumps([str(user_id), credential], sort_keys=True, separators=(",", ":"))
    return hmac.new(derived("passkeys").material, told.encode(), "sha256").hexdigest()


def _digits(typed: str) -> str:
    return "".join(latin_digits(without_marks(typed)).split()).replace("-", "")


def _credential(sent: str) -> dict[str, Any]:
    if len(sent) > LARGEST_CREDENTIAL:
        raise ValueError("too long for a credential")
    credential = json.loads(sent)
    if not isinstance(credential, dict):
        raise TypeError("not a credential")
    return credential


def _json(options: Any) -> str:
    return json.dumps(options, default=dict)


def _used(row: Authenticator) -> None:
    row.last_used_at = clock.now()
    row.save(update_fields=["last_used_at"])
