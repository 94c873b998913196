"""The quarterly review: each role that holds, and what was said of it in this quarter."""

from dataclasses import dataclass
from datetime import date

from jiwar.ground.access.asking import demand
from jiwar.ground.access.models import User
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.staff import rules
from jiwar.ground.staff.models import RoleReview, Verdict
from jiwar.ground.staff.queries.roster import HeldLine, roles_in_force


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One role: when its holder was last seen (the month), whether it lies unused, what was said of it."""

    held: HeldLine
    seen: date | None
    is_unused: bool
    is_own: bool
    verdict: Verdict | None
    by: User | None


@dataclass(frozen=True, slots=True)
class Review:
    """All lines of a quarter; it is done when none is left open."""

    quarter: str
    lines: list[ReviewLine]

    @property
    def open_count(self) -> int:
        return sum(line.verdict is None for line in self.lines)

    @property
    def is_done(self) -> bool:
        return not self.open_count


def access_review(who: Who) -> Review:
    """The review of this quarter, in the agency of an administrator or a data-protection officer."""
    demand(who, Permission.ACCESS_REVIEW)
    today = clock.today()
    quarter = rules.quarter_of(today.year, today.month)
    said = {row.assignment_id: row for row in RoleReview.objects.filter(agency_id=who.agency_id, quarter=quarter)}
    rows = roles_in_force(who).order_by("user__display_en", "user_id", "starts_at", "pk")
    by = User.objects.in_bulk({row.reviewed_by for row in said.values()})

    def line(held: HeldLine) -> ReviewLine:
        last, review = held.user.last_login, said.get(held.id)
        return ReviewLine(
            held=held,
            seen=last.astimezone(clock.AMMAN).date().replace(day=1) if last else None,
            is_unused=rules.is_unused(last_seen=last, since=held.starts_at, now=clock.now()),
            is_own=held.user.pk == who.user_id,
            verdict=Verdict(review.verdict) if review else None,
            by=by.get(review.reviewed_by) if review else None,
        )

    lines = [line(HeldLine.of(row)) for row in rows]
    return Review(quarter, sorted(lines, key=lambda one: one.verdict is not None))
