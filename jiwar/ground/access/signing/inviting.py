"""Invitations: a link from one person and a code from another, so that neither can step into somebody's place alone.

The database keeps both as hashes under a key of the deployment: whoever reads its table can neither use nor guess
them. A link ends after three days, is good once, and a newer one for the same person ends it.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jiwar.ground.access.grants import NOT_HELD, call
from jiwar.ground.access.models import Invitation, InvitationKind, Team, User
from jiwar.ground.access.roles import ROLES, Text
from jiwar.ground.access.signing.throttle import bucket
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing, Reason
from jiwar.ground.base.forms import latin_digits, without_marks

GOOD_FOR = timedelta(days=3)
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Those that nobody mistakes for each other on paper."""
TOKEN_LETTERS, CODE_LETTERS, GROUP = 25, 10, 5
REFUSALS = {
    "23505": Reason("name_taken", _("Somebody has this user name already. Choose another."), field="username"),
    NOT_HELD: Reason("not_here", _("Your agency does not give this role at this place."), field="role"),
}
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is to work here: how that user signs in, is called, and what the first role is, and where."""

    username: str
    display_en: str
    display_ar: str
    role: str
    language: str = "ar"
    email: str = ""
    team_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An invitation that was not taken up yet, as those see it who keep people."""

    id: UUID
    user: User
    by: User | None
    is_reset: bool
    role: Text
    made_at: datetime
    expires_at: datetime
    is_confirmed: bool
    may_confirm: bool


@dataclass(frozen=True, slots=True)
class Link:
    """The letters of a link, and the user for whom it is: the trail names that one."""

    letters: str
    subject_id: UUID


def new_token() -> str:
    """The letters of a link: 122 bits."""
    return _letters(TOKEN_LETTERS)


def invite(newcomer: Newcomer) -> Link:
    """Make the user and the link. Raises Refused where the name is taken, or the role is not given there."""
    token = new_token()
    team = Team.objects.filter(pk=newcomer.team_id).first() if newcomer.team_id else None
    made = call(
        "select wall.invite(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        newcomer.username, newcomer.display_en, newcomer.display_ar, newcomer.email, newcomer.language, newcomer.role,
        team.office_id if team else None, newcomer.team_id, kept(token), GOOD_FOR, words=REFUSALS,
    )[0][0]  # fmt: skip
    return Link(token, Invitation.objects.values_list("user_id", flat=True).get(pk=made))


def ask_reset(user_id: UUID) -> str:
    """Make a link for somebody who works here already."""
    token = new_token()
    call("select wall.ask_reset(%s, %s, %s)", user_id, kept(token), GOOD_FOR)
    return token


def approve(invitation_id: UUID) -> str:
    """Confirm; returns the code."""
    code = _letters(CODE_LETTERS)
    call("select wall.approve_invitation(%s, %s)", invitation_id, kept(code))
    return code


def withdraw(invitation_id: UUID) -> None:
    call("select wall.withdraw_invitation(%s)", invitation_id)


def waiting(who: Who) -> list[Waiting]:
    """The invitations of the agency that can still be taken up, newest first. The wall shows one's own agency's."""
    rows = Invitation.objects.filter(used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=clock.now())
    rows = rows.defer("token_hash", "code_hash").order_by("-made_at", "id")[:SHOWN]
    return _told(who, list(rows))


def waiting_one(who: Who, invitation_id: UUID) -> Waiting:
    """One of these. Raises Missing."""
    found = [one for one in waiting(who) if one.id == invitation_id]
    if not found:
        raise Missing
    return found[0]


def resettable(who: Who) -> list[User]:
    """Whom an administrator may propose for a reset: the people of the agency but oneself."""
    people = User.objects.filter(agency_id=who.agency_id, kind=User.Kind.PERSON, is_active=True)
    return list(people.exclude(pk=who.user_id).order_by("display_en", "id"))


def kept(typed: str) -> str:
    """What is kept of a link or a code: a keyed hash of its letters, however they were typed."""
    letters = "".join(c for c in latin_digits(without_marks(typed)).upper() if c.isalnum())
    return bucket("invitation", letters).hex()


def _told(who: Who, rows: Sequence[Invitation]) -> list[Waiting]:
    users = User.objects.in_bulk({pk for row in rows for pk in (row.user_id, row.made_by) if pk})
    return [
        Waiting(
            id=row.pk,
            user=users[row.user_id],
            by=users.get(row.made_by) if row.made_by else None,
            is_reset=row.kind == InvitationKind.RESET,
            role=ROLES[row.role].name if row.role in ROLES else "",
            made_at=row.made_at,
            expires_at=row.expires_at,
            is_confirmed=row.made_by is None or row.approved_at is not None,
            may_confirm=row.approved_at is None and row.made_by is not None
            and who.user_id not in (row.made_by, row.user_id),
        )
        for row in rows
    ]  # fmt: skip


def _letters(count: int) -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(count))
    return "-".join(letters[i : i + GROUP] for i in range(0, count, GROUP))
