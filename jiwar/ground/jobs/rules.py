"""When a job that failed is tried again, and when it is given up. Plain values."""

FIRST_WAIT = 15
"""Seconds after the first failure."""
FACTOR = 4
LONGEST_WAIT = 6 * 60 * 60


def wait_before(attempt: int) -> int:
    """Seconds until a job is tried again that has failed `attempt` times: each wait is four times the last."""
    return int(min(LONGEST_WAIT, FIRST_WAIT * FACTOR ** (attempt - 1)))


def is_last(*, failed: int, tries: int) -> bool:
    """Whether the attempt that has failed now, the `failed`-th, was the last."""
    return failed >= tries
