"""What is refused about roles, as codes. Plain values: no rows, no clock. The wall holds the same from below."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

COVER_DAYS = 92
"""The longest cover; then whoever arranges it looks again."""
LATELY_DAYS = 90
"""How long a team that was left is given back by one alone."""
UNUSED_DAYS = 60
WATCHING = frozenset({"administrator", "data_protection_officer"})


def why_not_give(
    *, to_oneself: bool, is_active: bool, may_be_held: bool, is_placed: bool, wants_place: bool
) -> str | None:
    """A role goes to a colleague who is let in, within what the agency may hold, at a place where the role has one."""
    if to_oneself:
        return "never_to_oneself"
    if not is_active:
        return "shut_out"
    if not may_be_held:
        return "not_held_here"
    return "whole_agency" if wants_place and not is_placed else None


def why_not_confirm(*, is_proposer: bool, is_for_oneself: bool, is_open: bool) -> str | None:
    """Somebody else confirms, while the proposal stands."""
    if is_for_oneself:
        return "for_oneself"
    if is_proposer:
        return "same_person"
    return None if is_open else "over"


def why_not_cover(
    *, works_until: datetime | None, same: bool, starts: datetime, ends: datetime, now: datetime
) -> str | None:
    """A colleague who works on files then covers somebody else, for a time that ends. None: does not work at all."""
    if same:
        return "covers_oneself"
    begins = max(starts, now)
    if works_until is None or works_until <= begins:
        return "does_not_work_here"
    if begins - now > timedelta(days=COVER_DAYS):
        return "cover_too_far"
    if ends <= begins:
        return "cover_is_over"
    return "cover_too_long" if ends - begins > timedelta(days=COVER_DAYS) else None


def is_watching(role: str) -> bool:
    """Whether whoever holds it watches over who may do what in the agency."""
    return role in WATCHING


def takes_two(*, needs_two: bool, team_id: UUID | None, lately: Collection[UUID]) -> bool:
    """Whether a second person confirms: for powerful roles, and for work at a team other than now or `lately`.

    A team opens its files: one who gives it alone would open them to a friend.
    """
    return needs_two or (team_id is not None and team_id not in lately)


def is_unused(*, last_seen: datetime | None, since: datetime, now: datetime) -> bool:
    """Whether nobody signed in for sixty days with a role that was there all the time."""
    limit = now - timedelta(days=UNUSED_DAYS)
    return since <= limit and (last_seen is None or last_seen <= limit)


def quarter_of(year: int, month: int) -> str:
    """2026Q4, as the wall writes it."""
    return f"{year}Q{(month - 1) // 3 + 1}"
