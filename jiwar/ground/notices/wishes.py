"""How somebody wants to be told: what was chosen, else what holds for everybody; the number sealed."""

from dataclasses import dataclass
from uuid import UUID

from jiwar.ground.notices.hours import office_hours
from jiwar.ground.notices.models import Wish
from jiwar.ground.notices.rules import ALWAYS, WEEK, Hours
from jiwar.ground.notices.words import MailWish, QuietWish, SmsWish
from jiwar.ground.vault.crypto import CannotOpen, Place, open_sealed, seal
from jiwar.ground.vault.root import derived


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one user chose; the defaults are those of whoever chose nothing."""

    mail: MailWish = MailWish.AT_ONCE
    sms: SmsWish = SmsWish.NEVER
    quiet: QuietWish = QuietWish.OFFICE
    hours: Hours = ALWAYS
    """Only where `quiet` is OWN."""
    phone: str = ""
    """In international form, +962…; empty where none was given."""

    @property
    def open_hours(self) -> Hours:
        """When this user is written to."""
        return {QuietWish.OFFICE: office_hours(), QuietWish.OWN: self.hours, QuietWish.NONE: ALWAYS}[self.quiet]


def wishes_of(user_id: UUID) -> Wishes:
    """One's own, or, for the system user of an agency, those of whoever works there: the wall shows no others."""
    row = Wish.objects.filter(user_id=user_id).first()
    if row is None:
        return Wishes()
    return Wishes(
        mail=MailWish(row.mail),
        sms=SmsWish(row.sms),
        quiet=QuietWish(row.quiet),
        hours=Hours(frozenset(range(WEEK)), row.begins, row.ends) if row.begins and row.ends else ALWAYS,
        phone=_opened(row),
    )


def sealed_phone(user_id: UUID, number: str) -> bytes:
    """The number as it is kept: under a key of the deployment, bound to its row."""
    return seal(derived("phones"), number, place=_place(user_id), version=1) if number else b""


def _opened(row: Wish) -> str:
    try:
        return open_sealed({1: derived("phones")}, bytes(row.phone), place=_place(row.user_id)) if row.phone else ""
    except CannotOpen:
        return ""


def _place(user_id: UUID) -> Place:
    return Place("notices_wish", "phone", user_id)
