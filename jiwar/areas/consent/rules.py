"""What a statement needs: pure decisions on plain values."""

from datetime import date


def why_not_state(said_on: date | None, *, today: date) -> str | None:
    """Why a statement of that day is not written down."""
    return "not_yet_said" if said_on is not None and said_on > today else None
