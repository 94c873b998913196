"""What is refused about roles, as codes. Plain values: no rows, no clock. The wall holds the same from below."""

from datetime import datetime, timedelta

COVER_DAYS = 92
"""The longest cover; then whoever arranges it looks again."""
UNUSED_DAYS = 60


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


def why_not_cover(*, coverer_works: bool, same: bool, starts: datetime, ends: datetime, now: datetime) -> str | None:
    """A colleague who works on files covers somebody else, for a time that ends."""
    if same:
        return "covers_oneself"
    if not coverer_works:
        return "does_not_work_here"
    begins = max(starts, now)
    if ends <= begins:
        return "cover_is_over"
    return "cover_too_long" if ends - begins > timedelta(days=COVER_DAYS) else None


def is_unused(*, last_seen: datetime | None, since: datetime, now: datetime) -> bool:
    """Whether nobody signed in for sixty days with a role that was there all the time."""
    limit = now - timedelta(days=UNUSED_DAYS)
    return since <= limit and (last_seen is None or last_seen <= limit)


def quarter_of(year: int, month: int) -> str:
    """2026Q4, as the wall writes it."""
    return f"{year}Q{(month - 1) // 3 + 1}"
